"""The changes of a plan as plain records, in the groups in which the preview shows them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from alignment.exchange.documents import CellRow, ElementRow
from alignment.exchange.planning import Change, Plan

CLEARED, CHANGED, ADDED = "cells_cleared", "cells_changed", "cells_added"
ELEMENTS, EVIDENCE, CITY, TREE = "elements", "evidence", "city", "tree"
GROUPS = (CLEARED, CHANGED, ADDED, ELEMENTS, EVIDENCE, CITY)  # what goes comes first
MOST_LISTED = 40_000  # of each group: all cells of 200 elements and 169 targets
MOST_SHOWN = 200  # signs of a text

Record = dict[str, Any]


def grouped_changes(plan: Plan) -> dict[str, list[Record]]:
    groups: Mapping[str, Iterable[Record]] = {
        CLEARED: (_cell("cleared", cell, cell.score, None) for cell in plan.cleared_cells),
        CHANGED: (_changed_cell(change) for change in plan.changed_cells),
        ADDED: (_cell("added", cell, None, cell.score) for cell in plan.added_cells),
        ELEMENTS: _elements(plan),
        EVIDENCE: _rows("evidence", plan.evidence.added, plan.evidence.changed),
        CITY: _city(plan),
    }
    return {name: list(islice(records, MOST_LISTED)) for name, records in groups.items()}


def _cell(how: str, cell: CellRow, old: int | None, new: int | None) -> Record:
    return {"how": how, "code": cell.element, "target": cell.target, "old": old, "new": new}


def _changed_cell(change: Change) -> Record:
    record = _cell("changed", change.new, change.old.score, change.new.score)
    fields = _differences(change, without="score")
    return record | {"fields": fields} if fields else record


def _elements(plan: Plan) -> Iterator[Record]:
    for row in plan.added_elements:
        yield {"how": "added", "code": row.code, "title": row.title}
    for change in plan.changed_elements:
        row = change.new
        yield {"how": "changed", "code": row.code, "title": row.title, "fields": _differences(change)}


def _city(plan: Plan) -> Iterator[Record]:
    for part, merged in plan.city.items():
        yield from _rows(part, merged.added, merged.changed)


def _rows(what: str, added: Iterable[Any], changed: Iterable[Change]) -> Iterator[Record]:
    for row in added:
        yield {"how": "added", "what": what, "code": _name(row), "title": _title(row)}
    for change in changed:
        name, fields = _name(change.new), _differences(change)
        yield {"how": "changed", "what": what, "code": name, "title": _title(change.new), "fields": fields}


def _name(row: Any) -> str:
    if hasattr(row, "key"):
        return " · ".join(str(part) for part in row.key if part != "")
    return str(next(getattr(row, name) for name in ("code", "ref", "name") if hasattr(row, name)))


def _title(row: Any) -> str:
    if hasattr(row, "code"):
        return str(row.name)
    return str(getattr(row, "citation", ""))[:MOST_SHOWN]


def _differences(change: Change, without: str = "") -> dict[str, list[str]]:
    return {
        name: [shown(getattr(change.old, name)), shown(getattr(change.new, name))]
        for name in change.fields
        if name != without
    }


def shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(shown(each) for each in value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)[:MOST_SHOWN]


def tree_records(plan: Plan, faults: Mapping[str, list[str]]) -> list[Record]:
    """Every element as it will stand, with its depth, what happens to it and what is wrong with it."""
    added = {row.code for row in plan.added_elements}
    changed = {change.new.code for change in plan.changed_elements}
    depths: dict[str, int] = {}
    return [_branch(row, depths, added, changed, faults) for row in plan.elements]


def _branch(
    row: ElementRow,
    depths: dict[str, int],
    added: set[str],
    changed: set[str],
    faults: Mapping[str, list[str]],
) -> Record:
    depths[row.code] = depth = depths.get(row.parent, -1) + 1
    how = "added" if row.code in added else "changed" if row.code in changed else ""
    record: Record = {"code": row.code, "title": row.title, "level": row.level, "depth": depth, "how": how}
    place = {"row": row.place.row} if row.place.row else {}
    return record | place | ({"faults": faults[row.code]} if row.code in faults else {})
