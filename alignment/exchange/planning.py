"""What importing a document into what is there would change. Pure: two documents in, a plan out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from alignment.exchange.contents import tree_order
from alignment.exchange.documents import (
    ActorRow,
    CellRow,
    Document,
    ElementRow,
    EvidenceRow,
    IndicatorRow,
    NamedActor,
    ObservationRow,
    RoleRow,
    Row,
    content_names,
)
from alignment.exchange.wide import WideCells
from alignment.models.actors import RoleOfActor, Tier
from alignment.models.monitoring import Direction, ObservationStatus, Relation

T = TypeVar("T", bound=Row)
Key = tuple[str, str]
CITY_PARTS: Mapping[str, str] = {
    "indicators": "code",
    "observations": "key",
    "actors": "name",
    "roles": "key",
    "competences": "key",
}
KEYS: Mapping[type[Row], frozenset[str]] = {
    CellRow: frozenset({"element", "target"}),
    EvidenceRow: frozenset({"ref"}),
    ObservationRow: frozenset({"indicator", "year", "dimensions"}),
    ActorRow: frozenset({"name"}),
}
NO_KEYS = frozenset({"code", "target", "tier", "actor", "element", "role"})
# A blank in these columns says nothing; a new row gets this.
WHEN_BLANK: Mapping[type[Row], Mapping[str, str]] = {
    EvidenceRow: {"kind": ""},
    IndicatorRow: {"direction": Direction.UP, "relation": "", "name": ""},
    ObservationRow: {"status": ObservationStatus.FINAL},
    ActorRow: {"kind": "", "tier": Tier.LOCAL},
}
NOTHING_COVERED = WideCells()


@dataclass(frozen=True)
class Change:
    """A row that is there and becomes another."""

    old: Any
    new: Any

    @property
    def fields(self) -> list[str]:
        return [
            name
            for name in content_names(type(self.new))
            if getattr(self.old, name) != getattr(self.new, name)
        ]


@dataclass(frozen=True)
class Merged:
    """One list of rows: as it will be, by key, and what is new in it."""

    result: Mapping[Any, Any]
    added: tuple[Any, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {"added": len(self.added), "changed": len(self.changed), "unchanged": self.same}


@dataclass(frozen=True)
class Plan:
    """`elements` and `cells` are the whole content as it will be. `blanks`: scores that stay though their
    cell of the wide matrix is blank; `left`: those that the file does not speak of."""

    elements: tuple[ElementRow, ...]
    cells: Mapping[Key, CellRow]
    element_rows: Merged
    evidence: Merged
    city: Mapping[str, Merged]
    added_cells: tuple[CellRow, ...] = ()
    changed_cells: tuple[Change, ...] = ()
    cleared_cells: tuple[CellRow, ...] = ()
    same_cells: int = 0
    blanks: int = 0
    left: int = 0

    @property
    def added_elements(self) -> tuple[ElementRow, ...]:
        return self.element_rows.added

    @property
    def changed_elements(self) -> tuple[Change, ...]:
        return self.element_rows.changed

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        cells = {
            "added": len(self.added_cells),
            "changed": len(self.changed_cells),
            "cleared": len(self.cleared_cells),
            "unchanged": self.same_cells,
        }
        lists = {"elements": self.element_rows.counts, "cells": cells, "evidence": self.evidence.counts}
        return lists | {part: merged.counts for part, merged in self.city.items()}

    @property
    def is_empty(self) -> bool:
        counts = self.counts.values()
        return not any(number for group in counts for how, number in group.items() if how != "unchanged")

    @property
    def changes_city(self) -> bool:
        return any(merged.added or merged.changed for merged in self.city.values())


def plan_import(
    document: Document, base: Document, covered: WideCells = NOTHING_COVERED, *, replaces: bool = False
) -> Plan:
    """Merges by code. `replaces`: cells that the file does not have are cleared; else they stay.

    Elements, sources and what the city keeps about itself are never taken away by a file.
    """
    elements = _merge(document.elements, base.elements, "code")
    cells = _CellMerge({cell.key: cell for cell in base.cells})
    for cell in document.cells:
        cells.take(cell)
    cells.finish(covered, {cell.key for cell in document.cells}, clears=replaces and document.has_cells)
    return Plan(
        elements=tuple(_in_order(document.elements, base.elements, elements.result)),
        cells=cells.result,
        element_rows=elements,
        evidence=_merge(document.evidence, base.evidence, "ref"),
        city=_city(document, base),
        added_cells=tuple(cells.added),
        changed_cells=tuple(cells.changed),
        cleared_cells=tuple(cells.cleared),
        same_cells=cells.same,
        blanks=cells.blanks,
        left=cells.left,
    )


def _city(document: Document, base: Document) -> dict[str, Merged]:
    roles = (*document.roles, *_implied_roles(document.named_actors, (*document.roles, *base.roles)))
    document = replace(document, roles=roles)
    return {
        part: _merge(getattr(document, part), getattr(base, part), key) for part, key in CITY_PARTS.items()
    }


def _implied_roles(named: Iterable[NamedActor], roles: Iterable[RoleRow]) -> Iterator[RoleRow]:
    """An actor that a cell names is partner of the element unless it has a role there or at the target."""
    known = {(row.actor, row.element or row.target) for row in roles}
    for each in named:
        if not known & {(each.actor, each.element), (each.actor, each.target)}:
            known.add((each.actor, each.element))
            yield RoleRow(each.actor, element=each.element, role=RoleOfActor.PARTNER, place=each.place)


def _merge(rows: Iterable[T], base: Iterable[T], key: str) -> Merged:
    old_rows = {getattr(row, key): row for row in base}
    result, added, changed, same = dict(old_rows), [], [], 0
    for row in rows:
        code = getattr(row, key)
        old = old_rows.get(code)
        new = _with_defaults(row) if old is None else _updated(old, row)
        if old is None:
            added.append(new)
        elif new != old:
            changed.append(Change(old, new))
        else:
            same += 1
        result[code] = new
    return Merged(result, tuple(added), tuple(changed), same)


def _with_defaults(row: T) -> T:
    found: dict[str, Any] = {
        name: value
        for name, value in WHEN_BLANK.get(type(row), {}).items()
        if value and not getattr(row, name)
    }
    if isinstance(row, IndicatorRow) and not row.relation:
        found["relation"] = Relation.PROXY if row.un_indicator else Relation.LOCAL
    return replace(row, **found) if found else row


def _updated(old: T, row: T) -> T:
    """The old row with the values that the file has a column for."""
    keys, quiet = KEYS.get(type(row), NO_KEYS), WHEN_BLANK.get(type(row), {})
    values = {
        name: getattr(row, name)
        for name in row.given
        if name not in keys and (name not in quiet or getattr(row, name))
    }
    return replace(old, **values, place=row.place, given=row.given)


class _CellMerge:
    def __init__(self, base: Mapping[Key, CellRow]) -> None:
        self.base = base
        self.result = dict(base)
        self.added: list[CellRow] = []
        self.changed: list[Change] = []
        self.cleared: list[CellRow] = []
        self.same = self.blanks = self.left = 0

    def take(self, row: CellRow) -> None:
        old = self.base.get(row.key)
        if row.score is None:
            if old is not None:
                self._clear(old)
            return
        if len(row.evidence) > 1 or len(row.indicators) > 1:
            row = replace(row, evidence=_sorted(row.evidence), indicators=_sorted(row.indicators))
        new = row if old is None else self._updated(old, row)
        if old is None:
            self.added.append(new)
        elif new != old:
            self.changed.append(Change(old, new))
        else:
            self.same += 1
        self.result[row.key] = new

    def _updated(self, old: CellRow, row: CellRow) -> CellRow:
        if row == old:
            return row
        new = _updated(old, row)
        if new.score != old.score and "original" not in row.given:
            new = replace(new, original=row.original)
        if new.score == 0 and "kind" not in row.given:
            new = replace(new, kind="")
        return new

    def finish(self, covered: WideCells, spoken_of: set[Key], *, clears: bool) -> None:
        """What the file does not have: cleared, or counted where its cell of the wide matrix is blank."""
        for key, old in self.base.items():
            if key in spoken_of:
                continue
            if clears:
                self._clear(old)
            elif key[0] in covered.elements and key[1] in covered.places:
                self.blanks += 1
            else:
                self.left += 1

    def _clear(self, old: CellRow) -> None:
        self.cleared.append(old)
        self.result.pop(old.key, None)


def _sorted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _in_order(
    rows: Sequence[ElementRow], base: Sequence[ElementRow], result: Mapping[str, ElementRow]
) -> list[ElementRow]:
    """The file's order where the file has all elements; else new ones after their neighbour in the file."""
    codes = [row.code for row in rows]
    if not {row.code for row in base} <= set(codes):
        listed = [row.code for row in base]
        present = set(listed)
        for number, code in enumerate(codes):
            if code not in present:
                after = listed.index(codes[number - 1]) + 1 if number else len(listed)
                listed.insert(after, code)
                present.add(code)
        codes = listed
    return tree_order(result[code] for code in codes)
