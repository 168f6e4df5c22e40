"""Which goals or targets and which elements a matrix scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from alignment.checks.codes import goal_of
from alignment.models import AlignmentMatrix, Goal, Strategy, StrategyElement, Target, TargetRelevance
from alignment.models.framework import UNIVERSAL, GoalQuerySet, TargetQuerySet
from alignment.models.frozen import kept_basis
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


def goals_of_strategy(strategy: Strategy) -> GoalQuerySet:
    """The 17 goals and those that the city or its network added."""
    rows: GoalQuerySet = Goal.with_local.of_owner(city=strategy.city_id, network=strategy.network_id)
    return rows.order_by("number")


def targets_of_strategy(strategy: Strategy) -> TargetQuerySet:
    """The 169 targets and those that the city or its network added, in order."""
    rows: TargetQuerySet = Target.with_local.of_owner(city=strategy.city_id, network=strategy.network_id)
    return rows.in_order()


def goals_of(matrix: AlignmentMatrix) -> GoalQuerySet:
    """Of a validated matrix those that were there when it was validated."""
    rows, kept = goals_of_strategy(matrix.strategy), kept_basis(matrix)
    return rows.filter(UNIVERSAL | Q(pk__in=kept.local_goals)) if kept else rows


def targets_of(matrix: AlignmentMatrix) -> TargetQuerySet:
    """Of a validated matrix those that were there when it was validated."""
    rows, kept = targets_of_strategy(matrix.strategy), kept_basis(matrix)
    return rows.filter(UNIVERSAL | Q(pk__in=kept.local_targets)) if kept else rows


def elements_of(matrix: AlignmentMatrix) -> list[StrategyElement]:
    """In the order of the tree; of a validated matrix as they were when it was validated."""
    kept = kept_basis(matrix)
    return list(kept.rows) if kept else list(matrix.strategy.elements.order_by("position", "pk"))


def find_element(matrix: AlignmentMatrix, code: str) -> StrategyElement | None:
    kept = kept_basis(matrix)
    if kept is None:
        return matrix.strategy.elements.filter(code=code).first()
    return next((row for row in kept.rows if row.code == code), None)


def place_keys(matrix: AlignmentMatrix) -> dict[str, int]:
    """Code of each goal or target that the matrix can score -> its key."""
    if matrix.granularity == Granularity.TARGET:
        return dict(targets_of(matrix).values_list("code", "pk"))
    return {str(number): key for number, key in goals_of(matrix).values_list("number", "pk")}


def find_place(matrix: AlignmentMatrix, code: str) -> Goal | Target | None:
    if matrix.granularity == Granularity.TARGET:
        return targets_of(matrix).filter(code=code).first()
    if not code.isdecimal() or len(code) > 2:
        return None
    return goals_of(matrix).filter(number=int(code)).first()


def matrix_scope(matrix: AlignmentMatrix) -> Scope:
    """A goal is in scope while one of its targets is."""
    codes = list(targets_of(matrix).values_list("code", flat=True))
    left_out = left_out_of(matrix) if matrix.scope == ScopeChoice.RELEVANT else {}
    na = frozenset(code for code, status in left_out.items() if status == Relevance.NOT_APPLICABLE)
    inside = tuple(code for code in codes if code not in left_out)
    if matrix.granularity == Granularity.TARGET:
        return Scope(inside, na, frozenset(left_out) - na)
    numbers = list(goals_of(matrix).values_list("number", flat=True))
    reached = {goal_of(code) for code in inside} if left_out else set(numbers)
    return Scope(
        inside=tuple(str(number) for number in numbers if number in reached),
        not_applicable=frozenset(str(number) for number in numbers if number not in reached),
    )


def left_out_of(matrix: AlignmentMatrix) -> dict[str, Any]:
    """Code of each target that the city leaves out -> why, whatever the scope of the matrix."""
    if (kept := kept_basis(matrix)) is not None:
        return dict(kept.left_out)
    rows = TargetRelevance.objects.filter(city=matrix.strategy.city_id)
    return dict(rows.values_list("target__code", "status"))


@dataclass(frozen=True)
class Basis:
    """What a matrix stands on: the places in scope and the elements of its strategy, in order."""

    scope: Scope
    elements: list[StrategyElement]


def basis_of(matrix: AlignmentMatrix) -> Basis:
    return Basis(matrix_scope(matrix), elements_of(matrix))


def scored_among(matrix: AlignmentMatrix, elements: Iterable[StrategyElement]) -> set[int]:
    """Those of the scored level, or the lowest of each branch."""
    rows = list(elements)
    if matrix.scored_level:
        return {row.pk for row in rows if row.level == matrix.scored_level}
    return {row.pk for row in rows} - {row.parent_id for row in rows}


def scored_elements(matrix: AlignmentMatrix) -> list[StrategyElement]:
    """In the order of the tree."""
    rows = elements_of(matrix)
    scored = scored_among(matrix, rows)
    return [row for row in rows if row.pk in scored]
