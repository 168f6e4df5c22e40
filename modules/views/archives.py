"""A module in one language as one file, for places without internet; written while it is sent."""

import zipfile
from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from modules.models import Module, PartEdition
from modules.queries import editions_in
from sdgplatform.access import public
from sdgplatform.multilingual import language_codes, localize
from sdgplatform.uploads.models import Upload
from sdgplatform.uploads.names import clean_name

CHUNK = 64 * 1024
LINKS = "links.txt"


class _Pipe:
    """What the zip writer takes for a file that one cannot seek in; hands on what was written."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """The response ends by itself."""

    def taken(self) -> bytes:
        data = b"".join(self.parts)
        self.parts.clear()
        return data


@require_safe
@public(load=Module)
def module_archive(request: HttpRequest, module: Module, language: str) -> StreamingHttpResponse:
    editions = list(editions_in(module, language)) if language in language_codes() else []
    if not editions:
        raise Http404
    response = StreamingHttpResponse(_zipped(editions, language), content_type="application/zip")
    name = clean_name(f"{localize(module.titles, language)} ({language}).zip")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    patch_cache_control(response, private=True, no_store=True)
    return response


def _zipped(editions: Sequence[PartEdition], language: str) -> Iterator[bytes]:
    """Files are packed already as a rule, so they go in as they are."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for number, edition in enumerate(editions, 1):
            if edition.upload:
                name = f"{number:02} {edition.upload.original_name}"
                info = zipfile.ZipInfo(name, edition.added_at.timetuple()[:6])
                yield from _file(archive, pipe, edition.upload, info)
        links = [f"{localize(one.part.titles, language)}: {one.url}" for one in editions if one.url]
        if links:
            archive.writestr(LINKS, "\r\n".join([*links, ""]))
    yield pipe.taken()


def _file(archive: zipfile.ZipFile, pipe: _Pipe, upload: Upload, info: zipfile.ZipInfo) -> Iterator[bytes]:
    stored = upload.file.storage.open(upload.file.name or "")
    with stored, archive.open(info, "w", force_zip64=True) as member:
        while piece := stored.read(CHUNK):
            member.write(piece)
            yield pipe.taken()
