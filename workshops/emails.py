"""The mails of applications and selection, each in its recipient's language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from participants.models import Person
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.actions import Message
from sdgplatform.ui.texts import moment_text
from workshops.models import Application, Workshop


def confirmation_message(application: Application) -> Message:
    """Asks the applicant to confirm the address; at most one an hour for each application."""
    hour = timezone.now().strftime("%Y-%m-%dT%H")
    reason = f"confirmation:{application.code}:{hour}"
    return _to_applicant(application, "application_confirm", reason=reason)


def exists_message(application: Application) -> Message:
    """Somebody applied again with this address: the link to what is there, at most once an hour."""
    hour = timezone.now().strftime("%Y-%m-%dT%H")
    return _to_applicant(application, "application_exists", reason=f"exists:{application.code}:{hour}")


def received_message(application: Application) -> Message:
    return _to_applicant(application, "application_received", reason=f"received:{application.code}")


def withdrawn_message(application: Application) -> Message:
    return _to_applicant(application, "application_withdrawn", reason=f"withdrawn:{application.code}")


def decision_message(application: Application, *, reason_given: str = "", promoted: bool = False) -> Message:
    """About the present decision; bound to it, so that another decision withdraws it."""
    kind = "application_promoted" if promoted else f"application_{application.state.lower()}"
    return _to_applicant(application, kind, reason=application.decision_key, reason_given=reason_given)


def cancellation_message(
    workshop: Workshop, *, person: Person | Application, reason_given: str = ""
) -> Message:
    return _message(
        workshop,
        person,
        "workshop_cancelled",
        reason=f"workshop_cancelled:{workshop.pk}",
        context={"reason_given": reason_given},
    )


def _to_applicant(application: Application, kind: str, *, reason: str, **context: Any) -> Message:
    links = {
        "confirm_url": _address("workshops:application_confirm", key=application.key),
        "status_url": _address("workshops:application_status", key=application.key),
    }
    context = {"application": application, **links, **context}
    return _message(application.workshop, application, kind, reason=reason, context=context)


def _message(
    workshop: Workshop,
    recipient: Application | Person,
    kind: str,
    *,
    reason: str,
    context: Mapping[str, Any],
) -> Message:
    language = recipient.language or settings.LANGUAGE_CODE
    with translation.override(language):
        words = {
            "workshop": workshop,
            "starts_text": moment_text(workshop.starts_local, with_zone=True),
            "recipient": recipient,
            "page_url": _address("workshops:workshop_detail", slug=workshop.slug),
            "calendar_url": _address("workshops:workshop_calendar", slug=workshop.slug),
            "site_name": settings.SITE_NAME,
            **context,
        }
        subject = render_to_string(f"workshops/emails/{kind}.subject", words)
        text = render_to_string(f"workshops/emails/{kind}.txt", words)
    return Message(
        kind=kind,
        reason=reason,
        scope=scope_key(workshop),
        to_email=recipient.email,
        to_name=recipient.full_name,
        language=language,
        subject=subject.strip(),
        text=text.strip() + "\n",
    )


def _address(name: str, **kwargs: str) -> str:
    """Absolute, since a mail is read elsewhere; empty while that page is not installed."""
    try:
        return settings.SITE_URL + reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
