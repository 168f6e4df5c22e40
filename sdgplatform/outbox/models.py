from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sdgplatform.db import choice_constraint, short_code


class MailState(models.TextChoices):
    HELD = "HELD", _("Held until released")
    QUEUED = "QUEUED", pgettext_lazy("mail", "Queued")
    SENDING = "SENDING", _("Being sent")
    SENT = "SENT", pgettext_lazy("mail", "Sent")
    CANCELLED = "CANCELLED", pgettext_lazy("mail", "Cancelled")
    FAILED = "FAILED", pgettext_lazy("mail", "Failed")


UNSENT = (MailState.HELD, MailState.QUEUED)


class QueuedMailQuerySet(models.QuerySet["QueuedMail"]):
    def in_scope(self, scope: str | models.Value) -> Self:
        return self.filter(scope=scope)

    def unsent(self) -> Self:
        return self.filter(state__in=UNSENT)


class QueuedMail(models.Model):
    """One message to one address, in the recipient's language.

    `scope` is the record whose page shows it (`workshops.workshop:12`), `reason` what it is bound to:
    when that changes, `withdraw_mails` cancels what has not left. (reason, to_email, kind) is unique
    among the living, so an action done twice queues one mail.
    """

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    kind = models.CharField(max_length=60)
    scope = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=120)
    to_email = models.EmailField(_("to"))
    to_name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    send_after = models.DateTimeField(_("not before"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attachments: Any = models.JSONField(
        default=list, blank=True, help_text="[[name, content type, base64]], small ones only."
    )

    objects = QueuedMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("queued mail")
        verbose_name_plural = _("queued mails")
        constraints = [
            choice_constraint("mail", "state", MailState),
            models.UniqueConstraint(
                fields=["kind", "reason", "to_email"],
                condition=~Q(state="CANCELLED"),
                name="mail_once_per_kind_reason_and_address",
            ),
            models.CheckConstraint(
                condition=Q(state="SENT", sent_at__isnull=False)
                | (~Q(state="SENT") & Q(sent_at__isnull=True)),
                name="mail_sent_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["scope", "-id"], name="mail_of_scope"),
            models.Index(fields=["reason"], name="mail_of_reason"),
            models.Index(fields=["state"], name="mail_unsent", condition=Q(state__in=["QUEUED", "SENDING"])),
        ]

    def __str__(self) -> str:
        return f"{self.subject} -> {self.to_email}"
