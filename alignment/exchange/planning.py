"""What importing a document into what is there would change. Pure: two documents in, a plan out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from alignment.exchange.contents import tree_order
from alignment.exchange.documents import CellRow, Document, ElementRow, EvidenceRow, Row, content_names
from alignment.exchange.wide import WideCells

T = TypeVar("T", bound=Row)
Key = tuple[str, str]
KEYS = {"code", "element", "target", "ref"}
MOST_LISTED = 1_000
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
class Plan:
    """`elements` and `cells` are the whole content as it will be."""

    elements: tuple[ElementRow, ...]
    cells: Mapping[Key, CellRow]
    added_elements: tuple[ElementRow, ...] = ()
    changed_elements: tuple[Change, ...] = ()
    added_evidence: tuple[EvidenceRow, ...] = ()
    changed_evidence: tuple[Change, ...] = ()
    added_cells: tuple[CellRow, ...] = ()
    changed_cells: tuple[Change, ...] = ()
    cleared_cells: tuple[CellRow, ...] = ()

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        return {
            "elements": {"added": len(self.added_elements), "changed": len(self.changed_elements)},
            "cells": {
                "added": len(self.added_cells),
                "changed": len(self.changed_cells),
                "cleared": len(self.cleared_cells),
            },
            "evidence": {"added": len(self.added_evidence), "changed": len(self.changed_evidence)},
        }

    @property
    def is_empty(self) -> bool:
        return not any(number for group in self.counts.values() for number in group.values())


def plan_import(document: Document, base: Document, covered: WideCells = NOTHING_COVERED) -> Plan:
    """Merges by code. What the file does not speak of stays; a blank of a wide matrix clears its cell."""
    elements = _merge(document.elements, {row.code: row for row in base.elements}, "code")
    evidence = _merge(document.evidence, {row.ref: row for row in base.evidence}, "ref")
    cells = _CellMerge({cell.key: cell for cell in base.cells})
    for cell in document.cells:
        cells.take(cell)
    cells.clear_blanks(covered, {cell.key for cell in document.cells})
    return Plan(
        elements=tuple(_in_order(document.elements, base.elements, elements.result)),
        cells=cells.result,
        added_elements=tuple(elements.added),
        changed_elements=tuple(elements.changed),
        added_evidence=tuple(evidence.added),
        changed_evidence=tuple(evidence.changed),
        added_cells=tuple(cells.added),
        changed_cells=tuple(cells.changed),
        cleared_cells=tuple(cells.cleared),
    )


@dataclass(frozen=True)
class _Merged:
    result: dict[str, Any]
    added: list[Any]
    changed: list[Change]


def _merge(rows: Iterable[T], base: Mapping[str, T], key: str) -> _Merged:
    merged = _Merged(dict(base), [], [])
    for row in rows:
        code = getattr(row, key)
        old = base.get(code)
        new = row if old is None else _updated(old, row)
        if old is None:
            merged.added.append(new)
        elif new != old:
            merged.changed.append(Change(old, new))
        merged.result[code] = new
    return merged


def _updated(old: T, row: T) -> T:
    """The old row with the values that the file has a column for."""
    values = {name: getattr(row, name) for name in row.given if name not in KEYS}
    return replace(old, **values, place=row.place, given=row.given)


class _CellMerge:
    def __init__(self, base: Mapping[Key, CellRow]) -> None:
        self.base = base
        self.result = dict(base)
        self.added: list[CellRow] = []
        self.changed: list[Change] = []
        self.cleared: list[CellRow] = []

    def take(self, row: CellRow) -> None:
        old = self.base.get(row.key)
        if row.score is None:
            if old is not None:
                self._clear(old)
            return
        row = replace(row, evidence=tuple(sorted(row.evidence)))
        new = row if old is None else self._updated(old, row)
        if old is None:
            self.added.append(new)
        elif new != old:
            self.changed.append(Change(old, new))
        self.result[row.key] = new

    def _updated(self, old: CellRow, row: CellRow) -> CellRow:
        new = _updated(old, row)
        if new.score != old.score and "original" not in row.given:
            new = replace(new, original=row.original)
        if new.score == 0 and "kind" not in row.given:
            new = replace(new, kind="")
        return new

    def clear_blanks(self, covered: WideCells, spoken_of: set[Key]) -> None:
        for key, old in self.base.items():
            if key[0] in covered.elements and key[1] in covered.places and key not in spoken_of:
                self._clear(old)

    def _clear(self, old: CellRow) -> None:
        self.cleared.append(old)
        self.result.pop(old.key, None)


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


def listed_changes(plan: Plan) -> tuple[list[dict[str, Any]], int]:
    """The changes as plain records for the preview, and how many more there are than are listed."""
    records = list(_records(plan))
    return records[:MOST_LISTED], max(0, len(records) - MOST_LISTED)


def _records(plan: Plan) -> Iterator[dict[str, Any]]:
    yield from (_element_record("added", row, {}) for row in plan.added_elements)
    for change in plan.changed_elements:
        yield _element_record("changed", change.new, _differences(change))
    yield from (_cell_record("cleared", cell, cell.score, None) for cell in plan.cleared_cells)
    for change in plan.changed_cells:
        record = _cell_record("changed", change.new, change.old.score, change.new.score)
        yield record | {"fields": [name for name in change.fields if name != "score"]}
    yield from (_cell_record("added", cell, None, cell.score) for cell in plan.added_cells)
    yield from ({"what": "evidence", "how": "added", "code": row.ref} for row in plan.added_evidence)
    yield from (
        {"what": "evidence", "how": "changed", "code": change.new.ref} for change in plan.changed_evidence
    )


def _element_record(how: str, row: ElementRow, differences: dict[str, Any]) -> dict[str, Any]:
    return {"what": "element", "how": how, "code": row.code, "title": row.title, "differences": differences}


def _cell_record(how: str, cell: CellRow, old: int | None, new: int | None) -> dict[str, Any]:
    record = {"what": "cell", "how": how, "code": cell.element, "target": cell.target}
    return record | {"old": old, "new": new}


def _differences(change: Change) -> dict[str, list[str]]:
    return {
        name: [_shown(getattr(change.old, name)), _shown(getattr(change.new, name))] for name in change.fields
    }


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)[:200]
