"""Strategies in lists and as trees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from alignment.models import AlignmentMatrix, Strategy, StrategyElement


@dataclass(frozen=True)
class TreeRow:
    element: StrategyElement
    depth: int
    is_leaf: bool


def strategies_of(user: Any, *, words: str = "", kind: str = "") -> QuerySet[Strategy]:
    rows = Strategy.objects.filter(pk__in=Strategy.objects.visible_to(user).values("pk")).matching(words)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("city__country", "network").annotate(
        element_count=Count("elements", distinct=True), matrix_count=Count("matrices", distinct=True)
    )


def strategy_tree(strategy: Strategy) -> list[TreeRow]:
    """Depth first, as it is numbered. One query."""
    elements = list(strategy.elements.order_by("position", "pk"))
    depths: dict[int | None, int] = {None: -1}
    parents = {element.parent_id for element in elements}
    rows = []
    for element in elements:
        depths[element.pk] = depths.get(element.parent_id, -1) + 1
        rows.append(TreeRow(element, depths[element.pk], element.pk not in parents))
    return rows


@dataclass(frozen=True)
class LostCell:
    """A cell that goes with its element."""

    matrix: AlignmentMatrix
    element: str
    place: str
    score: int


def cells_of_branch(branch: Sequence[StrategyElement]) -> list[LostCell]:
    """What deleting the branch deletes, named."""
    cells = [
        LostCell(cell.matrix, cell.element.code, cell.place, cell.score)
        for element in branch
        for cell in element.cells.select_related("matrix__strategy", "element", "target", "goal").order_by(
            "matrix", "target__position", "goal__number"
        )
    ]
    return cells


def matrices_of_strategy(strategy: Strategy, user: Any) -> list[AlignmentMatrix]:
    rows = AlignmentMatrix.objects.visible_to(user).filter(strategy=strategy).with_strategy()
    return list(rows.distinct().order_by("-version", "-pk"))
