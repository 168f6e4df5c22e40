"""Which of the allowed types a file is, by its bytes alone."""

import codecs
import zipfile
from typing import BinaryIO

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sdgplatform.uploads import types
from sdgplatform.uploads.archives import BROKEN, archive_type
from sdgplatform.uploads.types import FileType

HEAD = 4096
TAIL = 2048
CHUNK = 1 << 20
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTROLS = {code for code in range(32) if chr(code) not in "\t\n\r\f\v\x1a\x1b"} | {0x7F}

OLD_OFFICE = ValidationError(
    _("This is an old Office file or one with a password. Save it as DOCX, XLSX, PPTX or PDF, unprotected."),
    code="old_office",
)
TWO_IN_ONE = ValidationError(_("The file is a picture, film or PDF and an archive at once."), code="polyglot")


def binary_type(file: BinaryIO, size: int) -> FileType | None:
    """The type that the bytes say, or None for text and everything unknown."""
    head, tail = _edges(file, size)
    if head.startswith(OLE):
        raise OLD_OFFICE
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archive_type(file)
    found = _by_signature(head, tail)
    if found and zipfile.is_zipfile(file):
        raise TWO_IN_ONE
    return found


def _edges(file: BinaryIO, size: int) -> tuple[bytes, bytes]:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, size - TAIL))
    return head, file.read(TAIL)


def _by_signature(head: bytes, tail: bytes) -> FileType | None:
    if head.startswith(b"%PDF-"):
        return _whole(types.PDF, b"%%EOF" in tail)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(types.PNG, head[12:16] == b"IHDR" and b"IEND" in tail)
    if head.startswith(b"\xff\xd8\xff"):
        return types.JPG  # telephones append to it, so its end tells nothing
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head:
        return types.WEBM
    return types.MP4 if _is_mp4(head) else None


def _whole(found: FileType, is_whole: bool) -> FileType:
    if not is_whole:
        raise BROKEN
    return found


def _is_mp4(head: bytes) -> bool:
    if head[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[start : start + 4] for start in range(16, end, 4))]
    return any(brand in MP4_BRANDS for brand in brands)


def text_encoding(file: BinaryIO) -> str | None:
    """The encoding of a text file: by its mark, else UTF-8, else Windows' Western one; None for no text."""
    file.seek(0)
    mark = file.read(3)
    marked = next((name for start, name in BYTE_ORDER_MARKS if mark.startswith(start)), None)
    for encoding in (marked,) if marked else ("utf-8", "windows-1252"):
        if _reads_as(file, encoding):
            return encoding
    return None


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            if not CONTROLS.isdisjoint(map(ord, set(decoder.decode(chunk)))):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def name_of_content(file: BinaryIO) -> str:
    """A word for a content that is not accepted, for the message: "GIF", "EXE"; empty when unknown."""
    file.seek(0)
    head = file.read(HEAD)
    if head.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html", b"<script")):
        return "HTML"
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, LookupError):
        return ""
    return found[0].extension.lstrip(".").upper() if found and len(found[0].byte_match) > 1 else ""
