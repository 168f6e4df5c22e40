from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from participants.models import Person
from sdgplatform.audit.models import AuditEntry
from sdgplatform.outbox.models import MailState, QueuedMail
from tests.factories.participants import AccountFactory, CityFactory, PersonFactory
from tests.factories.workshops import ApplicationFactory, ParticipationFactory, WorkshopFactory
from workshops.actions import applications as actions
from workshops.models import Application, ApplicationState, Workshop

pytestmark = pytest.mark.django_db

FACTS = {
    "given_name": "Daniela",
    "family_name": "Iturriaga",
    "language": "es",
    "organisation_name": "Municipalidad",
    "job_title": "Clima",
    "motivation": "Actualizar el plan",
}


@pytest.fixture
def workshop() -> Workshop:
    return WorkshopFactory(state="OPEN", titles={"es": "Taller", "en": "Workshop"})


@pytest.fixture
def submitted(workshop: Workshop) -> Application:
    return actions.submit_application(workshop, FACTS, email="dani@example.org", by=None)


def kinds() -> list[str]:
    return list(QueuedMail.objects.order_by("pk").values_list("kind", flat=True))


def test_submit_application_waits_for_the_address_to_be_confirmed(submitted: Application):
    assert (submitted.state, submitted.person, submitted.confirmed_at) == ("UNCONFIRMED", None, None)
    mail = QueuedMail.objects.get()
    assert (mail.kind, mail.to_email, mail.language) == ("application_confirm", "dani@example.org", "es")
    assert submitted.key in mail.text
    assert AuditEntry.objects.of(submitted).get().action == "workshops.application.sent"


def test_submit_application_twice_keeps_one_with_the_later_words(submitted: Application, workshop: Workshop):
    again = actions.submit_application(
        workshop, {**FACTS, "job_title": "Jefa"}, email="DANI@example.org", by=None
    )
    assert (again.pk, again.job_title, Application.objects.count()) == (submitted.pk, "Jefa", 1)
    assert kinds() == ["application_confirm"]


def test_submit_application_again_after_confirming_sends_the_link_and_changes_nothing(
    submitted: Application, workshop: Workshop
):
    actions.confirm_application(submitted)
    actions.submit_application(workshop, {**FACTS, "job_title": "X"}, email="dani@example.org", by=None)
    assert Application.objects.get().job_title == "Clima"
    assert kinds() == ["application_confirm", "application_received", "application_exists"]


@pytest.mark.parametrize("verified", [True, False])
def test_submit_application_of_a_signed_in_person_confirms_only_a_verified_address(
    workshop: Workshop, verified: bool
):
    account = AccountFactory(email="dani@example.org")
    PersonFactory(account=account)
    EmailAddress.objects.create(user=account, email="Dani@example.org", verified=verified)
    application = actions.submit_application(workshop, FACTS, email="dani@example.org", by=account)
    assert application.state == ("RECEIVED" if verified else "UNCONFIRMED")
    assert (application.person == account.person) is verified


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "DRAFT"},
        {"state": "SELECTION"},
        {"state": "CANCELLED"},
        {"applications_close_at": timezone.now() - timedelta(hours=1)},
        {"applications_open_at": timezone.now() + timedelta(hours=1)},
    ],
)
def test_submit_application_refuses_outside_the_call(changed: dict[str, Any]):
    workshop = WorkshopFactory(**{"state": "OPEN", **changed})
    with pytest.raises(actions.CallIsClosed):
        actions.submit_application(workshop, FACTS, email="dani@example.org", by=None)
    assert (Application.objects.count(), kinds()) == (0, [])


def test_submit_application_checks_every_field(workshop: Workshop):
    with pytest.raises(ValidationError) as refused:
        actions.submit_application(workshop, {"language": "xx"}, email="nobody", by=None)
    wrong = {
        "given_name",
        "family_name",
        "email",
        "language",
        "organisation_name",
        "job_title",
        "motivation",
    }
    assert set(refused.value.message_dict) == wrong


def test_confirm_application_makes_the_person(submitted: Application):
    confirmed = actions.confirm_application(submitted)
    assert confirmed.state == ApplicationState.RECEIVED
    person = Person.objects.get()
    assert (confirmed.person, person.email, person.language) == (person, "dani@example.org", "es")
    assert [step.to_state for step in confirmed.transitions.all()] == ["RECEIVED"]


