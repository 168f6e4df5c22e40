"""What the rows of the plan do: by branch, without a target or with very many, alike, together."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.analysis.breadth import Breadth
from alignment.analysis.roll_up import Rolled
from alignment.analysis.similarity import Pair
from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.links import Links
from alignment.reports.sections import Column, Section
from sdgplatform.ui.texts import number_text

SHOWN_PAIRS = 20


def branches_section(analysis: MatrixAnalysis) -> Section:
    links, rolled = Links(analysis), analysis.roll_up
    inner = [element for element in analysis.elements if element.code in rolled]
    rows = [
        [
            links.element(element.code),
            element.get_level_display(),
            sum(value.helps > 0 for value in places.values()),
            sum(value.hinders > 0 for value in places.values()),
            _signed(places, "helps"),
            _signed(places, "hinders"),
        ]
        for element in inner
        for places in [rolled[element.code]]
    ]
    return Section(
        key="branches",
        title=_("By branch of the plan"),
        lead=_("What the rows below each axis, objective or programme reach together."),
        definition=_(
            "On each target a branch has the highest helping and the highest hindering score of the rows "
            "below it. Both are kept; they are never set off against each other."
        ),
        columns=[
            Column(_("Branch"), "element"),
            Column(_("Level"), "text"),
            Column(_("Targets helped"), "count"),
            Column(_("Targets hindered"), "count"),
            Column(_("Highest help"), "score"),
            Column(_("Highest harm"), "score"),
        ],
        rows=rows,
        empty=_("The plan has no branches: all its rows stand side by side."),
        language=analysis.matrix.strategy.language,
    )


def _signed(places: dict[str, Rolled], side: str) -> int:
    highest = max((getattr(value, side) for value in places.values()), default=0)
    return highest if side == "helps" else -highest


def breadth_section(analysis: MatrixAnalysis) -> Section:
    """Rows to look at first; the file has all of them."""
    links, breadths = Links(analysis), analysis.breadths
    ordered = sorted(
        breadths.elements, key=lambda row: (not (row.is_orphan or row.is_outlier), -row.served.part)
    )
    threshold = breadths.threshold
    return Section(
        key="breadth",
        title=_("Rows without a target, rows with very many"),
        lead=_(
            "Without a target: %(orphans)d. With very many: %(outliers)d. The first may be missing their "
            "links, the others may claim too much."
        )
        % {"orphans": len(breadths.orphans), "outliers": len(breadths.outliers)},
        definition=_(
            "Breadth: targets on which the row has +1 or more, of the targets in scope. Without a target: "
            "breadth 0. Very many: above %(threshold)s, which is the larger of 25 %% and the upper quartile "
            "plus 1.5 times the distance between the quartiles. Density: cells other than 0, %(nonzero)d of "
            "%(possible)d."
        )
        % {
            "threshold": "–" if threshold is None else f"{number_text(100 * threshold, 1)} %",
            "nonzero": breadths.density.part,
            "possible": breadths.density.whole,
        },
        columns=[
            Column(_("Row"), "element"),
            Column(_("To look at"), "text"),
            Column(_("Targets served"), "share"),
            Column(_("Cells assessed"), "count"),
        ],
        rows=[[links.element(row.element), _look(row), row.served, row.assessed] for row in ordered],
        shown=max(10, len(breadths.orphans) + len(breadths.outliers)),
        language=analysis.matrix.strategy.language,
    )


def _look(row: Breadth) -> str:
    if row.is_orphan:
        return _("without a target") if row.assessed else _("not assessed at all")
    return _("very many targets") if row.is_outlier else ""


def alike_section(analysis: MatrixAnalysis) -> Section:
    links, found = Links(analysis), analysis.similarities
    rows = [
        [
            links.element(pair.first),
            links.element(pair.second),
            _("look at both") if pair.is_reported else "",
            pair.value,
            pair.common,
        ]
        for pair in sorted(found.pairs, key=lambda pair: not pair.is_reported)
    ]
    return Section(
        key="similar-rows",
        title=_("Rows that do the same"),
        lead=_alike_lead(len(found.reported)),
        definition=_(
            "Similarity is the cosine of the two rows of scores, from −1 to 1; blank cells count as 0. It is "
            "not defined for a row without any score other than 0 (%(undefined)d rows). A pair is marked "
            "from 0.8 on when it has three targets in common or more. Pairs without a common target are not "
            "listed: their similarity is 0."
        )
        % {"undefined": len(found.undefined)},
        columns=[
            Column(_("Row"), "element"),
            Column(_("Other row"), "element"),
            Column(_("To look at"), "text"),
            Column(_("Similarity"), "number", digits=4),
            Column(_("Targets in common"), "count"),
        ],
        rows=rows,
        shown=max(SHOWN_PAIRS, _reported(found.pairs)),
        empty=_("No two rows have a target in common."),
        language=analysis.matrix.strategy.language,
    )


def _alike_lead(number: int) -> str:
    if not number:
        return _("No two rows are very alike.")
    said = ngettext(
        "%(number)d pair is very alike. Could it be one project, or share a budget?",
        "%(number)d pairs are very alike. Could they be one project, or share a budget?",
        number,
    )
    return said % {"number": number}


def _reported(pairs: tuple[Pair, ...]) -> int:
    return min(sum(pair.is_reported for pair in pairs), 3 * SHOWN_PAIRS)


def redundancy_section(analysis: MatrixAnalysis) -> Section:
    links = Links(analysis)
    found = sorted(analysis.redundancies.items(), key=lambda item: -len(item[1]))
    return Section(
        key="redundancy",
        title=_("Targets that several rows serve strongly"),
        lead=_("Many strong rows on one target: they can join forces, or double the work."),
        definition=_("The number of rows with +2 or more on the target."),
        columns=[
            Column(_("Target"), "place"),
            Column(_("Strong rows"), "count"),
            Column(_("Which"), "content"),
        ],
        rows=[[links.place(code), len(elements), ", ".join(elements)] for code, elements in found],
        shown=SHOWN_PAIRS,
        empty=_("No row has +2 or more yet."),
    )


def together_section(analysis: MatrixAnalysis) -> Section:
    links = Links(analysis)
    return Section(
        key="together",
        title=_("Targets that are served together"),
        lead=_("Pairs of targets that the same rows serve."),
        definition=_("The number of rows with +1 or more on both targets."),
        columns=[
            Column(_("Target"), "place"),
            Column(_("Other target"), "place"),
            Column(_("Rows"), "count"),
        ],
        rows=[
            [links.place(pair.first), links.place(pair.second), pair.elements]
            for pair in analysis.co_occurrences
        ],
        shown=SHOWN_PAIRS,
        empty=_("No row serves two targets yet."),
    )
