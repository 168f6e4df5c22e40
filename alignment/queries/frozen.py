"""The basis of a matrix at the moment of its validation."""

from dataclasses import asdict
from typing import Any

from alignment.analysis.agreement import Scores
from alignment.models import AlignmentMatrix, Goal, MatrixBasis, Target
from alignment.models.framework import GoalQuerySet, TargetQuerySet
from alignment.models.frozen import element_values
from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.scope import goals_of, left_out_of, targets_of


def basis_now(matrix: AlignmentMatrix) -> MatrixBasis:
    """Not saved. Of a matrix that is not validated yet."""
    analysis = MatrixAnalysis(matrix)
    voices = analysis.table.voices
    return MatrixBasis(
        matrix=matrix,
        elements=element_values(analysis.elements),
        left_out=left_out_of(matrix),
        local_goals=_local(goals_of(matrix)),
        local_targets=_local(targets_of(matrix)),
        indicators=[asdict(row) for row in (analysis.table.indicators or {}).values()],
        indicator_names=analysis.indicator_names,
        linked={str(cell): list(codes) for cell, codes in analysis.linked.items()},
        exercises=[
            {"code": one.code, "title": one.title, "groups": [_scores(group) for group in one.groups]}
            for one in analysis.exercises
        ],
        voices={
            "elements": sorted(voices.elements) if voices else [],
            "places": sorted(voices.places) if voices else [],
        },
    )


def _scores(group: Scores) -> list[list[Any]]:
    return [[element, place, score] for (element, place), score in group.items()]


def _local(rows: GoalQuerySet | TargetQuerySet) -> list[int]:
    return sorted(row.pk for row in rows if row.is_local)


def is_validated_place(spot: Goal | Target) -> bool:
    """Whether the figures of a validated matrix count this local goal or target."""
    name = "local_goals" if isinstance(spot, Goal) else "local_targets"
    return MatrixBasis.objects.filter(**{f"{name}__contains": [spot.pk]}).exists()
