"""An exercise is prepared, opened, locked, ended. Whoever locks waits for edits that are on their way in."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.models import AlignmentMatrix, Goal
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused
from workshops.actions.programme import FINAL_STATES, ProgrammeIsFinal
from workshops.models import Exercise, ExerciseGroup, ExerciseState, ExerciseTransition, Session
from workshops.models.exercises import JOINABLE_STATES
from workshops.queries.exercises import board_of, draft_of

MOST_GROUPS = 20
MOST_CELLS = 5000
LONGEST_EXTENSION = 240


class ExerciseHasBegun(ActionRefused):
    code = "exercise_has_begun"
    message = gettext_lazy("The exercise was opened, so its strategy, goals and depth stay as they are.")


class NotNow(ActionRefused):
    code = "exercise_step_not_now"
    message = gettext_lazy("The exercise has moved on meanwhile.")


class NothingToScore(ActionRefused):
    code = "exercise_nothing_to_score"
    message = gettext_lazy("The strategy has no element to score.")


class TooMuchToScore(ActionRefused):
    code = "exercise_too_large"
    message = gettext_lazy(
        "That is too much for one room: choose fewer goals, or score goals instead of targets."
    )


class TooManyGroups(ActionRefused):
    code = "exercise_too_many_groups"
    message = gettext_lazy("An exercise has 1 to 20 groups.")


def lock_exercise(exercise: Exercise) -> Exercise:
    """The exercise, locked until the end of the transaction."""
    rows = Exercise.objects.select_for_update(of=("self",)).select_related("session__workshop", "strategy")
    return rows.get(pk=exercise.pk)


def tell_phones(exercise: Exercise, *fields: str) -> None:
    """Saves the exercise so that whoever follows it reads it again."""
    exercise.revision += 1
    exercise.save(update_fields=["revision", *fields])


@transaction.atomic
def add_exercise(
    session: Session, fields: Mapping[str, Any], *, goals: Sequence[Goal], groups: Sequence[str], by: Any
) -> Exercise:
    """Raises ProgrammeIsFinal, TooManyGroups, NothingToScore, TooMuchToScore, ValidationError."""
    if session.workshop.state in FINAL_STATES:
        raise ProgrammeIsFinal
    exercise = Exercise(session=session, created_by=by, **fields)
    exercise.full_clean()
    exercise.save()
    exercise.goals.set(goals)
    _set_groups(exercise, groups)
    _check_size(exercise)
    record("workshops.exercise.added", by=by, target=exercise, scope=session.workshop)
    return exercise


@transaction.atomic
def change_exercise(
    exercise: Exercise, fields: Mapping[str, Any], *, goals: Sequence[Goal], groups: Sequence[str], by: Any
) -> Exercise:
    """Raises ExerciseHasBegun and what `add_exercise` raises."""
    locked = lock_exercise(exercise)
    if locked.state != ExerciseState.PREPARED:
        raise ExerciseHasBegun
    before = snapshot(locked)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    locked.goals.set(goals)
    _set_groups(locked, groups)
    _check_size(locked)
    record("workshops.exercise.changed", by=by, target=locked, before=before, scope=locked.workshop)
    return locked


@transaction.atomic
def remove_exercise(exercise: Exercise, *, by: Any) -> None:
    """Only while it is prepared; what groups did is not thrown away. Raises ExerciseHasBegun."""
    locked = lock_exercise(exercise)
    if locked.state != ExerciseState.PREPARED:
        raise ExerciseHasBegun(_("Groups have worked in this exercise, so it stays."))
    record("workshops.exercise.removed", by=by, target=locked, scope=locked.workshop)
    locked.delete()


def _set_groups(exercise: Exercise, names: Sequence[str]) -> None:
    if not 1 <= len(names) <= MOST_GROUPS:
        raise TooManyGroups
    exercise.groups.all().delete()
    for number, name in enumerate(names, start=1):
        group = ExerciseGroup(exercise=exercise, number=number, name=name)
        group.full_clean()
        group.save()


def _check_size(exercise: Exercise) -> None:
    board = board_of(exercise)
    if not board.size:
        raise NothingToScore
    if board.size > MOST_CELLS:
        raise TooMuchToScore


@transaction.atomic
def open_exercise(exercise: Exercise, *, by: Any) -> Exercise:
    """The drafts of the groups begin and the code works. Raises NotNow, NothingToScore, TooMuchToScore."""
    locked = lock_exercise(exercise)
    if locked.state == ExerciseState.OPEN:
        return locked
    _check_size(locked)
    now = timezone.now()
    locked.opened_at, locked.closes_at = now, now + timedelta(minutes=locked.minutes)
    for group in locked.groups.all():
        begin_draft(group, locked, by=by)
    _step(locked, (ExerciseState.PREPARED,), ExerciseState.OPEN, by=by)
    record("workshops.exercise.opened", by=by, target=locked, scope=locked.workshop)
    return locked


def begin_draft(group: ExerciseGroup, exercise: Exercise, *, by: Any) -> AlignmentMatrix:
    matrix = draft_of(exercise)
    matrix.created_by = by
    matrix.full_clean()
    matrix.save()
    group.matrix = matrix
    group.save(update_fields=["matrix"])
    return matrix


@transaction.atomic
def pause_exercise(exercise: Exercise, *, by: Any) -> Exercise:
    """All groups are locked: phones show what is there and keep what is still typed. Raises NotNow."""
    locked = lock_exercise(exercise)
    if locked.state == ExerciseState.LOCKED:
        return locked
    await_edits(locked)
    _step(locked, (ExerciseState.OPEN,), ExerciseState.LOCKED, by=by)
    record("workshops.exercise.locked", by=by, target=locked, scope=locked.workshop)
    return locked


@transaction.atomic
def resume_exercise(exercise: Exercise, *, by: Any) -> Exercise:
    """Groups score again, also after the end; a group locked by itself stays locked. Raises NotNow."""
    locked = lock_exercise(exercise)
    if locked.state == ExerciseState.OPEN:
        return locked
    _step(locked, (ExerciseState.LOCKED, ExerciseState.ENDED), ExerciseState.OPEN, by=by)
    record("workshops.exercise.unlocked", by=by, target=locked, scope=locked.workshop)
    return locked


@transaction.atomic
def end_exercise(exercise: Exercise, *, by: Any) -> Exercise:
    """Nobody joins and nobody edits any more. Raises NotNow."""
    locked = lock_exercise(exercise)
    if locked.state == ExerciseState.ENDED:
        return locked
    await_edits(locked)
    _step(locked, JOINABLE_STATES, ExerciseState.ENDED, by=by)
    record("workshops.exercise.ended", by=by, target=locked, scope=locked.workshop)
    return locked


@transaction.atomic
def extend_exercise(exercise: Exercise, *, minutes: int, by: Any) -> Exercise:
    """More time, from now on when it is over already. Raises NotNow, ValidationError."""
    if not 1 <= minutes <= LONGEST_EXTENSION:
        raise ValidationError(_("Add 1 to 240 minutes."))
    locked = lock_exercise(exercise)
    if not locked.is_joinable or locked.closes_at is None:
        raise NotNow
    locked.closes_at = max(locked.closes_at, timezone.now()) + timedelta(minutes=minutes)
    tell_phones(locked, "closes_at")
    record("workshops.exercise.extended", by=by, target=locked, scope=locked.workshop, minutes=minutes)
    return locked


def await_edits(exercise: Exercise, group: ExerciseGroup | None = None) -> None:
    """Edits on their way in hold the row of their draft: once it is ours, none is under way.

    Saving an edit looks at the state after it has that row, so later ones find the lock.
    """
    rows = AlignmentMatrix.objects.select_for_update(of=("self",)).filter(exercise_group__exercise=exercise)
    if group is not None:
        rows = rows.filter(exercise_group=group)
    list(rows.order_by("pk").values_list("pk"))


def _step(exercise: Exercise, before: Sequence[str], after: str, *, by: Any) -> None:
    if exercise.state not in before:
        raise NotNow
    ExerciseTransition.objects.create(exercise=exercise, from_state=exercise.state, to_state=after, by=by)
    exercise.state = after
    tell_phones(exercise, "state", "opened_at", "closes_at", "merged_into")


def log_step(exercise: Exercise, before: Sequence[str], after: str, *, by: Any) -> None:
    """The step to the merged state, taken by `merge_exercise`. Raises NotNow."""
    _step(exercise, before, after, by=by)
