"""The workbook of section 8.1: made to be filled in a spreadsheet program and read back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from alignment.checks.codes import goal_of
from alignment.exchange.city_tables import CITY_HEADERS
from alignment.exchange.codes import prefixed
from alignment.exchange.documents import Document
from alignment.exchange.headers import (
    ACTOR_ROLES,
    ACTORS,
    CELLS,
    COMPETENCE,
    EVIDENCE,
    INDICATORS,
    LOCAL,
    MATRIX,
    META,
    OBSERVATIONS,
    STRATEGY,
)
from alignment.exchange.tabulating import HEADERS, table_rows, tables_with_rows
from alignment.exchange.xlsx_lists import INSTRUCTIONS, LISTS, instructions, list_columns, list_range
from alignment.exchange.xlsx_package import DAY, PLAIN, TEXT, Choice, Look, SheetParts, WorkbookWriter

SPARE_ROWS = 300  # below the last one, ready for more
HEAD = Look(bold=True, fill="E7E9EC", border=True)
LINES = Look(wrap=True)
# Letters of the columns that a spreadsheet must keep as text.
TEXT_COLUMNS = {
    STRATEGY: "AB",
    CELLS: "ABJKL",
    EVIDENCE: "ABCDE",
    MATRIX: "A",
    LOCAL: "AB",
    INDICATORS: "AE",
    OBSERVATIONS: "AD",
    ACTORS: "A",
    ACTOR_ROLES: "ABC",
    COMPETENCE: "A",
}
DATE_COLUMNS = {STRATEGY: "HI", COMPETENCE: "H"}
WIDTHS: Mapping[str, Sequence[float]] = {
    META: (18, 60),
    STRATEGY: (10, 12, 14, 50, 40, 30, 24, 12, 12, 12, 16, 10, 12),
    CELLS: (14, 9, 7, 12, 10, 11, 60, 40, 13, 16, 16, 30, 14),
    EVIDENCE: (10, 14, 60, 10, 40),
    LOCAL: (12, 14, 40, 40, 40, 40, 10, 24),
    INDICATORS: (12, 40, 12, 10, 12, 10, 10, 30, 14, 24, 20, 40, 13, 10, 14, 10, 11, 10),
    OBSERVATIONS: (12, 8, 12, 30, 13, 40),
    ACTORS: (40, 18, 14, 10, 10, 10),
    ACTOR_ROLES: (40, 14, 10, 14),
    COMPETENCE: (10, 8, 14, 12, 10, 14, 40, 12),
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    STRATEGY: {"C": "level", "J": "status"},
    CELLS: {"B": "target", "C": "score", "D": "kind", "E": "horizon", "F": "confidence"},
    EVIDENCE: {"B": "evidence type"},
    INDICATORS: {"D": "direction", "F": "relation", "G": "indicator type"},
    OBSERVATIONS: {"E": "value status"},
    ACTORS: {"B": "actor type", "C": "tier", "D": "rating", "E": "rating", "F": "position"},
    ACTOR_ROLES: {"C": "target", "D": "role"},
    COMPETENCE: {"A": "target", **dict.fromkeys("BCDEF", "competence")},
}
SUGGESTED = {"target"}  # other spellings are read too


@dataclass(frozen=True)
class MatrixLayout:
    """Of the wide sheet: (code, title) of the scored elements, the places, and colours by goal number.

    `titles` are the short titles of the places in the language of the workbook.
    """

    rows: Sequence[tuple[str, str]]
    places: Sequence[str]
    colours: Mapping[int, tuple[str, str]]
    titles: Mapping[str, str] = field(default_factory=dict)


def write_xlsx(document: Document, layout: MatrixLayout, *, with_city: bool = False) -> bytes:
    """`with_city` adds the tables about the city even when they are empty, ready to be filled."""
    book = WorkbookWriter()
    lists = list_columns([prefixed(place) for place in layout.places], layout.titles.values())
    book.add(_instructions())
    for table in (META, STRATEGY):
        book.add(_table(document, table, lists))
    book.add(_matrix(document, layout, lists))
    for table in (CELLS, EVIDENCE):
        book.add(_table(document, table, lists))
    filled = tables_with_rows(document)
    for table in CITY_HEADERS:
        if table in filled or (with_city and table != LOCAL):
            book.add(_table(document, table, lists))
    book.add(_lists(lists))
    return book.content()


def _table(document: Document, table: str, lists: Mapping[str, Sequence[Any]]) -> SheetParts:
    header = HEADERS[table]
    rows = list(table_rows(document, table))
    last = len(rows) + 1 + SPARE_ROWS
    return SheetParts(
        table,
        WIDTHS[table],
        [(word, HEAD) for word in header],
        rows,
        looks=[_column_look(table, get_column_letter(number)) for number in range(1, len(header) + 1)],
        choices=[
            Choice(f"{letter}2:{letter}{last}", list_range(lists, name), is_strict=name not in SUGGESTED)
            for letter, name in CHOICES.get(table, {}).items()
        ],
    )


def _column_look(table: str, letter: str) -> Look:
    """Also of the rows to come: what is typed there stays a text or becomes a date."""
    if letter in TEXT_COLUMNS.get(table, ""):
        return TEXT
    return DAY if letter in DATE_COLUMNS.get(table, "") else PLAIN


def _matrix(document: Document, layout: MatrixLayout, lists: Mapping[str, Sequence[Any]]) -> SheetParts:
    heads = [(prefixed(place), _goal_look(place, layout.colours)) for place in layout.places]
    last = get_column_letter(2 + len(layout.places))
    area = f"C2:{last}{len(layout.rows) + 1 + SPARE_ROWS}"
    return SheetParts(
        MATRIX,
        (12, 50, *(7 for _place in layout.places)),
        [("code", HEAD), ("title", HEAD), *heads],
        _matrix_rows(document, layout),
        looks=[TEXT],
        freeze=(2, 1),
        choices=[Choice(area, list_range(lists, "score"))],
    )


def _matrix_rows(document: Document, layout: MatrixLayout) -> Iterator[Sequence[Any]]:
    scores = {cell.key: cell.score for cell in document.cells}
    for code, title in layout.rows:
        yield (code, title, *(scores.get((code, place)) for place in layout.places))


def _goal_look(place: str, colours: Mapping[int, tuple[str, str]]) -> Look:
    fill, text = colours.get(goal_of(place), ("#E7E9EC", "black"))
    colour = "FFFFFF" if text == "white" else "000000"
    return Look(bold=True, border=True, centre=True, fill=fill.lstrip("#").upper(), colour=colour)


def _instructions() -> SheetParts:
    title, *lines = instructions()
    head = [(title, Look(bold=True, size=14))]
    return SheetParts(INSTRUCTIONS, (100,), head, [(line,) for line in lines], looks=[LINES])


def _lists(lists: Mapping[str, Sequence[Any]]) -> SheetParts:
    most = max(len(values) for values in lists.values())
    rows = [
        [values[number] if number < len(values) else None for values in lists.values()]
        for number in range(most)
    ]
    widths = [max(len(name) + 4, 14) if name != "target title" else 60 for name in lists]
    return SheetParts(LISTS, widths, [(name, HEAD) for name in lists], rows)
