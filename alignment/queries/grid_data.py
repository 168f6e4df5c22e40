"""A matrix as compact data for the grid in the browser: 3,000 cells in about 25 kB."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Trim

from alignment.checks.cells import MIN_RATIONALE
from alignment.checks.codes import goal_of
from alignment.models import AlignmentMatrix, Evidence, Goal, StrategyElement, Target
from alignment.models.matrices import CellKind, Granularity
from alignment.models.strategies import Level
from alignment.queries.scope import Scope, basis_of, goals_of, scored_among, targets_of
from alignment.queries.sync import CellNow, Changes, open_notes

KINDS = ("", *CellKind.values)
LEVELS = tuple(Level.values)
# Bits of a cell, after score (7 values) and kind (4 values).
EVIDENCE, RATIONALE, MITIGATION = 1, 2, 4
# Why a column is hatched.
IN_SCOPE, NOT_APPLICABLE, NATIONAL_ONLY = 0, 1, 2


def pack(cell: CellNow) -> int:
    """Score, kind and what is there besides, in one number: (score + 3) + 7 · kind + 28 · bits."""
    texts = (cell.has_evidence, cell.has_rationale, cell.has_mitigation)
    return _packed(cell.score or 0, cell.kind, *texts)


def _packed(score: int, kind: str, *texts: bool) -> int:
    evidence, rationale, mitigation = texts
    bits = evidence * EVIDENCE + rationale * RATIONALE + mitigation * MITIGATION
    return score + 3 + 7 * KINDS.index(kind) + 28 * bits


def grid_data(matrix: AlignmentMatrix, *, is_member: bool) -> dict[str, Any]:
    """Elements, goals and targets once; cells as (place, packed) pairs in one list for each element."""
    basis = basis_of(matrix)
    goals = list(goals_of(matrix))
    targets = list(targets_of(matrix)) if matrix.granularity == Granularity.TARGET else []
    elements = basis.elements
    rows = {element.code: index for index, element in enumerate(elements)}
    places = _places(goals, targets)
    return {
        "revision": matrix.revision,
        "goals": _goals(goals, basis.scope, targets),
        "targets": [[row.code, row.title, row.goal_id, _status(row.code, basis.scope)] for row in targets],
        "elements": _elements(elements, scored_among(matrix, elements)),
        "cells": _cells(matrix, elements, goals, targets),
        "notes": _notes(open_notes(matrix), rows, places) if is_member else [],
    }


def _places(goals: Sequence[Goal], targets: Sequence[Target]) -> dict[str, int]:
    codes = [row.code for row in targets] or [str(goal.number) for goal in goals]
    return {code: index for index, code in enumerate(codes)}


def _goals(goals: Sequence[Goal], scope: Scope, targets: Sequence[Target]) -> list[list[Any]]:
    """Key, number, label, title, why it is out of scope; a goal without any target in scope is hatched."""
    reached = {goal_of(code) for code in scope.inside} if scope.outside else set()
    owned = {row.goal_id for row in targets}
    rows = []
    for goal in goals:
        out = bool(scope.outside) and goal.number not in reached and (goal.pk in owned or not targets)
        rows.append([goal.pk, goal.number, goal.label, goal.title, NOT_APPLICABLE if out else IN_SCOPE])
    return rows


def _status(code: str, scope: Scope) -> int:
    if code in scope.not_applicable:
        return NOT_APPLICABLE
    return NATIONAL_ONLY if code in scope.national_only else IN_SCOPE


def _elements(elements: Sequence[StrategyElement], scored: set[int]) -> list[list[Any]]:
    """Code, title, level, index of the parent or −1, whether it is scored."""
    index = {row.pk: number for number, row in enumerate(elements)}
    return [
        [
            row.code,
            row.title,
            LEVELS.index(row.level),
            index.get(row.parent_id or 0, -1),
            int(row.pk in scored),
        ]
        for row in elements
    ]


def _cells(
    matrix: AlignmentMatrix,
    elements: Sequence[StrategyElement],
    goals: Sequence[Goal],
    targets: Sequence[Target],
) -> list[list[int]]:
    """[element, place, packed, place, packed, …] for each element that has cells; by keys, without joins."""
    rows = {row.pk: index for index, row in enumerate(elements)}
    places = {row.pk: index for index, row in enumerate(targets or goals)}
    lists: dict[int, list[int]] = {}
    for element, place, *cell in packable(matrix, "target_id" if targets else "goal_id"):
        if place in places:
            row = rows[element]
            lists.setdefault(row, [row]).extend((places[place], _packed(*cell)))
    return [lists[row] for row in sorted(lists)]


def packable(matrix: AlignmentMatrix, place: str) -> Iterable[tuple[Any, ...]]:
    """Element, place, score, kind, and whether there is evidence, a rationale, a mitigation."""
    evidence = Evidence.cells.through.objects.filter(alignmentcell=OuterRef("pk"))
    rows = matrix.cells.order_by("element_id", place).annotate(
        evident=Exists(evidence),
        reason_length=Length(Trim("rationale")),
        reasoned=Q(reason_length__gte=MIN_RATIONALE),
        mitigated=~Q(mitigation=""),
    )
    return rows.values_list("element_id", place, "score", "kind", "evident", "reasoned", "mitigated")


def _notes(notes: Iterable[tuple[str, str]], rows: dict[str, int], places: dict[str, int]) -> list[list[int]]:
    return [[rows[element], places.get(place, -1)] for element, place in notes if element in rows]


def change_data(changes: Changes, *, is_member: bool, reader: Any) -> dict[str, Any]:
    """By codes, since the reader's numbering may be another. Names only for those who work on it."""
    if changes.reload:
        return {"revision": changes.revision, "reload": True}
    return {
        "revision": changes.revision,
        "cells": [
            [cell.element, cell.place, pack(cell), _by(cell, reader, is_member)] for cell in changes.cells
        ],
        "cleared": [[cell.element, cell.place, _by(cell, reader, is_member)] for cell in changes.cleared],
        "notes": list(changes.notes or ()) if is_member else [],
    }


def _by(cell: CellNow, reader: Any, is_member: bool) -> str:
    """Empty for one's own."""
    return cell.by if is_member and cell.by_id != reader else ""
