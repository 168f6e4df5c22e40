"""What the exercises of a workshop came to, for its report: figures, no names of people."""

from typing import Any

from workshops.models import Exercise, ExerciseState, Workshop
from workshops.queries.exercise_merge import comparison_of


def exercise_facts(workshop: Workshop) -> list[dict[str, Any]]:
    """Those that were opened, in the order of the programme."""
    rows = Exercise.objects.filter(session__workshop=workshop).exclude(state=ExerciseState.PREPARED)
    rows = rows.select_related("session", "strategy__city", "framework")
    return [_exercise(exercise) for exercise in rows.order_by("session__starts_at", "pk")]


def _exercise(exercise: Exercise) -> dict[str, Any]:
    comparison = comparison_of(exercise)
    agreement = comparison.agreement
    return {
        "title": exercise.title,
        "session": exercise.session.title,
        "city": exercise.strategy.city.name,
        "strategy": exercise.strategy.title,
        "groups": len(comparison.groups),
        "people": exercise.members.filter(removed_at__isnull=True).count(),
        "cells": len(comparison.cells),
        "of_cells": comparison.board.size,
        "compared": len(agreement.cells),
        "within_one": comparison.within_one,
        "discussed": len(comparison.flagged),
        "kappa": agreement.kappa,
        "is_merged": exercise.state == ExerciseState.MERGED,
    }
