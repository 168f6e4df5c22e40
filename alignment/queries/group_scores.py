"""What the groups of live exercises scored for the strategy of a matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alignment.analysis.agreement import Scores
from alignment.models import AlignmentCell, AlignmentMatrix
from alignment.models.matrices import MatrixState


@dataclass(frozen=True)
class ExerciseScores:
    """An exercise and what each of its groups scored."""

    code: str
    title: str
    groups: Sequence[Scores]


def exercises_of(matrix: AlignmentMatrix) -> list[ExerciseScores]:
    """In the order they were opened; groups that scored nothing are left out."""
    drafts = AlignmentMatrix.objects.filter(
        strategy=matrix.strategy_id, granularity=matrix.granularity, is_group_draft=True
    ).exclude(state=MatrixState.WITHDRAWN)
    cells = AlignmentCell.objects.filter(matrix__in=drafts.exclude(pk=matrix.pk)).order_by("matrix", "pk")
    rows = cells.values_list(
        *("matrix__drafted_in", "matrix__method_note", "matrix"),
        *("element__code", "target__code", "goal__number", "score"),
    )
    found: dict[tuple[str, str], dict[int, dict[tuple[str, str], int]]] = {}
    for code, title, draft, element, target, goal, score in rows:
        group = found.setdefault((code, title), {}).setdefault(draft, {})
        group[element, target or str(goal)] = score
    return [ExerciseScores(code, title, list(groups.values())) for (code, title), groups in found.items()]


def kept_exercise(values: Mapping[str, Any]) -> ExerciseScores:
    groups = [{(element, place): score for element, place, score in rows} for rows in values["groups"]]
    return ExerciseScores(values["code"], values["title"], groups)
