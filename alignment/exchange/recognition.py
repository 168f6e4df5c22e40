"""Which table a grid holds and which column means what, by their names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

from alignment.checks.codes import normal_goal, normal_target
from alignment.exchange import headers, limits
from alignment.exchange.findings import ERROR, NOTE, WARNING, FileRefused, Findings, Place
from alignment.exchange.grids import Grid, Line, filled_lines
from alignment.exchange.values import CellError, Formula

HEADER_SEARCHED = 15  # rows of titles and remarks that may stand above the header
GOAL_HEADER = re.compile(
    r"^\s*(?:g|ods|odd|sdg|goal|objetivo|objectif)?[\s.:#-]*0*(?:[1-9]|1[0-7])\s*$", re.I
)


WITH_CONTENT = (headers.STRATEGY, headers.MATRIX, headers.CELLS, *headers.CITY_TABLES)


class TablesMissing(FileRefused):
    """The file has sheets, but none whose columns are known. `has_values`: one of them is not empty."""

    def __init__(self, message: str, *, has_values: bool) -> None:
        super().__init__(message, rule="FORMAT")
        self.has_values = has_values


@dataclass
class Table:
    """A recognised grid: `columns` by field, `others` are the headers that mean no field.

    `beside` are further tables of values: Open SDG has one for each indicator.
    """

    name: str
    grid: Grid
    header_row: int
    columns: dict[str, int]
    others: dict[int, Any]
    lines: Iterator[Line]
    doubled: dict[str, list[int]] = field(default_factory=dict)
    beside: list["Table"] = field(default_factory=list)

    def place(self, row: int, name: str | None = None) -> Place:
        return self.grid.place(row, self.columns.get(name) if name else None)

    @property
    def given(self) -> frozenset[str]:
        return frozenset(self.columns)

    @property
    def is_of_one_indicator(self) -> bool:
        return self.name == headers.OBSERVATIONS and "indicator" not in self.columns


def recognised(grids: Iterable[Grid], findings: Findings) -> dict[str, Table]:
    """The tables by name; what is not recognised is told and left out."""
    tables: dict[str, Table] = {}
    seen: list[Grid] = []
    for grid in grids:
        seen.append(grid)
        table = _table(grid, findings)
        if table is None:
            continue
        first = tables.get(table.name)
        if first and (first.is_of_one_indicator or table.is_of_one_indicator):
            first.beside.append(table)
            continue
        if first:
            both = {"first": first.grid.sheet, "second": grid.sheet, "table": table.name}
            text = _("%(first)s and %(second)s both hold the table %(table)s. Keep one of them.") % both
            findings.add(ERROR, "FORMAT", text, Place(grid.sheet))
            continue
        if grid.is_hidden:
            findings.add(
                WARNING, "FORMAT", _("This sheet is hidden. It is read all the same."), Place(grid.sheet)
            )
        tables[table.name] = table
    if not set(tables) & set(WITH_CONTENT):
        raise _tables_missing([grid.sheet for grid in seen], any(grid.has_values for grid in seen))
    return tables


def _tables_missing(names: list[str], has_values: bool) -> TablesMissing:
    if not has_values:
        return TablesMissing(_("The file has no sheet with values."), has_values=False)
    text = _("None of the tables STRATEGY, MATRIX and CELLS was found. The file has: %(names)s.")
    return TablesMissing(text % {"names": ", ".join(names) or "–"}, has_values=True)


def _table(grid: Grid, findings: Findings) -> Table | None:
    name = headers.table_named(grid.sheet)
    if name in headers.GENERATED:
        return None
    if name in headers.NOT_READ:
        findings.add(
            NOTE, "FORMAT", _("The table %(table)s is not read here.") % {"table": name}, Place(grid.sheet)
        )
        return None
    lines = filled_lines(grid.lines)
    head = list(islice(lines, HEADER_SEARCHED))
    grid.has_values = bool(head)
    found = _with_header(name, grid, head) if name else _by_header(grid, head)
    if found is None:
        _tell_missing(name, grid, head, findings)
        return None
    found.lines = chain((line for line in head if line[0] > found.header_row), lines)
    for column, places in found.doubled.items():
        letters = ", ".join(grid.place(1, place).column for place in places)
        text = _("The columns %(letters)s all mean “%(column)s”. Keep one of them.")
        values = {"letters": letters, "column": column}
        findings.add(ERROR, "FORMAT", text % values, grid.place(found.header_row, places[-1]))
    return found


def _with_header(name: str, grid: Grid, head: list[Line]) -> Table | None:
    """The table as named, with the first line that has all needed columns as its header."""
    for number, values in head:
        table = _read_header(name, grid, number, values)
        if all(needed in table.columns for needed in headers.REQUIRED[name]):
            return table
    if name == headers.META:  # pairs of key and value need no header
        return Table(name, grid, 0, {"key": 0, "value": 1}, {}, iter(()))
    return None


def _by_header(grid: Grid, head: list[Line]) -> Table | None:
    for name in (headers.CELLS, headers.STRATEGY, headers.EVIDENCE, headers.MATRIX, headers.OBSERVATIONS):
        table = _with_header(name, grid, head)
        if table and _is_convincing(table):
            return table
    return None


def _is_convincing(table: Table) -> bool:
    if table.name == headers.MATRIX:
        return any(is_place_header(value) for value in table.others.values())
    return table.name != headers.EVIDENCE or "citation" in table.columns


def is_place_header(value: Any) -> bool:
    """Whether a column is headed by the code of a goal or target."""
    if isinstance(value, str):
        return bool(normal_target(value) or GOAL_HEADER.match(value))
    return isinstance(value, int | float) and bool(normal_target(value) or normal_goal(value))


def _read_header(name: str, grid: Grid, number: int, values: dict[int, Any]) -> Table:
    columns: dict[str, int] = {}
    others: dict[int, Any] = {}
    doubled: dict[str, list[int]] = {}
    for column, value in values.items():
        meaning = headers.column_named(name, value) if isinstance(value, str) else ""
        if not meaning:
            others[column] = value
        elif meaning in columns:
            doubled.setdefault(meaning, [columns[meaning]]).append(column)
        else:
            columns[meaning] = column
    return Table(name, grid, number, columns, others, iter(()), doubled)


def _tell_missing(name: str, grid: Grid, head: list[Line], findings: Findings) -> None:
    place = Place(grid.sheet)
    if not name:
        findings.add(NOTE, "FORMAT", _("This sheet is not known; it was not read."), place)
        return
    if not head:
        if name in {headers.STRATEGY, headers.MATRIX}:
            findings.add(WARNING, "FORMAT", _("This sheet is empty."), place)
        return
    best = max((_read_header(name, grid, *line) for line in head), key=lambda table: len(table.columns))
    missing = [column for column in headers.REQUIRED[name] if column not in best.columns]
    names = ", ".join(f"“{display_name(name, column)}”" for column in missing)
    text = _("The table %(table)s needs a column %(names)s.") % {"table": name, "names": names}
    findings.add(ERROR, "FORMAT", text, Place(grid.sheet, best.header_row))


DISPLAY_NAMES = {
    (headers.CELLS, "element"): "element_code",
    (headers.CELLS, "evidence"): "evidence_ref",
    (headers.STRATEGY, "parent"): "parent_code",
    (headers.STRATEGY, "starts_on"): "start",
    (headers.STRATEGY, "ends_on"): "end",
    (headers.CELLS, "indicators"): "indicator_codes",
    (headers.CELLS, "actors"): "actor_names",
    (headers.EVIDENCE, "kind"): "type",
    (headers.INDICATORS, "kind"): "type",
    (headers.OBSERVATIONS, "indicator"): "code",
    (headers.ACTORS, "kind"): "type",
    (headers.ACTORS, "tier"): "level",
    (headers.ACTORS, "stance"): "position",
    (headers.ACTOR_ROLES, "actor"): "name",
    (headers.ACTOR_ROLES, "element"): "element_code",
}


def display_name(table: str, column: str) -> str:
    """The name of a column as our own files write it."""
    return DISPLAY_NAMES.get((table, column), column)


def tell_after_reading(table: Table, findings: Findings) -> None:
    """What is known only when a table was read to its end."""
    if table.grid.stopped_at:
        text = _("After %(count)s empty rows the reading stopped at row %(row)s.")
        values = {"count": limits.EMPTY_ROWS, "row": table.grid.stopped_at}
        findings.add(WARNING, "E12", text % values, table.grid.place(table.grid.stopped_at))
    for area in table.grid.merged:
        row = int(re.sub(r"\D", "", area.partition(":")[0]) or 0)
        if row >= table.header_row and ":" in area:
            text = _("The cells %(area)s are merged. Split them: each row and column needs its own value.")
            column = re.sub(r"\d", "", area.partition(":")[0])
            findings.add(ERROR, "FORMAT", text % {"area": area}, Place(table.grid.sheet, row, column))


def tell_formulas(table: Table, findings: Findings) -> None:
    """Puts a watch on the lines: the first formula is told once."""
    table.lines = _watched(table, table.lines, findings)


def _watched(table: Table, lines: Iterator[Line], findings: Findings) -> Iterator[Line]:
    told = False
    for number, values in lines:
        if not told:
            for column, value in values.items():
                if isinstance(value, Formula) and not isinstance(value.value, CellError | None):
                    told = True
                    text = _(
                        "There are formulas here. The values stored with them were read; nothing was run."
                    )
                    findings.add(NOTE, "E12", text, table.grid.place(number, column))
                    break
        yield number, values
