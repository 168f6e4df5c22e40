"""Whether the plan can be followed, and whose voice is missing."""

from django.utils.translation import gettext as _

from alignment.analysis.readiness import STEPS, Readiness
from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.links import Links
from alignment.reports.sections import Bar, Column, Section
from alignment.reports.words import READY
from sdgplatform.ui.charts import Segment


def readiness_section(analysis: MatrixAnalysis) -> Section:
    links, found = Links(analysis), analysis.readiness
    rows = found.places if found else ()
    ordered = sorted(rows, key=lambda row: row.value)
    mean = found.mean if found else None
    same = found.comparable if found else None
    return Section(
        key="readiness",
        title=_("Can it be followed?"),
        lead=_("Of each covered target: is there an indicator with all that makes it one?"),
        definition=_(
            "Readiness of a target is the share of five things that its best indicator has: it exists, a "
            "baseline, a milestone, a value to reach, a source with its period. The mean is over the covered "
            "targets. Comparable indicators are the same as one of the United Nations."
        ),
        columns=[
            Column(_("Target"), "place"),
            Column(_("Readiness"), "bar"),
            Column(_("Value"), "number", digits=1),
            Column(_("Indicator"), "content"),
            Column(_("Missing"), "text"),
        ],
        rows=[
            [
                links.place(row.place),
                Bar((Segment(100 * row.value, "b1"),)),
                row.value,
                _indicator(analysis, row.indicator),
                _missing(row),
            ]
            for row in ordered
        ],
        foot=[_("Mean of %(number)d covered targets") % {"number": len(rows)}, None, mean, "", ""]
        if rows
        else (),
        note=_("Indicators comparable with the United Nations' list: %(same)d of %(all)d that cells name.")
        % {"same": same.part, "all": same.whole}
        if same and same.whole
        else _("No cell names an indicator yet."),
        shown=200,
        empty=_("No target is covered yet."),
        axis=_("Readiness, in per cent"),
        language=analysis.matrix.strategy.language,
    )


def _indicator(analysis: MatrixAnalysis, code: str) -> str:
    return f"{code} {analysis.indicator_names.get(code, '')}".strip()


def _missing(row: Readiness) -> str:
    lacking = [str(READY[step]) for step, has in zip(STEPS, row.steps, strict=True) if not has]
    return ", ".join(lacking) or _("nothing")


def voices_section(analysis: MatrixAnalysis) -> Section:
    links, found = Links(analysis), analysis.voices
    covered = found.covered if found else 0
    missing = found.missing if found else ()
    return Section(
        key="voices",
        title=_("Missing voices"),
        lead=_(
            "Targets that the plan serves without anybody from outside the municipality: %(missing)d of "
            "%(covered)d covered ones."
        )
        % {"missing": len(missing), "covered": covered},
        definition=_(
            "A covered target has a voice when an actor that is no municipal unit has a part in it, in a row "
            "that helps it, or in a branch above such a row."
        ),
        columns=[Column(_("Target"), "place"), Column(_("Rows that serve it"), "content")],
        rows=[
            [links.place(code), ", ".join(link.element for link in analysis.table.at[code] if link.score > 0)]
            for code in missing
        ],
        shown=200,
        empty=_("Every covered target has a voice from outside the municipality.")
        if covered
        else _("No target is covered yet."),
    )
