"""Files in a bucket, given back through a fake store that speaks HTTP like a real one."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.http import Http404
from django.test import RequestFactory

from sdgplatform.uploads.models import Upload
from sdgplatform.uploads.responses import parse_range, serve_upload
from tests.factories.uploads import mp4_bytes

VIDEO = mp4_bytes(size=300_000)[:300_000]
NAME = "uploads/ab/abcdef.mp4"


class FakeStore(ThreadingHTTPServer):
    """Holds objects by path and remembers what it was asked and how many bytes it sent."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.objects, self.asked, self.sent = {}, [], 0


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self._answer()

    def do_GET(self):
        self._answer()

    def _answer(self):
        wanted = self.headers.get("Range", "")
        self.server.asked.append((self.command, wanted))
        content = self.server.objects.get(self.path)
        if content is None:
            return self._send(404, b"")
        first, last = parse_range(wanted, len(content)) or (0, len(content) - 1)
        self._send(206 if wanted else 200, content[first : last + 1])
        return None

    def _send(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Tue, 28 Nov 2017 12:00:00 GMT")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
            self.server.sent += len(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def store(settings):
    with FakeStore() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        server.objects[f"/materials/{NAME}"] = VIDEO
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "bucket_name": "materials",
                    "endpoint_url": f"http://127.0.0.1:{server.server_port}",
                    "region_name": "us-east-1",
                    "access_key": "key",
                    "secret_key": "secret",
                },
            }
        }
        yield server
        server.shutdown()


def video():
    return Upload(
        file=NAME, original_name="guía.mp4", content_type="video/mp4", size=len(VIDEO), sha256="0" * 64
    )


def served(method="get", **headers):
    response = serve_upload(video(), getattr(RequestFactory(), method)("/", headers=headers))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return response, body


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=1000-1999", 1000, 1999),
        ("bytes=299000-", 299_000, 299_999),
        ("bytes=-10", 299_990, 299_999),
    ],
)
def test_a_part_costs_the_store_only_that_part(store, header, first, last):
    response, body = served(range=header)
    assert (response.status_code, body) == (206, VIDEO[first : last + 1])
    assert response["Content-Range"] == f"bytes {first}-{last}/300000"
    assert store.asked == [("HEAD", ""), ("GET", f"bytes={first}-{last}")]
    assert store.sent == last - first + 1


def test_the_whole_file_is_asked_for_at_once(store):
    response, body = served()
    assert (response.status_code, body, response["Content-Length"]) == (200, VIDEO, "300000")
    assert store.asked == [("HEAD", ""), ("GET", "")]


@pytest.mark.parametrize(
    ("method", "headers"),
    [("head", {}), ("get", {"range": "bytes=300000-"}), ("get", {"if_none_match": f'"{"0" * 64}"'})],
)
def test_nothing_is_fetched_for_an_answer_without_content(store, method, headers):
    assert served(method, **headers)[1] == b""
    assert store.asked == []


def test_a_lost_object_is_not_found(store):
    store.objects.clear()
    with pytest.raises(Http404):
        served()
