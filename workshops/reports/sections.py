"""The chapters of the report, each a function of the facts; a chapter without blocks is left out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.models.matrices import MatrixState
from modules.models.parts import PartKind
from participants.models import Gender
from sdgplatform.multilingual import localize
from sdgplatform.ui.texts import moment_text, number_text
from workshops.models import ApplicationState
from workshops.queries.report_facts import Facts
from workshops.reports import blocks
from workshops.reports.blocks import BarRow, Block, Column
from workshops.reports.languages import language_names

Section = dict[str, Any]
GOAL_NUMBERS = range(1, 18)


def section(title: str, content: list[Block]) -> Section:
    return {"title": title, "blocks": content}


def _local(moment: str, workshop: Facts) -> datetime:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(workshop["time_zone"]))


def _part(count: int, total: int) -> str:
    """`8 of 20 (40 %)`: a share never without its denominator."""
    if not total:
        return number_text(count)
    values = {
        "part": number_text(count),
        "total": number_text(total),
        "percent": number_text(round(100 * count / total)),
    }
    return _("%(part)s of %(total)s (%(percent)s %%)") % values


def overview(facts: Facts) -> Section:
    workshop = facts["workshop"]
    place = ", ".join(
        part for part in (workshop["venue"], workshop["city"], localize(workshop["country"])) if part
    )
    trainers = ", ".join(_with_note(trainer["name"], trainer["note"]) for trainer in workshop["trainers"])
    content = [
        blocks.fact_list(
            [
                (_("When"), _when(workshop)),
                (_("Where"), place),
                (_("Event"), localize(workshop["event"])),
                (_("Organised by"), ", ".join(workshop["networks"])),
                (_("Trainers"), trainers),
                (_("Languages"), language_names(workshop["languages"])),
                (_("Modules taught"), "; ".join(_module_name(module) for module in facts["modules"])),
            ]
        ),
        *blocks.paragraphs(localize(workshop["summaries"])),
        *blocks.paragraphs(localize(workshop["narratives"])),
    ]
    return section(_("The workshop in brief"), content)


def _with_note(name: str, note: str) -> str:
    return f"{name} ({note})" if note else name


def _when(workshop: Facts) -> str:
    start, end = _local(workshop["starts_at"], workshop), _local(workshop["ends_at"], workshop)
    if start.date() == end.date():
        values = {
            "day": moment_text(start, "long"),
            "start": moment_text(start, "time"),
            "end": moment_text(end, "time"),
        }
        return _("%(day)s, %(start)s to %(end)s") % values
    return _("%(first)s to %(last)s") % {
        "first": moment_text(start, "date"),
        "last": moment_text(end, "date"),
    }


def _module_name(module: Facts) -> str:
    title = localize(module["titles"])
    return (
        _("Module %(number)d: %(title)s") % {"number": module["number"], "title": title}
        if module["number"]
        else title
    )


def selection(facts: Facts) -> Section:
    funnel = facts["funnel"]
    received = funnel["received"]
    if not received:
        return section(_("Call and selection"), [])
    places = facts["workshop"]["capacity"]
    text = ngettext(
        "The call brought %(received)d application for %(places)d places.",
        "The call brought %(received)d applications for %(places)d places.",
        received,
    )
    rows = [BarRow(_("Received"), received, received, number_text(received))]
    labels = {
        ApplicationState.ACCEPTED: _("Accepted"),
        ApplicationState.WAITING: _("Waiting list"),
        ApplicationState.DECLINED: _("Declined"),
        ApplicationState.WITHDRAWN: _("Withdrawn by the applicant"),
        ApplicationState.RECEIVED: _("Not decided"),
    }
    rows += [
        BarRow(label, funnel[state], received, _part(funnel[state], received))
        for state, label in labels.items()
        if funnel.get(state)
    ]
    content = [
        blocks.paragraph(text % {"received": received, "places": places}),
        blocks.bars(_("Applications by result"), rows),
    ]
    return section(_("Call and selection"), content)


def participants(facts: Facts) -> Section:
    people = facts["participants"]
    if not people["total"]:
        return section(_("Participants"), [])
    content = [
        _group_chart(
            _("Participants by network"), people["by_network"], people["total"], _("No network named")
        ),
        _group_chart(
            _("Participants by country"), people["by_country"], people["total"], _("Country not known")
        ),
        _group_chart(
            _("Participants by profile"), people["by_profile"], people["total"], _("Profile not named")
        ),
        _group_chart(
            _("Participants by gender"), _gender_groups(people["by_gender"]), people["total"], _("Not said")
        ),
    ]
    if people["walk_ins"]:
        text = ngettext(
            "%(n)d person came without application.",
            "%(n)d people came without application.",
            people["walk_ins"],
        )
        content.insert(0, blocks.paragraph(text % {"n": people["walk_ins"]}))
    return section(_("Participants"), content)


def _gender_groups(groups: list[Facts]) -> list[Facts]:
    labels = {Gender.WOMAN: _("Women"), Gender.MAN: _("Men"), Gender.OTHER: _("Other gender")}
    return [group | {"name": str(labels.get(group["code"], ""))} for group in groups]


def _group_chart(caption: str, groups: list[Facts], total: int, without: str) -> Block:
    rows = []
    for group in groups:
        name = localize(group["name"]) if isinstance(group["name"], dict) else group["name"]
        rows.append(BarRow(name or without, group["count"], total, _part(group["count"], total)))
    return blocks.bars(caption, rows)


def attendance(facts: Facts) -> Section:
    sessions = [row for row in facts["sessions"] if row["takes_attendance"]]
    recorded = [row for row in sessions if row["recorded"]]
    if not sessions:
        return section(_("Attendance by session"), [])
    content: list[Block] = []
    total = facts["participants"]["total"]
    if recorded:
        bars = [BarRow(row["title"], row["present"], total, _part(row["present"], total)) for row in recorded]
        content.append(blocks.bars(_("Present, of all participants"), bars))
    if len(recorded) < len(sessions):
        missing = len(sessions) - len(recorded)
        text = ngettext(
            "In %(n)d session no attendance was recorded.",
            "In %(n)d sessions no attendance was recorded.",
            missing,
        )
        content.append(blocks.note(text % {"n": missing}))
    return section(_("Attendance by session"), content)


def programme(facts: Facts) -> Section:
    workshop = facts["workshop"]
    columns = [
        Column(_("Time")),
        Column(_("Session"), wide=True),
        Column(_("Method"), wide=True),
        Column(_("Trainers"), wide=True),
        Column(_("Present"), number=True),
    ]
    rows = [
        [
            f"{_clock(row['starts_at'], workshop)}–{_clock(row['ends_at'], workshop)}",
            row["title"],
            localize(row["method"]),
            ", ".join(row["trainers"]),
            number_text(row["present"]) if row["recorded"] else "–",
        ]
        for row in facts["sessions"]
        if not row["is_break"]
    ]
    content = [blocks.table(_("Sessions as held, local time"), columns, rows)] if rows else []
    return section(_("Programme"), content)


def _clock(moment: str, workshop: Facts) -> str:
    return formats.date_format(_local(moment, workshop), "TIME_FORMAT")


def materials(facts: Facts) -> Section:
    kinds = {kind.value: kind.label for kind in PartKind}
    rows = [
        [
            _module_name(module),
            ", ".join(f"{kinds.get(kind, kind)} ({count})" for kind, count in module["kinds"].items()),
            language_names(module["languages"]),
            number_text(module["editions"]),
        ]
        for module in facts["modules"]
    ]
    columns = [
        Column(_("Module"), wide=True),
        Column(_("Parts"), wide=True),
        Column(_("Languages"), wide=True),
        Column(_("Files and links"), number=True),
    ]
    content = [blocks.table(_("Modules taught and their materials"), columns, rows)] if rows else []
    return section(_("Modules and materials"), content)


def matrices(facts: Facts) -> Section:
    rows = facts["matrices"]
    if not rows:
        return section(_("Alignment of city strategies"), [])
    reviewed = sum(row["is_reviewed"] for row in rows)
    text = ngettext(
        "%(n)d city strategy was compared with the targets; %(reviewed)d of them is reviewed and validated.",
        "%(n)d city strategies were compared with the targets; %(reviewed)d of them are reviewed and validated.",
        len(rows),
    )
    content = [blocks.paragraph(text % {"n": len(rows), "reviewed": reviewed}), _matrix_table(rows)]
    shares = _mean_shares(rows)
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
    content.append(
        blocks.note(
            _(
                "Goals 4 and 11 are usually high and 15 and 17 usually low: cities have the competences for the former. "
                "A gap is a finding, not a failure. Matrices that are not reviewed yet may still change."
            )
        )
    )
    return section(_("Alignment of city strategies"), content)


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


def _mean_shares(rows: list[Facts]) -> list[float | None]:
    """Mean over the matrices of covered / targets in scope, per goal, in per cent."""
    shares: list[float | None] = []
    for number in GOAL_NUMBERS:
        found = [goal for row in rows for goal in row["goals"] if goal["goal"] == number and goal["targets"]]
        each = [100 * goal["covered"] / goal["targets"] for goal in found]
        shares.append(sum(each) / len(each) if each else None)
    return shares


def about(facts: Facts) -> Section:
    frozen = _local(facts["frozen_at"], facts["workshop"])
    content = [
        blocks.paragraph(
            _("The figures were frozen on %(moment)s and are the same in every language of this version.")
            % {"moment": moment_text(frozen, "datetime")}
        ),
        blocks.paragraph(
            _(
                "Participants are accepted people who did not cancel, and those who came without application. "
                "A session without recorded attendance is left out of the chart, not counted as empty. "
                "A target counts as covered when at least one element of the strategy helps it "
                "(score +1 or more)."
            )
        ),
    ]
    if facts["workshop"]["is_sample"]:
        content.append(blocks.note(_("Names and figures of participants and matrices are sample data.")))
    content.append(
        blocks.note(
            _(
                "The content of this report has not been approved by the United Nations "
                "and does not reflect its views."
            )
        )
    )
    return section(_("About the figures"), content)


SECTIONS: tuple[Callable[[Facts], Section], ...] = (
    overview,
    selection,
    participants,
    programme,
    attendance,
    materials,
    matrices,
    about,
)
