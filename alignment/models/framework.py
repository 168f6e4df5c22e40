from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: Any) -> Self:
        return self.all()


class Pillar(models.TextChoices):
    PEOPLE = "PEOPLE", _("People")
    PROSPERITY = "PROSPERITY", _("Prosperity")
    PLANET = "PLANET", _("Planet")
    PEACE = "PEACE", _("Peace")
    PARTNERSHIP = "PARTNERSHIP", _("Partnership")


class Goal(models.Model):
    number = models.PositiveSmallIntegerField(primary_key=True)
    titles = MultilingualField(max_length=120)
    labels = MultilingualField(max_length=30, help_text="One or two words, for column heads.")
    colour = models.CharField(max_length=7)
    text_colour = models.CharField(
        max_length=5, help_text="black or white, whichever is readable on the colour."
    )
    pillar = models.CharField(max_length=12, choices=Pillar.choices)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [choice_constraint("goal", "pillar", Pillar)]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        return localize(self.titles)

    @property
    def label(self) -> str:
        return localize(self.labels)


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: Any) -> Self:
        return self.all()

    def in_order(self) -> Self:
        return self.order_by("position")


class TargetKind(models.TextChoices):
    OUTCOME = "OUTCOME", _("Outcome")
    MEANS = "MEANS", _("Means of implementation")


class Target(models.Model):
    code = models.CharField(max_length=6, unique=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField(
        unique=True, help_text="Order in the framework: numbers before letters."
    )
    kind = models.CharField(max_length=8, choices=TargetKind.choices)
    titles = MultilingualField(max_length=80)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [choice_constraint("target", "kind", TargetKind)]

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
