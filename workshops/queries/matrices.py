"""The alignment matrices of a workshop, with what each covers; a fixed number of queries for all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from alignment.models import AlignmentCell, AlignmentMatrix, StrategyElement, Target
from alignment.models.matrices import Granularity
from alignment.models.matrices import Scope as ScopeChoice
from alignment.queries.coverage import Coverage, Link, compute_coverage
from alignment.queries.scope import matrix_scope
from workshops.models import Workshop, WorkshopMatrix

OFFERED = 200


@dataclass(frozen=True)
class CoveredMatrix:
    matrix: AlignmentMatrix
    coverage: Coverage


def matrices_of(workshop: Workshop, user: Any) -> QuerySet[AlignmentMatrix]:
    """Those that the person may see, by city."""
    links = WorkshopMatrix.objects.filter(workshop=workshop)
    rows = AlignmentMatrix.objects.visible_to(user).filter(pk__in=links.values("matrix"))
    return rows.with_strategy().order_by("strategy__city__name", "pk")


def matrices_to_link(workshop: Workshop, user: Any) -> QuerySet[AlignmentMatrix]:
    """Those of no workshop yet whose network organises this one."""
    rows = AlignmentMatrix.objects.visible_to(user).filter(
        workshop_link__isnull=True, strategy__network__in=workshop.organising_network_ids
    )
    return rows.with_strategy().order_by("strategy__city__name", "pk")


def with_coverage(matrices: Sequence[AlignmentMatrix]) -> list[CoveredMatrix]:
    """The same figures as `coverage_by_goal` of each; three queries, one more for each limited scope."""
    elements = _scored(matrices)
    links = defaultdict(list)
    for matrix, element, target, goal, score in AlignmentCell.objects.filter(matrix__in=matrices).values_list(
        "matrix", "element__code", "target__code", "goal_id", "score"
    ):
        links[matrix].append(Link(element, str(target or goal), score))
    targets = list(Target.objects.order_by("position").values_list("code", flat=True)) if matrices else []
    return [
        CoveredMatrix(
            matrix,
            compute_coverage(links[matrix.pk], elements=elements[matrix.pk], scope=_inside(matrix, targets)),
        )
        for matrix in matrices
    ]


def _inside(matrix: AlignmentMatrix, targets: Sequence[str]) -> Sequence[str]:
    if matrix.scope != ScopeChoice.ALL:
        return matrix_scope(matrix).inside
    return targets if matrix.granularity == Granularity.TARGET else [str(number) for number in range(1, 18)]


def _scored(matrices: Sequence[AlignmentMatrix]) -> Mapping[int, list[str]]:
    by_strategy = defaultdict(list)
    strategies = {matrix.strategy_id for matrix in matrices}
    for row in StrategyElement.objects.filter(strategy__in=strategies).only(
        "code", "level", "parent", "strategy"
    ):
        by_strategy[row.strategy_id].append(row)
    found = {}
    for matrix in matrices:
        rows = by_strategy[matrix.strategy_id]
        parents = {row.parent_id for row in rows}
        found[matrix.pk] = [
            row.code
            for row in rows
            if (row.level == matrix.scored_level if matrix.scored_level else row.pk not in parents)
        ]
    return found
