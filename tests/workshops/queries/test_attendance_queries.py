from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.workshops import ParticipationFactory, SessionFactory, WorkshopFactory
from workshops.models import Attendance, Participation, Workshop
from workshops.queries.attendance import attendance_by_session, attendance_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return WorkshopFactory()


def mark(session, person, status: str = "PRESENT") -> None:
    Attendance.objects.create(session=session, participation=person, status=status)


def test_attendance_table_has_sessions_in_order_and_people_by_name(workshop: Workshop):
    later = SessionFactory(workshop=workshop, starts_at=workshop.starts_at + timedelta(hours=3))
    first = SessionFactory(workshop=workshop)
    SessionFactory(workshop=workshop, is_break=True, takes_attendance=False)
    zoe = ParticipationFactory(workshop=workshop, person__family_name="Zoe")
    abe = ParticipationFactory(workshop=workshop, person__family_name="Abe")
    mark(later, abe, "ABSENT")
    table = attendance_table(workshop)
    assert list(table.sessions) == [first, later]
    assert [row.participation for row in table.rows] == [abe, zoe]
    assert table.rows[0].marks == [None, "ABSENT"]
    assert (table.rows[0].present, table.rows[0].expected) == (0, 2)


def test_attendance_by_session_adds_up_and_leaves_cancelled_people_out(workshop: Workshop):
    session = SessionFactory(workshop=workshop)
    people = ParticipationFactory.create_batch(5, workshop=workshop)
    for person, status in zip(people, ["PRESENT", "PRESENT", "ABSENT", "EXCUSED"], strict=False):
        mark(session, person, status)
    Participation.objects.filter(pk=people[0].pk).update(cancelled_at=timezone.now())
    (sums,) = attendance_by_session(workshop)
    found = (sums.present, sums.absent, sums.excused, sums.not_recorded, sums.expected, sums.share)
    assert found == (1, 1, 1, 1, 4, 25)


def test_attendance_by_session_expects_a_person_in_one_of_parallel_groups(workshop: Workshop):
    groups = SessionFactory.create_batch(2, workshop=workshop)
    people = ParticipationFactory.create_batch(3, workshop=workshop)
    mark(groups[0], people[0])
    mark(groups[1], people[1])
    mark(groups[1], people[2], "ABSENT")
    sums = attendance_by_session(workshop)
    assert [(one.present, one.expected, one.not_recorded) for one in sums] == [(1, 2, 1), (1, 2, 0)]


def test_attendance_by_session_without_marks_has_no_share(workshop: Workshop):
    SessionFactory(workshop=workshop)
    assert [(one.expected, one.share) for one in attendance_by_session(workshop)] == [(0, None)]


def test_attendance_table_of_an_empty_workshop(workshop: Workshop):
    table = attendance_table(workshop)
    assert (list(table.sessions), list(table.rows)) == ([], [])
