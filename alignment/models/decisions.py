"""What remains of a cell that was cleared, and what was decided about suggestions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.models.framework import Goal, Target
from alignment.models.matrices import AlignmentMatrix
from alignment.models.strategies import StrategyElement
from sdgplatform.db import choice_constraint


class ClearedCell(models.Model):
    """Tells those who follow a matrix that a cell went back to not assessed; gone when it is scored again."""

    matrix = models.ForeignKey(AlignmentMatrix, on_delete=models.CASCADE, related_name="cleared_cells")
    element = models.ForeignKey(StrategyElement, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveBigIntegerField()
    held: Any = models.JSONField(
        default=dict, blank=True, help_text="All that the cell held: undoing the clearing brings it back."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("cleared cell")
        verbose_name_plural = _("cleared cells")
        constraints = [
            models.UniqueConstraint(
                fields=["matrix", "element", "target"],
                condition=Q(target__isnull=False),
                name="cleared_once_per_target",
            ),
            models.UniqueConstraint(
                fields=["matrix", "element", "goal"],
                condition=Q(goal__isnull=False),
                name="cleared_once_per_goal",
            ),
        ]
        indexes = [models.Index(fields=["matrix", "revision"], name="cleared_since")]

    def __str__(self) -> str:
        return f"{self.element_id} × {self.target_id or self.goal_id}"


class Decision(models.TextChoices):
    ACCEPTED = "ACCEPTED", _("Accepted")
    DISMISSED = "DISMISSED", _("Not fitting")


class SuggestionDecision(models.Model):
    """What a person decided about a suggested target, and the words that had suggested it."""

    matrix = models.ForeignKey(AlignmentMatrix, on_delete=models.CASCADE, related_name="suggestion_decisions")
    element = models.ForeignKey(StrategyElement, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=9, choices=Decision.choices)
    words: Any = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("decision on a suggestion")
        verbose_name_plural = _("decisions on suggestions")
        constraints = [
            choice_constraint("suggestion", "decision", Decision),
            models.UniqueConstraint(
                fields=["matrix", "element", "target"],
                condition=Q(target__isnull=False),
                name="suggestion_decided_once_per_target",
            ),
            models.UniqueConstraint(
                fields=["matrix", "element", "goal"],
                condition=Q(goal__isnull=False),
                name="suggestion_decided_once_per_goal",
            ),
            models.CheckConstraint(
                condition=Q(goal__isnull=True, target__isnull=False)
                | Q(goal__isnull=False, target__isnull=True),
                name="suggestion_of_a_goal_or_a_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element_id} × {self.target_id or self.goal_id}: {self.decision}"
