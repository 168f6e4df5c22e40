"""Keep what validated matrices add to the figures of their network; called by every step of a matrix."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q

from alignment.models import AlignmentMatrix, MatrixSummary, PlaceSummary
from alignment.models.matrices import Granularity, MatrixState
from alignment.queries.network import counted_matrices
from alignment.queries.scope import goals_of, matrix_scope, scored_elements, targets_of
from participants.models import City

COUNTED = (MatrixState.VALIDATED, MatrixState.PUBLISHED)
Place = tuple[int, int | None]
Scores = tuple[int, int, int]
NOTHING: Scores = (0, 0, 0)


@transaction.atomic
def refresh_summary(matrix: AlignmentMatrix) -> None:
    """In the caller's transaction, after its change of state; idempotent. Other states have no summary.

    Locks the city, so that two matrices of it that are validated at once are both counted.
    """
    had_summary, _rows = MatrixSummary.objects.filter(matrix=matrix).delete()
    counts = matrix.state in COUNTED and not matrix.is_group_draft
    if not counts and not had_summary:
        return
    City.objects.select_for_update(no_key=True).get(pk=matrix.strategy.city_id)
    if counts:
        elements, places = scored_elements(matrix), _places(matrix)
        cells = matrix.cells.filter(element__in=elements)
        inside = Q(target__in=[target for _goal, target in places if target])
        inside |= Q(goal__in=[goal for goal, target in places if not target])
        MatrixSummary.objects.create(
            matrix=matrix, elements=len(elements), places=len(places), assessed=cells.filter(inside).count()
        )
    _refresh_city(matrix)


def rebuild_summaries(matrices: Iterable[AlignmentMatrix] | None = None) -> int:
    """Of all that count, or of the given ones; each in a transaction of its own. Says how many."""
    if matrices is None:
        PlaceSummary.objects.all().delete()
        MatrixSummary.objects.all().delete()
        matrices = AlignmentMatrix.objects.filter(state__in=COUNTED).with_strategy().iterator()
    number = 0
    for matrix in matrices:
        refresh_summary(matrix)
        number += 1
    return number


def _refresh_city(matrix: AlignmentMatrix) -> None:
    """The rows of the matrix's city in its network and framework, from all its matrices that count."""
    strategy = matrix.strategy
    of_city = PlaceSummary.objects.filter(
        network=strategy.network_id, framework=matrix.framework_id, city=strategy.city_id
    )
    of_city.delete()
    if strategy.network_id is None:
        return
    found: dict[Place, Scores] = {}
    counted = counted_matrices().filter(
        strategy__network=strategy.network_id,
        strategy__city=strategy.city_id,
        framework=matrix.framework_id,
    )
    for other in counted.with_strategy():
        _merge(found, other)
    PlaceSummary.objects.bulk_create(
        PlaceSummary(
            network_id=strategy.network_id,
            framework_id=matrix.framework_id,
            city_id=strategy.city_id,
            goal_id=goal,
            target_id=target,
            best=best,
            best_direct=direct,
            worst=worst,
        )
        for (goal, target), (best, direct, worst) in found.items()
    )


def _merge(found: dict[Place, Scores], matrix: AlignmentMatrix) -> None:
    """Each place, and each goal with the highest of its targets."""
    scores = _scores(matrix)
    for goal, target in _places(matrix):
        row = scores.get((goal, target), NOTHING)
        for place in {(goal, target), (goal, None)}:
            best, direct, worst = found.get(place, NOTHING)
            found[place] = (max(best, row[0]), max(direct, row[1]), min(worst, row[2]))


def _places(matrix: AlignmentMatrix) -> Sequence[Place]:
    """Keys of goal and target of each place in scope; of the goal alone in a matrix of goals."""
    inside = set(matrix_scope(matrix).inside)
    if matrix.granularity == Granularity.GOAL:
        rows = goals_of(matrix).values_list("number", "pk")
        return [(key, None) for number, key in rows if str(number) in inside]
    targets = targets_of(matrix).values_list("code", "goal", "pk")
    return [(goal, key) for code, goal, key in targets if code in inside]


def _scores(matrix: AlignmentMatrix) -> dict[Place, Scores]:
    """Highest help, highest direct help and highest harm of each place that has a cell."""
    cells: Any = matrix.cells.filter(element__in=scored_elements(matrix))
    rows = cells.values("target", "target__goal", "goal").annotate(
        top=Max("score"), direct=Max("score", filter=Q(kind="DIRECT")), low=Min("score")
    )
    return {
        (row["goal"] or row["target__goal"], row["target"]): (
            max(row["top"], 0),
            max(row["direct"] or 0, 0),
            min(row["low"], 0),
        )
        for row in rows.order_by()
    }
