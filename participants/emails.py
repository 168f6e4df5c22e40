"""Mails of this app, each already in its receiver's language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from participants.models import Invitation
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
