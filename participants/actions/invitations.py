from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.actions.accounts import ensure_person, forget_person
from participants.actions.records import add_record
from participants.actions.roles import assign_role, require_member
from participants.emails import invitation_mail, invitation_mail_reason
from participants.models import Account, Invitation, Network, RoleAssignment
from participants.models.roles import InvitationState
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.actions import queue_mail, withdraw_mails

LIFETIME = timedelta(days=30)


class InvitationWaits(ActionRefused):
    code = "invitation_waits"
    message = _("This address already has an open invitation for this role. Send that one again.")


class InvitationIsUsed(ActionRefused):
    code = "invitation_is_used"
    message = _("This invitation has already been accepted.")


class InvitationIsRevoked(ActionRefused):
    code = "invitation_is_revoked"
    message = _("This invitation was revoked. Ask the network for a new one.")


class InvitationHasExpired(ActionRefused):
    code = "invitation_has_expired"
    message = _("This invitation has expired. Ask the network for a new one.")


REFUSALS = {
    InvitationState.ACCEPTED: InvitationIsUsed,
    InvitationState.REVOKED: InvitationIsRevoked,
    InvitationState.EXPIRED: InvitationHasExpired,
}


@transaction.atomic
def send_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Save the invitation and queue its mail, in the invited person's language.

    Raises InvitationWaits, CityIsNoMember.
    """
    require_member(invitation.city, invitation.network)
    network = Network.objects.select_for_update().get(pk=invitation.network_id)
    same = Invitation.objects.open().filter(
        network=network, email__iexact=invitation.email, role=invitation.role, city=invitation.city
    )
    if same.exists():
        raise InvitationWaits
    invitation.invited_by = by
    invitation.expires_at = timezone.now() + LIFETIME
    add_record(invitation, by=by, action="participants.invitation.sent", scope=network)
    queue_mail(invitation_mail(invitation), by=by)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Mail the same link again, with its full time to live. Raises InvitationIsUsed, InvitationIsRevoked."""
    locked = _lock(invitation)
    _refuse(locked, but=InvitationState.EXPIRED)
    withdraw_mails(invitation_mail_reason(locked))
    locked.expires_at = timezone.now() + LIFETIME
    locked.full_clean()
    locked.save()
    record("participants.invitation.resent", by=by, target=locked, scope=locked.network)
    queue_mail(invitation_mail(locked), by=by)
    return locked


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Make the link useless and hold back its mail. Raises InvitationIsUsed, InvitationIsRevoked."""
    locked = _lock(invitation)
    _refuse(locked, but=InvitationState.EXPIRED)
    locked.revoked_at = timezone.now()
    locked.full_clean()
    locked.save()
    withdraw_mails(invitation_mail_reason(locked))
    record("participants.invitation.revoked", by=by, target=locked, scope=locked.network)
    return locked


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Account) -> RoleAssignment | None:
    """Give the role to the person behind the account; a second call by the same account does nothing.

    Raises InvitationIsUsed, InvitationIsRevoked, InvitationHasExpired, CityIsNoMember.
    """
    locked = _lock(invitation)
    if locked.accepted_by_id == by.pk:
        return None
    _refuse(locked)
    verify_address(by, locked.email)
    person = ensure_person(by, name=locked.name)
    locked.accepted_at, locked.accepted_by = timezone.now(), by
    locked.full_clean()
    locked.save()
    record("participants.invitation.accepted", by=by, target=locked, scope=locked.network)
    held = RoleAssignment.objects.filter(
        person=person, network=locked.network_id, role=locked.role, city=locked.city_id
    ).in_force()
    assignment = held.first() or assign_role(
        RoleAssignment(person=person, network=locked.network, role=locked.role, city=locked.city), by=by
    )
    forget_person(by)
    return assignment


def verify_address(account: Account, email: str) -> None:
    """The link came by mail to this address, so whoever holds it and signs in with it has proved it."""
    if account.email.lower() != email.lower():
        return
    address, _made = EmailAddress.objects.get_or_create(
        user=account, email=account.email, defaults={"primary": True}
    )
    if not address.verified and address.can_set_verified():
        address.verified = True
        address.save(update_fields=["verified"])


def _lock(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("network", "city")
    return rows.get(pk=invitation.pk)


def _refuse(invitation: Invitation, *, but: InvitationState = InvitationState.OPEN) -> None:
    state = InvitationState(invitation.state)
    if state not in (InvitationState.OPEN, but):
        raise REFUSALS[state]
