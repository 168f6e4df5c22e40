"""Keep what validated matrices add to the figures of their network; called by every step of a matrix."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q

from alignment.models import AlignmentMatrix, MatrixSummary, PlaceSummary
from alignment.models.matrices import Granularity, MatrixState
from alignment.queries.scope import goals_of, matrix_scope, scored_elements, targets_of

COUNTED = (MatrixState.VALIDATED, MatrixState.PUBLISHED)
Place = tuple[int, int | None]


@transaction.atomic
def refresh_summary(matrix: AlignmentMatrix) -> None:
    """In the caller's transaction, after its change of state; idempotent. Other states have no summary."""
    MatrixSummary.objects.filter(matrix=matrix).delete()
    if matrix.state not in COUNTED or matrix.is_group_draft:
        return
    elements, places = scored_elements(matrix), _places(matrix)
    found = _found(matrix, [element.pk for element in elements])
    rows = {place: found.get(place, (0, 0, 0, 0)) for place in places}
    summary = MatrixSummary.objects.create(
        matrix=matrix,
        elements=len(elements),
        places=len(places),
        assessed=sum(row[3] for row in rows.values()),
    )
    PlaceSummary.objects.bulk_create(
        PlaceSummary(
            summary=summary,
            goal_id=goal,
            target_id=target,
            best=best,
            best_direct=direct,
            worst=worst,
            assessed=assessed,
        )
        for (goal, target), (best, direct, worst, assessed) in rows.items()
    )


def rebuild_summaries(matrices: Iterable[AlignmentMatrix] | None = None) -> int:
    """Of all that count, or of the given ones; each in a transaction of its own. Says how many."""
    if matrices is None:
        MatrixSummary.objects.exclude(matrix__state__in=COUNTED, matrix__is_group_draft=False).delete()
        matrices = AlignmentMatrix.objects.filter(state__in=COUNTED).with_strategy().iterator()
    number = 0
    for matrix in matrices:
        refresh_summary(matrix)
        number += 1
    return number


def _places(matrix: AlignmentMatrix) -> list[Place]:
    """Keys of goal and target of each place in scope; of the goal alone in a matrix of goals."""
    inside = set(matrix_scope(matrix).inside)
    if matrix.granularity == Granularity.GOAL:
        rows = goals_of(matrix).values_list("number", "pk")
        return [(key, None) for number, key in rows if str(number) in inside]
    targets = targets_of(matrix).values_list("code", "goal", "pk")
    return [(goal, key) for code, goal, key in targets if code in inside]


def _found(matrix: AlignmentMatrix, elements: list[int]) -> dict[Place, tuple[int, int, int, int]]:
    """Highest help, highest direct help, highest harm and assessed cells of each place that has any."""
    rows: Any = matrix.cells.filter(element__in=elements).values("target", "target__goal", "goal")
    rows = rows.annotate(
        top=Max("score"), direct=Max("score", filter=Q(kind="DIRECT")), low=Min("score"), cells=Count("pk")
    )
    return {
        (row["goal"] or row["target__goal"], row["target"]): (
            max(row["top"], 0),
            max(row["direct"] or 0, 0),
            min(row["low"], 0),
            row["cells"],
        )
        for row in rows.order_by()
    }
