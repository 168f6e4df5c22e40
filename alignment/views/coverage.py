"""Rows of the coverage page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alignment.checks.codes import goal_of
from alignment.models import AlignmentMatrix, Goal
from alignment.queries.coverage import Coverage, GoalCoverage, Link
from sdgplatform.ui.charts import Segment, stacked_bar
from sdgplatform.ui.parts import Text

# Class -> (its look, letter, words); in the order of the key.
CLASSES: dict[str, tuple[str, str, Text]] = {
    "covered": ("covered", "C", _("covered")),
    "unowned": ("unowned", "R", _("covered, nobody responsible")),
    "weak": ("weak", "W", _("weak, at most +1")),
    "indirect": ("indirect", "I", _("indirect links only")),
    "gap": ("gap", "G", _("gap: assessed, no helping link")),
    "open": ("open", "?", _("not assessed")),
    "national": ("na", "N", _("national level only")),
    "na": ("na", "–", _("not applicable")),
}


@dataclass(frozen=True)
class GoalRow:
    goal: Goal
    figures: GoalCoverage
    bar: Any
    url: str


def goal_rows(matrix: AlignmentMatrix, coverage: Coverage) -> list[GoalRow]:
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    goals = {goal.number: goal for goal in Goal.objects.all()}
    return [
        GoalRow(
            goal=goals[figures.number],
            figures=figures,
            bar=stacked_bar(
                [Segment(figures.strong_share, "b1"), Segment(figures.partial_share, "b2")], size="tall"
            ),
            url=f"{page}?goal={figures.number}",
        )
        for figures in coverage.goals
    ]


def class_key(coverage: Coverage) -> list[tuple[str, str, Text, int]]:
    counts = coverage.class_counts
    return [
        (look, letter, words, counts[name])  # type: ignore[index]
        for name, (look, letter, words) in CLASSES.items()
        if name in counts
    ]


def target_rows(matrix: AlignmentMatrix, coverage: Coverage) -> list[tuple[int, list[Sequence[Any]]]]:
    """Goal -> its targets with class, letter, words and address, for the grid of targets."""
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    rows: dict[int, list[Sequence[Any]]] = {number: [] for number in range(1, 18)}
    for code, name in coverage.classes.items():
        look, letter, words = CLASSES[name]
        rows[goal_of(code)].append((code, look, letter, words, f"{page}?goal={goal_of(code)}"))
    return [(number, targets) for number, targets in rows.items() if targets]


@dataclass(frozen=True)
class HinderingRow:
    link: Link
    title: str
    element: str
    mitigation: str
    url: str


def hindering_rows(matrix: AlignmentMatrix) -> list[HinderingRow]:
    """Every link that hinders, the strongest first, with what limits the harm."""
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    cells = (
        matrix.cells.filter(score__lt=0).select_related("element", "target", "goal").order_by("score", "pk")
    )
    rows = []
    for cell in cells:
        spot: Any = cell.target or cell.goal
        code = cell.target.code if cell.target else str(spot.number)
        rows.append(
            HinderingRow(
                link=Link(cell.element.code, code, cell.score, cell.kind),
                title=spot.title,
                element=cell.element.title,
                mitigation=cell.mitigation,
                url=f"{page}?cell={cell.element.code}:{code}#cell",
            )
        )
    return rows
