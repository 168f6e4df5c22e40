"""Who was in which session: the table of the page and the printed sheet, the sums of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from participants.models import Person
from workshops.models import Attendance, AttendanceStatus, Participation, Session, Workshop


@dataclass(frozen=True)
class AttendanceRow:
    """One participant; `marks` stand in the order of the table's sessions, None is "not recorded"."""

    participation: Participation
    marks: Sequence[Attendance | None]

    @property
    def present(self) -> int:
        return sum(mark is not None and mark.status == AttendanceStatus.PRESENT for mark in self.marks)

    @property
    def recorded(self) -> int:
        return sum(mark is not None for mark in self.marks)


@dataclass(frozen=True)
class AttendanceTable:
    sessions: Sequence[Session]
    rows: Sequence[AttendanceRow]


@dataclass(frozen=True)
class SessionAttendance:
    """Sums of one session; `expected` is everybody who takes part in the workshop."""

    session: Session
    present: int
    absent: int
    excused: int
    expected: int

    @property
    def recorded(self) -> int:
        return self.present + self.absent + self.excused

    @property
    def not_recorded(self) -> int:
        return self.expected - self.recorded

    @property
    def share(self) -> float | None:
        """Percent present of those expected; None while nothing is recorded."""
        return 100 * self.present / self.expected if self.recorded else None


@dataclass(frozen=True)
class CheckInRow:
    participation: Participation
    mark: Attendance | None


def attended_sessions(workshop: Workshop) -> QuerySet[Session]:
    """The blocks in which attendance is taken, in order."""
    return Session.objects.filter(workshop=workshop, takes_attendance=True).in_order()


def participants(workshop: Workshop) -> QuerySet[Participation]:
    return Participation.objects.filter(workshop=workshop).taking_part().with_place().by_name()


def attendance_table(workshop: Workshop) -> AttendanceTable:
    """Persons by sessions, in three queries."""
    sessions = list(attended_sessions(workshop))
    marks = Attendance.objects.filter(session__in=sessions)
    found = {(mark.participation_id, mark.session_id): mark for mark in marks}
    rows = [
        AttendanceRow(one, [found.get((one.pk, session.pk)) for session in sessions])
        for one in participants(workshop)
    ]
    return AttendanceTable(sessions, rows)


def attendance_by_session(workshop: Workshop) -> list[SessionAttendance]:
    """Marks of people who cancelled later are left out, so that the parts add up to `expected`."""
    expected = Participation.objects.filter(workshop=workshop).taking_part().count()
    taking_part = Q(attendances__participation__cancelled_at__isnull=True)

    def marked(status: AttendanceStatus) -> Count:
        return Count("attendances", filter=taking_part & Q(attendances__status=status))

    sessions = attended_sessions(workshop).annotate(
        n_present=marked(AttendanceStatus.PRESENT),
        n_absent=marked(AttendanceStatus.ABSENT),
        n_excused=marked(AttendanceStatus.EXCUSED),
    )
    return [
        SessionAttendance(session, session.n_present, session.n_absent, session.n_excused, expected)
        for session in sessions
    ]


def check_in_rows(session: Session, words: str = "") -> tuple[list[CheckInRow], list[CheckInRow]]:
    """Those without a mark by name, and those with one, last recorded first."""
    people = participants(session.workshop)
    if words:
        people = people.filter(person__in=Person.objects.matching(words))
    marks = {mark.participation_id: mark for mark in session.attendances.order_by("-recorded_at", "-pk")}
    missing = [CheckInRow(one, None) for one in people if one.pk not in marks]
    by_id = {one.pk: one for one in people}
    recorded = [CheckInRow(by_id[pk], mark) for pk, mark in marks.items() if pk in by_id]
    return missing, recorded


def session_in(workshop: Workshop, code: str) -> Session | None:
    return attended_sessions(workshop).filter(code=code).select_related("workshop").first()


def participation_in(workshop: Workshop, code: str) -> Participation | None:
    return participants(workshop).filter(code=code).first()


def own_participation(workshop: Workshop, user: Any) -> Participation | None:
    return participants(workshop).filter(person__account=user).first()
