"""Giving a stored file back: never as something that could act on our address, in pieces where asked.

Who may have the file is the calling view's to declare.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, parse_etags

from sdgplatform.uploads.models import Upload

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII | re.IGNORECASE)
MAX_HEADER = 40
POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SANDBOX = f"{POLICY}; sandbox"


class Unsatisfiable(Exception):
    """The range begins behind the end of the file."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, or None where the whole file is to be sent.

    Bad syntax and several ranges at once are answered with the whole file, as RFC 9110 allows.
    """
    found = RANGE.fullmatch(header.strip())
    if not found or found.group(1) == found.group(2) == "" or len(header) > MAX_HEADER:
        return None
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise Unsatisfiable
        return size - length, size - 1
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, min(end, size - 1)


def serve_upload(upload: Upload, request: HttpRequest, *, as_attachment: bool = False) -> HttpResponseBase:
    """The file under its original name; shown by the browser only where its type is safe to show."""
    etag = f'"{upload.sha256}"'
    if etag in _etags(request.headers.get("If-None-Match", "")):
        return _with_headers(HttpResponseNotModified(), upload, etag)
    try:
        asked = _asked_range(request, upload.size, etag)
    except Unsatisfiable:
        refusal = HttpResponse(status=416, headers={"Content-Range": f"bytes */{upload.size}"})
        return _with_headers(refusal, upload, etag)
    response = _content(upload, request, asked)
    response["Content-Type"] = _content_type(upload)
    name = content_disposition_header(as_attachment or not _is_inline(upload), upload.original_name)
    response["Content-Disposition"] = name or "inline"
    return _with_headers(response, upload, etag)


def _etags(header: str) -> list[str]:
    return [tag.removeprefix("W/") for tag in parse_etags(header)]


def _asked_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    header = request.headers.get("Range", "")
    if request.method != "GET" or not header:
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    return parse_range(header, size)


def _content(upload: Upload, request: HttpRequest, asked: tuple[int, int] | None) -> HttpResponseBase:
    first, last = asked or (0, upload.size - 1)
    is_head = request.method == "HEAD"
    response = HttpResponse() if is_head else StreamingHttpResponse(_pieces(upload, asked))
    if asked:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{upload.size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _pieces(upload: Upload, asked: tuple[int, int] | None) -> "_Pieces | _PiecesOfBucket":
    try:
        stored = upload.file.storage.open(upload.file.name or "")
    except FileNotFoundError as error:
        raise Http404 from error
    if hasattr(stored, "obj"):  # a file of django-storages: reading it would first fetch the whole
        return _PiecesOfBucket(stored.obj, asked)
    first, last = asked or (0, upload.size - 1)
    return _Pieces(stored, first, last - first + 1)


class _Pieces:
    """A span of an open file in small pieces; the response closes it, also when nobody read it."""

    def __init__(self, file: Any, start: int, length: int) -> None:
        self.file, self.start, self.length = file, start, length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.length
        while left > 0 and (piece := self.file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()


class _PiecesOfBucket:
    """The same of an object in a bucket, which is asked for no more than the span."""

    def __init__(self, stored: Any, asked: tuple[int, int] | None) -> None:
        span = {"Range": f"bytes={asked[0]}-{asked[1]}"} if asked else {}
        self.body = stored.get(**span)["Body"]

    def __iter__(self) -> Iterator[bytes]:
        yield from self.body.iter_chunks(CHUNK)

    def close(self) -> None:
        self.body.close()


def _is_inline(upload: Upload) -> bool:
    return bool(upload.type and upload.type.is_inline)


def _content_type(upload: Upload) -> str:
    return upload.content_type if upload.type else "application/octet-stream"


def _with_headers(response: Any, upload: Upload, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # Browsers refuse to open their PDF viewer inside a sandbox; the rest of the policy lets a PDF do nothing.
    is_pdf = bool(upload.type and upload.type.kind == "pdf")
    response["Content-Security-Policy"] = POLICY if is_pdf else SANDBOX
    patch_cache_control(response, private=True, no_cache=True)
    return response
