from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from tests.factories.participants import PersonFactory
from tests.factories.workshops import ParticipationFactory, SessionFactory, WorkshopFactory
from workshops.actions.programme import (
    NothingToSwap,
    ProgrammeIsFinal,
    SessionHasAttendance,
    add_session,
    change_session,
    remove_session,
    swap_session,
)
from workshops.models import Attendance

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 3, 1, 12, tzinfo=UTC)  # nine in Córdoba


@pytest.fixture
def workshop():
    return WorkshopFactory(starts_at=NINE, ends_at=NINE + timedelta(hours=8))


def block(workshop, start, minutes, title):
    begins = NINE + timedelta(minutes=start)
    return SessionFactory(
        workshop=workshop, title=title, starts_at=begins, ends_at=begins + timedelta(minutes=minutes)
    )


def times(workshop):
    return [
        (session.title, int((session.starts_at - NINE).total_seconds() // 60), session.minutes)
        for session in workshop.sessions.in_order()
    ]


def test_add_session_and_change_it(workshop):
    person = PersonFactory()
    session = add_session(
        workshop,
        {"title": "Apertura", "starts_at": NINE, "ends_at": NINE + timedelta(hours=1)},
        by=None,
        trainers=[person],
    )
    change_session(session, {"room": "Sala"}, by=None, trainers=[])
    session.refresh_from_db()
    assert (session.room, session.trainers.count()) == ("Sala", 0)
    added, changed = list(AuditEntry.objects.under(scope_key(workshop)))[::-1]
    assert added.action == "workshops.session.added"
    assert changed.changes == {"room": ["", "Sala"]}
    assert changed.details["trainers"] == [[person.full_name], []]


def test_change_session_without_trainers_keeps_them(workshop):
    session = block(workshop, 0, 60, "A")
    session.trainers.add(PersonFactory())
    change_session(session, {"room": "Sala"}, by=None)
    assert session.trainers.count() == 1


def test_a_break_takes_no_attendance_whatever_is_said(workshop):
    fields = {"title": "Café", "starts_at": NINE, "ends_at": NINE + timedelta(minutes=15), "is_break": True}
    assert add_session(workshop, {**fields, "takes_attendance": True}, by=None).takes_attendance is False


def test_a_block_that_ends_first_is_refused(workshop):
    fields = {"title": "A", "starts_at": NINE, "ends_at": NINE - timedelta(minutes=1)}
    with pytest.raises(ValidationError) as error:
        add_session(workshop, fields, by=None)
    assert error.value.messages == ["A session ends after it starts."]


@pytest.mark.parametrize("state", ["REPORTED", "CANCELLED"])
def test_the_programme_of_the_past_is_final(state):
    session = SessionFactory(workshop__state=state)
    with pytest.raises(ProgrammeIsFinal):
        add_session(session.workshop, {}, by=None)
    with pytest.raises(ProgrammeIsFinal):
        change_session(session, {}, by=None)
    with pytest.raises(ProgrammeIsFinal):
        remove_session(session, by=None)


def test_remove_session_stays_in_the_history(workshop):
    remove_session(block(workshop, 0, 60, "Apertura"), by=None)
    assert workshop.sessions.count() == 0
    assert AuditEntry.objects.under(scope_key(workshop)).get().target_text == "Apertura"


def test_a_block_with_attendance_stays(workshop):
    session = block(workshop, 0, 60, "A")
    participation = ParticipationFactory(workshop=workshop)
    Attendance.objects.create(session=session, participation=participation, status="PRESENT")
    with pytest.raises(SessionHasAttendance):
        remove_session(session, by=None)


def test_swap_keeps_lengths_the_outer_ends_and_the_gap(workshop):
    first = block(workshop, 0, 45, "A")
    block(workshop, 60, 90, "B")
    swap_session(first, later=True, by=None)
    assert times(workshop) == [("B", 0, 90), ("A", 105, 45)]


def test_swapping_twice_gives_the_same_programme(workshop):
    first = block(workshop, 0, 45, "A")
    block(workshop, 60, 90, "B")
    before = times(workshop)
    moved = swap_session(first, later=True, by=None)
    swap_session(moved, later=False, by=None)
    assert times(workshop) == before


def test_groups_at_the_same_time_move_together(workshop):
    block(workshop, 0, 30, "A")
    group = block(workshop, 30, 60, "B1")
    block(workshop, 30, 60, "B2")
    swap_session(group, later=False, by=None)
    assert times(workshop) == [("B1", 0, 60), ("B2", 0, 60), ("A", 60, 30)]


def test_there_is_nothing_beyond_the_ends_of_the_day(workshop):
    first = block(workshop, 0, 30, "A")
    block(workshop, 24 * 60, 30, "Tomorrow")
    for later in (True, False):
        with pytest.raises(NothingToSwap):
            swap_session(first, later=later, by=None)


def test_blocks_that_overlap_do_not_change_places(workshop):
    first = block(workshop, 0, 60, "A")
    block(workshop, 30, 60, "B")
    with pytest.raises(NothingToSwap):
        swap_session(first, later=True, by=None)
