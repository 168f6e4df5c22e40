"""The sessions as they were held."""

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sdgplatform.multilingual import localize
from sdgplatform.ui.texts import number_text
from workshops.queries.report_facts import Facts
from workshops.reports import blocks
from workshops.reports.blocks import Column
from workshops.reports.chapters.chapter import Chapter, chapter, local_time


def programme(facts: Facts) -> Chapter:
    workshop = facts["workshop"]
    columns = [
        Column(_("Time")),
        Column(_("Session"), wide=True),
        Column(_("Method"), wide=True),
        Column(_("Trainers"), wide=True),
        Column(pgettext("number of people", "Present"), number=True),
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
    return chapter(_("Programme"), [*content, *_exercises(facts)])


def _exercises(facts: Facts) -> list[blocks.Block]:
    """Facts that were frozen before there were exercises have none."""
    columns = [
        Column(_("Exercise"), wide=True),
        Column(_("Groups"), number=True),
        Column(_("People"), number=True),
        Column(_("Cells scored"), number=True),
        Column(_("At most 1 apart"), number=True),
        Column(_("To discuss"), number=True),
    ]
    rows = [
        [
            f"{row['title']} ({row['city']})",
            number_text(row["groups"]),
            number_text(row["people"]),
            _("%(n)s of %(total)s") % {"n": number_text(row["cells"]), "total": number_text(row["of_cells"])},
            _("%(n)s of %(total)s")
            % {"n": number_text(row["within_one"]), "total": number_text(row["compared"])},
            number_text(row["discussed"]),
        ]
        for row in facts.get("exercises", ())
    ]
    return [blocks.table(_("Exercises of the groups on one strategy"), columns, rows)] if rows else []


def _clock(moment: str, workshop: Facts) -> str:
    return formats.date_format(local_time(moment, workshop), "TIME_FORMAT")
