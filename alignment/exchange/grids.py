"""A table as it stands in a file: lines of raw values, before anybody knows what they mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from alignment.exchange.findings import Place

Line = tuple[int, dict[int, Any]]  # row number as shown, values by column (0 is A)


@dataclass
class Grid:
    """`has_values`, `merged` and `stopped_at` are known once the lines were read."""

    sheet: str
    lines: Iterator[Line]
    is_hidden: bool = False
    is_legacy_text: bool = False  # not UTF-8: its accents are a guess
    merged: list[str] = field(default_factory=list)
    stopped_at: int = 0
    has_values: bool = True

    def place(self, row: int, column: int | None = None) -> Place:
        return Place(self.sheet, row, "" if column is None else column_letter(column))


def column_letter(column: int) -> str:
    return get_column_letter(column + 1)


def filled_lines(lines: Iterable[Line]) -> Iterator[Line]:
    """Only lines with a value, and of these only the values."""
    for number, values in lines:
        filled = {
            column: value
            for column, value in values.items()
            if (value.strip() if isinstance(value, str) else value is not None)  # `is_blank`, a million times
        }
        if filled:
            yield number, filled
