"""What the plan reaches: by goal, stricter counts, by target, balance."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from alignment.analysis.coverage import GoalCoverage
from alignment.analysis.inputs import Share
from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.links import Links
from alignment.reports.sections import Bar, Column, Section
from alignment.reports.words import CLASSES
from sdgplatform.ui.charts import Segment
from sdgplatform.ui.texts import number_text


def goals_section(analysis: MatrixAnalysis) -> Section:
    coverage, links = analysis.coverage, Links(analysis)
    rows = [_goal_row(goal, links) for goal in coverage.goals]
    strict = [
        Share(coverage.strong, coverage.targets),
        Share(coverage.direct, coverage.targets),
        coverage.outcomes,
    ]
    share = Share(coverage.covered, coverage.targets)
    assessed = Share(coverage.assessed, coverage.possible)
    return Section(
        key="coverage",
        title=_("Coverage and intensity by goal"),
        lead=_(
            "Coverage counts targets reached by at least one row. Intensity is the mean helping score, from "
            "0 to 1, over all rows and targets in scope."
        ),
        definition=_(
            "A target is covered when at least one scored row has +1 or more on it. Share: covered targets "
            "of the targets in scope. Strong: +2 or more. Direct: a helping link of the kind direct. "
            "Outcome: only targets that are no means of implementation. Intensity: the sum of the helping "
            "scores, divided by 3, by the rows and by the targets in scope. Blank cells add nothing, and "
            "neither do hindering ones."
        ),
        columns=[
            Column(_("Goal"), "place"),
            Column(_("Targets reached"), "bar"),
            Column(_("Reached"), "share"),
            Column(_("Strong"), "share", in_file_only=True),
            Column(_("Direct"), "share", in_file_only=True),
            Column(_("Outcome"), "share", in_file_only=True),
            Column(_("Hindered"), "count"),
            Column(_("Assessed"), "share", in_file_only=True),
            Column(_("Intensity"), "number", digits=3),
        ],
        rows=rows,
        foot=[_("All goals"), None, share, *strict, len(_hindered(analysis)), assessed, coverage.intensity],
        legend=coverage_legend(),
        axis=_("Share of the targets in scope, in per cent"),
        note=_(
            "Most plans of cities reach much of goals 4 and 11 and little of goals 15 and 17, where other "
            "levels of government act. A low share is a finding, not a failure."
        ),
    )


def coverage_legend() -> list[tuple[str, str]]:
    return [("b1", _("strong, +2 or +3")), ("b2", _("partial, +1")), ("", _("not reached"))]


def coverage_bar(goal: GoalCoverage) -> Bar | str:
    if not goal.targets:
        return _("Not applicable: no target in scope")
    return Bar((Segment(goal.strong_share, "b1"), Segment(goal.partial_share, "b2")))


def _goal_row(goal: GoalCoverage, links: Links) -> Sequence[object]:
    if not goal.targets:
        return [links.goal(goal.number), coverage_bar(goal), *[None] * 6, ""]
    return [
        links.goal(goal.number),
        coverage_bar(goal),
        Share(goal.covered, goal.targets),
        Share(goal.strong, goal.targets),
        Share(goal.direct, goal.targets),
        goal.outcomes,
        goal.hindered,
        Share(goal.assessed, goal.targets * len(links.analysis.table.scored)),
        goal.intensity if links.analysis.table.scored else None,
    ]


def _hindered(analysis: MatrixAnalysis) -> set[str]:
    return {link.place for link in analysis.coverage.hindering}


def strict_section(analysis: MatrixAnalysis) -> Section:
    """The same count by stricter rules."""
    coverage = analysis.coverage
    counts = [
        (_("any helping link, +1 to +3"), Share(coverage.covered, coverage.targets)),
        (_("strong only, +2 or +3"), Share(coverage.strong, coverage.targets)),
        (_("direct links only"), Share(coverage.direct, coverage.targets)),
        (_("outcome targets only"), coverage.outcomes),
    ]
    return Section(
        key="stricter",
        title=_("By stricter counts"),
        lead=_("What counts as reached changes every percentage."),
        definition=_(
            "Each line counts the covered targets by another rule. Outcome targets are those with a number "
            "in goals 1 to 16; the others are means of implementation."
        ),
        columns=[Column(_("Counted"), "text"), Column(_("Share"), "bar"), Column(_("Reached"), "share")],
        rows=[[words, Bar((Segment(share.percent or 0, "b1"),)), share] for words, share in counts],
        axis=_("Share of the targets in scope, in per cent"),
        half=True,
    )


def targets_section(analysis: MatrixAnalysis) -> Section:
    """The grid of the page, as a table in the files."""
    coverage, links, table = analysis.coverage, Links(analysis), analysis.table
    rows = [
        [
            links.place(code),
            str(CLASSES[name][2]),
            table.best.get(code),
            len(table.at[code]) if code in table.at else None,
            analysis.gap_scores.get(code),
        ]
        for code, name in coverage.classes.items()
    ]
    return Section(
        key="targets",
        title=_("Every target with its gap"),
        lead=_("Each has the first class that fits. Choose one to see its rows."),
        definition=_(
            "First class that fits: not applicable or national only, as the city decided; not assessed: no "
            "cell; gap: all cells 0 or below; indirect: every helping link is indirect or enabling; weak: "
            "the highest is +1; no indicator: no helping cell names one; nobody responsible: no helping row "
            "names a unit; else covered. The gap score is 1 − highest helping score / 3."
        ),
        columns=[
            Column(_("Target"), "place"),
            Column(_("Class"), "text"),
            Column(_("Highest help"), "score"),
            Column(_("Cells assessed"), "count"),
            Column(_("Gap score"), "number", digits=2),
        ],
        rows=rows,
        shown=0,
    )


def intensity_section(analysis: MatrixAnalysis) -> Section:
    found, links = analysis.intensities, Links(analysis)
    end = scale_end(list(found.goals.values()))
    mark = 100 * found.mean / end if found.mean is not None else None
    rows = [
        [links.goal(goal), Bar((Segment(100 * (value or 0) / end, ""),), mark), value, found.shares[goal]]
        for goal, value in found.goals.items()
    ]
    return Section(
        key="intensity",
        title=_("Where the plan puts its strength"),
        lead=_("Intensity of each goal, and which share of the whole it is."),
        definition=_(
            "Intensity of a goal: helping scores over all rows and targets in scope, divided by the highest "
            "possible sum. Share: intensity of the goal divided by the sum over the goals in scope; no data "
            "while nothing helps."
        ),
        columns=[
            Column(_("Goal"), "place"),
            Column(_("Intensity"), "bar"),
            Column(_("Value"), "number", digits=3),
            Column(_("Share of all"), "ratio"),
        ],
        rows=rows,
        note=scale_note(end, found.mean, len(found.goals)),
        axis=_("Intensity, bars end at %(end)s") % {"end": number_text(end)},
    )


def balance_section(analysis: MatrixAnalysis) -> Section:
    balance = analysis.balance
    end = scale_end([group.value for group in balance.groups])
    mark = 100 * balance.mean / end if balance.mean is not None else None
    labels = {goal.pillar: goal.get_pillar_display() for goal in analysis.goals.values()}
    rows = [
        [
            labels[group.name],
            _goal_ranges(group.goals),
            _("No goal in scope")
            if group.value is None
            else Bar((Segment(100 * group.value / end, ""),), mark),
            group.value,
        ]
        for group in balance.groups
    ]
    return Section(
        key="balance",
        title=_("Balance"),
        lead=_("Mean intensity of the goals in each group. Evenness over %(goals)d goals: %(evenness)s of 1.")
        % {
            "goals": balance.goals,
            "evenness": _("no data") if balance.evenness is None else number_text(balance.evenness, 4),
        },
        definition=_(
            "Evenness is −Σ p · ln p / ln G: p is the share of a goal in all intensity, G the number of "
            "goals in scope; 1 when all goals have the same share. A plan need not be even: it says where "
            "the weight lies."
        ),
        columns=[
            Column(_("Group"), "text"),
            Column(_("Goals"), "text"),
            Column(_("Intensity"), "bar"),
            Column(_("Value"), "number", digits=3),
        ],
        rows=rows,
        note=scale_note(end, balance.mean, balance.goals),
        axis=_("Intensity, bars end at %(end)s") % {"end": number_text(end)},
        half=True,
    )


def kinds_section(analysis: MatrixAnalysis) -> Section:
    balance = analysis.balance
    kinds = [(_("Outcome targets"), balance.outcomes), (_("Means of implementation"), balance.means)]
    return Section(
        key="outcomes-and-means",
        title=_("Outcomes and means"),
        lead=_("Targets that say what shall be reached, and those that say with which means."),
        definition=_(
            "Outcome targets have a number in goals 1 to 16. Targets with a letter and all of goal 17 are "
            "means of implementation; most of them are for national governments."
        ),
        columns=[
            Column(_("Kind"), "text"),
            Column(_("Share"), "bar"),
            Column(_("Reached"), "share"),
            Column(_("Intensity"), "number", digits=3),
        ],
        rows=[
            [words, Bar((Segment(kind.covered.percent or 0, "b1"),)), kind.covered, kind.intensity]
            for words, kind in kinds
        ],
        axis=_("Share of the targets in scope, in per cent"),
        half=True,
    )


def _goal_ranges(goals: Sequence[int]) -> str:
    """6, 12–15"""
    ranges: list[list[int]] = []
    for goal in goals:
        if ranges and ranges[-1][-1] == goal - 1:
            ranges[-1].append(goal)
        else:
            ranges.append([goal])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in ranges)


def scale_end(values: Sequence[float | None]) -> float:
    """A round number just above the highest value, so that small intensities can be told apart."""
    highest = max((value for value in values if value is not None), default=0)
    return next((end for end in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if highest <= end), 1.0)


def scale_note(end: float, mean: float | None, goals: int) -> str:
    if mean is None:
        return ""
    return _("Dark line: mean of the %(goals)d goals in scope, %(mean)s. The bars end at %(end)s.") % {
        "goals": goals,
        "mean": number_text(mean, 3),
        "end": number_text(end),
    }
