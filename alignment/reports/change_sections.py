"""What changed since the version before, and where groups do not agree."""

from django.utils.translation import gettext as _

from alignment.analysis.change import counts_of, differences
from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.links import Links
from alignment.reports.sections import Column, Section
from alignment.reports.words import CHANGES
from sdgplatform.ui.texts import number_text, score_text


def change_sections(analysis: MatrixAnalysis) -> list[Section]:
    before = analysis.previous
    return [_by_goal(analysis, before), _cells(analysis)] if before else []


def _by_goal(analysis: MatrixAnalysis, before: MatrixAnalysis) -> Section:
    links = Links(analysis)
    deltas = differences(before.intensities.goals, analysis.intensities.goals)
    now, then = analysis.coverage, before.coverage
    counted = {goal.number: goal.covered for goal in then.goals}
    rows = [
        [
            links.goal(goal.number),
            counted.get(goal.number),
            goal.covered,
            goal.targets,
            deltas.get(goal.number),
        ]
        for goal in now.goals
        if goal.targets
    ]
    return Section(
        key="change-by-goal",
        title=_("Since version %(version)d, by goal") % {"version": before.matrix.version},
        lead=_("Coverage went from %(then)s to %(now)s of the targets in scope.")
        % {
            "then": _of(then.covered, then.targets),
            "now": _of(now.covered, now.targets),
        },
        definition=_(
            "Covered targets of both versions, each in its own scope, and the difference of the intensities. "
            "No data where a goal is out of scope in one of them."
        ),
        columns=[
            Column(_("Goal"), "place"),
            Column(_("Covered before"), "count"),
            Column(_("Covered now"), "count"),
            Column(_("Targets in scope"), "count"),
            Column(_("Change of intensity"), "number", digits=4),
        ],
        rows=rows,
        foot=[
            _("All goals"),
            then.covered,
            now.covered,
            now.targets,
            None if now.intensity is None or then.intensity is None else now.intensity - then.intensity,
        ],
    )


def _of(part: int, whole: int) -> str:
    return _("%(part)d of %(whole)d") % {"part": part, "whole": whole}


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


def agreement_section(analysis: MatrixAnalysis) -> Section:
    links, found = Links(analysis), analysis.agreement
    kappa = _("no data") if found.kappa is None else number_text(found.kappa, 2)
    lead = _(
        "Cells that at least two of %(groups)d groups scored: %(cells)d. Two steps or more apart: %(talk)d."
    ) % {
        "cells": len(found.cells),
        "groups": found.groups,
        "talk": len(found.to_discuss),
    }
    if found.groups == 2:
        lead = f"{lead} " + _("Weighted kappa: %(kappa)s.") % {"kappa": kappa}
    rows = sorted(found.cells, key=lambda cell: -cell.range)
    return Section(
        key="agreement",
        title=_("Where groups differ"),
        lead=lead,
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
