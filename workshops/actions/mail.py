"""What coordinators do with the mails of their workshop: the queue's own steps, with their history."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from sdgplatform.audit.recording import record
from sdgplatform.outbox import actions as outbox
from sdgplatform.outbox.models import QueuedMail
from workshops.models import Workshop


@transaction.atomic
def edit_workshop_mail(
    workshop: Workshop, mail: QueuedMail, *, subject: str, text: str, by: Any
) -> QueuedMail:
    before = [mail.subject, mail.text]
    edited = outbox.edit_mail(mail, subject=subject, text=text)
    if [edited.subject, edited.text] != before:
        record("workshops.mail.edited", by=by, target=edited, scope=workshop, before_edit=before)
    return edited


@transaction.atomic
def hold_workshop_mail(workshop: Workshop, mail: QueuedMail, *, by: Any) -> QueuedMail:
    held = outbox.hold_mail(mail)
    record("workshops.mail.held", by=by, target=held, scope=workshop)
    return held


@transaction.atomic
def cancel_workshop_mail(workshop: Workshop, mail: QueuedMail, *, by: Any) -> QueuedMail:
    cancelled = outbox.cancel_mail(mail)
    record("workshops.mail.cancelled", by=by, target=cancelled, scope=workshop)
    return cancelled


@transaction.atomic
def retry_workshop_mail(workshop: Workshop, mail: QueuedMail, *, by: Any) -> QueuedMail:
    retried = outbox.retry_mail(mail)
    record("workshops.mail.retried", by=by, target=retried, scope=workshop)
    return retried


@transaction.atomic
def release_workshop_mails(workshop: Workshop, mails: Iterable[QueuedMail], *, by: Any) -> int:
    """Lets held mails go; one entry in the history says how many."""
    released = outbox.release_mails(mails)
    if released:
        record("workshops.mails.released", by=by, target=workshop, scope=workshop, number=released)
    return released
