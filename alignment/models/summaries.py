"""What a validated matrix adds to the figures of its network, kept beside it so that no cell is read again.

Written in the transaction of the step that validates, withdraws, reopens or supersedes a matrix; see
`alignment.actions.summaries`. Never edited by hand.
"""

from django.db import models
from django.db.models import F, Q

from alignment.models.framework import Goal, Target
from alignment.models.matrices import AlignmentMatrix


class MatrixSummary(models.Model):
    """Denominators: the rows and places in scope when the matrix was validated, and the cells assessed."""

    matrix = models.OneToOneField(
        AlignmentMatrix, primary_key=True, on_delete=models.CASCADE, related_name="summary"
    )
    elements = models.PositiveIntegerField()
    places = models.PositiveIntegerField()
    assessed = models.PositiveIntegerField()
    taken_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "summary of a matrix"
        verbose_name_plural = "summaries of matrices"
        constraints = [
            models.CheckConstraint(
                condition=Q(assessed__lte=F("elements") * F("places")), name="summary_assesses_what_is_there"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matrix_id}: {self.assessed}"


class PlaceSummary(models.Model):
    """One place in scope: the highest help, the highest direct help, the highest harm, and how many cells.

    `goal` is always there; `target` is empty in a matrix of goals.
    """

    summary = models.ForeignKey(MatrixSummary, on_delete=models.CASCADE, related_name="place_rows")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="+")
    best = models.SmallIntegerField()
    best_direct = models.SmallIntegerField()
    worst = models.SmallIntegerField()
    assessed = models.PositiveIntegerField()

    class Meta:
        verbose_name = "summary of a place"
        verbose_name_plural = "summaries of places"
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "goal", "target"], nulls_distinct=False, name="place_summary_once"
            ),
            models.CheckConstraint(
                condition=Q(best__range=(0, 3), best_direct__range=(0, 3), worst__range=(-3, 0))
                & Q(best_direct__lte=F("best")),
                name="place_summary_scores_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id or self.goal_id}: {self.best}"
