"""One sheet of a workbook as a stream of lines: flat memory, however long the sheet is."""

import re
import zipfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from defusedxml.common import DefusedXmlException
from openpyxl.utils.datetime import from_excel, from_ISO8601

from alignment.exchange import limits
from alignment.exchange.archives import BROKEN, damaged, entities_refused
from alignment.exchange.grids import Grid, Line
from alignment.exchange.values import CellError, Formula, IndentedText
from alignment.exchange.xlsx_text import local_name, unescaped_text

CHUNK = 1 << 16
COLUMN = re.compile(r"[A-Z]{1,3}")
LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Workbook:
    """What the sheets of one workbook share."""

    strings: Sequence[str]
    date_styles: frozenset[int]
    epoch: Any
    indents: Mapping[int, int] = field(default_factory=dict)  # style -> how far it indents


def sheet_lines(archive: zipfile.ZipFile, part: str, book: Workbook, grid: Grid) -> Iterator[Line]:
    """The lines with at least one value; notes in `grid` what was merged and where reading stopped."""
    handler = SheetHandler(book)
    parser = _parser(handler)
    try:
        with archive.open(part) as stream:
            while not handler.is_over and (chunk := stream.read(CHUNK)):
                parser.Parse(chunk, False)
                while handler.lines:
                    yield handler.lines.popleft()
            if not handler.is_over:
                parser.Parse(b"", True)
    except DefusedXmlException as error:
        raise entities_refused() from error
    except (*BROKEN, KeyError, ValueError, IndexError, SyntaxError, ExpatError) as error:
        raise damaged() from error
    grid.merged, grid.stopped_at = handler.merged, handler.stopped_at


def _parser(handler: "SheetHandler") -> XMLParserType:
    """Expat itself, four times as fast as through SAX, with everything refused that XML can be abused for."""
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    return parser


def _refuse(*_details: Any) -> NoReturn:
    raise DefusedXmlException


class SheetHandler:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.lines: deque[Line] = deque()
        self.merged: list[str] = []
        self.stopped_at = 0
        self.is_over = False
        self.row, self.column, self.last_filled = 0, -1, 0
        self.values: dict[int, Any] = {}
        self.kind, self.style, self.has_formula = "", 0, False
        self.texts: list[str] | None = None
        self.stored: str | None = None

    def start(self, name: str, attrs: dict[str, str]) -> None:
        if ":" in name:
            name = local_name(name)
        if name == "c":
            self._start_cell(attrs)
        elif name == "row":
            self._start_row(attrs)
        elif name in {"v", "t"}:
            self.texts = []
        elif name == "f":
            self.has_formula = True
        elif name == "mergeCell":
            self.merged.append(attrs.get("ref", ""))

    def characters(self, content: str) -> None:
        if self.texts is not None:
            self.texts.append(content)

    def end(self, name: str) -> None:
        if ":" in name:
            name = local_name(name)
        if name in {"v", "t"}:
            self.stored = (self.stored or "") + "".join(self.texts or ())
            self.texts = None
        elif name == "c":
            self._end_cell()
        elif name == "row" and self.values:
            self.lines.append((self.row, self.values))
            self.last_filled = self.row

    def _start_row(self, attrs: dict[str, str]) -> None:
        self.row = int(attrs.get("r") or self.row + 1)
        self.column, self.values = -1, {}
        if self.row > LAST_ROW:
            raise ValueError("row")
        if self.row - self.last_filled > limits.EMPTY_ROWS and not self.is_over:
            self.is_over, self.stopped_at = True, self.last_filled + limits.EMPTY_ROWS

    def _start_cell(self, attrs: dict[str, str]) -> None:
        letters = attrs.get("r", "").rstrip("0123456789")
        self.column = _column_number(letters) if letters else self.column + 1
        self.kind, self.style = attrs.get("t") or "n", int(attrs.get("s") or 0)
        self.has_formula, self.stored = False, None

    def _end_cell(self) -> None:
        if self.is_over or self.column >= limits.COLUMNS:
            return
        value = self._value()
        if self.has_formula:
            self.values[self.column] = Formula(value)
        elif value is not None and value != "":
            indent = self.book.indents.get(self.style, 0) if self.book.indents else 0
            is_indented = indent > 0 and isinstance(value, str)
            self.values[self.column] = IndentedText(value, indent) if is_indented else value

    def _value(self) -> Any:
        text = self.stored
        if text is None:
            return None
        if self.kind == "s":
            return self.book.strings[int(text)]
        if self.kind in {"str", "inlineStr"}:
            return unescaped_text(text)
        if self.kind == "b":
            return text.strip() == "1"
        if self.kind == "e":
            return CellError(text.strip()[:20])
        if self.kind == "d":
            return from_ISO8601(text.strip())
        return self._number(text.strip())

    def _number(self, text: str) -> Any:
        if not text:
            return None
        number = float(text)
        if self.style in self.book.date_styles:
            return _date_or_number(number, self.book.epoch)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _date_or_number(number: float, epoch: Any) -> Any:
    try:
        return from_excel(number, epoch)
    except (OverflowError, ValueError):
        return number


@lru_cache(maxsize=2_000)
def _column_number(letters: str) -> int:
    """ValueError for what is no column."""
    if not COLUMN.fullmatch(letters):
        raise ValueError(letters[:20])
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
