import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from participants.models import Account
from sdgplatform.audit.models import AuditEntry
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.models import MailState, QueuedMail
from tests.factories.participants import AccountFactory, NetworkFactory
from tests.factories.workshops import (
    ApplicationFactory,
    ParticipationFactory,
    SessionFactory,
    WorkshopFactory,
)
from workshops.actions import selection
from workshops.actions.applications import withdraw_application
from workshops.models import Application, Attendance, Participation, Workshop

DO = {
    "ACCEPTED": selection.accept_applications,
    "WAITING": selection.put_on_waiting_list,
    "DECLINED": selection.decline_applications,
    "RECEIVED": selection.reopen_applications,
}


@pytest.fixture
def by(db: None) -> Account:
    return AccountFactory()


@pytest.fixture
def workshop(db: None) -> Workshop:
    return WorkshopFactory(state="SELECTION", capacity=2)


def apply(workshop: Workshop, number: int = 1) -> list[Application]:
    return ApplicationFactory.create_batch(number, workshop=workshop)


def states(workshop: Workshop) -> list[tuple[str, int | None]]:
    return list(workshop.applications.order_by("pk").values_list("state", "waiting_position"))


def mails() -> list[tuple[str, str]]:
    return list(QueuedMail.objects.order_by("pk").values_list("kind", "state"))


def send_all() -> None:
    QueuedMail.objects.filter(state="HELD").update(state="SENT", sent_at=timezone.now())


@pytest.mark.parametrize("to_state", DO)
@pytest.mark.parametrize("from_state", ["RECEIVED", "ACCEPTED", "WAITING", "DECLINED"])
def test_decisions_can_be_changed_while_their_mails_wait(
    workshop: Workshop, by: Account, from_state: str, to_state: str
):
    (application,) = apply(workshop)
    DO[from_state](workshop, [application], by=by)
    DO[to_state](workshop, [application], by=by)
    application.refresh_from_db()
    assert application.state == to_state
    assert (application.decided_by == by) is (to_state != "RECEIVED")
    assert application.waiting_position == (1 if to_state == "WAITING" else None)
    assert Participation.objects.taking_part().count() == (to_state == "ACCEPTED")
    waiting = QueuedMail.objects.filter(state="HELD").values_list("kind", flat=True)
    assert list(waiting) == ([] if to_state == "RECEIVED" else [f"application_{to_state.lower()}"])


@pytest.mark.parametrize(
    ("mailed", "then", "allowed"),
    [
        ("ACCEPTED", "WAITING", False),
        ("ACCEPTED", "DECLINED", False),
        ("ACCEPTED", "RECEIVED", False),
        ("WAITING", "ACCEPTED", True),
        ("WAITING", "DECLINED", True),
        ("WAITING", "RECEIVED", False),
        ("DECLINED", "ACCEPTED", True),
        ("DECLINED", "WAITING", True),
        ("DECLINED", "RECEIVED", False),
    ],
)
def test_decisions_after_their_mail_may_only_bring_better_news(
    workshop: Workshop, by: Account, *, mailed: str, then: str, allowed: bool
):
    (application,) = apply(workshop)
    DO[mailed](workshop, [application], by=by)
    send_all()
    if allowed:
        DO[then](workshop, [application], by=by)
    else:
        with pytest.raises(selection.DecisionHasLeft):
            DO[then](workshop, [application], by=by)
    application.refresh_from_db()
    assert application.state == (then if allowed else mailed)


@pytest.mark.parametrize("to_state", DO)
@pytest.mark.parametrize("state", ["UNCONFIRMED", "WITHDRAWN"])
def test_decisions_refuse_what_is_not_open(workshop: Workshop, by: Account, state: str, to_state: str):
    application = ApplicationFactory(workshop=workshop, state=state)
    with pytest.raises(selection.CannotBeDecided):
        DO[to_state](workshop, [application], by=by)


@pytest.mark.parametrize("to_state", DO)
@pytest.mark.parametrize("state", ["DRAFT", "CLOSED", "REPORTED", "CANCELLED"])
def test_decisions_refuse_outside_the_selection(workshop: Workshop, by: Account, state: str, to_state: str):
    applications = apply(workshop)
    Workshop.objects.update(state=state)
    with pytest.raises(selection.SelectionIsOver):
        DO[to_state](workshop, applications, by=by)


def test_accept_applications_makes_participations_with_the_facts(by: Account):
    network = NetworkFactory()
    application = ApplicationFactory(workshop__state="OPEN", network=network)
    selection.accept_applications(application.workshop, [application], by=by)
    participation = Participation.objects.get()
    assert (participation.person, participation.network, participation.application) == (
        application.person,
        network,
        application,
    )
    assert participation.organisation_name == "City government"
    entry = AuditEntry.objects.of(application).get()
    assert (entry.action, entry.actor_id) == ("workshops.application.accepted", str(by.pk))


def test_accept_applications_refuses_more_than_the_places_and_changes_nothing(
    workshop: Workshop, by: Account
):
    with pytest.raises(selection.WorkshopIsFull) as refused:
        selection.accept_applications(workshop, apply(workshop, 3), by=by)
    assert (refused.value.code, refused.value.details) == ("workshop_is_full", {"wanted": 3, "left": 2})
    assert states(workshop) == [("RECEIVED", None)] * 3
    assert (Participation.objects.count(), mails()) == (0, [])


def test_accept_applications_twice_does_it_once(workshop: Workshop, by: Account):
    applications = apply(workshop, 2)
    assert len(selection.accept_applications(workshop, applications, by=by)) == 2
    assert selection.accept_applications(workshop, applications, by=by) == []
    assert mails() == [("application_accepted", "HELD")] * 2


