"""CSV tables, alone or in a zip, as grids: UTF-8, else Windows-1252; separator told from the first line."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _

from alignment.exchange import limits
from alignment.exchange.archives import BROKEN, damaged, opened
from alignment.exchange.findings import FileRefused, Place
from alignment.exchange.grids import Grid, Line
from sdgplatform.uploads.contents import text_encoding

SEPARATORS = ",;\t"
UTF8 = "utf-8"
LEGACY = "windows-1252"  # what spreadsheets on Windows save as plain CSV
HEAD = 64 * 1024


def read_csv(file: BinaryIO, name: str) -> list[Grid]:
    return [_grid(file, PurePosixPath(name).stem)]


def read_csv_zip(file: IO[bytes]) -> list[Grid]:
    archive = opened(file)
    grids = []
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if path.suffix.lower() == ".csv" and "__MACOSX" not in path.parts:
            grids.append(_grid(_member(archive, member), path.stem))
    if not grids:
        raise FileRefused(_("The zip holds no CSV table, such as strategy.csv or cells.csv."))
    return grids


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    try:
        return io.BytesIO(archive.read(member))
    except (*BROKEN, RuntimeError) as error:
        raise damaged() from error


def _grid(stream: BinaryIO, name: str) -> Grid:
    encoding = text_encoding(stream) or UTF8
    stream.seek(0)
    grid = Grid(name, iter(()), is_legacy_text=encoding == LEGACY)
    grid.lines = _lines(stream, grid, "utf-8-sig" if encoding == UTF8 else encoding)
    return grid


def _lines(stream: BinaryIO, grid: Grid, encoding: str) -> Iterator[Line]:
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    last_filled = 0
    try:
        separator = _separator(text.read(HEAD))
        text.seek(0)
        for number, record in enumerate(csv.reader(text, delimiter=separator), start=1):
            values: dict[int, Any] = {
                column: value for column, value in enumerate(record[: limits.COLUMNS]) if value.strip()
            }
            if values:
                last_filled = number
                yield number, values
            elif number - last_filled > limits.EMPTY_ROWS:
                grid.stopped_at = number
                return
    except UnicodeError as error:
        place = Place(grid.sheet)
        message = _("The text is not in UTF-8. Save the table as “CSV UTF-8”.")
        raise FileRefused(message, place=place) from error
    except csv.Error as error:
        message = _("The table cannot be read on from row %(row)s.") % {"row": last_filled + 1}
        raise FileRefused(message, place=Place(grid.sheet, last_filled + 1)) from error


def _separator(head: str) -> str:
    """The separator that stands most often in the first line that is not blank, outside quotation marks."""
    line = next((line for line in head.splitlines() if line.strip()), "")
    outside = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=outside.count)
