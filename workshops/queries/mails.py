"""The mail queue of one workshop."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import MailState, QueuedMail
from workshops.models import Workshop


def mails_of(workshop: Workshop) -> QuerySet[QueuedMail]:
    return QueuedMail.objects.in_scope(scope_key(workshop))


def filtered_mails(workshop: Workshop, wanted: Mapping[str, Any]) -> QuerySet[QueuedMail]:
    rows = mails_of(workshop).defer("attachments")
    if state := wanted.get("state"):
        rows = rows.filter(state=state)
    if kind := wanted.get("kind"):
        rows = rows.filter(kind=kind)
    for word in (wanted.get("q") or "").split()[:8]:
        found = Q(to_name__icontains=word) | Q(to_email__icontains=word) | Q(subject__icontains=word)
        rows = rows.filter(found)
    return rows


def mail_in(workshop: Workshop, code: str) -> QueuedMail | None:
    return mails_of(workshop).filter(code=code).first() if code.isalnum() else None


def held_mails(workshop: Workshop, codes: list[str] | None = None) -> list[QueuedMail]:
    """All that wait to be let go, or of these codes those that do."""
    rows = mails_of(workshop).filter(state=MailState.HELD)
    if codes is not None:
        rows = rows.filter(code__in=[code for code in codes if code.isalnum()])
    return list(rows.order_by("pk"))


def mail_counts(workshop: Workshop) -> dict[str, int]:
    counted = mails_of(workshop).order_by().values_list("state").annotate(Count("pk"))
    return {state.value: 0 for state in MailState} | dict(counted)


def kinds_in(workshop: Workshop) -> list[str]:
    return list(mails_of(workshop).order_by("kind").values_list("kind", flat=True).distinct())
