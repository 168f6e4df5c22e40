import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from participants.models import Account, Person
from sdgplatform.audit.models import AuditEntry
from tests.factories.participants import AccountFactory, PersonFactory
from tests.factories.workshops import ParticipationFactory, SessionFactory, WorkshopFactory
from workshops.actions import attendance as actions
from workshops.models import Attendance, Participation, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db: None) -> Account:
    return AccountFactory()


@pytest.fixture
def session(db: None) -> Session:
    return SessionFactory()


@pytest.fixture
def person(session: Session) -> Participation:
    return ParticipationFactory(workshop=session.workshop)


def test_record_attendance_changes_a_mark_and_its_time(session: Session, person: Participation, by: Account):
    actions.record_attendance(session, {person: "PRESENT"}, by=by)
    first = Attendance.objects.get()
    assert actions.record_attendance(session, {person: "PRESENT"}, by=by) == []
    actions.record_attendance(session, {person: "EXCUSED"}, by=by, source="PAPER")
    mark = Attendance.objects.get()
    assert (mark.pk, mark.status, mark.source, mark.recorded_by) == (first.pk, "EXCUSED", "PAPER", by)
    assert mark.recorded_at > first.recorded_at


def test_record_attendance_is_one_entry_in_the_history_with_names(
    session: Session, person: Participation, by: Account
):
    other = ParticipationFactory(workshop=session.workshop)
    actions.record_attendance(session, {person: "PRESENT", other: "ABSENT"}, by=by)
    entry = AuditEntry.objects.get()
    names = [[person.person.full_name, "PRESENT"], [other.person.full_name, "ABSENT"]]
    assert (entry.action, entry.details["marks"]) == ("workshops.attendance.recorded", names)


def test_record_attendance_refuses_breaks_and_strangers(session: Session, person: Participation, by: Account):
    lunch = SessionFactory(workshop=session.workshop, is_break=True, takes_attendance=False)
    with pytest.raises(actions.NotTaken):
        actions.record_attendance(lunch, {person: "PRESENT"}, by=by)
    with pytest.raises(actions.NotTakingPart):
        actions.record_attendance(session, {ParticipationFactory(): "PRESENT"}, by=by)
    with pytest.raises(ValidationError):
        actions.record_attendance(session, {person: "LOST"}, by=by)
    assert Attendance.objects.count() == 0


def test_mark_all_present_passes_over_who_is_in_another_group(
    session: Session, person: Participation, by: Account
):
    parallel = SessionFactory(workshop=session.workshop)
    later = SessionFactory(workshop=session.workshop, starts_at=session.ends_at + timedelta(minutes=1))
    other = ParticipationFactory(workshop=session.workshop)
    actions.record_presence(parallel, person, by=by)
    assert actions.mark_all_present(session, by=by) == 1
    assert session.attendances.get().participation == other
    assert actions.mark_all_present(later, by=by) == 2


def test_clear_attendance_says_whether_there_was_a_mark(session: Session, person: Participation, by: Account):
    actions.record_presence(session, person, by=by)
    assert actions.clear_attendance(session, person, by=by) is True
    assert actions.clear_attendance(session, person, by=by) is False


def test_add_walk_in_twice_adds_one_and_takes_a_cancelled_one_up_again(session: Session, by: Account):
    who = actions.WalkIn("Inés", "Paredes", email="ines@example.org")
    first = actions.add_walk_in(session.workshop, who, by=by, session=session)
    Participation.objects.update(cancelled_at=timezone.now())
    again = actions.add_walk_in(session.workshop, who, by=by, session=session)
    assert (first.pk, again.cancelled_at, Person.objects.filter(given_name="Inés").count()) == (
        again.pk,
        None,
        1,
    )
    assert Attendance.objects.get().status == "PRESENT"


def test_add_walk_in_takes_a_person(session: Session, by: Account):
    person = PersonFactory()
    assert actions.add_walk_in(session.workshop, person, by=by).person == person


def test_attendance_once_per_session_and_person(session: Session, person: Participation):
    Attendance.objects.create(session=session, participation=person, status="PRESENT")
    for broken in ({"status": "PRESENT"}, {"status": "LOST"}, {"status": "ABSENT", "source": "RUMOUR"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(session=session, participation=person, **broken)


def test_participation_constraints_hold_in_the_database(person: Participation, by: Account):
    for broken in ({"is_walk_in": False}, {"cancelled_by": by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.filter(pk=person.pk).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipationFactory(workshop=person.workshop, person=person.person)


@pytest.mark.django_db(transaction=True)
def test_record_attendance_from_two_phones_at_once_is_one_mark():
    by, session = AccountFactory(), SessionFactory(workshop=WorkshopFactory())
    person = ParticipationFactory(workshop=session.workshop)
    barrier, errors = threading.Barrier(2), []

    def tap() -> None:
        try:
            barrier.wait(timeout=10)
            actions.record_presence(session, person, by=by)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    phones = [threading.Thread(target=tap) for _phone in range(2)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join(timeout=20)
    assert (errors, Attendance.objects.count()) == ([], 1)
