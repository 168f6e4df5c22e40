from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.models import City, Membership, Network
from participants.models.roles import STAFF_ROLES
from sdgplatform.db import choice_constraint
from sdgplatform.multilingual import MultilingualField, localize


class FrameworkVersion(models.Model):
    """A dated list of indicators; the 17 goals and 169 targets are the same in all of them."""

    code = models.CharField(max_length=4, primary_key=True)
    note = models.CharField(max_length=300, blank=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("framework version")
        verbose_name_plural = _("framework versions")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="framework_one_is_current"
            )
        ]

    def __str__(self) -> str:
        return self.code


UNIVERSAL = Q(city__isnull=True, network__isnull=True)


def one_owner_constraint(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(city__isnull=True) | Q(network__isnull=True),
        name=f"{model}_has_one_owner",
        violation_error_message=_("Choose a city or a network, not both."),
    )


def once_per_owner(model: str, field: str) -> list[models.UniqueConstraint]:
    owners = [
        ("framework", [field], UNIVERSAL),
        ("city", ["city", field], Q(city__isnull=False)),
        ("network", ["network", field], Q(network__isnull=False)),
    ]
    return [
        models.UniqueConstraint(
            fields=fields,
            condition=condition,
            name=f"{model}_{field}_once_per_{owner}",
            violation_error_message=_("This is already used."),
        )
        for owner, fields, condition in owners
    ]


class LocallyOwned(models.Model):
    """A goal or target that a city or a network adds to those of the United Nations, which have no owner."""

    city = models.ForeignKey(
        City, verbose_name=_("city"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    network = models.ForeignKey(
        Network, verbose_name=_("network"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_local(self) -> bool:
        return self.city_id is not None or self.network_id is not None


class LocallyOwnedQuerySet(models.QuerySet[Any]):
    def universal(self) -> Self:
        return self.filter(city__isnull=True, network__isnull=True)

    def of_owner(self, *, city: Any, network: Any = None) -> Self:
        """The universal ones and those that this city or network added."""
        mine = Q(city=city)
        if network is not None:
            mine |= Q(network=network)
        return self.filter(mine | Q(city__isnull=True, network__isnull=True))

    def visible_to(self, user: Any) -> Self:
        """Universal ones to everyone; local ones to whoever plans for the city or works in the network.

        Staff of a network see those of its member cities too.
        """
        everyone = Q(city__isnull=True, network__isnull=True)
        if not user.is_authenticated:
            return self.filter(everyone)
        if user.is_superuser:
            return self.all()
        members = Membership.objects.cities_of(user.networks_with_role(*STAFF_ROLES))
        mine = Q(city__in=user.planned_city_ids) | Q(city__in=members) | Q(network__in=user.network_ids)
        return self.filter(everyone | mine)


class GoalQuerySet(LocallyOwnedQuerySet):
    pass


GoalManager = models.Manager.from_queryset(GoalQuerySet)


class UniversalGoalManager(GoalManager):
    def get_queryset(self) -> GoalQuerySet:
        return GoalQuerySet(self.model, using=self._db).universal()


class Pillar(models.TextChoices):
    PEOPLE = "PEOPLE", _("People")
    PROSPERITY = "PROSPERITY", _("Prosperity")
    PLANET = "PLANET", _("Planet")
    PEACE = "PEACE", _("Peace")
    PARTNERSHIP = "PARTNERSHIP", _("Partnership")


class Goal(LocallyOwned):
    """`objects` are the 17; `with_local` also holds those from 18 on that cities and networks added."""

    number = models.PositiveSmallIntegerField()
    titles = MultilingualField(max_length=120)
    labels = MultilingualField(max_length=30, help_text="One or two words, for column heads.")
    colour = models.CharField(max_length=7)
    text_colour = models.CharField(
        max_length=5, help_text="black or white, whichever is readable on the colour."
    )
    pillar = models.CharField(max_length=12, choices=Pillar.choices)

    objects = UniversalGoalManager()
    with_local = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        default_manager_name = "with_local"
        constraints = [
            choice_constraint("goal", "pillar", Pillar),
            one_owner_constraint("goal"),
            *once_per_owner("goal", "number"),
            models.CheckConstraint(
                condition=Q(UNIVERSAL, number__range=(1, 17)) | Q(~UNIVERSAL, number__range=(18, 99)),
                name="goal_local_numbers_begin_at_18",
                violation_error_message=_("Local goals have numbers from 18 to 99."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        return localize(self.titles)

    @property
    def label(self) -> str:
        return localize(self.labels)


class TargetQuerySet(LocallyOwnedQuerySet):
    def in_order(self) -> Self:
        return self.order_by("position", "code")


TargetManager = models.Manager.from_queryset(TargetQuerySet)


class UniversalTargetManager(TargetManager):
    def get_queryset(self) -> TargetQuerySet:
        return TargetQuerySet(self.model, using=self._db).universal()


class TargetKind(models.TextChoices):
    OUTCOME = "OUTCOME", _("Outcome")
    MEANS = "MEANS", _("Means of implementation")


class Target(LocallyOwned):
    """`objects` are the 169; `with_local` also holds those of cities and networks (11.2-CBA1, 18.1)."""

    code = models.CharField(max_length=16)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="targets")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("makes local"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="local_targets",
        help_text="The universal target that a local one brings down to the city.",
    )
    position = models.PositiveSmallIntegerField(
        help_text="Order in the framework; a local target has that of its parent, or 100 times its goal."
    )
    due_year = models.PositiveSmallIntegerField(_("year to reach it"), null=True, blank=True)
    aim = models.CharField(_("value to reach"), max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=TargetKind.choices)
    titles = MultilingualField(max_length=160)

    objects = UniversalTargetManager()
    with_local = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        default_manager_name = "with_local"
        constraints = [
            choice_constraint("target", "kind", TargetKind),
            one_owner_constraint("target"),
            *once_per_owner("target", "code"),
            models.UniqueConstraint(
                fields=["position"], condition=UNIVERSAL, name="target_position_once_in_framework"
            ),
            models.CheckConstraint(
                condition=Q(UNIVERSAL, parent__isnull=True) | ~UNIVERSAL,
                name="target_of_framework_has_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(due_year__isnull=True) | Q(due_year__range=(1990, 2100)),
                name="target_due_year_is_plausible",
                violation_error_message=_("Years lie between 1990 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        return localize(self.titles)


class Indicator(models.Model):
    """An indicator as one framework version lists it; the same code may mean another thing in the next."""

    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="indicators")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    unsd_code = models.CharField(max_length=12, blank=True)
    repeat_group = models.CharField(
        max_length=8, blank=True, help_text="Code of the first of the indicators that it repeats."
    )
    titles = MultilingualField(max_length=120)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="indicator_code_once_per_framework")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        return localize(self.titles)


class Wording(models.Model):
    """Full wording of a goal, target or indicator, loaded by the operator with its source."""

    framework = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="wordings")
    code = models.CharField(max_length=8, help_text="11, 11.2 or 11.2.1")
    language = models.CharField(max_length=10)
    text = models.TextField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code", "language"], name="wording_once_per_code_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.language})"
