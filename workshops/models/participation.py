from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models import City, Network, Person, Profile
from sdgplatform.db import choice_constraint, short_code
from workshops.models.applications import Application
from workshops.models.programme import Session
from workshops.models.workshops import Workshop


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, user: Any) -> Self:
        """The participant, staff at the door and the trainers."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        networks = user.networks_with_role(
            "COORDINATOR", "SELECTION_REVIEWER", "CHECK_IN", "TRAINER", "VIEWER"
        )
        staffed = Workshop.objects.filter(
            Q(workshop_networks__network__in=networks) | Q(workshop_trainers__person__account=user)
        )
        return self.filter(Q(person__account=user) | Q(workshop__in=staffed.values("pk")))

    def taking_part(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def by_name(self) -> Self:
        return self.order_by("person__family_name", "person__given_name", "pk")

    def with_place(self) -> Self:
        return self.select_related("person", "city__country", "network", "profile")


class Participation(models.Model):
    """An accepted person in a workshop, or a walk-in without application."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="participation"
    )
    network = models.ForeignKey(
        Network,
        verbose_name=_("network"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
    )
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
    )
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    is_walk_in = models.BooleanField(_("came without application"), default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "person"], name="participation_once_per_person"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=False) | Q(cancelled_by__isnull=True),
                name="participation_cancelled_by_only_when_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(is_walk_in=True) | Q(application__isnull=False),
                name="participation_has_application_or_walked_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.workshop}"


class AttendanceStatus(models.TextChoices):
    PRESENT = "PRESENT", _("Present")
    ABSENT = "ABSENT", _("Absent")
    EXCUSED = "EXCUSED", _("Excused")


class AttendanceSource(models.TextChoices):
    LIST = "LIST", _("List on screen")
    PAPER = "PAPER", _("Signed sheet")
    IMPORT = "IMPORT", _("Imported")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(participation__in=Participation.objects.visible_to(user).values("pk"))


class Attendance(models.Model):
    """One mark of one person in one session. No row means: not recorded."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="attendances")
    status = models.CharField(_("status"), max_length=8, choices=AttendanceStatus.choices)
    source = models.CharField(max_length=8, choices=AttendanceSource.choices, default=AttendanceSource.LIST)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            choice_constraint("attendance", "status", AttendanceStatus),
            choice_constraint("attendance", "source", AttendanceSource),
            models.UniqueConstraint(
                fields=["session", "participation"], name="attendance_once_per_session_and_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.session_id}: {self.status}"
