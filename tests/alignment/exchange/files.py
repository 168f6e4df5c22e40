"""Files for the tests, made in code."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]

META: Rows = [
    ["key", "value"],
    ["format_version", 1],
    ["city_name", "Rosario"],
    ["document_title", "Plan Rosario"],
    ["period_start", 2020],
    ["period_end", 2030],
    ["framework", "2025"],
]
STRATEGY: Rows = [
    ["code", "parent_code", "level", "title"],
    ["P1", "", "PROJECT", "Buses"],
    ["P2", "", "PROJECT", "Water"],
]
MATRIX: Rows = [["code", "title", "T11.2", "T6.3"], ["P1", "Buses", 2, None], ["P2", "Water", 0, 1]]
CELLS: Rows = [["element_code", "target", "score", "kind"], ["P1", "T11.2", 2, "DIRECT"]]


def filled(sheets: Mapping[str, Rows]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(**sheets: Rows) -> bytes:
    return saved(filled(sheets))


def good_workbook(**sheets: Rows) -> bytes:
    return workbook(**{"META": META, "STRATEGY": STRATEGY, "MATRIX": MATRIX, **sheets})


def zipped(**members: str | bytes) -> bytes:
    """Names carry their ending after a double underscore: `strategy__csv`."""
    return zipped_as({name.replace("__", "."): content for name, content in members.items()})


def zipped_as(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def rewritten(
    content: bytes, changes: Mapping[str, bytes | None], add: Mapping[str, bytes] | None = None
) -> bytes:
    """A workbook with some of its parts replaced, left out or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, part in changes.items():
        if part is None:
            members.pop(name)
        else:
            members[name] = part
    return zipped_as(members)


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def upload(content: bytes, name: str = "matrix.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
