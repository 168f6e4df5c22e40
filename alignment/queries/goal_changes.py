"""Coverage and intensity by goal, then and now: ΔC and ΔI of formula 18."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from alignment.analysis.change import GoalChange, goal_changes, total_change
from alignment.analysis.inputs import Element, Link, Share, Table
from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.changes import Content, Since


@dataclass(frozen=True)
class GoalChanges:
    goals: Sequence[GoalChange]
    total: GoalChange


def changes_by_goal(analysis: MatrixAnalysis, since: Since, base: Content) -> GoalChanges:
    """The version before has a scope of its own; of a submission only the content was kept."""
    before = analysis.previous if since == "version" else None
    return compared(before.table if before else _table(analysis, base), analysis.table)


def compared(before: Table, now: Table) -> GoalChanges:
    return GoalChanges(goal_changes(before, now), total_change(before, now))


def _table(analysis: MatrixAnalysis, content: Content) -> Table:
    level, parents = analysis.matrix.scored_level, {row.get("parent") for row in content.elements.values()}
    elements = [
        Element(
            code, row.get("parent", ""), is_scored=row["level"] == level if level else code not in parents
        )
        for code, row in content.elements.items()
    ]
    links = [
        Link(element, place, row["s"], row.get("kind", "")) for (element, place), row in content.cells.items()
    ]
    return Table(elements, analysis.table.places, links)


def goal_changes_data(changes: GoalChanges | None) -> list[dict[str, Any]]:
    """For file and API: each share with its part and whole; what is undefined is null."""
    return [_data(goal) for goal in changes.goals] if changes else []


def _data(goal: GoalChange) -> dict[str, Any]:
    return {
        "goal": goal.number,
        "coverage_before": _share(goal.before),
        "coverage_now": _share(goal.now),
        "coverage_change": goal.coverage,
        "intensity_before": goal.intensity_before,
        "intensity_now": goal.intensity_now,
        "intensity_change": goal.intensity,
    }


def _share(share: Share) -> dict[str, Any]:
    return {**asdict(share), "value": share.value}
