"""What a city measures itself: its indicators, their values and the milestones it set."""

from decimal import Decimal
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.models.framework import Indicator
from participants.models import City, Membership
from participants.models.roles import STAFF_ROLES
from sdgplatform.db import choice_constraint

validate_indicator_code = RegexValidator(
    r"^[^\W_][\w.\-]*\Z", _("Only letters, digits, points and hyphens, without spaces.")
)


class CityOwnedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Who plans for the city, and staff of the networks it is a member of today."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        staff = user.networks_with_role(*STAFF_ROLES)
        members = Membership.objects.cities_of(staff)
        return self.filter(Q(city__in=user.planned_city_ids) | Q(city__in=members))


class Direction(models.TextChoices):
    UP = "UP", _("Should rise")
    DOWN = "DOWN", _("Should fall")
    HOLD = "HOLD", _("Should stay")


class Relation(models.TextChoices):
    SAME = "SAME", _("The same as the global indicator")
    PROXY = "PROXY", _("Stands for the global indicator")
    LOCAL = "LOCAL", _("Local only")


class IndicatorKind(models.TextChoices):
    IMPACT = "IMPACT", _("Impact")
    RESULT = "RESULT", _("Result")
    OUTPUT = "OUTPUT", _("Output")
    PROCESS = "PROCESS", _("Process")


class LocalIndicator(models.Model):
    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="indicators"
    )
    code = models.CharField(_("code"), max_length=30, validators=[validate_indicator_code])
    name = models.CharField(_("name"), max_length=300)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction.choices, default=Direction.UP
    )
    un_indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("global indicator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    relation = models.CharField(
        _("relation to it"), max_length=5, choices=Relation.choices, default=Relation.LOCAL
    )
    kind = models.CharField(_("kind"), max_length=7, choices=IndicatorKind.choices, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    periodicity = models.CharField(
        _("how often"), max_length=60, blank=True, help_text=_("Such as yearly or every census.")
    )
    responsible = models.CharField(_("responsible unit"), max_length=200, blank=True)
    disaggregation = models.CharField(_("broken down by"), max_length=200, blank=True)
    method = models.TextField(_("method"), blank=True, max_length=4000)

    objects = CityOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("local indicator")
        verbose_name_plural = _("local indicators")
        ordering = ["city", "code"]
        constraints = [
            choice_constraint("local_indicator", "direction", Direction),
            choice_constraint("local_indicator", "relation", Relation),
            choice_constraint("local_indicator", "kind", IndicatorKind),
            models.UniqueConstraint(
                fields=["city", "code"],
                name="local_indicator_code_once_per_city",
                violation_error_message=_("This code is already used in the city."),
            ),
            models.CheckConstraint(
                condition=Q(relation="LOCAL") | Q(un_indicator__isnull=False),
                name="local_indicator_relation_names_its_indicator",
                violation_error_message=_("Say which global indicator it is or stands for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Measured(models.Model):
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)

    class Meta:
        abstract = True

    @property
    def amount(self) -> Decimal:
        """The value without the zeros at its end that the database adds."""
        return Decimal(format(self.value.normalize(), "f"))


class ObservationStatus(models.TextChoices):
    FINAL = "FINAL", _("Final")
    PROVISIONAL = "PROVISIONAL", _("Provisional")
    ESTIMATED = "ESTIMATED", _("Estimated")


class Observation(Measured):
    indicator = models.ForeignKey(LocalIndicator, on_delete=models.CASCADE, related_name="observations")
    year = models.PositiveSmallIntegerField(_("year"))
    dimensions: Any = models.JSONField(_("broken down by"), default=dict, blank=True)
    status = models.CharField(
        _("status"), max_length=11, choices=ObservationStatus.choices, default=ObservationStatus.FINAL
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of an indicator")
        ordering = ["indicator", "year"]
        constraints = [
            choice_constraint("observation", "status", ObservationStatus),
            models.UniqueConstraint(
                fields=["indicator", "year", "dimensions"],
                name="observation_once_per_year",
                violation_error_message=_("This year is already there."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="observation_year_is_plausible",
                violation_error_message=_("Years lie between 1990 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class MilestoneRole(models.TextChoices):
    BASELINE = "BASELINE", _("Baseline")
    MILESTONE = "MILESTONE", _("Milestone")
    TARGET = "TARGET", _("Target")


class Milestone(Measured):
    """A baseline, a value on the way or the value to reach; one baseline and one target per indicator."""

    indicator = models.ForeignKey(LocalIndicator, on_delete=models.CASCADE, related_name="milestones")
    role = models.CharField(_("role"), max_length=9, choices=MilestoneRole.choices)
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["indicator", "year"]
        constraints = [
            choice_constraint("milestone", "role", MilestoneRole),
            models.UniqueConstraint(
                fields=["indicator", "role"],
                condition=~Q(role="MILESTONE"),
                name="milestone_one_baseline_and_one_target",
            ),
            models.UniqueConstraint(fields=["indicator", "role", "year"], name="milestone_once_per_year"),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="milestone_year_is_plausible",
                violation_error_message=_("Years lie between 1990 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.year}: {self.value}"
