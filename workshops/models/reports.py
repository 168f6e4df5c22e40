from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sdgplatform.db import short_code
from sdgplatform.jobs.models import Job
from sdgplatform.uploads.models import Upload
from workshops.models.workshops import Workshop


class WorkshopReportQuerySet(models.QuerySet["WorkshopReport"]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        networks = user.networks_with_role("COORDINATOR", "VIEWER", "TRAINER")
        led = Workshop.objects.filter(
            Q(workshop_networks__network__in=networks) | Q(workshop_trainers__person__account=user)
        )
        return self.filter(workshop__in=led.values("pk"))


class WorkshopReport(models.Model):
    """One frozen version of the report in one language: the figures it was made from and its file."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="reports")
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    facts: Any = models.JSONField(help_text="Everything the report says, frozen when it was made.")
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the facts.")
    pdf = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="report")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = WorkshopReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "version"], name="report_version_once_per_workshop")
        ]

    def __str__(self) -> str:
        return f"{self.workshop} v{self.version} ({self.language})"
