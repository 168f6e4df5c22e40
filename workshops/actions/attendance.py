"""Marks of attendance: recorded, changed, taken back; a mark sent twice is one mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models import City, Person
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from workshops.models import Attendance, AttendanceStatus, Participation, Session, Workshop
from workshops.models.participation import AttendanceSource
from workshops.queries.attendance import present_elsewhere


class NotTaken(ActionRefused):
    code = "attendance_not_taken"
    message = _("Attendance is not taken in this session.")


class NotTakingPart(ActionRefused):
    code = "not_taking_part"
    message = _("This person does not take part in this workshop.")


@dataclass(frozen=True)
class WalkIn:
    """Somebody at the door who did not apply."""

    given_name: str
    family_name: str = ""
    email: str = ""
    city: City | None = None
    organisation_name: str = ""


@transaction.atomic
def record_attendance(
    session: Session,
    marks: Mapping[Participation, str],
    *,
    by: Any,
    source: str = AttendanceSource.LIST,
) -> list[Attendance]:
    """Record one status for each person. What is recorded already with the same status keeps its time.

    Raises NotTaken, NotTakingPart; ValidationError for an unknown status or source.
    """
    _check(session, marks)
    known = {
        mark.participation_id: mark
        for mark in session.attendances.select_for_update().filter(participation__in=marks)
    }
    new = []
    for participation, status in marks.items():
        former = known.get(participation.pk)
        if former is None or former.status != status:
            new.append(_mark(session, participation, status=status, source=source, by=by))
    Attendance.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["session", "participation"],
        update_fields=["status", "source", "recorded_at", "recorded_by"],
    )
    if new:
        _log("workshops.attendance.recorded", session, new, by=by)
    return new


def record_presence(session: Session, participation: Participation, *, by: Any) -> list[Attendance]:
    return record_attendance(session, {participation: AttendanceStatus.PRESENT}, by=by)


@transaction.atomic
def mark_all_present(session: Session, *, by: Any) -> int:
    """Everybody without a mark is present, but those recorded in another group of the same time; marks
    that are there stay. Returns how many were recorded."""
    unmarked = session.workshop.participations.taking_part().exclude(attendances__session=session)
    unmarked = unmarked.exclude(pk__in=present_elsewhere(session))
    marks = dict.fromkeys(unmarked.select_related("person"), AttendanceStatus.PRESENT.value)
    return len(record_attendance(session, marks, by=by))


@transaction.atomic
def clear_attendance(session: Session, participation: Participation, *, by: Any) -> bool:
    """Back to "not recorded". Returns whether there was a mark."""
    mark = session.attendances.select_for_update().filter(participation=participation).first()
    if mark is None:
        return False
    _log("workshops.attendance.cleared", session, [mark], by=by)
    mark.delete()
    return True


@transaction.atomic
def add_walk_in(
    workshop: Workshop, who: Person | WalkIn, *, by: Any, session: Session | None = None
) -> Participation:
    """Somebody comes without application: a known person, or a new one. Present in `session` when given.

    A person who takes part already is simply found, so that a form sent twice adds nobody.
    """
    person = who if isinstance(who, Person) else _person(who, by=by)
    organisation = who.organisation_name if isinstance(who, WalkIn) else ""
    participation, created = Participation.objects.get_or_create(
        workshop=workshop,
        person=person,
        defaults={
            "is_walk_in": True,
            "city": person.city,
            "profile": person.profile,
            "organisation_name": organisation or str(person.organisation or ""),
        },
    )
    if participation.cancelled_at is not None:
        participation.cancelled_at = participation.cancelled_by = None
        participation.is_walk_in = True
        participation.full_clean()
        participation.save()
        created = True
    if created:
        record("workshops.participation.walked_in", by=by, target=participation, scope=workshop)
    if session is not None:
        record_presence(session, participation, by=by)
    return participation


def _person(who: WalkIn, *, by: Any) -> Person:
    """Known by the same address without account, or new. Names alone never make two people one."""
    if who.email:
        same = Person.objects.filter(email__iexact=who.email)
        if known := same.order_by("account", "pk").first():
            return known
    person = Person(given_name=who.given_name, family_name=who.family_name, email=who.email, city=who.city)
    person.full_clean()
    person.save()
    record("participants.person.added", by=by, target=person)
    return person


def _check(session: Session, marks: Iterable[Participation]) -> None:
    if not session.takes_attendance:
        raise NotTaken
    for participation in marks:
        if participation.workshop_id != session.workshop_id or participation.cancelled_at is not None:
            raise NotTakingPart


def _mark(session: Session, participation: Participation, *, status: str, source: str, by: Any) -> Attendance:
    mark = Attendance(
        session=session,
        participation=participation,
        status=status,
        source=source,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    mark.clean_fields(exclude=["session", "participation", "recorded_by"])
    return mark


def _log(action: str, session: Session, marks: Iterable[Attendance], *, by: Any) -> None:
    """One entry a step, of the session: names and statuses are its details."""
    details = [[mark.participation.person.full_name, mark.status] for mark in marks]
    record(action, by=by, target=session, scope=session.workshop, marks=details)


@transaction.atomic
def record_sheet(
    workshop: Workshop,
    marks: Mapping[tuple[Participation, Session], str],
    *,
    by: Any,
    source: str = AttendanceSource.LIST,
) -> int:
    """A whole table at once: statuses are recorded, "" takes a mark back. Returns how many changed."""
    by_session: dict[Session, dict[Participation, str]] = {}
    changed = 0
    for (participation, session), status in marks.items():
        if status:
            by_session.setdefault(session, {})[participation] = status
        else:
            changed += clear_attendance(session, participation, by=by)
    for session, statuses in by_session.items():
        changed += len(record_attendance(session, statuses, by=by, source=source))
    return changed
