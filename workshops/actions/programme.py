"""The blocks of a programme."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participants.models import Person
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused
from workshops.models import Session, Workshop, WorkshopState

FINAL_STATES = (WorkshopState.REPORTED, WorkshopState.CANCELLED)


class ProgrammeIsFinal(ActionRefused):
    code = "programme_is_final"
    message = _("The programme of a reported or cancelled workshop is not changed any more.")


class SessionHasAttendance(ActionRefused):
    code = "session_has_attendance"
    message = _("Attendance was recorded for this session, so it stays in the programme.")


class SessionHasExercise(ActionRefused):
    code = "session_has_exercise"
    message = _("This session has an exercise, so it stays in the programme.")


class NothingToSwap(ActionRefused):
    code = "nothing_to_swap"
    message = _("There is no session on that side to change places with.")


def _lock(workshop: Workshop) -> Workshop:
    locked = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if locked.state in FINAL_STATES:
        raise ProgrammeIsFinal
    return locked


@transaction.atomic
def add_session(
    workshop: Workshop, fields: Mapping[str, Any], *, by: Any, trainers: Sequence[Person] = ()
) -> Session:
    """Add a block. Clashes are shown, not refused: an organiser may know better."""
    session = Session(workshop=_lock(workshop))
    _take(session, fields)
    session.trainers.set(trainers)
    record("workshops.session.added", by=by, target=session, scope=workshop)
    return session


@transaction.atomic
def change_session(
    session: Session, fields: Mapping[str, Any], *, by: Any, trainers: Sequence[Person] | None = None
) -> Session:
    """Change a block; `trainers` left out stay as they are."""
    _lock(session.workshop)
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    before, led_before = snapshot(session), _names(session)
    _take(session, fields)
    if trainers is not None:
        session.trainers.set(trainers)
    led = _names(session)
    record(
        "workshops.session.changed",
        by=by,
        target=session,
        before=before,
        scope=session.workshop,
        trainers=[led_before, led] if led != led_before else [],
    )
    return session


@transaction.atomic
def remove_session(session: Session, *, by: Any) -> None:
    """Take a block out. Raises SessionHasAttendance once somebody was marked in it, SessionHasExercise."""
    workshop = _lock(session.workshop)
    if session.attendances.exists():
        raise SessionHasAttendance
    if session.exercises.exists():
        raise SessionHasExercise
    record("workshops.session.removed", by=by, target=session, scope=workshop)
    session.delete()


@transaction.atomic
def swap_session(session: Session, *, later: bool, by: Any) -> Session:
    """Let the block and its neighbour of the same day change places.

    Blocks at exactly the same time move together. What came first starts where the pair started,
    what comes second ends where the pair ended, so a gap between them stays between them.
    """
    workshop = _lock(session.workshop)
    session = Session.objects.get(pk=session.pk)
    first, second = _pair(workshop, session, later)
    if second[0].starts_at < first[0].ends_at:
        raise NothingToSwap(_("The neighbouring session overlaps with this one. Change its times instead."))
    start, end = first[0].starts_at, second[0].ends_at
    lengths = [first[0].ends_at - first[0].starts_at, second[0].ends_at - second[0].starts_at]
    for block in second:
        _place(block, start, lengths[1])
    for block in first:
        _place(block, end - lengths[0], lengths[0])
    session.refresh_from_db()
    record("workshops.session.moved", by=by, target=session, scope=workshop, later=later)
    return session


def _pair(workshop: Workshop, session: Session, later: bool) -> tuple[list[Session], list[Session]]:
    day = session.starts_at.astimezone(workshop.zone).date()
    slots: list[list[Session]] = []
    for block in workshop.sessions.in_order():
        if block.starts_at.astimezone(workshop.zone).date() != day:
            continue
        if slots and (slots[-1][0].starts_at, slots[-1][0].ends_at) == (block.starts_at, block.ends_at):
            slots[-1].append(block)
        else:
            slots.append([block])
    own = next(index for index, slot in enumerate(slots) if session in slot)
    other = own + 1 if later else own - 1
    if not 0 <= other < len(slots):
        raise NothingToSwap
    return slots[min(own, other)], slots[max(own, other)]


def _place(block: Session, start: Any, length: timedelta) -> None:
    block.starts_at, block.ends_at = start, start + length
    block.full_clean()
    block.save(update_fields=["starts_at", "ends_at"])


def _take(session: Session, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(session, name, value)
    if session.is_break:
        session.takes_attendance = False
    session.full_clean()
    session.save()


def _names(session: Session) -> list[str]:
    return sorted(person.full_name for person in session.trainers.all())
