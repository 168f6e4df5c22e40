"""Words and links of workshops that several pages use."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sdgplatform.multilingual import localize
from sdgplatform.ui.parts import Mark, Text
from sdgplatform.ui.statuses import kind_of
from sdgplatform.ui.texts import offset_text
from workshops.models import Workshop, WorkshopState

READY_FOR: dict[str, Text] = {
    WorkshopState.OPEN: _("Ready to open the call?"),
    WorkshopState.SELECTION: _("Ready to select?"),
    WorkshopState.CONFIRMED: _("Ready to confirm?"),
    WorkshopState.RUNNING: _("Ready to start?"),
    WorkshopState.CLOSED: _("Ready to close?"),
    WorkshopState.REPORTED: _("Ready to mark as reported?"),
}
MOVE_LABELS: dict[str, Text] = {
    WorkshopState.OPEN: _("Open the call"),
    WorkshopState.SELECTION: _("Start the selection"),
    WorkshopState.CONFIRMED: _("Confirm the workshop"),
    WorkshopState.RUNNING: _("Start the workshop"),
    WorkshopState.CLOSED: _("Close the workshop"),
    WorkshopState.REPORTED: _("Mark as reported"),
    WorkshopState.CANCELLED: _("Cancel the workshop"),
}


def move_label(to_state: str, *, asks: bool = False) -> Text:
    """ "…" means that a page with the effect follows."""
    return format_lazy("{}…", MOVE_LABELS[to_state]) if asks else MOVE_LABELS[to_state]


def page_url(name: str, workshop: Workshop, **kwargs: str) -> str:
    """Of a page of this workshop; empty while no such page is installed."""
    try:
        return reverse(f"workshops:{name}", kwargs={"slug": workshop.slug, **kwargs})
    except NoReverseMatch:
        return ""


def days_text(workshop: Workshop) -> str:
    """28 Nov 2017, or from the first day to the last."""
    first, last = workshop.starts_local.date(), workshop.ends_local.date()
    end = date_text(last)
    if first == last:
        return end
    start = date_text(first, "MONTH_DAY_FORMAT" if first.year == last.year else "DATE_FORMAT")
    return f"{start} – {end}"


def date_text(day: date, shape: str = "DATE_FORMAT") -> str:
    return _date_text(day, shape, get_language() or "")


@lru_cache(maxsize=4096)
def _date_text(day: date, shape: str, language: str) -> str:
    """Kept, since a list prints the same days again and again and working one out takes long."""
    return formats.date_format(day, shape)


def day_time(day: date) -> SafeString:
    """28 Nov, as a `<time>`."""
    return _day_time(day, get_language() or "")


@lru_cache(maxsize=4096)
def _day_time(day: date, language: str) -> SafeString:
    text = formats.date_format(day, "MONTH_DAY_FORMAT")
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), text)


def call_mark(workshop: Workshop) -> Mark:
    """The state, and for an open call until when or from when."""
    label: Text = WorkshopState(workshop.state).label
    if workshop.state != WorkshopState.OPEN:
        return Mark(kind_of(workshop), label)
    now, opens, closes = timezone.now(), workshop.applications_open_at, workshop.applications_close_at
    if opens and opens > now:
        return Mark("todo", gettext("Opens %(day)s") % {"day": _day(workshop, opens)})
    if closes and closes <= now:
        return Mark("wait", gettext("Applications closed %(day)s") % {"day": _day(workshop, closes)})
    if closes:
        return Mark("doing", gettext("Open until %(day)s") % {"day": _day(workshop, closes)})
    return Mark("doing", label)


def zone_label(workshop: Workshop) -> str:
    """Córdoba (UTC−3): the place, or the zone's own name, with its difference on the first day."""
    city = workshop.venue.city if workshop.venue else None
    name = city.name if city else workshop.time_zone.rpartition("/")[2].replace("_", " ")
    offset = offset_text(workshop.starts_local)
    return name if name == offset else f"{name} ({offset})"


def _day(workshop: Workshop, moment: datetime) -> str:
    return date_text(moment.astimezone(workshop.zone).date())


def network_names(workshop: Workshop) -> list[str]:
    """The lead first."""
    return [link.network.name for link in workshop.organising_links]


def module_names(modules: Iterable[Mapping[str, Any]]) -> list[str]:
    """Of their numbers in the series, or of their titles."""
    return [
        gettext("Module %(number)d") % {"number": module["number"]}
        if module["number"]
        else localize(module["titles"])
        for module in modules
    ]
