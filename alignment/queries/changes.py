"""What became of a matrix between two moments: of its cells (formula 18) and of its elements."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from alignment.analysis.change import KINDS, changes_between
from alignment.analysis.inputs import Link
from alignment.models import AlignmentMatrix, MatrixSnapshot, SubmittedContent
from alignment.models.matrices import EDITABLE_STATES, MatrixState

Since = Literal["version", "submission"]
CellKey = tuple[str, str]
DETAILS = "details"
CELL_KINDS = (*KINDS, DETAILS)
# Keys of a cell in the exchange format that are neither its place nor its score.
CELL_FIELDS = ("kind", "horizon", "confidence", "rationale", "mitigation", "budget_share")
ELEMENT_FIELDS = ("parent", "level", "title", "description", "need", "responsible", "start", "end", "status")
MONEY_FIELDS = ("budget", "currency", "budget_year")


@dataclass(frozen=True)
class Content:
    """The exchange format, by code and place."""

    elements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cells: Mapping[CellKey, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class CellDiff:
    """`kind` of formula 18, or "details" where the score is the same and something beside it is not."""

    kind: str
    element: str
    place: str
    before: int | None
    after: int | None
    fields: Sequence[str] = ()


@dataclass(frozen=True)
class ElementDiff:
    """`kind`: added, removed, or changed in the `fields`."""

    kind: str
    code: str
    before: str
    after: str
    fields: Sequence[str] = ()


@dataclass(frozen=True)
class Changes:
    cells: Sequence[CellDiff]
    elements: Sequence[ElementDiff]
    titles: Mapping[str, str]

    @property
    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = dict.fromkeys(CELL_KINDS, 0)
        for cell in self.cells:
            counts[cell.kind] += 1
        return counts


def read_content(text: str | bytes) -> Content:
    data = json.loads(text)
    return Content(
        elements={row["code"]: row for row in data.get("elements", ())},
        cells={(row["e"], row["t"]): row for row in data.get("cells", ())},
    )


def possible_bases(matrix: AlignmentMatrix) -> list[Since]:
    """What the matrix can be compared with, the default first."""
    found: list[Since] = ["submission"] if _submissions(matrix).exists() else []
    return [*found, "version"] if matrix.supersedes_id else found


def base_content(matrix: AlignmentMatrix, since: Since) -> Content | None:
    """What was read last: the submission before this one, or the version that this one goes on from."""
    if since == "version":
        rows: Any = MatrixSnapshot.objects.filter(matrix=matrix.supersedes_id)
    else:
        rows = _submissions(matrix)
    text = rows.values_list("content", flat=True).first()
    return read_content(text) if text else None


def _submissions(matrix: AlignmentMatrix) -> Any:
    """Earlier submissions, the latest first. While it is being read the last one is itself."""
    rows = SubmittedContent.objects.filter(transition__matrix=matrix).order_by("-pk")
    if matrix.state in (*EDITABLE_STATES, MatrixState.WITHDRAWN):
        return rows
    return rows.exclude(pk__in=rows.values("pk")[:1])


def compare(before: Content, after: Content) -> Changes:
    order = {code: number for number, code in enumerate(dict.fromkeys([*after.elements, *before.elements]))}
    places = {key: number for number, key in enumerate(dict.fromkeys([*after.cells, *before.cells]))}
    titles = {code: _title(row) for code, row in [*before.elements.items(), *after.elements.items()]}
    cells = [*_scored(before, after), *_detailed(before, after)]
    cells.sort(key=lambda cell: (order.get(cell.element, 0), places[cell.element, cell.place]))
    return Changes(cells, _elements(before, after), titles)


def _links(content: Content) -> list[Link]:
    return [Link(element, place, row["s"]) for (element, place), row in content.cells.items()]


def _scored(before: Content, after: Content) -> list[CellDiff]:
    return [
        CellDiff(change.kind, change.element, change.place, change.before, change.after)
        for change in changes_between(_links(before), _links(after))
    ]


def _detailed(before: Content, after: Content) -> list[CellDiff]:
    found = []
    for key, row in after.cells.items():
        old = before.cells.get(key)
        if old is None or old["s"] != row["s"]:
            continue
        fields = [name for name in CELL_FIELDS if old.get(name) != row.get(name)]
        if fields:
            found.append(CellDiff(DETAILS, *key, row["s"], row["s"], fields))
    return found


def _elements(before: Content, after: Content) -> list[ElementDiff]:
    found = []
    for code in dict.fromkeys([*after.elements, *before.elements]):
        old, new = before.elements.get(code), after.elements.get(code)
        if old is None or new is None:
            kind = "added" if old is None else "removed"
            found.append(ElementDiff(kind, code, _title(old), _title(new)))
            continue
        fields = [name for name in (*ELEMENT_FIELDS, *MONEY_FIELDS) if old.get(name) != new.get(name)]
        if fields:
            found.append(ElementDiff("changed", code, _title(old), _title(new), fields))
    return found


def _title(row: Mapping[str, Any] | None) -> str:
    return str(row.get("title", "")) if row else ""


def changed_cells(base: Content, cells: Mapping[CellKey, Mapping[str, Any]]) -> set[CellKey]:
    """Of cells that are there now, those that are new or other than in the base."""
    names = ("s", "kind", "horizon", "confidence", "rationale", "mitigation")
    return {
        key
        for key, row in cells.items()
        if (old := base.cells.get(key)) is None
        or old["s"] != row["s"]
        or any((old.get(name) or None) != (row.get(name) or None) for name in names[1:])
    }


def changes_data(
    changes: Changes, since: Since | None, goals: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """For the file and the API; `goals` as `goal_changes_data` gives them."""
    return {
        "since": since,
        "counts": changes.counts,
        "goals": list(goals),
        "cells": [asdict(row) for row in changes.cells],
        "elements": [asdict(row) for row in changes.elements],
    }