def test_confirm_application_twice_changes_nothing(submitted: Application):
    first = actions.confirm_application(submitted)
    second = actions.confirm_application(submitted)
    assert (second.confirmed_at, Person.objects.count()) == (first.confirmed_at, 1)
    assert kinds() == ["application_confirm", "application_received"]


def test_confirm_application_takes_the_person_known_by_the_address_and_fills_blanks(
    workshop: Workshop,
):
    city = CityFactory()
    known = PersonFactory(email="Dani@example.org", job_title="Own words")
    application = actions.submit_application(
        workshop, {**FACTS, "city": city}, email="dani@example.org", by=None
    )
    assert actions.confirm_application(application).person == known
    known.refresh_from_db()
    assert (known.job_title, known.city) == ("Own words", city)


def test_confirm_application_passes_over_an_account_that_has_not_verified_the_address(
    submitted: Application,
):
    """Anybody may write a stranger's address into their own record."""
    PersonFactory(email="dani@example.org", account=AccountFactory())
    person = actions.confirm_application(submitted).person
    assert (person.account, Person.objects.count()) == (None, 2)


@pytest.mark.parametrize(("state", "counts"), [("OPEN", True), ("SELECTION", True), ("CLOSED", False)])
def test_confirm_application_counts_until_the_selection_is_over(
    submitted: Application, state: str, counts: bool
):
    Workshop.objects.update(state=state, applications_close_at=timezone.now() - timedelta(minutes=5))
    if counts:
        assert actions.confirm_application(submitted).state == "RECEIVED"
    else:
        with pytest.raises(actions.CallIsClosed):
            actions.confirm_application(submitted)


def test_change_application_until_the_call_closes(submitted: Application):
    changed = actions.change_application(submitted, {"needs": "Vegetarian"}, by=None)
    assert changed.needs == "Vegetarian"
    Workshop.objects.update(state="SELECTION")
    with pytest.raises(actions.CallIsClosed):
        actions.change_application(submitted, {"needs": ""}, by=None)


def test_withdraw_application_and_apply_again(submitted: Application, workshop: Workshop):
    actions.withdraw_application(submitted, by=None)
    with pytest.raises(actions.ApplicationIsWithdrawn):
        actions.change_application(submitted, {"needs": "x"}, by=None)
    with pytest.raises(actions.ApplicationIsWithdrawn):
        actions.confirm_application(submitted)
    again = actions.submit_application(workshop, FACTS, email="dani@example.org", by=None)
    assert (again.pk == submitted.pk, again.state) == (False, "UNCONFIRMED")


def test_withdraw_application_of_an_accepted_person_frees_the_place_and_stops_the_mail():
    application = ApplicationFactory(
        state="ACCEPTED", decided_at=timezone.now(), decided_by=AccountFactory(), workshop__state="SELECTION"
    )
    participation = ParticipationFactory(
        workshop=application.workshop, person=application.person, application=application
    )
    QueuedMail.objects.create(
        kind="application_accepted",
        reason=application.decision_key,
        to_email=application.email,
        language="en",
        subject="s",
        text="t",
        state="HELD",
    )
    actions.withdraw_application(application, by=None, reason="Ill")
    participation.refresh_from_db()
    assert participation.cancelled_at is not None
    assert participation.cancelled_by is None
    assert list(QueuedMail.objects.order_by("pk").values_list("kind", "state")) == [
        ("application_accepted", MailState.CANCELLED),
        ("application_withdrawn", MailState.QUEUED),
    ]
    actions.withdraw_application(application, by=None)
    assert application.transitions.count() == 1


def test_add_application_by_hand_is_received_at_once(workshop: Workshop):
    by = AccountFactory()
    application = actions.add_application(workshop, FACTS, email="dani@example.org", by=by)
    assert (application.state, application.person.email) == ("RECEIVED", "dani@example.org")
    assert QueuedMail.objects.get().state == MailState.HELD
    with pytest.raises(actions.AlreadyApplied):
        actions.add_application(workshop, FACTS, email="dani@example.org", by=by)


def test_note_application_keeps_the_former_note_in_the_history(submitted: Application):
    actions.note_application(submitted, "Strong", by=None)
    actions.note_application(submitted, "Strong", by=None)
    noted = AuditEntry.objects.of(submitted).filter(action="workshops.application.noted")
    assert [entry.details for entry in noted] == [{"team_note": ""}]
