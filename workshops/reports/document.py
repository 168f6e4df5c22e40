"""Facts to a document: the words of the report, in the language that is active.

The same facts in another language give the same figures. Call under `translation.override(language)`.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sdgplatform.multilingual import localize
from sdgplatform.ui.texts import moment_text, number_text
from workshops.queries.report_facts import Facts
from workshops.reports import blocks
from workshops.reports.chapters import CHAPTERS

Document = dict[str, Any]


def report_document(facts: Facts, *, version: int) -> Document:
    """The whole document as plain data for `typeset_pdf`."""
    workshop = facts["workshop"]
    frozen = datetime.fromisoformat(facts["frozen_at"])
    local = frozen.astimezone(ZoneInfo(workshop["time_zone"]))
    return {
        "title": localize(workshop["titles"]),
        "subtitle": _subtitle(workshop),
        "authors": workshop["networks"],
        "keywords": ["SDG", "ODS", workshop["city"] or workshop["slug"]],
        "date": [local.year, local.month, local.day],
        "organisers": " · ".join(workshop["networks"]),
        "contents_title": _("Contents"),
        "footer": _footer(facts, local, version),
        "cover": _cover(facts),
        "sections": [chapter for make in CHAPTERS if (chapter := make(facts))["blocks"]],
    }


def _subtitle(workshop: Facts) -> str:
    start = datetime.fromisoformat(workshop["starts_at"]).astimezone(ZoneInfo(workshop["time_zone"]))
    day = moment_text(start, "long")
    if workshop["city"]:
        return _("Report of the workshop in %(city)s, %(day)s") % {"city": workshop["city"], "day": day}
    return _("Report of the workshop of %(day)s") % {"day": day}


def _footer(facts: Facts, local: datetime, version: int) -> str:
    words = _("Version %(version)d · figures of %(day)s")
    if facts["workshop"]["is_sample"]:
        words = _("Version %(version)d · figures of %(day)s · contains sample data")
    return words % {"version": version, "day": moment_text(local, "date")}


def _cover(facts: Facts) -> list[blocks.Block]:
    people, matrices = facts["participants"], facts["matrices"]
    total = people["total"]
    women = sum(group["count"] for group in people["by_gender"] if group["code"] == "WOMAN")
    figures: list[tuple[Any, str]] = [
        (number_text(total), ngettext("participant", "participants", total)),
        (number_text(people["cities"]), ngettext("city", "cities", people["cities"])),
        (number_text(people["countries"]), ngettext("country", "countries", people["countries"])),
        (_("%(part)d of %(total)d") % {"part": women, "total": total}, _("women")),
        (
            number_text(len(facts["modules"])),
            ngettext("module taught", "modules taught", len(facts["modules"])),
        ),
        (number_text(len(matrices)), ngettext("alignment matrix", "alignment matrices", len(matrices))),
    ]
    return [blocks.stats(figures)]
