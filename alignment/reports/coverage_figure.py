"""The bars of coverage for other documents: the same drawing as on the pages of an analysis."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alignment.analysis.coverage import GoalCoverage
from alignment.analysis.inputs import Share
from alignment.reports.coverage_sections import coverage_bar, coverage_legend
from alignment.reports.figures import bars_svg
from alignment.reports.sections import Column, Ref, Section


@dataclass(frozen=True)
class DrawnGoal:
    """Counts of targets, and how the tile of the goal looks."""

    number: int
    title: str
    targets: int
    covered: int
    strong: int
    colour: str
    text_colour: str


def coverage_figure(goals: Sequence[DrawnGoal], *, title: str, source: str) -> str:
    """SVG; a goal without target in scope says so."""
    section = Section(
        key="coverage",
        title=title,
        lead="",
        definition="",
        columns=[Column(_("Goal"), "place"), Column(_("Targets reached"), "bar"), Column("", "share")],
        rows=[
            [
                Ref(str(goal.number), goal.title),
                coverage_bar(GoalCoverage(goal.number, goal.targets, goal.covered, goal.strong)),
                Share(goal.covered, goal.targets),
            ]
            for goal in goals
        ],
        legend=coverage_legend(),
        axis=_("Share of the targets in scope, in per cent"),
    )
    return bars_svg({goal.number: goal for goal in goals}, section, source)
