"""What changed since the version before, and where groups do not agree."""

from django.utils.translation import gettext as _

from alignment.analysis.agreement import Agreement
from alignment.analysis.change import GoalChange, counts_of
from alignment.analysis.inputs import Share
from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.goal_changes import GoalChanges, compared
from alignment.queries.group_scores import ExerciseScores
from alignment.reports.links import Links
from alignment.reports.sections import Bar, Column, Section
from alignment.reports.words import CHANGES
from sdgplatform.ui.charts import Segment
from sdgplatform.ui.texts import number_text, score_text


def change_sections(analysis: MatrixAnalysis) -> list[Section]:
    before = analysis.previous
    if before is None:
        return []
    title = _("Since version %(version)d, by goal") % {"version": before.matrix.version}
    return [goals_section(analysis, compared(before.table, analysis.table), title=title), _cells(analysis)]


def goals_section(analysis: MatrixAnalysis, changes: GoalChanges, *, title: str) -> Section:
    links, total = Links(analysis), changes.total
    return Section(
        key="change-by-goal",
        title=title,
        lead=_("Coverage went from %(then)s to %(now)s of the targets in scope.")
        % {"then": _of(total.before), "now": _of(total.now)},
        definition=_(
            "Coverage: targets in scope with a helping score, divided by the targets in scope; its change in "
            "percentage points. Intensity: helping scores divided by the highest possible sum. Each version "
            "counts in its own scope; no data where a goal is out of scope in one of them. Bars show the "
            "targets in scope now."
        ),
        columns=[
            Column(_("Goal"), "place"),
            Column(_("Covered targets"), "bar"),
            Column(_("Covered before"), "count"),
            Column(_("Covered now"), "count"),
            Column(_("Targets in scope"), "count"),
            Column(_("Change of coverage, points"), "number", digits=1),
            Column(_("Change of intensity"), "number", digits=4),
        ],
        rows=[[links.goal(goal.number), _bar(goal), *_figures(goal)] for goal in changes.goals],
        foot=[_("All goals"), _bar(total), *_figures(total)],
        legend=[
            ("b1", _("covered before and now")),
            ("b2", _("newly covered")),
            ("b3", _("no longer covered")),
            ("", _("not covered")),
        ],
        axis=_("Share of the targets in scope now, in per cent"),
    )


def _figures(goal: GoalChange) -> list[object]:
    points = None if goal.coverage is None else 100 * goal.coverage
    return [goal.before.part, goal.now.part, goal.now.whole, points, goal.intensity]


def _bar(goal: GoalChange) -> Bar | str:
    whole = goal.now.whole
    if not whole:
        return _("not in scope now")
    pieces = ((goal.kept, "b1"), (goal.gained, "b2"), (goal.lost, "b3"))
    return Bar(tuple(Segment(100 * count / whole, look) for count, look in pieces if count))


def _of(share: Share) -> str:
    return _("%(part)d of %(whole)d") % {"part": share.part, "whole": share.whole}


def _cells(analysis: MatrixAnalysis) -> Section:
    links, counts = Links(analysis), counts_of(analysis.changes)
    said = ", ".join(f"{count} {CHANGES[kind]}" for kind, count in counts.items() if count)
    return Section(
        key="changed-cells",
        title=_("Changed cells"),
        lead=said or _("No cell changed."),
        definition=_(
            "Cells are compared by the codes of row and target. A change from helping to hindering or back "
            "is a change of sign, whatever the numbers."
        ),
        columns=[
            Column(_("Target"), "place"),
            Column(_("Row"), "element"),
            Column(_("Change"), "text"),
            Column(_("Before"), "score"),
            Column(_("Now"), "score"),
        ],
        rows=[
            [
                links.cell(change.element, change.place),
                links.element(change.element),
                str(CHANGES[change.kind]),
                change.before,
                change.after,
            ]
            for change in analysis.changes
        ],
        shown=100,
        empty=_("No cell changed."),
        language=analysis.matrix.strategy.language,
    )


def agreement_sections(analysis: MatrixAnalysis) -> list[Section]:
    """One for each exercise."""
    return [_agreement(analysis, exercise, found) for exercise, found in analysis.agreements]


def _agreement(analysis: MatrixAnalysis, exercise: ExerciseScores, found: Agreement) -> Section:
    links, title = Links(analysis), _("Where groups differ")
    rows = sorted(found.cells, key=lambda cell: -cell.range)
    return Section(
        key=f"agreement-{exercise.code}" if exercise.code else "agreement",
        title=f"{title}: {exercise.title}" if exercise.title else title,
        lead=_agreement_lead(found),
        definition=_(
            "Range: highest minus lowest score of the groups; from 2 on the cell is one to discuss. The "
            "median leaves out groups that did not score the cell. For two groups: kappa with quadratic "
            "weights on −3 to 3; 1 is full agreement, 0 what chance gives."
        ),
        columns=[
            Column(_("Target"), "place"),
            Column(_("Row"), "element"),
            Column(_("To look at"), "text"),
            Column(_("Median"), "number", digits=1),
            Column(_("Range"), "count"),
            Column(_("Scores of the groups"), "text"),
        ],
        rows=[
            [
                links.cell(cell.element, cell.place),
                links.element(cell.element),
                _("discuss") if cell.needs_talk else "",
                cell.median,
                cell.range,
                ", ".join(score_text(score) or "–" for score in cell.scores),
            ]
            for cell in rows
        ],
        shown=100,
        empty=_("No cell was scored by two groups."),
        language=analysis.matrix.strategy.language,
    )


def _agreement_lead(found: Agreement) -> str:
    kappa = _("no data") if found.kappa is None else number_text(found.kappa, 2)
    lead = _(
        "Cells that at least two of %(groups)d groups scored: %(cells)d. Two steps or more apart: %(talk)d."
    ) % {"groups": found.groups, "cells": len(found.cells), "talk": len(found.to_discuss)}
    if found.groups != 2:
        return lead
    return f"{lead} " + _("Weighted kappa: %(kappa)s.") % {"kappa": kappa}
