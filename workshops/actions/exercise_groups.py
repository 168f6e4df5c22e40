"""Groups of an exercise and the people in them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from workshops.actions.exercises import (
    MOST_GROUPS,
    NotNow,
    TooManyGroups,
    await_edits,
    begin_draft,
    lock_exercise,
    tell_phones,
)
from workshops.models import Exercise, ExerciseGroup, ExerciseMember, ExerciseState

MOST_MEMBERS = 300


class CannotJoin(ActionRefused):
    code = "exercise_cannot_join"
    message = gettext_lazy("Nobody can join this exercise now.")


class RoomIsFull(ActionRefused):
    code = "exercise_room_is_full"
    message = gettext_lazy("300 people have joined this exercise already.")


class WasRemoved(ActionRefused):
    code = "exercise_member_removed"
    message = gettext_lazy("The facilitator has taken you out of this exercise.")


@transaction.atomic
def add_group(exercise: Exercise, name: str, *, by: Any) -> ExerciseGroup:
    """Also while the others work. Raises NotNow, TooManyGroups, ValidationError."""
    locked = lock_exercise(exercise)
    if locked.state not in (ExerciseState.PREPARED, ExerciseState.OPEN, ExerciseState.LOCKED):
        raise NotNow
    if locked.groups.count() >= MOST_GROUPS:
        raise TooManyGroups
    number = (locked.groups.aggregate(last=Max("number"))["last"] or 0) + 1
    group = ExerciseGroup(exercise=locked, number=number, name=name.strip())
    group.full_clean()
    group.save()
    if locked.state != ExerciseState.PREPARED:
        begin_draft(group, locked, by=by)
    tell_phones(locked)
    record("workshops.exercise_group.added", by=by, target=group, scope=locked.workshop)
    return group


@transaction.atomic
def set_group_lock(group: ExerciseGroup, *, is_locked: bool, by: Any) -> ExerciseGroup:
    """Lock or unlock one group; the same again changes nothing. Raises NotNow."""
    exercise = lock_exercise(group.exercise)
    if not exercise.is_joinable:
        raise NotNow
    group = exercise.groups.get(pk=group.pk)
    if group.is_locked == is_locked:
        return group
    await_edits(exercise, group)
    group.is_locked = is_locked
    group.save(update_fields=["is_locked"])
    tell_phones(exercise)
    action = "workshops.exercise_group.locked" if is_locked else "workshops.exercise_group.unlocked"
    record(action, by=by, target=group, scope=exercise.workshop)
    return group


@transaction.atomic
def join_exercise(
    exercise: Exercise, *, name: str, group: ExerciseGroup, account: Any = None
) -> ExerciseMember:
    """A new member; somebody with an account is the same one again, in the group they choose now.

    Raises CannotJoin, RoomIsFull, WasRemoved, ValidationError.
    """
    locked = lock_exercise(exercise)
    if not locked.is_joinable:
        raise CannotJoin
    known = locked.members.filter(account=account).first() if account is not None else None
    if known is not None and known.removed_at:
        raise WasRemoved
    if known is None and locked.members.count() >= MOST_MEMBERS:
        raise RoomIsFull
    number = (locked.members.aggregate(last=Max("number"))["last"] or 0) + 1
    member = known or ExerciseMember(exercise=locked, account=account, number=number)
    member.name, member.group = clean_name(name), locked.groups.get(pk=group.pk)
    member.full_clean(exclude=["exercise", "group", "account"])
    member.save()
    if known is None:
        record(
            "workshops.exercise_member.joined",
            by=account or member.name,
            target=member,
            scope=locked.workshop,
            group=group.name,
        )
    return member


def clean_name(name: str) -> str:
    """One line of letters that can be read. Raises ValidationError."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    if not any(letter.isalnum() for letter in plain):
        raise ValidationError({"name": _("Write a name that the others know you by.")})
    return plain[:60]


@transaction.atomic
def choose_group(member: ExerciseMember, group: ExerciseGroup, *, by: Any = None) -> ExerciseMember:
    """The member changes the group, or the facilitator moves them; their edits stay where they were made.

    Raises CannotJoin.
    """
    exercise = lock_exercise(member.exercise)
    if not exercise.is_joinable:
        raise CannotJoin
    member = exercise.members.select_related("group").get(pk=member.pk)
    if member.group_id == group.pk:
        return member
    before, member.group = member.group, exercise.groups.get(pk=group.pk)
    member.save(update_fields=["group"])
    tell_phones(exercise)
    record(
        "workshops.exercise_member.moved",
        by=by or member.account or member.name,
        target=member,
        scope=exercise.workshop,
        groups=[before.name, group.name],
    )
    return member


@transaction.atomic
def hide_name(member: ExerciseMember, *, by: Any) -> ExerciseMember:
    """An offensive name becomes "Participant 7" wherever it was shown, on the log of edits too."""
    exercise = lock_exercise(member.exercise)
    member = exercise.members.get(pk=member.pk)
    member.name = _("Participant %(number)d") % {"number": member.number}
    member.save(update_fields=["name"])
    tell_phones(exercise)
    record("workshops.exercise_member.renamed", by=by, target=member, scope=exercise.workshop)
    return member


@transaction.atomic
def remove_member(member: ExerciseMember, *, by: Any) -> ExerciseMember:
    """The phone can do nothing more in this exercise; what it had sent stays."""
    exercise = lock_exercise(member.exercise)
    member = exercise.members.select_related("group").get(pk=member.pk)
    if member.removed_at is None:
        await_edits(exercise, member.group)
        member.removed_at = timezone.now()
        member.save(update_fields=["removed_at"])
        tell_phones(exercise)
        record("workshops.exercise_member.removed", by=by, target=member, scope=exercise.workshop)
    return member
