"""One cell with all that belongs to it, for the panel beside the grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from alignment.models import (
    AlignmentCell,
    AlignmentMatrix,
    CellComment,
    Evidence,
    Goal,
    StrategyElement,
    Target,
)
from alignment.models.matrices import Granularity
from alignment.queries.scope import Basis, Scope, basis_of, find_place, scored_among


@dataclass(frozen=True)
class CellPanel:
    """`before` and `after` lie beside it; `is_scored` is False for what a former tree left over."""

    element: StrategyElement
    place: str
    title: str
    cell: AlignmentCell | None
    evidence: Sequence[Evidence]
    comments: Sequence[CellComment]
    before: str
    after: str
    is_scored: bool
    goal_id: int | None
    target_id: int | None


def split_cell(text: str) -> tuple[str, str]:
    """`B1.1.1:11.5` of an address -> element and place; two empty texts when it is not of this form."""
    element, colon, place = text.rpartition(":")
    return (element, place) if colon else ("", "")


def cell_panel(
    matrix: AlignmentMatrix, element_code: str, place: str, basis: Basis | None = None
) -> CellPanel | None:
    """None when the matrix has no such cell. A page that has the basis already gives it along."""
    basis = basis or basis_of(matrix)
    element = next((row for row in basis.elements if row.code == element_code), None)
    spot = find_place(matrix, place)
    if element is None or spot is None:
        return None
    at = {"target_id": spot.pk} if isinstance(spot, Target) else {"goal_id": spot.pk}
    cell = matrix.cells.filter(element=element, **at).select_related("updated_by__person").first()
    is_scored = element.pk in scored_among(matrix, basis.elements)
    if not is_scored and cell is None:
        return None
    before, after = _beside(basis.scope, place)
    return CellPanel(
        element=element,
        place=place,
        title=spot.title,
        cell=cell,
        evidence=list(cell.evidence.select_related("upload").order_by("pk")) if cell else [],
        comments=_comments(matrix, element, at),
        before=before,
        after=after,
        is_scored=is_scored,
        goal_id=at.get("goal_id"),
        target_id=at.get("target_id"),
    )


def _beside(scope: Scope, place: str) -> tuple[str, str]:
    places = list(scope.inside)
    if place not in places:
        return "", ""
    index = places.index(place)
    after = places[index + 1] if index + 1 < len(places) else ""
    return (places[index - 1] if index else ""), after


def _comments(matrix: AlignmentMatrix, element: StrategyElement, at: dict[str, Any]) -> list[CellComment]:
    rows = matrix.comments.filter(element=element, **at)
    return list(rows.select_related("by__person", "resolved_by__person").order_by("pk"))


def row_cells(matrix: AlignmentMatrix, element: StrategyElement, goal: Goal) -> dict[str, AlignmentCell]:
    """Cells of one element in one goal by place; in a matrix of goals the goal's own cell."""
    rows = matrix.cells.filter(element=element).select_related("target", "goal")
    if matrix.granularity == Granularity.GOAL:
        return {str(cell.goal.number): cell for cell in rows if cell.goal}
    return {cell.target.code: cell for cell in rows.filter(target__goal=goal) if cell.target}


def row_counts(matrix: AlignmentMatrix, element: StrategyElement) -> dict[int, int]:
    """Goal -> how many of its places are assessed for this element."""
    counts: dict[int, int] = {}
    for target_goal, goal in matrix.cells.filter(element=element).values_list(
        "target__goal__number", "goal__number"
    ):
        number = target_goal or goal
        counts[number] = counts.get(number, 0) + 1
    return counts
