"""Mails of this app, each already in its receiver's language."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from participants.models import Account, Invitation, Membership
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.actions import Message


def invitation_mail_reason(invitation: Invitation) -> str:
    """Another one after each sending, so that a link sent again is a new mail."""
    return f"invitation:{invitation.reference}:{invitation.expires_at:%Y%m%d%H%M%S%f}"


def invitation_mail(invitation: Invitation) -> Message:
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "link": settings.SITE_URL + reverse("participants:invitation_accept", args=[invitation.code]),
            "site_name": settings.SITE_NAME,
        }
        return Message(
            kind="participants.invitation",
            reason=invitation_mail_reason(invitation),
            scope=scope_key(invitation.network),
            to_email=invitation.email,
            to_name=invitation.name,
            language=invitation.language,
            subject=render_to_string("participants/emails/invitation.subject", context).strip(),
            text=render_to_string("participants/emails/invitation.txt", context),
        )


def membership_mails(membership: Membership, to: Iterable[Account]) -> Iterator[Message]:
    for account in to:
        language = account.language or settings.LANGUAGE_CODE
        context = {
            "membership": membership,
            "name": account.display_name,
            "link": settings.SITE_URL
            + reverse("participants:network_detail", args=[membership.network.slug]),
            "site_name": settings.SITE_NAME,
        }
        with translation.override(language):
            yield Message(
                kind="participants.membership",
                reason=f"membership:{membership.code}",
                scope=scope_key(membership.network),
                to_email=account.email,
                to_name=account.display_name,
                language=language,
                subject=render_to_string("participants/emails/membership.subject", context).strip(),
                text=render_to_string("participants/emails/membership.txt", context),
            )
