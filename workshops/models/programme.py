from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.models import Person
from sdgplatform.db import ordered_constraint, short_code
from sdgplatform.multilingual import MultilingualField, localize
from workshops.models.workshops import Workshop


class Method(models.Model):
    """A participatory method that a session uses: a vocabulary that organisers may change."""

    code = models.SlugField(max_length=40, unique=True)
    names = MultilingualField(_("name"), max_length=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")

    def __str__(self) -> str:
        return localize(self.names)


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(workshop__in=Workshop.objects.visible_to(user))

    def in_order(self) -> Self:
        return self.order_by("starts_at", "ends_at", "pk")


class Session(models.Model):
    """A block of the programme. Blocks may run at the same time (parallel groups)."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sessions")
    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(max_length=10, blank=True)
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    method = models.ForeignKey(
        Method,
        verbose_name=_("method"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    learning_goal = models.TextField(_("learning goal"), blank=True, max_length=1000)
    trainers = models.ManyToManyField(Person, verbose_name=_("trainers"), related_name="sessions", blank=True)
    room = models.CharField(_("room"), max_length=120, blank=True)
    is_break = models.BooleanField(_("break or meal"), default=False)
    takes_attendance = models.BooleanField(_("attendance is taken"), default=True)
    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text=_("Its times and contents are invented.")
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["workshop", "starts_at"], name="session_in_order")]
        constraints = [
            ordered_constraint(
                "session",
                "starts_at",
                "ends_at",
                strictly=True,
                message=_("A session ends after it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(is_break=True, takes_attendance=True),
                name="session_break_takes_no_attendance",
                violation_error_message=_("Attendance is not taken in a break."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
