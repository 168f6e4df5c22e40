from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def of(self, target: models.Model) -> Self:
        """The history of one record, newest first."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by("-id")

    def under(self, scope: str | models.Value) -> Self:
        """All entries of a larger whole, e.g. everything in one workshop; newest first."""
        return self.filter(scope=scope).order_by("-id")


class AuditEntry(models.Model):
    """One change. Never updated, never deleted by the application."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    action = models.CharField(_("action"), max_length=80)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_text = models.CharField(_("who"), max_length=200, blank=True)
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=40)
    target_text = models.CharField(_("record"), max_length=300)
    scope = models.CharField(max_length=120, blank=True)
    changes: Any = models.JSONField(default=dict)
    details: Any = models.JSONField(default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        indexes = [
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_of_target"),
            models.Index(fields=["scope", "-id"], name="audit_of_scope", condition=~models.Q(scope="")),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_text}"

    @property
    def sentence(self) -> str:
        from sdgplatform.audit.registry import sentence_of  # noqa: PLC0415 (registry is filled by the apps)

        return sentence_of(self)
