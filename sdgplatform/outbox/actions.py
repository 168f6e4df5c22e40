"""Into the queue, out of it, and back: every move locks its rows."""

import logging
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.models import MailState, QueuedMail
from sdgplatform.outbox.tasks import send_mail

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
SENDING_LOST_AFTER = timedelta(minutes=5)
MAX_BATCH = 200
SUBJECT_LENGTH = 250


class MailHasLeft(ActionRefused):
    code = "mail_has_left"
    message = _("This mail has already left or was cancelled.")


class MailHasNotFailed(ActionRefused):
    code = "mail_has_not_failed"
    message = _("Only a mail that could not be sent is tried again.")


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
    message: Message, *, by: Any = None, held: bool = False, send_after: datetime | None = None
) -> QueuedMail | None:
    """Put one mail into the queue; None when the same mail (kind, reason, address) is already there.

    `held` mails wait until a person releases them; others are sent right after the transaction.
    """
    queued = queue_mails([message], by=by, held=held, send_after=send_after)
    return queued[0] if queued else None


@transaction.atomic
def queue_mails(
    messages: Iterable[Message], *, by: Any = None, held: bool = False, send_after: datetime | None = None
) -> list[QueuedMail]:
    """The same for many, in two queries. The database passes over what is there already, so two
    people who do the same thing at once queue one mail."""
    state = MailState.HELD if held else MailState.QUEUED
    mails = [_queued_mail(message, state=state, created_by=by, send_after=send_after) for message in messages]
    QueuedMail.objects.bulk_create(mails, ignore_conflicts=True)
    queued = list(QueuedMail.objects.filter(code__in=[mail.code for mail in mails]).order_by("pk"))
    if not held and send_after is None:
        _send_soon(mail.pk for mail in queued)
    return queued


def _queued_mail(message: Message, **fields: Any) -> QueuedMail:
    return QueuedMail(
        kind=message.kind,
        reason=message.reason,
        to_email=message.to_email,
        scope=message.scope,
        to_name=_one_line(message.to_name)[:200],
        language=message.language,
        subject=_one_line(message.subject)[:SUBJECT_LENGTH],
        text=message.text,
        attachments=message.attachments,
        **fields,
    )


def _one_line(text: str) -> str:
    """Header values are one line: a line break in a name would be refused by the mail server's rules."""
    return " ".join(text.split())


def _send_soon(mail_ids: Iterable[int]) -> None:
    """After the commit. When the broker is away the periodic task sends them, so nothing fails here."""
    ids = list(mail_ids)

    def hand_over() -> None:
        for mail_id in ids:
            send_mail.delay(mail_id=mail_id)

    transaction.on_commit(hand_over, robust=True)


@transaction.atomic
def edit_mail(mail: QueuedMail, *, subject: str, text: str) -> QueuedMail:
    """Change the words of a mail that has not left. Raises MailHasLeft."""
    locked = _lock_unsent(mail)
    locked.subject, locked.text = _one_line(subject), text
    locked.full_clean()
    locked.save(update_fields=["subject", "text"])
    return locked


@transaction.atomic
def hold_mail(mail: QueuedMail) -> QueuedMail:
    return _set_state(_lock_unsent(mail), MailState.HELD)


@transaction.atomic
def cancel_mail(mail: QueuedMail) -> QueuedMail:
    return _set_state(_lock_unsent(mail), MailState.CANCELLED)


@transaction.atomic
def retry_mail(mail: QueuedMail) -> QueuedMail:
    """Queue a mail again whose sending was given up. Raises MailHasNotFailed."""
    locked = QueuedMail.objects.select_for_update().get(pk=mail.pk)
    if locked.state != MailState.FAILED:
        raise MailHasNotFailed
    locked.attempts, locked.send_after = 0, None
    locked.save(update_fields=["attempts", "send_after"])
    _send_soon([locked.pk])
    return _set_state(locked, MailState.QUEUED)


