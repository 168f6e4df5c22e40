"""Which goals or targets and which elements a matrix scores."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from alignment.checks.codes import goal_of
from alignment.models import AlignmentMatrix, Goal, StrategyElement, Target
from alignment.models.matrices import Granularity, Relevance
from alignment.models.matrices import Scope as ScopeChoice


@dataclass(frozen=True)
class Scope:
    """Codes in scope and, when only relevant targets count, those left out and why."""

    inside: tuple[str, ...]
    not_applicable: frozenset[str] = frozenset()
    national_only: frozenset[str] = frozenset()

    @property
    def outside(self) -> frozenset[str]:
        return self.not_applicable | self.national_only


def matrix_scope(matrix: AlignmentMatrix) -> Scope:
    """A goal is in scope while one of its targets is."""
    codes = list(Target.objects.order_by("position").values_list("code", flat=True))
    left_out = _left_out(matrix) if matrix.scope == ScopeChoice.RELEVANT else {}
    na = frozenset(code for code, status in left_out.items() if status == Relevance.NOT_APPLICABLE)
    inside = tuple(code for code in codes if code not in left_out)
    if matrix.granularity == Granularity.TARGET:
        return Scope(inside, na, frozenset(left_out) - na)
    numbers = list(Goal.objects.order_by("number").values_list("number", flat=True))
    reached = {goal_of(code) for code in inside} if left_out else set(numbers)
    return Scope(
        inside=tuple(str(number) for number in numbers if number in reached),
        not_applicable=frozenset(str(number) for number in numbers if number not in reached),
    )


def _left_out(matrix: AlignmentMatrix) -> dict[str, Any]:
    return dict(matrix.strategy.city.left_out_targets.values_list("target__code", "status"))


def scored_elements(matrix: AlignmentMatrix) -> list[StrategyElement]:
    """Those of the scored level, or the lowest of each branch; in the order of the tree."""
    rows = matrix.strategy.elements.order_by("position", "pk")
    if matrix.scored_level:
        return list(rows.filter(level=matrix.scored_level))
    children = StrategyElement.objects.filter(parent=OuterRef("pk"))
    return list(rows.filter(~Exists(children)))
