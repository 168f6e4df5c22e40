"""What one participant needs in the room: now, next, materials, own attendance, own city's matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alignment.models import AlignmentMatrix
from modules.models import Module, PartEdition
from sdgplatform.multilingual import language_codes
from workshops.models import Attendance, Participation, Session, Workshop
from workshops.queries.attendance import parallel_to

NEXT_SHOWN = 3


@dataclass(frozen=True)
class Moment:
    """What runs at a time and what comes after it."""

    now: Session | None
    after: Sequence[Session]


@dataclass(frozen=True)
class OwnMark:
    session: Session
    attendance: Attendance | None


def moment_of(sessions: Sequence[Session], at: datetime) -> Moment:
    """Of parallel blocks the one that began last; breaks count, since people ask when lunch is."""
    running = [session for session in sessions if session.starts_at <= at < session.ends_at]
    coming = [session for session in sessions if session.starts_at > at]
    return Moment(max(running, key=lambda one: one.starts_at, default=None), coming[:NEXT_SHOWN])


def own_sessions(workshop: Workshop) -> list[Session]:
    rows = Session.objects.filter(workshop=workshop).in_order()
    return list(rows.prefetch_related("trainers"))


def own_marks(participation: Participation, sessions: Sequence[Session]) -> list[OwnMark]:
    """Of parallel groups only the one that the person was in, once that is recorded."""
    taken = [session for session in sessions if session.takes_attendance]
    marks = {mark.session_id: mark for mark in participation.attendances.all()}
    return [
        OwnMark(session, marks.get(session.pk))
        for session in taken
        if session.pk in marks or not any(other.pk in marks for other in parallel_to(session, taken))
    ]


def taught_editions(workshop: Workshop, user: Any, language: str) -> list[PartEdition]:
    """The current edition of each part of the modules taught: in the reader's language if there is one,
    else in one of the workshop's, else in any."""
    modules = Module.objects.visible_to(user).filter(workshop_modules__workshop=workshop)
    rows = (
        PartEdition.objects.current()
        .filter(part__module__in=modules)
        .select_related("part__module", "upload")
        .order_by("part__module__workshop_modules__position", "part__position", "part", "pk")
    )
    rank = {
        code: place for place, code in enumerate([language, *workshop.languages, *language_codes()][::-1])
    }
    best: dict[int, PartEdition] = {}
    for edition in rows:
        former = best.get(edition.part_id)
        if former is None or rank.get(edition.language, 0) > rank.get(former.language, 0):
            best[edition.part_id] = edition
    return list(best.values())


def own_matrices(participation: Participation, user: Any) -> list[AlignmentMatrix]:
    """Matrices of the participant's cities that this account may open."""
    cities = {participation.city_id, participation.person.city_id, *user.planned_city_ids} - {None}
    rows = AlignmentMatrix.objects.visible_to(user).filter(strategy__city__in=cities)
    return list(rows.with_strategy().distinct().order_by("strategy__city__name", "-pk")[:3])