@transaction.atomic
def release_mails(mails: Iterable[QueuedMail]) -> int:
    """Let held mails go; those that are no longer held are passed over. Returns how many were released."""
    held = QueuedMail.objects.select_for_update().filter(
        pk__in=[mail.pk for mail in mails], state=MailState.HELD
    )
    ids = list(held.order_by("pk").values_list("pk", flat=True))
    QueuedMail.objects.filter(pk__in=ids).update(state=MailState.QUEUED)
    _send_soon(ids)
    return len(ids)


def withdraw_mails(*reasons: str) -> int:
    """Cancel what is bound to the reasons and has not left; returns how many."""
    return _withdraw(QueuedMail.objects.filter(reason__in=reasons))


def withdraw_mails_in_scope(scope: str) -> int:
    """Cancel everything of one record (a workshop) that has not left; returns how many."""
    return _withdraw(QueuedMail.objects.in_scope(scope))


def _withdraw(mails: QuerySet[QueuedMail]) -> int:
    """A failed mail is withdrawn too: nobody should send it again by hand later."""
    open_states = [MailState.HELD, MailState.QUEUED, MailState.FAILED]
    return mails.filter(state__in=open_states).update(state=MailState.CANCELLED)


def _lock_unsent(mail: QueuedMail) -> QueuedMail:
    locked = QueuedMail.objects.select_for_update().get(pk=mail.pk)
    if locked.state not in (MailState.HELD, MailState.QUEUED):
        raise MailHasLeft
    return locked


def _set_state(locked: QueuedMail, state: MailState) -> QueuedMail:
    locked.state = state
    locked.save(update_fields=["state"])
    return locked


def _due(now: datetime) -> Q:
    """Queued and not before its time, or left behind by a sender that died."""
    ready = Q(state=MailState.QUEUED) & (Q(send_after__isnull=True) | Q(send_after__lte=now))
    return ready | Q(state=MailState.SENDING, claimed_at__lt=now - SENDING_LOST_AFTER)


def _claim(mail_id: int) -> QueuedMail | None:
    """Take the mail for sending; of two senders one gets it."""
    now = timezone.now()
    claimed = QueuedMail.objects.filter(_due(now), pk=mail_id).update(
        state=MailState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return QueuedMail.objects.filter(pk=mail_id, claimed_at=now).first() if claimed else None


def _finish(mail: QueuedMail, **outcome: Any) -> None:
    """Written only by the sender that still holds the claim: a slow one must not overrule its successor."""
    QueuedMail.objects.filter(pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at).update(
        **outcome
    )


def deliver_mail(mail_id: int) -> None:
    """Send one mail that is due. A mail that kills its senders is given up after MAX_ATTEMPTS too."""
    mail = _claim(mail_id)
    if mail is None:
        return
    if mail.attempts > MAX_ATTEMPTS:
        _finish(mail, state=MailState.FAILED)
        return
    try:
        _email(mail).send()
    except Exception as error:
        logger.warning("Mail %s was not sent: %s", mail.code, error)
        state = MailState.FAILED if mail.attempts >= MAX_ATTEMPTS else MailState.QUEUED
        wait = timedelta(minutes=2**mail.attempts)
        _finish(mail, state=state, error=str(error)[:2000], send_after=timezone.now() + wait)
    else:
        _finish(mail, state=MailState.SENT, sent_at=timezone.now(), error="")


def _email(mail: QueuedMail) -> EmailMessage:
    """The Message-ID is the mail's own, so that a repeated delivery is recognised as the same mail."""
    headers = {"Message-ID": f"<{mail.code}@sdg-workshops>", "Content-Language": mail.language}
    to = formataddr((mail.to_name, mail.to_email)) if mail.to_name else mail.to_email
    email = EmailMessage(mail.subject, mail.text, to=[to], headers=headers)
    for name, content_type, content in mail.attachments:
        email.attach(name, b64decode(content), content_type)
    return email


def deliver_waiting_mails() -> None:
    due = QueuedMail.objects.filter(_due(timezone.now())).order_by("pk")
    for mail_id in due.values_list("pk", flat=True)[:MAX_BATCH]:
        deliver_mail(mail_id)
