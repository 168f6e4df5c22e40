"""What the grid needs to know of the strategy and the framework, by statements built once."""

from typing import Any, NamedTuple, cast

from alignment.models import AlignmentMatrix, Goal, StrategyElement
from alignment.queries.scope import basis_of, goals_of, scored_among
from sdgplatform.statements import Given, Statement


class TreeRow(NamedTuple):
    """An element without its long texts."""

    pk: int
    parent_id: int | None
    code: str
    title: str
    level: str


def tree_of(matrix: AlignmentMatrix) -> list[TreeRow]:
    """All elements in the order of the tree."""
    if matrix.is_frozen:
        rows = basis_of(matrix).elements
        return [TreeRow(row.pk, row.parent_id, row.code, row.title, row.level) for row in rows]
    return [TreeRow(*row) for row in _ELEMENTS.rows(strategy=matrix.strategy_id)]


def scored_rows(matrix: AlignmentMatrix, rows: list[TreeRow]) -> set[int]:
    return scored_among(matrix, cast(list[StrategyElement], rows))


def goals_shown(matrix: AlignmentMatrix) -> list[Goal]:
    if matrix.is_frozen:
        return list(goals_of(matrix))
    found: list[Goal] = _GOALS.objects(city=matrix.strategy.city_id, network=matrix.strategy.network_id)
    return found


def _elements() -> Any:
    rows = StrategyElement.objects.filter(strategy=Given("strategy")).order_by("position", "pk")
    return rows.values_list(*TreeRow._fields)


_ELEMENTS = Statement(_elements)
_GOALS = Statement(
    lambda: Goal.with_local.of_owner(city=Given("city"), network=Given("network")).order_by("number")
)
