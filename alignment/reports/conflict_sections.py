"""Where the plan hinders a target, what limits the harm, and where it works against itself."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.links import Links
from alignment.reports.sections import Column, Section

SHOWN_FIRST = 6


def hindering_section(analysis: MatrixAnalysis) -> Section:
    links, conflicts = Links(analysis), analysis.conflicts
    rows = [
        [
            links.cell(link.element, link.place),
            links.element(link.element),
            link.score,
            analysis.mitigations.get((link.element, link.place), ""),
        ]
        for link in conflicts.links
    ]
    return Section(
        key="conflicts",
        title=_("Conflicts"),
        lead=_("Links that hinder a target, strongest first."),
        definition=_("Every cell in scope with a score below 0, with the mitigation that its author wrote."),
        columns=[
            Column(_("Target"), "place"),
            Column(_("Row"), "element"),
            Column(_("Score"), "score"),
            Column(_("Mitigation"), "mark"),
        ],
        rows=rows,
        shown=100,
        empty=_("No link hinders a target. Is that so, or was only help looked for?"),
        language=analysis.matrix.strategy.language,
    )


def brief_conflicts(analysis: MatrixAnalysis) -> Section:
    """The strongest few, on the first page."""
    return replace(hindering_section(analysis), shown=SHOWN_FIRST, half=True, all_in="conflicts")


def contradiction_section(analysis: MatrixAnalysis) -> Section:
    links = Links(analysis)
    return Section(
        key="contradictions",
        title=_("Targets that the plan both helps and hinders"),
        lead=_("The ratio is 1 when help and harm weigh the same, 0 when there is only one of them."),
        definition=_(
            "Help: the sum of the scores above 0 on the target. Harm: the sum of those below 0. Ratio: the "
            "smaller of the two divided by the larger."
        ),
        columns=[
            Column(_("Target"), "place"),
            Column(pgettext("sum of helping scores", "Help"), "count"),
            Column(_("Harm"), "count"),
            Column(_("Ratio"), "number", digits=2),
        ],
        rows=[
            [links.place(row.place), row.helps, row.hinders, row.ratio] for row in analysis.conflicts.places
        ],
        empty=_("No link hinders a target."),
    )
