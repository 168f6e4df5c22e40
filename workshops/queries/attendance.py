"""Who was in which session: the table of the page and the printed sheet, the sums of the report."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from participants.models import Person
from sdgplatform.statements import Given, Statement
from workshops.models import Attendance, AttendanceStatus, Participation, Session, Workshop


@dataclass(frozen=True)
class AttendanceRow:
    """One participant; `marks` are statuses in the order of the table's sessions, None is "not recorded".

    `elsewhere` names the session of the same time in which the person was present, if any.
    """

    participation: Participation
    marks: Sequence[str | None]
    elsewhere: Sequence[Session | None]

    @property
    def present(self) -> int:
        return sum(_is_present(mark) for mark in self.marks)

    @property
    def expected(self) -> int:
        """Sessions that the person could have been in: of parallel ones the one they chose."""
        pairs = zip(self.marks, self.elsewhere, strict=True)
        return sum(mark is not None or elsewhere is None for mark, elsewhere in pairs)


@dataclass(frozen=True)
class AttendanceTable:
    sessions: Sequence[Session]
    rows: Sequence[AttendanceRow]


@dataclass(frozen=True)
class SessionAttendance:
    """Sums of one session; `expected` is everybody who takes part and was not in another group."""

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
    elsewhere: Session | None = None


def attended_sessions(workshop: Workshop) -> QuerySet[Session]:
    """The blocks in which attendance is taken, in order."""
    return Session.objects.filter(workshop=workshop, takes_attendance=True).in_order()


def participants(workshop: Workshop) -> QuerySet[Participation]:
    return Participation.objects.filter(workshop=workshop).taking_part().with_place().by_name()


def attendance_table(workshop: Workshop) -> AttendanceTable:
    """Persons by sessions, in three queries."""
    sessions: list[Session] = _ATTENDED.objects(workshop=workshop.pk)
    found = {(person, session): mark for person, session, mark in _MARKS.rows(workshop=workshop.pk)}
    parallel = [parallel_to(session, sessions) for session in sessions]

    def elsewhere(person: int, others: Sequence[Session]) -> Session | None:
        present = (other for other in others if _is_present(found.get((person, other.pk))))
        return next(present, None)

    rows = [
        AttendanceRow(
            one,
            [found.get((one.pk, session.pk)) for session in sessions],
            [elsewhere(one.pk, others) for others in parallel],
        )
        for one in _PEOPLE.objects(workshop=workshop.pk)
    ]
    return AttendanceTable(sessions, rows)


def _people() -> QuerySet[Participation]:
    """Of the person and the city only the names."""
    rows = Participation.objects.filter(workshop=Given("workshop")).taking_part().by_name()
    own = [field.name for field in Participation._meta.concrete_fields]
    return rows.select_related("person", "city").only(*own, *PERSON_NAMES, "city__name")


PERSON_NAMES = ("person__given_name", "person__family_name")
_PEOPLE = Statement(_people)
_ATTENDED = Statement(
    lambda: Session.objects.filter(workshop=Given("workshop"), takes_attendance=True).in_order()
)
_MARKS = Statement(
    lambda: Attendance.objects.filter(
        session__workshop=Given("workshop"), session__takes_attendance=True
    ).values_list("participation", "session", "status")
)


def _is_present(mark: str | None) -> bool:
    return mark == AttendanceStatus.PRESENT


def attendance_by_session(workshop: Workshop) -> list[SessionAttendance]:
    """From the same rows as the table, so that the parts add up to those expected.

    Whoever was in a block of the same time (another group) is not expected in this one.
    """
    return sums_of(attendance_table(workshop))


def sums_of(table: AttendanceTable) -> list[SessionAttendance]:
    return [_sums(table, place) for place in range(len(table.sessions))]


def _sums(table: AttendanceTable, place: int) -> SessionAttendance:
    marks = [row.marks[place] for row in table.rows]
    counts = Counter(marks)
    elsewhere = sum(row.marks[place] is None and row.elsewhere[place] is not None for row in table.rows)
    return SessionAttendance(
        session=table.sessions[place],
        present=counts[AttendanceStatus.PRESENT],
        absent=counts[AttendanceStatus.ABSENT],
        excused=counts[AttendanceStatus.EXCUSED],
        expected=len(table.rows) - elsewhere,
    )


def parallel_to(session: Session, sessions: Iterable[Session]) -> list[Session]:
    """The other blocks that run at the same time, be it in part."""
    return [
        other
        for other in sessions
        if other.pk != session.pk and other.starts_at < session.ends_at and session.starts_at < other.ends_at
    ]


def present_elsewhere(session: Session) -> dict[int, Session]:
    """Participation id -> the block of the same time in which the person was recorded as present."""
    others = parallel_to(session, attended_sessions(session.workshop))
    marks = Attendance.objects.filter(session__in=others, status=AttendanceStatus.PRESENT)
    return {mark.participation_id: mark.session for mark in marks.select_related("session")}


def check_in_rows(session: Session, words: str = "") -> tuple[list[CheckInRow], list[CheckInRow]]:
    """Those without a mark by name, those who are in another group last; and those with a mark, last
    recorded first."""
    people = participants(session.workshop)
    if words:
        people = people.filter(person__in=Person.objects.matching(words))
    marks = {mark.participation_id: mark for mark in session.attendances.order_by("-recorded_at", "-pk")}
    elsewhere = present_elsewhere(session)
    missing = [CheckInRow(one, None, elsewhere.get(one.pk)) for one in people if one.pk not in marks]
    missing.sort(key=lambda row: row.elsewhere is not None)
    by_id = {one.pk: one for one in people}
    recorded = [CheckInRow(by_id[pk], mark) for pk, mark in marks.items() if pk in by_id]
    return missing, recorded


def session_in(workshop: Workshop, code: str) -> Session | None:
    rows = attended_sessions(workshop).select_related("workshop")
    return rows.filter(code=code).first() if code.isalnum() else None


def participation_in(workshop: Workshop, code: str) -> Participation | None:
    return participants(workshop).filter(code=code).first() if code.isalnum() else None


def own_participation(workshop: Workshop, user: Any) -> Participation | None:
    return participants(workshop).filter(person__account=user).first()
