"""The workbook of section 8.1: made to be filled in a spreadsheet program and read back."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from alignment.checks.codes import goal_of
from alignment.exchange.documents import Document
from alignment.exchange.headers import CELLS, EVIDENCE, MATRIX, META, STRATEGY
from alignment.exchange.tabulating import HEADERS, prefixed, table_rows
from alignment.exchange.xlsx_lists import INSTRUCTIONS, LISTS, instructions, list_columns, list_range
from alignment.exchange.xlsx_text import escaped_text
from sdgplatform.exports.cells import plain

SPARE_ROWS = 300  # below the last one, ready for more
LINE = Side(style="thin", color="808080")
BORDER = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEAD_FILL = PatternFill("solid", fgColor="E7E9EC")
TEXT_COLUMNS = {STRATEGY: "AB", CELLS: "ABJ", EVIDENCE: "ABCDE", MATRIX: "A"}
WIDTHS = {
    META: (18, 60),
    STRATEGY: (10, 12, 14, 50, 40, 30, 24, 12, 12, 12, 16, 10, 12),
    CELLS: (14, 9, 7, 12, 10, 11, 60, 40, 13, 16, 14),
    EVIDENCE: (10, 14, 60, 10, 40),
}
CHOICES = {
    STRATEGY: {"C": "level", "J": "status"},
    CELLS: {"C": "score", "D": "kind", "E": "horizon", "F": "confidence"},
    EVIDENCE: {"B": "evidence type"},
}


@dataclass(frozen=True)
class MatrixLayout:
    """Of the wide sheet: (code, title) of the scored elements, the places, and colours by goal number."""

    rows: Sequence[tuple[str, str]]
    places: Sequence[str]
    colours: dict[int, tuple[str, str]]


def write_xlsx(document: Document, layout: MatrixLayout) -> bytes:
    book = Workbook(write_only=True)
    _write_instructions(book)
    for table in (META, STRATEGY):
        _write_table(book, document, table)
    _write_matrix(book, document, layout)
    for table in (CELLS, EVIDENCE):
        _write_table(book, document, table)
    _write_lists(book)
    book.active = 0
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: Workbook, name: str, widths: Sequence[float], *, freeze: str = "A2", text: str = "") -> Any:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = freeze
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for letter in text:
        sheet.column_dimensions[letter].number_format = "@"
    return sheet


def _value(value: Any) -> Any:
    value = plain(value)
    return escaped_text(value) if isinstance(value, str) else value


def _head(sheet: Any, text: str, fill: PatternFill = HEAD_FILL, colour: str = "000000") -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font, cell.fill, cell.border = Font(bold=True, color=colour), fill, BORDER
    return cell


def _as_text(sheet: Any, value: Any) -> Any:
    """A cell that the spreadsheet keeps as text when it is edited."""
    cell = WriteOnlyCell(sheet, value=_value(value))
    cell.number_format = "@"
    return cell


def _write_table(book: Workbook, document: Document, table: str) -> None:
    header, texts = HEADERS[table], TEXT_COLUMNS.get(table, "")
    sheet = _sheet(book, table, WIDTHS[table], text=texts)
    text_columns = {ord(letter) - ord("A") for letter in texts}
    sheet.append([_head(sheet, word) for word in header])
    count = 1
    for row in table_rows(document, table):
        sheet.append(
            [
                _as_text(sheet, value) if column in text_columns else _value(value)
                for column, value in enumerate(row)
            ]
        )
        count += 1
    for letter, choice in CHOICES.get(table, {}).items():
        _offer(sheet, choice, f"{letter}2:{letter}{count + SPARE_ROWS}")


def _offer(sheet: Any, choice: str, area: str) -> None:
    rule = DataValidation(type="list", formula1=list_range(choice), allow_blank=True, showErrorMessage=True)
    rule.add(area)
    sheet.data_validations.append(rule)


def _write_matrix(book: Workbook, document: Document, layout: MatrixLayout) -> None:
    widths = (12, 50, *(7 for _place in layout.places))
    sheet = _sheet(book, MATRIX, widths, freeze="C2", text="A")
    heads = [_place_head(sheet, place, layout.colours) for place in layout.places]
    sheet.append([_head(sheet, "code"), _head(sheet, "title"), *heads])
    scores = {cell.key: cell.score for cell in document.cells}
    for code, title in layout.rows:
        values = [scores.get((code, place)) for place in layout.places]
        sheet.append([_as_text(sheet, code), _value(title), *values])
    last = get_column_letter(2 + len(layout.places))
    _offer(sheet, "score", f"C2:{last}{len(layout.rows) + 1 + SPARE_ROWS}")


def _place_head(sheet: Any, place: str, colours: dict[int, tuple[str, str]]) -> Any:
    fill, text = colours.get(goal_of(place), ("#E7E9EC", "black"))
    colour = "FFFFFF" if text == "white" else "000000"
    cell = _head(sheet, prefixed(place), PatternFill("solid", fgColor=fill.lstrip("#")), colour)
    cell.alignment = Alignment(horizontal="center")
    return cell


def _write_instructions(book: Workbook) -> None:
    sheet = _sheet(book, INSTRUCTIONS, (100,), freeze="A2")
    lines: Iterable[str] = instructions()
    for number, line in enumerate(lines):
        cell = WriteOnlyCell(sheet, value=_value(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if number == 0:
            cell.font = Font(bold=True, size=14)
        sheet.append([cell])


def _write_lists(book: Workbook) -> None:
    columns = list_columns()
    sheet = _sheet(book, LISTS, [max(len(name) + 4, 14) for name in columns])
    sheet.append([_head(sheet, name) for name in columns])
    for number in range(max(len(values) for values in columns.values())):
        sheet.append([values[number] if number < len(values) else None for values in columns.values()])
