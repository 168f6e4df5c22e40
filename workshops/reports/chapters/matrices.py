"""How the strategies of the cities line up with the goals."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.models.matrices import MatrixState
from alignment.reports.coverage_figure import DrawnGoal, coverage_figure
from sdgplatform.multilingual import localize
from workshops.queries.report_facts import Facts
from workshops.reports import blocks
from workshops.reports.blocks import Block, Column
from workshops.reports.chapters.chapter import Chapter, chapter

GOAL_NUMBERS = range(1, 18)


def matrices(facts: Facts) -> Chapter:
    rows = facts["matrices"]
    if not rows:
        return chapter(_("Alignment of city strategies"), [])
    reviewed = sum(row["is_reviewed"] for row in rows)
    text = ngettext(
        "%(n)d matrix compares a city's strategy with the targets; reviewed and validated: %(reviewed)d.",
        "%(n)d matrices compare strategies of cities with the targets; reviewed and validated: %(reviewed)d.",
        len(rows),
    )
    content = [blocks.paragraph(text % {"n": len(rows), "reviewed": reviewed}), _matrix_table(rows)]
    shares = mean_shares(rows)
    caption = ngettext(
        "Targets with at least one helping link, by goal, in per cent: %(n)d matrix",
        "Targets with at least one helping link, by goal, in per cent: mean of %(n)d matrices",
        len(rows),
    ) % {"n": len(rows)}
    said = "; ".join(
        _("goal %(goal)d: %(share)d %%") % {"goal": goal, "share": round(share)}
        for goal, share in zip(GOAL_NUMBERS, shares, strict=True)
        if share is not None
    )
    content.append(blocks.goals(caption, shares, alt=f"{caption}. {said}."))
    content += [_figure(row) for row in rows if row["is_reviewed"] and "strong" in row["goals"][0]]
    content.append(
        blocks.note(
            _(
                "Goals 4 and 11 are usually high and 15 and 17 usually low: cities have the "
                "competences for the former. "
                "A gap is a finding, not a failure. Matrices that are not reviewed yet may still change."
            )
        )
    )
    return chapter(_("Alignment of city strategies"), content)


def _figure(row: Facts) -> Block:
    """What one validated matrix reaches, drawn as on its own page."""
    goals = [
        DrawnGoal(
            number=goal["goal"],
            title=localize(goal["titles"]),
            targets=goal["targets"],
            covered=goal["covered"],
            strong=goal["strong"],
            colour=goal["colours"][0],
            text_colour=goal["colours"][1],
        )
        for goal in row["goals"]
    ]
    caption = _("%(city)s: %(covered)s targets with a helping link") % {
        "city": row["city"],
        "covered": _covered(row),
    }
    said = "; ".join(f"{goal.number} {goal.title}: {goal.covered}/{goal.targets}" for goal in goals)
    source = f"{row['city']}, {row['strategy']}"
    svg = coverage_figure(goals, title=_("Coverage by goal"), source=source)
    return blocks.picture(caption, svg, alt=f"{caption}. {said}.")


def _matrix_table(rows: list[Facts]) -> Block:
    states = {state.value: str(state.label) for state in MatrixState}
    columns = [
        Column(_("City")),
        Column(_("Strategy"), wide=True),
        Column(_("State")),
        Column(_("Targets with a helping link"), number=True),
    ]
    values = [[row["city"], row["strategy"], states[row["state"]], _covered(row)] for row in rows]
    return blocks.table(_("Matrices of the workshop"), columns, values)


def _covered(row: Facts) -> str:
    covered = sum(goal["covered"] for goal in row["goals"])
    return _("%(part)d of %(total)d") % {
        "part": covered,
        "total": sum(goal["targets"] for goal in row["goals"]),
    }


def mean_shares(rows: list[Facts]) -> list[float | None]:
    """Mean over the matrices of covered / targets in scope, per goal, in per cent."""
    shares: list[float | None] = []
    for number in GOAL_NUMBERS:
        found = [goal for row in rows for goal in row["goals"] if goal["goal"] == number and goal["targets"]]
        each = [100 * goal["covered"] / goal["targets"] for goal in found]
        shares.append(sum(each) / len(each) if each else None)
    return shares
