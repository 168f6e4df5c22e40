from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants.models.cities import City
from participants.models.networks import ENDS_TOO_EARLY, Dated, DatedQuerySet, Network, date_span
from participants.models.people import Person
from sdgplatform.db import (
    choice_constraint,
    long_code,
    ordered_constraint,
    short_code,
    together_constraint,
)


class Role(models.TextChoices):
    COORDINATOR = "COORDINATOR", _("Coordinator")
    SELECTION_REVIEWER = "SELECTION_REVIEWER", _("Selection reviewer")
    CHECK_IN = "CHECK_IN", _("Check-in helper")
    TRAINER = "TRAINER", pgettext_lazy("role", "Trainer")
    CITY_PLANNER = "CITY_PLANNER", _("City planner")
    REVIEWER = "REVIEWER", _("Reviewer")
    TRANSLATOR = "TRANSLATOR", _("Translator")
    VIEWER = "VIEWER", _("Viewer")


STAFF_ROLES = (Role.COORDINATOR, Role.REVIEWER, Role.TRAINER)  # see the strategies of the network
ROLE_DESCRIPTIONS = {
    Role.COORDINATOR: _(
        "Plans, calls, selects, runs and reports the workshops of the network; hands out roles."
    ),
    Role.SELECTION_REVIEWER: _("Reads and comments the applications; does not decide."),
    Role.CHECK_IN: _("Takes attendance; sees names and cities, nothing else."),
    Role.TRAINER: _("Writes learning modules and their materials; sees the workshops that they teach."),
    Role.CITY_PLANNER: _("Writes the strategies and alignment matrices of their city."),
    Role.REVIEWER: _("Reviews alignment matrices: comments, asks for changes, validates."),
    Role.TRANSLATOR: _("Adds language editions to modules and texts."),
    Role.VIEWER: _("Sees what the network sees, changes nothing."),
}


def city_for_city_planners(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(role="CITY_PLANNER", city__isnull=False)
        | (~Q(role="CITY_PLANNER") & Q(city__isnull=True)),
        name=f"{model}_city_for_city_planners",
        violation_error_message=_("A city planner has a city; the other roles have none."),
    )


class RoleAssignmentQuerySet(DatedQuerySet):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(network__in=user.coordinated_network_ids) | Q(person__account=user))

    def with_place(self) -> Self:
        return self.select_related("person", "network", "city__country", "city__subdivision")


class RoleAssignment(Dated):
    """A person's role in a network, for a span of days; a city planner's is for one city."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="roles"
    )
    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="roles"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    city = models.ForeignKey(
        City, verbose_name=_("city"), null=True, blank=True, on_delete=models.PROTECT, related_name="roles"
    )
    starts_on = models.DateField(
        _("from"),
        default=timezone.localdate,
        null=True,
        blank=True,
        help_text=_("Blank: since always, or not known."),
    )
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day. Blank: without end.")
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            choice_constraint("role_assignment", "role", Role),
            ordered_constraint("role_assignment", "starts_on", "ends_on", message=ENDS_TOO_EARLY),
            city_for_city_planners("role_assignment"),
            ExclusionConstraint(
                name="role_assignment_not_twice_at_once",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("network"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (models.functions.Coalesce("city", 0), RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already has this role in these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.network}"


class InvitationState(models.TextChoices):
    OPEN = "OPEN", _("Waiting for an answer")
    ACCEPTED = "ACCEPTED", pgettext_lazy("invitation", "Accepted")
    REVOKED = "REVOKED", pgettext_lazy("invitation", "Revoked")
    EXPIRED = "EXPIRED", pgettext_lazy("invitation", "Expired")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self if user.is_superuser else self.filter(network__in=user.coordinated_network_ids)

    def open(self) -> Self:
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())

    def with_place(self) -> Self:
        return self.select_related("network", "city__country", "city__subdivision", "invited_by__person")


class Invitation(models.Model):
    """A link by mail that gives its receiver a role once they have signed in or signed up.

    `code` is the key in that link: only the mail has it. Pages name the invitation by `reference`.
    """

    code = models.CharField(max_length=40, unique=True, default=long_code, editable=False)
    reference = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="es")
    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    city = models.ForeignKey(
        City, verbose_name=_("city"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            choice_constraint("invitation", "role", Role),
            together_constraint("invitation", "accepted_at", "accepted_by"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_not_accepted_and_revoked",
            ),
            city_for_city_planners("invitation"),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()}, {self.network})"

    @property
    def state(self) -> str:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.OPEN if self.expires_at > timezone.now() else InvitationState.EXPIRED

    def get_state_display(self) -> str:
        return str(InvitationState(self.state).label)
