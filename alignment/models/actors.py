"""Who acts on a strategy besides the planner, and what the city may decide itself."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.models.framework import Target
from alignment.models.monitoring import CityOwnedQuerySet
from alignment.models.strategies import StrategyElement
from participants.models import City
from sdgplatform.db import choice_constraint


class ActorKind(models.TextChoices):
    MUNICIPAL_UNIT = "MUNICIPAL_UNIT", _("Municipal unit")
    LOCAL_PUBLIC = "LOCAL_PUBLIC", _("Local public body")
    PROVINCE = "PROVINCE", _("Province or state")
    NATION = "NATION", _("National government")
    ACADEMIA = "ACADEMIA", _("University or research")
    CIVIL_SOCIETY = "CIVIL_SOCIETY", _("Civil society")
    PRIVATE = "PRIVATE", _("Private sector")
    UNION = "UNION", _("Trade union")
    COMMUNITY = "COMMUNITY", _("Community")
    COOPERATION = "COOPERATION", _("International cooperation")
    MEDIA = "MEDIA", _("Media")


class Tier(models.TextChoices):
    LOCAL = "LOCAL", _("Local")
    METROPOLITAN = "METROPOLITAN", _("Metropolitan")
    PROVINCIAL = "PROVINCIAL", _("Provincial")
    NATIONAL = "NATIONAL", _("National")
    INTERNATIONAL = "INTERNATIONAL", _("International")


class Actor(models.Model):
    city = models.ForeignKey(City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="actors")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=14, choices=ActorKind.choices)
    tier = models.CharField(_("level"), max_length=13, choices=Tier.choices, default=Tier.LOCAL)
    influence = models.PositiveSmallIntegerField(
        _("influence"), null=True, blank=True, help_text=_("1 little to 5 decisive")
    )
    interest = models.PositiveSmallIntegerField(
        _("interest"), null=True, blank=True, help_text=_("1 little to 5 vital")
    )
    stance = models.SmallIntegerField(
        _("for or against"), null=True, blank=True, help_text=_("−2 against to +2 in favour")
    )
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("Seen only by those who edit the actors.")
    )

    objects = CityOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["city", "name"]
        constraints = [
            choice_constraint("actor", "kind", ActorKind),
            choice_constraint("actor", "tier", Tier),
            models.UniqueConstraint(
                fields=["city", "name"],
                name="actor_name_once_per_city",
                violation_error_message=_("The city already has an actor of this name."),
            ),
            models.CheckConstraint(
                condition=(Q(influence__isnull=True) | Q(influence__range=(1, 5)))
                & (Q(interest__isnull=True) | Q(interest__range=(1, 5))),
                name="actor_influence_and_interest_1_to_5",
                violation_error_message=_("Influence and interest go from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(stance__isnull=True) | Q(stance__range=(-2, 2)),
                name="actor_stance_minus_2_to_2",
                violation_error_message=_("It goes from −2 against to +2 in favour."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoleOfActor(models.TextChoices):
    RESPONSIBLE = "RESPONSIBLE", _("Responsible")
    ACCOUNTABLE = "ACCOUNTABLE", _("Accountable")
    FUNDER = "FUNDER", _("Funder")
    PARTNER = "PARTNER", _("Partner")
    CONSULTED = "CONSULTED", _("Consulted")
    INFORMED = "INFORMED", _("Informed")
    AFFECTED = "AFFECTED", _("Affected")
    OPPONENT = "OPPONENT", _("Opponent")


class ActorRole(models.Model):
    """What an actor is to one element of a strategy, or to one target in the city."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="roles")
    element = models.ForeignKey(
        StrategyElement, null=True, blank=True, on_delete=models.CASCADE, related_name="actor_roles"
    )
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=11, choices=RoleOfActor.choices)

    class Meta:
        verbose_name = _("role of an actor")
        verbose_name_plural = _("roles of an actor")
        constraints = [
            choice_constraint("actor_role", "role", RoleOfActor),
            models.CheckConstraint(
                condition=Q(element__isnull=True, target__isnull=False)
                | Q(element__isnull=False, target__isnull=True),
                name="actor_role_of_an_element_or_a_target",
            ),
            models.UniqueConstraint(
                fields=["actor", "element", "role"],
                condition=Q(element__isnull=False),
                name="actor_role_once_per_element",
            ),
            models.UniqueConstraint(
                fields=["actor", "target", "role"],
                condition=Q(target__isnull=False),
                name="actor_role_once_per_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_role_display()}"


class Competence(models.Model):
    """How far one tier of government may act on a target in a city. No row: not looked into."""

    DEGREES = [(0, _("None")), (1, _("Promotes or executes")), (2, _("Shared")), (3, _("Own"))]

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="competences")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="+")
    tier = models.CharField(_("level"), max_length=13, choices=Tier.choices, default=Tier.LOCAL)
    degree = models.PositiveSmallIntegerField(_("competence"), choices=DEGREES)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    objects: Any = CityOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints = [
            choice_constraint("competence", "tier", Tier),
            models.UniqueConstraint(
                fields=["city", "target", "tier"], name="competence_once_per_target_and_tier"
            ),
            models.CheckConstraint(condition=Q(degree__range=(0, 3)), name="competence_degree_0_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.target.code}: {self.get_degree_display()}"
