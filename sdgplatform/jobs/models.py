from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sdgplatform.db import choice_constraint, long_code, together_constraint


class JobState(models.TextChoices):
    QUEUED = "QUEUED", pgettext_lazy("job", "Queued")
    RUNNING = "RUNNING", pgettext_lazy("job", "Running")
    DONE = "DONE", pgettext_lazy("job", "Done")
    FAILED = "FAILED", pgettext_lazy("job", "Failed")
    STOPPED = "STOPPED", pgettext_lazy("job", "Stopped")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> Self:
        """A job is seen by who asked for it, and by administrators."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_superuser else self.filter(requested_by=user)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Job(models.Model):
    code = models.CharField(max_length=40, unique=True, default=long_code, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, help_text="What it is about, as app.model:key.")
    title = models.CharField(_("title"), max_length=200)
    arguments: Any = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    steps: Any = models.JSONField(default=list, help_text="[{name, state, done, total}] in order.")
    error = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=10, default="en")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            choice_constraint("job", "state", JobState),
            together_constraint("job", "started_at", "heartbeat_at"),
            models.UniqueConstraint(
                fields=["kind", "subject", "arguments"],
                condition=Q(state__in=["QUEUED", "RUNNING"]),
                name="job_one_open_per_kind_and_subject",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | ~Q(state__in=["QUEUED", "RUNNING"]),
                name="job_open_is_not_finished",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-id"], name="job_of_subject")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def steps_done(self) -> int:
        return sum(step["state"] == "done" for step in self.steps)

    @property
    def percent(self) -> int:
        """Whole percent of the steps done, counting parts of the step in hand."""
        if not self.steps:
            return 0
        parts = sum(
            step["done"] / step["total"]
            for step in self.steps
            if step["state"] == "doing" and step.get("total")
        )
        return round(100 * (self.steps_done + parts) / len(self.steps))
