from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.models.framework import Goal, Target
from alignment.models.matrices import AlignmentCell, AlignmentMatrix, MatrixState
from alignment.models.strategies import StrategyElement
from sdgplatform.db import choice_constraint, together_constraint


class MatrixTransition(models.Model):
    """One step in the life of a matrix; the log of its `state`."""

    matrix = models.ForeignKey(AlignmentMatrix, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=18, choices=MatrixState.choices)
    to_state = models.CharField(max_length=18, choices=MatrixState.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            choice_constraint("matrix_transition", "to_state", MatrixState),
            choice_constraint("matrix_transition", "from_state", MatrixState),
        ]
        indexes = [models.Index(fields=["matrix", "-id"], name="transition_of_matrix")]

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"


class SubmittedContent(models.Model):
    """What was handed in with one submission, to tell the reviewer what has changed since."""

    transition = models.OneToOneField(
        MatrixTransition, primary_key=True, on_delete=models.CASCADE, related_name="submitted_content"
    )
    content = models.TextField(help_text="JSON of the exchange format.")

    class Meta:
        verbose_name = _("submitted content")
        verbose_name_plural = _("submitted contents")

    def __str__(self) -> str:
        return str(self.transition_id)


class WarningReason(models.Model):
    """Why the author leaves a warning as it is; asked for each one before the matrix is submitted.

    Without element and place it is the reason for all warnings of its rule that have none of their own.
    It stays when the warning goes, and is there again when the warning returns.
    """

    matrix = models.ForeignKey(AlignmentMatrix, on_delete=models.CASCADE, related_name="warning_reasons")
    rule = models.CharField(max_length=4)
    element = models.ForeignKey(
        StrategyElement, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    place = models.CharField(
        max_length=30, blank=True, help_text="Code of the goal, target or local indicator, if any."
    )
    text = models.TextField(_("reason"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("reason for a warning")
        verbose_name_plural = _("reasons for warnings")
        constraints = [
            models.UniqueConstraint(
                fields=["matrix", "rule", "element", "place"],
                nulls_distinct=False,
                name="warning_reason_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.text[:60]}"


class CellComment(models.Model):
    """A remark of the review, anchored to an element or to one of its cells; resolved before validation."""

    matrix = models.ForeignKey(AlignmentMatrix, on_delete=models.CASCADE, related_name="comments")
    element = models.ForeignKey(
        StrategyElement, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            together_constraint("comment", "resolved_at", "resolved_by"),
            models.CheckConstraint(
                condition=Q(element__isnull=False) | Q(goal__isnull=True, target__isnull=True),
                name="comment_on_a_cell_names_its_element",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CellReading(models.Model):
    """A reviewer has looked at a cell; void as soon as the cell changes."""

    cell = models.ForeignKey(AlignmentCell, on_delete=models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("cell looked at")
        verbose_name_plural = _("cells looked at")
        constraints = [models.UniqueConstraint(fields=["cell", "by"], name="cell_reading_once")]

    def __str__(self) -> str:
        return f"{self.cell_id}: {self.at}"
