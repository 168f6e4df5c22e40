"""Who applied, who took part, who was there."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from participants.models import Gender
from sdgplatform.multilingual import localize
from sdgplatform.ui.texts import number_text
from workshops.models import ApplicationState
from workshops.queries.report_facts import Facts
from workshops.reports import blocks
from workshops.reports.blocks import BarRow, Block
from workshops.reports.chapters.chapter import Chapter, chapter, part_of


def selection(facts: Facts) -> Chapter:
    funnel = facts["funnel"]
    received = funnel["received"]
    if not received:
        return chapter(_("Call and selection"), [])
    places = facts["workshop"]["capacity"]
    text = ngettext(
        "The call brought %(received)d application for %(places)d places.",
        "The call brought %(received)d applications for %(places)d places.",
        received,
    )
    rows = [BarRow(pgettext("applications", "Received"), received, received, number_text(received))]
    labels = {
        ApplicationState.ACCEPTED: pgettext("applications", "Accepted"),
        ApplicationState.WAITING: _("Waiting list"),
        ApplicationState.DECLINED: pgettext("applications", "Declined"),
        ApplicationState.WITHDRAWN: _("Withdrawn by the applicant"),
        ApplicationState.RECEIVED: _("Not decided"),
    }
    rows += [
        BarRow(label, funnel[state], received, part_of(funnel[state], received))
        for state, label in labels.items()
        if funnel.get(state)
    ]
    content = [
        blocks.paragraph(text % {"received": received, "places": places}),
        blocks.bars(_("Applications by result"), rows),
    ]
    return chapter(_("Call and selection"), content)


def participants(facts: Facts) -> Chapter:
    people = facts["participants"]
    if not people["total"]:
        return chapter(_("Participants"), [])
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
    return chapter(_("Participants"), content)


def _gender_groups(groups: list[Facts]) -> list[Facts]:
    labels = {Gender.WOMAN: _("Women"), Gender.MAN: _("Men"), Gender.OTHER: _("Other gender")}
    return [group | {"name": str(labels.get(group["code"], ""))} for group in groups]


def _group_chart(caption: str, groups: list[Facts], total: int, without: str) -> Block:
    rows = []
    for group in groups:
        name = localize(group["name"]) if isinstance(group["name"], dict) else group["name"]
        rows.append(BarRow(name or without, group["count"], total, part_of(group["count"], total)))
    return blocks.bars(caption, rows)


def attendance(facts: Facts) -> Chapter:
    """Blocks at the same time are one bar: their people share the hour, and together they are everybody."""
    slots, total = facts["slots"], facts["participants"]["total"]
    recorded = [slot for slot in slots if slot["recorded"]]
    content: list[Block] = []
    if recorded:
        rows = [(_slot_name(slot), slot["present"]) for slot in recorded]
        bars = [BarRow(name, present, total, part_of(present, total)) for name, present in rows]
        content.append(blocks.bars(_("Present, of all participants"), bars))
    missing = len(slots) - len(recorded)
    if missing:
        text = ngettext(
            "In %(n)d session no attendance was recorded.",
            "In %(n)d sessions no attendance was recorded.",
            missing,
        )
        content.append(blocks.note(text % {"n": missing}))
    return chapter(_("Attendance by session"), content)


def _slot_name(slot: Facts) -> str:
    first, others = slot["titles"][0], len(slot["titles"]) - 1
    if not others:
        return str(first)
    text = ngettext("%(first)s and %(n)d session beside it", "%(first)s and %(n)d sessions beside it", others)
    return text % {"first": first, "n": others}
