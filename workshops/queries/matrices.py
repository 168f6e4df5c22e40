"""The alignment matrices of a workshop, with what each covers; a fixed number of queries for all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from alignment.checks.codes import goal_of
from alignment.models import AlignmentCell, AlignmentMatrix, StrategyElement, Target, TargetRelevance
from alignment.models.matrices import Granularity
from alignment.models.matrices import Scope as ScopeChoice
from alignment.queries.coverage import Link, compute_coverage
from workshops.models import Workshop, WorkshopMatrix

OFFERED = 200


@dataclass(frozen=True)
class CoveredMatrix:
    """`shares`: covered targets of each goal in per cent; `covered` of `targets` over all goals."""

    matrix: AlignmentMatrix
    shares: Mapping[int, float | None]
    covered: int
    targets: int


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
    """The shares of `coverage_by_goal` for each; two queries, one more when a scope is limited."""
    if not matrices:
        return []
    links, left_out = _links(matrices), _left_out(matrices)
    targets = list(Target.objects.order_by("position").values_list("code", flat=True))
    found = []
    for matrix in matrices:
        scored = {link.element for link in links[matrix.pk]}
        coverage = compute_coverage(
            links[matrix.pk], elements=scored, scope=_inside(matrix, targets, left_out)
        )
        found.append(CoveredMatrix(matrix, coverage.shares, coverage.covered, coverage.targets))
    return found


def _links(matrices: Sequence[AlignmentMatrix]) -> Mapping[int, list[Link]]:
    """The cells of scored elements: those of the scored level, or the lowest of each branch."""
    children = StrategyElement.objects.filter(parent=OuterRef("element"))
    level = F("matrix__scored_level")
    scored = Q(element__level=level) | (Q(matrix__scored_level="") & ~Exists(children))
    cells = AlignmentCell.objects.filter(scored, matrix__in=matrices)
    links = defaultdict(list)
    for matrix, element, target, goal, score in cells.values_list(
        "matrix", "element__code", "target__code", "goal__number", "score"
    ):
        links[matrix].append(Link(element, str(target or goal), score))
    return links


def _left_out(matrices: Sequence[AlignmentMatrix]) -> Mapping[int, set[str]]:
    """By city; only of matrices whose scope is limited to what is relevant there."""
    cities = {matrix.strategy.city_id for matrix in matrices if matrix.scope != ScopeChoice.ALL}
    rows = TargetRelevance.objects.filter(city__in=cities).values_list("city", "target__code")
    found: dict[int, set[str]] = defaultdict(set)
    for city, code in rows if cities else ():
        found[city].add(code)
    return found


def _inside(
    matrix: AlignmentMatrix, targets: Sequence[str], left_out: Mapping[int, set[str]]
) -> Sequence[str]:
    limited = matrix.scope != ScopeChoice.ALL
    inside = [
        code for code in targets if not limited or code not in left_out.get(matrix.strategy.city_id, ())
    ]
    if matrix.granularity == Granularity.TARGET:
        return inside
    goals = {goal_of(code) for code in inside} if limited else range(1, 18)
    return [str(goal) for goal in sorted(goals)]
