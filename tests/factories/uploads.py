"""Small real files of each type, and files that only pretend."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN_PARTS = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
    "docm": ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
}


def zip_bytes(members: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office_bytes(kind: str, extra: Mapping[str, bytes | str] | None = None) -> bytes:
    part, content_type = MAIN_PARTS[kind]
    declared = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    )
    return zip_bytes({"[Content_Types].xml": declared, part: "<x/>", **(extra or {})})


def odf_bytes(kind: str, extra: Mapping[str, bytes | str] | None = None) -> bytes:
    word = {"odt": "text", "odp": "presentation", "ods": "spreadsheet"}[kind]
    mimetype = f"application/vnd.oasis.opendocument.{word}"
    return zip_bytes({"mimetype": mimetype, "content.xml": "<x/>", **(extra or {})})


def pdf_bytes(text: str = "sample") -> bytes:
    return (
        b"%PDF-1.4\n%" + text.encode() + b"\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bytes() -> bytes:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = (
        _png_chunk(b"IHDR", header) + _png_chunk(b"IDAT", zlib.compress(b"\0\0")) + _png_chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def jpg_bytes() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def mp4_bytes(brand: bytes = b"isom", size: int = 64) -> bytes:
    head = struct.pack(">I", 20) + b"ftyp" + brand + b"\0\0\2\0" + (b"mp41" if brand == b"isom" else b"xxxx")
    return head + struct.pack(">I", 8 + size) + b"mdat" + bytes(range(256)) * (size // 256 + 1)


def webm_bytes(doctype: bytes = b"webm") -> bytes:
    return (
        b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82" + bytes([0x80 + len(doctype)]) + doctype + b"\0" * 20
    )


GOOD_BYTES = {
    **{kind: office_bytes(kind) for kind in ("docx", "pptx", "xlsx")},
    **{kind: odf_bytes(kind) for kind in ("odt", "odp", "ods")},
    "pdf": pdf_bytes(),
    "png": png_bytes(),
    "jpg": jpg_bytes(),
    "mp4": mp4_bytes(),
    "webm": webm_bytes(),
    "zip": zip_bytes({"ficha 1.pdf": pdf_bytes(), "carpeta/lista.txt": "uno"}),
    "txt": "Guía de formación\nciudad\n".encode(),
    "csv": "código;título\n11.3;Planificación\n".encode(),
    "json": b'{"format": "matrix"}',
}


def uploaded(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def good_file(kind: str, name: str = "") -> SimpleUploadedFile:
    return uploaded(name or f"archivo.{kind}", GOOD_BYTES[kind])
