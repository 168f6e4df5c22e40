"""What all chapters share: their shape, local times, shares with their denominators."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sdgplatform.ui.texts import number_text
from workshops.queries.report_facts import Facts
from workshops.reports.blocks import Block

Chapter = dict[str, Any]


def chapter(title: str, content: list[Block]) -> Chapter:
    """A chapter without blocks is left out of the report."""
    return {"title": title, "blocks": content}


def local_time(moment: str, workshop: Facts) -> datetime:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(workshop["time_zone"]))


def part_of(count: int, total: int) -> str:
    """`8 of 20 (40 %)`: a share never without its denominator."""
    if not total:
        return number_text(count)
    values = {
        "part": number_text(count),
        "total": number_text(total),
        "percent": number_text(round(100 * count / total)),
    }
    return _("%(part)s of %(total)s (%(percent)s %%)") % values
