"""Spreadsheets in which each level has a column of its own: Axis | Objective | Programme | Project.

A blank cell before the first one written repeats what stands above it, as merged cells do; a blank one after
it says that the row has no such level. A row tells of the last of its elements; those above it are made once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from alignment.exchange.column_maps import LEVEL_FIELDS, LEVEL_HEADERS, Columns, leaf_level
from alignment.exchange.documents import ElementRow
from alignment.exchange.findings import ERROR, WARNING, Findings, Place
from alignment.exchange.grids import column_letter
from alignment.exchange.trees import Branch, number_in_title
from alignment.models.strategies import level_rank
from sdgplatform.search import fold

# Numbers of elements ("Eje 1 Verde", "1.2 Aire", "a) Plantar", "IV. Agua"), not "7 carriles", "10.000 luces".
LEVEL_WORD = rf"(?:{'|'.join(LEVEL_HEADERS.values())})\s+"
FIRST = r"(?:\d{1,2}|[ivxlc]+)"
FURTHER = r"(?:\.\d{1,2}(?!\d))"
NUMBER_FIRST = re.compile(
    rf"\s*(?:{LEVEL_WORD}{FIRST}\b|{FIRST}{FURTHER}*(?:[.):–-]|\.[a-z])\s|{FIRST}{FURTHER}+\s|[a-z]\))"
)


@dataclass(frozen=True)
class Told:
    """A row as read: `values` by field, `place` without its column, `indent` of the title."""

    place: Place
    values: Mapping[str, Any]
    indent: int


@dataclass(frozen=True)
class _Rung:
    name: str
    rank: int
    column: str


def hung_by_columns(
    rows: Iterator[Told], columns: Columns, places: Mapping[str, int], findings: Findings
) -> list[Branch]:
    """Each element once, with its parent, in the order of the tree."""
    ladder = _Ladder(_rungs(columns, places), findings)
    for told in rows:
        ladder.take(told)
    return list(ladder.in_order())


def _rungs(columns: Columns, places: Mapping[str, int]) -> list[_Rung]:
    levels = {name: level for name, level in LEVEL_FIELDS.items() if name in places}
    if "title" in places:
        levels["title"] = leaf_level(columns.fields.values())
    rungs = [_Rung(name, level_rank(level), column_letter(places[name])) for name, level in levels.items()]
    return sorted(rungs, key=lambda rung: rung.rank)


class _Ladder:
    def __init__(self, rungs: Sequence[_Rung], findings: Findings) -> None:
        self.rungs, self.findings = rungs, findings
        self.path: dict[int, Branch] = {}  # by rank, what blank cells repeat
        self.found: dict[tuple[int, int, str], Branch] = {}
        self.numbers: set[tuple[str, ...]] = set()
        self.told_at: dict[int, int] = {}  # the row that told of an element

    def take(self, told: Told) -> None:
        written = [rung for rung in self.rungs if told.values.get(rung.name)]
        if not written:
            place = replace(told.place, column=self.rungs[-1].column)
            self.findings.add(ERROR, "FORMAT", _("This row has no title."), place)
            return
        path = {rank: branch for rank, branch in self.path.items() if rank < written[0].rank}
        parent = path[max(path)] if path else None
        for rung in written:
            parent = path[rung.rank] = self._branch(rung, str(told.values[rung.name]), parent, told)
        self.path = path
        if parent:
            self._tell(parent, told, written[-1])

    def _branch(self, rung: _Rung, title: str, parent: Branch | None, told: Told) -> Branch:
        key = id(parent), rung.rank, fold(title)
        if key not in self.found:
            number, plain = self._number(title, parent, has_code=bool(told.values.get("code")))
            row = ElementRow("", title=plain, place=told.place, given=frozenset({"title", "level", "parent"}))
            self.found[key] = Branch(row, 0, {}, number=number, rank=rung.rank, parent=parent)
        return self.found[key]

    def _number(self, title: str, parent: Branch | None, *, has_code: bool) -> tuple[tuple[str, ...], str]:
        """The number before a title, below that of its parent; left in the title when it is no good code."""
        found, plain = number_in_title(title) if NUMBER_FIRST.match(fold(title)) else ((), title)
        above = parent.number if parent else ()
        if found and above and found[: len(above)] != above:
            found = (*above, *found) if len(found) == 1 else ()
        if has_code or not found or found in self.numbers or (parent and not above and len(found) == 1):
            return (), title
        self.numbers.add(found)
        return found, plain

    def _tell(self, branch: Branch, told: Told, rung: _Rung) -> None:
        """What the row says besides belongs to the last element that it names."""
        own = set(told.values) - {one.name for one in self.rungs} - {"code", "level", "parent"}
        given = {name for name in own if told.values[name] not in (None, "")}
        earlier = self.told_at.get(id(branch))
        if earlier is not None:
            if given:
                text = _("“%(title)s” stands in row %(row)s already; what this row says of it is not read.")
                shown = {"title": branch.row.title[:60], "row": earlier}
                self.findings.add(WARNING, "E11", text % shown, replace(told.place, column=rung.column))
            return
        self.told_at[id(branch)] = told.place.row
        values: dict[str, Any] = {name: told.values[name] for name in own}
        fields = {*own, "title", "level", "parent", *({"currency"} if "budget" in own else ())}
        branch.row = replace(branch.row, **values, place=told.place, given=frozenset(fields))
        branch.said = told.values

    def in_order(self) -> Iterator[Branch]:
        below: dict[int, list[Branch]] = {}
        for branch in self.found.values():
            below.setdefault(id(branch.parent), []).append(branch)

        def walk(parent: Branch | None) -> Iterator[Branch]:
            for branch in below.get(id(parent), ()):
                yield branch
                yield from walk(branch)

        return walk(None)
