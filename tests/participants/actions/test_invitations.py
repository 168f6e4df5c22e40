from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from participants.actions.invitations import (
    InvitationHasExpired,
    InvitationIsRevoked,
    InvitationIsUsed,
    InvitationWaits,
    accept_invitation,
    resend_invitation,
    revoke_invitation,
    send_invitation,
)
from participants.models import Invitation, Person, RoleAssignment
from participants.models.roles import InvitationState
from sdgplatform.audit.models import AuditEntry
from sdgplatform.outbox.models import MailState, QueuedMail
from tests.factories.participants import AccountFactory, PersonFactory
from tests.personas import Personas

pytestmark = pytest.mark.django_db


def new(personas: Personas, **fields) -> Invitation:
    given = {"email": "nuria@example.org", "name": "Núria Vidal", "role": "TRAINER", "language": "en"}
    return Invitation(network=personas.network, **{**given, **fields})


@pytest.fixture
def sent(personas: Personas) -> Invitation:
    return send_invitation(new(personas), by=personas["coordinator"])


def test_send_invitation_queues_one_mail_with_the_link(personas: Personas, sent: Invitation, settings):
    mail = QueuedMail.objects.get()
    assert (mail.to_email, mail.to_name, mail.language) == ("nuria@example.org", "Núria Vidal", "en")
    assert mail.subject == f"{personas.network} invites you: Trainer"
    assert f"{settings.SITE_URL}/participants/invitations/{sent.code}/" in mail.text.splitlines()
    assert sent.state == InvitationState.OPEN
    assert AuditEntry.objects.latest("pk").action == "participants.invitation.sent"


def test_history_and_reference_do_not_tell_the_key(sent: Invitation):
    entry = AuditEntry.objects.latest("pk")
    assert sent.code not in f"{entry.target_text} {entry.changes} {entry.details} {sent.reference}"


def test_send_invitation_refuses_a_second_open_one_for_the_same_role(personas: Personas, sent: Invitation):
    with pytest.raises(InvitationWaits):
        send_invitation(new(personas, email="NURIA@example.org"), by=personas["coordinator"])
    send_invitation(new(personas, role="REVIEWER"), by=personas["coordinator"])
    assert QueuedMail.objects.count() == 2


def test_resend_invitation_renews_the_time_and_mails_the_same_link(personas: Personas, sent: Invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    again = resend_invitation(sent, by=personas["coordinator"])
    assert (again.code, again.state) == (sent.code, InvitationState.OPEN)
    mails = QueuedMail.objects.order_by("pk")
    assert [sent.code in mail.text for mail in mails] == [True, True]
    assert AuditEntry.objects.latest("pk").action == "participants.invitation.resent"


def test_resend_invitation_withdraws_the_mail_that_has_not_left(personas: Personas, sent: Invitation):
    resend_invitation(sent, by=personas["coordinator"])
    assert list(QueuedMail.objects.order_by("pk").values_list("state", flat=True)) == [
        MailState.CANCELLED,
        MailState.QUEUED,
    ]


def test_revoke_invitation_withdraws_its_mail_and_closes_the_link(personas: Personas, sent: Invitation):
    revoke_invitation(sent, by=personas["coordinator"])
    assert QueuedMail.objects.get().state == MailState.CANCELLED
    for action in (accept_invitation, resend_invitation, revoke_invitation):
        with pytest.raises(InvitationIsRevoked):
            action(sent, by=AccountFactory())


def test_accept_invitation_gives_the_role_once(personas: Personas, sent: Invitation):
    account = AccountFactory(email="nuria@example.org")
    assignment = accept_invitation(sent, by=account)
    assert accept_invitation(sent, by=account) is None
    assert RoleAssignment.objects.get(person__account=account) == assignment
    assert (assignment.role, assignment.network) == ("TRAINER", personas.network)
    assert account.has_role("TRAINER") is True
    assert (account.person.given_name, account.person.family_name) == ("Núria", "Vidal")
    assert EmailAddress.objects.get(user=account).verified is True
    assert Invitation.objects.get().accepted_by == account


def test_accept_invitation_claims_the_person_of_the_address(personas: Personas, sent: Invitation):
    waiting = PersonFactory(email="nuria@example.org")
    account = AccountFactory(email="nuria@example.org")
    assert accept_invitation(sent, by=account).person == waiting


def test_accept_invitation_by_another_address_proves_nothing_about_it(personas: Personas, sent: Invitation):
    waiting = PersonFactory(email="nuria@example.org")
    account = AccountFactory(email="other@example.org")
    person = accept_invitation(sent, by=account).person
    assert person != waiting
    assert person.email == "other@example.org"
    assert EmailAddress.objects.count() == 0


def test_accept_invitation_leaves_the_role_that_is_there(personas: Personas, sent: Invitation):
    assignment = accept_invitation(sent, by=personas["trainer"])
    assert assignment == RoleAssignment.objects.get(person__account=personas["trainer"])


def test_accept_invitation_is_for_the_first_account_only(personas: Personas, sent: Invitation):
    accept_invitation(sent, by=personas["member"])
    with pytest.raises(InvitationIsUsed):
        accept_invitation(sent, by=personas["viewer"])
    with pytest.raises(InvitationIsUsed):
        revoke_invitation(sent, by=personas["coordinator"])


def test_accept_invitation_refuses_after_its_time(personas: Personas, sent: Invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InvitationHasExpired):
        accept_invitation(sent, by=personas["member"])
    assert Person.objects.filter(account=personas["member"], roles__isnull=False).count() == 0
