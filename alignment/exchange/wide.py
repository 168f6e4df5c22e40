"""The MATRIX sheet: one row per element, one column per goal or target."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alignment.checks.codes import normal_goal, normal_target
from alignment.exchange import limits
from alignment.exchange.documents import CellRow
from alignment.exchange.findings import ERROR, NOTE, FileRefused, Findings, Unreadable
from alignment.exchange.known import Known, unknown_place_text
from alignment.exchange.lines import as_place
from alignment.exchange.recognition import Table
from alignment.exchange.scale import Scale
from alignment.exchange.values import as_code, as_text

LOOKS_LIKE_A_CODE = frozenset("0123456789")


@dataclass(frozen=True)
class WideCells:
    """The scores, and which rows and columns the sheet has: a blank where both meet says “not assessed”."""

    cells: tuple[CellRow, ...] = ()
    elements: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


def place_columns(table: Table, known: Known, findings: Findings) -> dict[int, str]:
    """Column -> code. Columns that are headed by something else are told and left out."""
    found: dict[int, str] = {}
    for column, raw in sorted(table.others.items()):
        place = table.grid.place(table.header_row, column)
        try:
            code = _header_code(raw)
        except Unreadable as problem:
            findings.add(ERROR, problem.rule, problem.message, place)
            continue
        if not code:
            text = _("The column “%(name)s” is not known; it was not read.")
            findings.add(NOTE, "FORMAT", text % {"name": as_text(raw)[:40]}, place)
        elif not known.knows_place(code):
            findings.add(ERROR, "E1", unknown_place_text(code), place)
        elif code in found.values():
            findings.add(ERROR, "E3", _("The column %(code)s stands twice.") % {"code": code}, place)
        else:
            found[column] = code
    return found


def _header_code(raw: Any) -> str:
    """The code in a header; empty for other words; Unreadable where a code was meant and spoilt."""
    if isinstance(raw, str):
        text = as_code(raw, most=200)
        code = normal_target(text) or normal_goal(text)
        if code or not _was_meant_as_code(text):
            return code
        raise Unreadable("E1", _("“%(text)s” is not the code of a goal or target.") % {"text": text[:40]})
    return as_place(raw)


def _was_meant_as_code(text: str) -> bool:
    """`T13.99`, `10.x`, `ODS 19`: short, with a digit in one of its first places."""
    return len(text) <= 12 and any(sign in LOOKS_LIKE_A_CODE for sign in text[:6])


def read_wide(table: Table, known: Known, scale: Scale, findings: Findings) -> WideCells:
    return WideReader(table, scale, findings, place_columns(table, known, findings)).read()


@dataclass
class WideReader:
    table: Table
    scale: Scale
    findings: Findings
    columns: dict[int, str]

    def read(self) -> WideCells:
        cells: list[CellRow] = []
        seen: dict[str, int] = {}
        for number, raw in self.table.lines:
            code = self._element(number, raw)
            if code in seen:
                text = _("The element %(code)s stands in the rows %(first)s and %(second)s.")
                values = {"code": code, "first": seen[code], "second": number}
                self.findings.add(ERROR, "E3", text % values, self.table.place(number, "code"))
            elif code:
                seen[code] = number
                cells += self._scores(number, raw, code)
                if len(cells) > limits.CELLS:
                    text = _(
                        "The table has more than %(most)s rows or values; that is the most that is read."
                    )
                    raise FileRefused(text % {"most": limits.CELLS}, place=self.table.place(number))
        return WideCells(tuple(cells), frozenset(seen), frozenset(self.columns.values()))

    def _element(self, number: int, raw: dict[int, Any]) -> str:
        place = self.table.place(number, "code")
        try:
            code = as_code(raw.get(self.table.columns["code"]))
        except Unreadable as problem:
            self.findings.add(ERROR, problem.rule, problem.message, place)
            return ""
        if not code and set(raw) & set(self.columns):
            text = _("There are values in this row but no code of an element.")
            self.findings.add(ERROR, "FORMAT", text, place)
        return code

    def _scores(self, number: int, raw: dict[int, Any], code: str) -> Iterator[CellRow]:
        for column, value in raw.items():
            if column not in self.columns:
                continue
            place = self.table.grid.place(number, column)
            try:
                score, kind, original = self.scale.read(value)
            except Unreadable as problem:
                self.findings.add(ERROR, problem.rule, problem.message, place)
                continue
            told = {"score", *(["kind"] if kind else []), *(["original"] if original else [])}
            if score is not None:
                yield CellRow(
                    code,
                    self.columns[column],
                    score,
                    kind=kind,
                    original=original,
                    place=place,
                    given=frozenset(told),
                )