def test_accept_applications_of_another_workshop_does_nothing(workshop: Workshop, by: Account):
    other = ApplicationFactory(workshop__state="SELECTION")
    assert selection.accept_applications(workshop, [other], by=by) == []
    other.refresh_from_db()
    assert other.state == "RECEIVED"


def test_accept_applications_takes_a_cancelled_participation_up_again(workshop: Workshop, by: Account):
    (application,) = apply(workshop)
    selection.accept_applications(workshop, [application], by=by)
    selection.reopen_applications(workshop, [application], by=by)
    first = Participation.objects.get()
    assert (first.cancelled_by, first.cancelled_at is None) == (by, False)
    selection.accept_applications(workshop, [application], by=by)
    assert Participation.objects.get().cancelled_at is None


def test_accept_applications_of_somebody_who_once_came_without(workshop: Workshop, by: Account):
    (application,) = apply(workshop)
    ParticipationFactory(
        workshop=workshop,
        person=application.person,
        is_walk_in=True,
        cancelled_at=timezone.now(),
        cancelled_by=by,
    )
    selection.accept_applications(workshop, [application], by=by)
    taken = Participation.objects.get()
    assert (taken.application, taken.is_walk_in, taken.cancelled_at) == (application, False, None)


def test_accept_applications_refuses_two_of_one_person(workshop: Workshop, by: Account):
    (first,) = apply(workshop)
    second = ApplicationFactory(workshop=workshop, person=first.person)
    with pytest.raises(selection.AlreadyTakesPart):
        selection.accept_applications(workshop, [first, second], by=by)


def test_reopen_applications_refuses_somebody_who_attended(workshop: Workshop, by: Account):
    (application,) = apply(workshop)
    selection.accept_applications(workshop, [application], by=by)
    session = SessionFactory(workshop=workshop)
    Attendance.objects.create(session=session, participation=Participation.objects.get(), status="PRESENT")
    with pytest.raises(selection.HasAttended):
        selection.reopen_applications(workshop, [application], by=by)


def test_decline_applications_tells_the_reason(workshop: Workshop, by: Account):
    (application,) = apply(workshop)
    selection.decline_applications(workshop, [application], by=by, reason="Another city department comes.")
    assert "\n\nAnother city department comes.\n\n" in QueuedMail.objects.get().text
    assert application.transitions.get().reason == "Another city department comes."


def test_promote_next_gives_a_freed_place_to_the_first_in_line(workshop: Workshop, by: Account):
    accepted, waiting = apply(workshop, 2), apply(workshop, 2)
    selection.accept_applications(workshop, accepted, by=by)
    selection.put_on_waiting_list(workshop, waiting, by=by)
    with pytest.raises(selection.WorkshopIsFull):
        selection.promote_next(workshop, by=by)
    send_all()
    withdraw_application(accepted[0], by=None)
    assert selection.promote_next(workshop, by=by).pk == waiting[0].pk
    assert states(workshop) == [("WITHDRAWN", None), ("ACCEPTED", None), ("ACCEPTED", None), ("WAITING", 1)]
    assert mails()[-1] == ("application_promoted", "HELD")


def test_promote_next_refuses_when_nobody_waits(workshop: Workshop, by: Account):
    with pytest.raises(selection.WaitingListIsEmpty):
        selection.promote_next(workshop, by=by)


def test_announce_cancellation_withdraws_and_tells_each_person_once(workshop: Workshop, by: Account):
    accepted, received, declined = apply(workshop, 3)
    selection.accept_applications(workshop, [accepted], by=by)
    selection.decline_applications(workshop, [declined], by=by)
    ParticipationFactory(workshop=workshop, person__email="walk@example.org")
    ParticipationFactory(workshop=workshop)
    assert selection.announce_cancellation(workshop, by=by, reason="Strike") == 3
    assert selection.announce_cancellation(workshop, by=by) == 3
    told = QueuedMail.objects.exclude(state=MailState.CANCELLED)
    assert {mail.to_email for mail in told} == {accepted.email, received.email, "walk@example.org"}
    assert {mail.kind for mail in told} == {"workshop_cancelled"}


@pytest.mark.parametrize("language", ["es", "pt-br", "en", "fr"])
def test_decision_mails_are_written_in_the_language_of_each(
    workshop: Workshop, by: Account, language: str, settings: Any
):
    titles = {"es": "Taller", "pt-br": "Oficina", "en": "Workshop", "fr": "Atelier"}
    Workshop.objects.update(titles=titles)
    (application,) = apply(workshop)
    Application.objects.update(language=language)
    selection.accept_applications(workshop, [application], by=by)
    mail = QueuedMail.objects.get()
    assert mail.language == language
    assert titles[language] in mail.subject
    assert mail.to_email == application.email


def test_application_once_per_place_on_the_waiting_list(workshop: Workshop, by: Account):
    selection.put_on_waiting_list(workshop, apply(workshop, 2), by=by)

    @transaction.atomic
    def put_both_first() -> None:
        Application.objects.update(waiting_position=1)
        connection.check_constraints()

    with pytest.raises(IntegrityError):
        put_both_first()


@pytest.mark.django_db(transaction=True)
def test_accept_applications_by_two_coordinators_at_once_never_exceeds_the_places():
    by, workshop = AccountFactory(), WorkshopFactory(state="SELECTION", capacity=3)
    halves = [apply(workshop, 2), apply(workshop, 2)]
    barrier, outcomes = threading.Barrier(2), []

    def accept(applications: list[Application]) -> None:
        try:
            barrier.wait(timeout=10)
            outcomes.append(len(selection.accept_applications(workshop, applications, by=by)))
        except ActionRefused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[half]) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes, key=str) == [2, "workshop_is_full"]
    assert workshop.participations.taking_part().count() == 2
