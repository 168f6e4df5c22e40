"""Into the queue, out of it, and back: every move locks its rows."""

import logging
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.models import MailState, QueuedMail
from sdgplatform.outbox.tasks import send_mail

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
SENDING_LOST_AFTER = timedelta(minutes=5)
MAX_BATCH = 200


class MailHasLeft(ActionRefused):
    code = "mail_has_left"
    message = _("This mail has already left or was cancelled.")


@dataclass(frozen=True)
class Message:
    """A mail as an app's `emails.py` builds it: already in the recipient's language."""

    kind: str
    reason: str
    to_email: str
    language: str
    subject: str
    text: str
    to_name: str = ""
    scope: str = ""
    attachments: list[list[str]] = field(default_factory=list)


def queue_mail(
    message: Message, *, by: Any = None, held: bool = False, send_after: Any = None
) -> QueuedMail | None:
    """Put one mail into the queue; None when the same mail (kind, reason, address) is already there.

    `held` mails wait until a person releases them; others are sent right after the transaction.
    """
    mail, created = QueuedMail.objects.get_or_create(
        kind=message.kind,
        reason=message.reason,
        to_email=message.to_email,
        state__in=[state for state in MailState if state != MailState.CANCELLED],
        defaults={
            "state": MailState.HELD if held else MailState.QUEUED,
            "scope": message.scope,
            "to_name": message.to_name[:200],
            "language": message.language,
            "subject": " ".join(message.subject.split())[:250],
            "text": message.text,
            "attachments": message.attachments,
            "created_by": by,
            "send_after": send_after,
        },
    )
    if created and not held and send_after is None:
        send_mail.delay_on_commit(mail_id=mail.pk)
    return mail if created else None


@transaction.atomic
def edit_mail(mail: QueuedMail, *, subject: str, text: str) -> QueuedMail:
    """Change the words of a mail that has not left. Raises MailHasLeft."""
    locked = _lock_unsent(mail)
    locked.subject, locked.text = subject, text
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def hold_mail(mail: QueuedMail) -> QueuedMail:
    locked = _lock_unsent(mail)
    locked.state = MailState.HELD
    locked.save()
    return locked


@transaction.atomic
def cancel_mail(mail: QueuedMail) -> QueuedMail:
    locked = _lock_unsent(mail)
    locked.state = MailState.CANCELLED
    locked.save()
    return locked


@transaction.atomic
def release_mails(mails: Iterable[QueuedMail]) -> int:
    """Let held mails go; those that are no longer held are passed over. Returns how many were released."""
    held = QueuedMail.objects.select_for_update().filter(
        pk__in=[mail.pk for mail in mails], state=MailState.HELD
    )
    ids = list(held.values_list("pk", flat=True))
    QueuedMail.objects.filter(pk__in=ids).update(state=MailState.QUEUED)
    for mail_id in ids:
        send_mail.delay_on_commit(mail_id=mail_id)
    return len(ids)


def withdraw_mails(reason: str) -> int:
    """Cancel what is bound to `reason` and has not left; returns how many."""
    return QueuedMail.objects.unsent().filter(reason=reason).update(state=MailState.CANCELLED)


def _lock_unsent(mail: QueuedMail) -> QueuedMail:
    locked = QueuedMail.objects.select_for_update().get(pk=mail.pk)
    if locked.state not in (MailState.HELD, MailState.QUEUED):
        raise MailHasLeft
    return locked


def _claim(mail_id: int) -> QueuedMail | None:
    """Take the mail for sending; a mail whose sender died is taken again after SENDING_LOST_AFTER."""
    now = timezone.now()
    ready = Q(state=MailState.QUEUED) & (Q(send_after__isnull=True) | Q(send_after__lte=now))
    lost = Q(state=MailState.SENDING, claimed_at__lt=now - SENDING_LOST_AFTER)
    claimed = QueuedMail.objects.filter(ready | lost, pk=mail_id).update(
        state=MailState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return QueuedMail.objects.get(pk=mail_id) if claimed else None


def deliver_mail(mail_id: int) -> None:
    mail = _claim(mail_id)
    if mail is None:
        return
    try:
        _email(mail).send()
    except Exception as error:
        logger.warning("Mail %s was not sent: %s", mail.code, error)
        state = MailState.FAILED if mail.attempts >= MAX_ATTEMPTS else MailState.QUEUED
        wait = timedelta(minutes=2**mail.attempts)
        QueuedMail.objects.filter(pk=mail.pk).update(
            state=state, error=str(error)[:2000], send_after=timezone.now() + wait
        )
    else:
        QueuedMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=timezone.now(), error="")


def _email(mail: QueuedMail) -> EmailMessage:
    """The Message-ID is the mail's own, so that a repeated delivery is recognised as the same mail."""
    to = (
        f'"{mail.to_name}" <{mail.to_email}>'
        if mail.to_name.isprintable() and '"' not in mail.to_name
        else mail.to_email
    )
    headers = {"Message-ID": f"<{mail.code}@sdg-workshops>", "Content-Language": mail.language}
    email = EmailMessage(mail.subject, mail.text, to=[to if mail.to_name else mail.to_email], headers=headers)
    for name, content_type, content in mail.attachments:
        email.attach(name, b64decode(content), content_type)
    return email


def deliver_waiting_mails() -> None:
    now = timezone.now()
    due = Q(state=MailState.QUEUED) & (Q(send_after__isnull=True) | Q(send_after__lte=now))
    lost = Q(state=MailState.SENDING, claimed_at__lt=now - SENDING_LOST_AFTER)
    for mail_id in (
        QueuedMail.objects.filter(due | lost).order_by("pk").values_list("pk", flat=True)[:MAX_BATCH]
    ):
        deliver_mail(mail_id)
