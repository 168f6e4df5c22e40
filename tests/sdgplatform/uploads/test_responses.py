import hashlib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from sdgplatform.uploads.actions import store_upload
from sdgplatform.uploads.responses import Unsatisfiable, parse_range, serve_upload
from tests.factories.uploads import GOOD_BYTES, good_file, mp4_bytes, uploaded

VIDEO = mp4_bytes(size=150_000)


@pytest.fixture
def video(db):
    return store_upload(uploaded("Una ciudad, un plan – Córdoba.mp4", VIDEO), by=AnonymousUser())


@pytest.fixture
def serve():
    sent = []

    def serve_one(upload, *, method="get", as_attachment=False, **headers):
        request = getattr(RequestFactory(), method)("/", headers=headers)
        sent.append(serve_upload(upload, request, as_attachment=as_attachment))
        return sent[-1]

    yield serve_one
    # Not `close()`, which also ends the request and with it the test's own database connection.
    for closer in (closer for response in sent for closer in response._resource_closers):
        closer()


def body(response):
    return b"".join(response.streaming_content)


def test_serve_upload_sends_the_whole_file(serve, video):
    response = serve(video)
    assert response.status_code == 200
    assert body(response) == VIDEO
    assert response["Content-Length"] == str(len(VIDEO))
    assert response["Accept-Ranges"] == "bytes"


def test_serve_upload_headers(serve, video):
    response = serve(video)
    assert response["Content-Type"] == "video/mp4"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["ETag"] == f'"{hashlib.sha256(VIDEO).hexdigest()}"'
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert response["Content-Security-Policy"].endswith("; sandbox")


def test_serve_upload_names_the_file_with_its_accents(serve, video):
    expected = "inline; filename*=utf-8''Una%20ciudad%2C%20un%20plan%20%E2%80%93%20C%C3%B3rdoba.mp4"
    assert serve(video)["Content-Disposition"] == expected


def test_serve_upload_as_attachment_on_demand(serve, video):
    assert serve(video, as_attachment=True)["Content-Disposition"].split(";")[0] == "attachment"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "disposition"),
    [
        ("pdf", "inline"),
        ("mp4", "inline"),
        ("webm", "inline"),
        ("png", "inline"),
        ("jpg", "inline"),
        ("txt", "inline"),
        ("docx", "attachment"),
        ("pptx", "attachment"),
        ("xlsx", "attachment"),
        ("odt", "attachment"),
        ("zip", "attachment"),
    ],
)
def test_serve_upload_shows_only_safe_types(serve, kind, disposition):
    response = serve(store_upload(good_file(kind), by=AnonymousUser()))
    assert response["Content-Disposition"] == f'{disposition}; filename="archivo.{kind}"'
    assert body(response) == GOOD_BYTES[kind]


@pytest.mark.django_db
def test_serve_upload_keeps_the_charset_of_text(serve):
    upload = store_upload(uploaded("notas.txt", "Córdoba".encode("cp1252")), by=AnonymousUser())
    assert serve(upload)["Content-Type"] == "text/plain; charset=windows-1252"


def test_serve_upload_never_names_an_unknown_type(serve, video):
    video.content_type = "text/html"
    response = serve(video)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].split(";")[0] == "attachment"


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=70000-140000", 70_000, 140_000),
        ("Bytes=5-999999999", 5, None),
    ],
)
def test_serve_upload_sends_a_part(serve, video, header, first, last):
    response = serve(video, range=header)
    expected = VIDEO[first : last + 1 if last is not None else None]
    start = first % len(VIDEO)
    assert response.status_code == 206
    assert body(response) == expected
    assert response["Content-Length"] == str(len(expected))
    assert response["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(VIDEO)}"


def test_serve_upload_range_behind_the_end(serve, video):
    response = serve(video, range=f"bytes={len(VIDEO)}-")
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(VIDEO)}"
    assert response.content == b""


@pytest.mark.parametrize(
    "header", ["bytes=9-3", "bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=-", "x" * 99]
)
def test_serve_upload_ignores_ranges_it_does_not_take(serve, video, header):
    response = serve(video, range=header)
    assert response.status_code == 200
    assert body(response) == VIDEO


def test_serve_upload_if_range(serve, video):
    current = f'"{video.sha256}"'
    assert serve(video, range="bytes=0-9", if_range=current).status_code == 206
    assert serve(video, range="bytes=0-9", if_range='"old"').status_code == 200
    assert serve(video, range="bytes=0-9", if_range=f"W/{current}").status_code == 200


def test_serve_upload_not_modified(serve, video):
    response = serve(video, if_none_match=f'"{video.sha256}"')
    assert response.status_code == 304
    assert response["ETag"] == f'"{video.sha256}"'
    assert serve(video, if_none_match='"old"').status_code == 200


def test_serve_upload_head_tells_the_size_and_sends_nothing(serve, video):
    response = serve(video, method="head", range="bytes=0-9")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(VIDEO))
    assert response["Accept-Ranges"] == "bytes"


def test_serve_upload_lost_file_is_not_found(serve, video):
    video.file.storage.delete(video.file.name)
    with pytest.raises(Http404):
        serve(video)


sizes = st.integers(min_value=1, max_value=2000)


@given(st.text(max_size=60), sizes)
def test_parse_range_never_fails_otherwise(header, size):
    try:
        found = parse_range(header, size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found[0] <= found[1] < size


@given(st.integers(0, 3000), st.integers(0, 3000), sizes)
def test_parse_range_of_both_ends(first, last, size):
    content = bytes(index % 251 for index in range(size))
    try:
        found = parse_range(f"bytes={first}-{last}", size)
    except Unsatisfiable:
        assert first >= size
        return
    if last < first:
        assert found is None
    else:
        assert content[found[0] : found[1] + 1] == content[first : last + 1]


@given(st.integers(1, 3000), sizes)
def test_parse_range_of_the_last_bytes(length, size):
    first, last = parse_range(f"bytes=-{length}", size)
    assert (last, last - first + 1) == (size - 1, min(length, size))


@pytest.mark.parametrize("header", ["bytes=-0", "bytes=10-", "bytes=10-12"])
def test_parse_range_behind_the_end(header):
    with pytest.raises(Unsatisfiable):
        parse_range(header, 10)


@pytest.mark.parametrize("header", ["bytes=٣-٤", "bytes=1-2-3", "bytes= 1-2", "bytes=+1-2", ""])
def test_parse_range_bad_syntax_is_the_whole_file(header):
    assert parse_range(header, 10) is None
