"""The kinds of files that are taken, each told by its content; everything else is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class FileType:
    """`is_inline`: a browser may show it on our address, since nothing in it can act for the site."""

    kind: str
    extensions: tuple[str, ...]
    content_type: str
    is_inline: bool = False
    is_text: bool = False

    @property
    def label(self) -> str:
        return self.kind.upper()


DOCX = FileType("docx", (".docx",), f"{OFFICE}wordprocessingml.document")
PPTX = FileType("pptx", (".pptx",), f"{OFFICE}presentationml.presentation")
XLSX = FileType("xlsx", (".xlsx",), f"{OFFICE}spreadsheetml.sheet")
ODT = FileType("odt", (".odt",), f"{ODF}text")
ODP = FileType("odp", (".odp",), f"{ODF}presentation")
ODS = FileType("ods", (".ods",), f"{ODF}spreadsheet")
PDF = FileType("pdf", (".pdf",), "application/pdf", is_inline=True)
MP4 = FileType("mp4", (".mp4", ".m4v"), "video/mp4", is_inline=True)
WEBM = FileType("webm", (".webm",), "video/webm", is_inline=True)
PNG = FileType("png", (".png",), "image/png", is_inline=True)
JPG = FileType("jpg", (".jpg", ".jpeg"), "image/jpeg", is_inline=True)
ZIP = FileType("zip", (".zip",), "application/zip")
TXT = FileType("txt", (".txt",), "text/plain", is_inline=True, is_text=True)
CSV = FileType("csv", (".csv",), "text/csv", is_text=True)
JSON = FileType("json", (".json",), "application/json", is_text=True)

MATERIALS = (DOCX, PPTX, XLSX, PDF, ODT, ODP, ODS, MP4, WEBM, PNG, JPG, ZIP, TXT)
DOCUMENTS = (PDF, DOCX, ODT, PNG, JPG)
IMPORTS = (XLSX, CSV, JSON, ZIP)
ALL_TYPES = (*MATERIALS, CSV, JSON)


def type_of(content_type: str) -> FileType | None:
    """The type of a stored file, whatever parameters (charset) its content type has."""
    bare = content_type.partition(";")[0].strip().lower()
    return next((known for known in ALL_TYPES if known.content_type == bare), None)


def extensions_of(allowed: Iterable[FileType]) -> tuple[str, ...]:
    return tuple(extension for known in allowed for extension in known.extensions)


def labels_of(allowed: Iterable[FileType]) -> str:
    """ "PDF, DOCX, MP4", for help texts and messages."""
    return ", ".join(known.label for known in allowed)
