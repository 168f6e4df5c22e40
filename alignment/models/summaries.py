"""What a validated matrix adds to the figures of its network, kept beside it so that no cell is read again.

Written in the transaction of the step that validates, withdraws, reopens or supersedes a matrix; see
`alignment.actions.summaries`. Never edited by hand.
"""

from django.db import models
from django.db.models import F, Q

from alignment.models.framework import FrameworkVersion, Goal, Target
from alignment.models.matrices import AlignmentMatrix
from participants.models import City, Network


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
    """One place in the scope of a city: its highest help, highest direct help and highest harm over all its
    matrices that count in the network. `target` is empty in the rows of goals, which hold the highest of
    their targets; a city that scored only goals has no others."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="+")
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="+")
    best = models.SmallIntegerField()
    best_direct = models.SmallIntegerField()
    worst = models.SmallIntegerField()

    class Meta:
        verbose_name = "summary of a place"
        verbose_name_plural = "summaries of places"
        constraints = [
            models.UniqueConstraint(
                fields=["network", "framework", "city", "goal", "target"],
                nulls_distinct=False,
                name="place_summary_once",
            ),
            models.CheckConstraint(
                condition=Q(best__range=(0, 3), best_direct__range=(0, 3), worst__range=(-3, 0))
                & Q(best_direct__lte=F("best")),
                name="place_summary_scores_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city_id}, {self.target_id or self.goal_id}: {self.best}"
