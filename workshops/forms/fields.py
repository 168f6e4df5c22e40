"""Inputs that only workshops need: local times, time zones, a venue chosen by its name."""

import zoneinfo
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, F, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sdgplatform.search import fold
from workshops.models import Venue

SUGGESTED_VENUES = 100
AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def at_place(day: date, clock: time, zone: zoneinfo.ZoneInfo) -> datetime:
    """The moment when the clocks there show this. Of a repeated hour it is the first.

    Raises ValidationError for an hour that the change of clocks leaves out.
    """
    moment = datetime.combine(day, clock, tzinfo=zone)
    if moment.astimezone(zoneinfo.ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != moment.replace(
        tzinfo=None
    ):
        raise ValidationError(
            gettext("On this day the clocks go forward and %(time)s is left out. Choose another time."),
            code="left_out",
            params={"time": f"{clock:%H:%M}"},
        )
    return moment


def fits_calendar(day: date) -> bool:
    """Years so far off are slips of the keyboard, and their times cannot be counted in every zone."""
    return date(1990, 1, 1) <= day <= date.today() + timedelta(days=365 * 20)  # noqa: DTZ011 (any zone will do)


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """By part of the world: ("America", [("America/Bogota", "Bogota"), …])."""
    names = sorted(zoneinfo.available_timezones())
    found = [
        (
            area,
            [
                (name, name.partition("/")[2].replace("_", " "))
                for name in names
                if name.startswith(f"{area}/")
            ],
        )
        for area in AREAS
    ]
    return [("UTC", [("UTC", "UTC")]), *found]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}), format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}), format="%H:%M")


class DayField(forms.DateField):
    widget = DayInput
    default_error_messages = {
        "invalid": _("Write the date as year-month-day, for example 2027-03-09."),
        "far_off": _("This year is too far off. Check the date."),
    }

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and not fits_calendar(day):
            raise ValidationError(self.error_messages["far_off"], code="far_off")
        return day


class ClockField(forms.TimeField):
    widget = ClockInput
    default_error_messages = {"invalid": _("Write the time as hours and minutes, for example 09:30.")}


class VenueInput(forms.TextInput):
    """A text field with the latest venues as suggestions of the browser."""

    template_name = "workshops/widgets/venue.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        venues = Venue.objects.select_related("city").order_by("-pk")[:SUGGESTED_VENUES]
        context["list_id"], context["names"] = list_id, [venue_label(venue) for venue in venues]
        return context


def venue_label(venue: Venue) -> str:
    return f"{venue.name}, {venue.city.name}" if venue.city else venue.name


class VenueField(forms.CharField):
    """Cleans to a Venue or None: typed as "name, city" or, if only one is called so, its name."""

    widget = VenueInput
    default_error_messages = {
        "unknown": _("No venue is called so yet. Choose one of the list, or add it below."),
        "several": _("Several venues are called so. Write the city after a comma."),
    }

    def prepare_value(self, value: Any) -> Any:
        return venue_label(value) if isinstance(value, Venue) else value

    def clean(self, value: Any) -> Venue | None:
        typed = super().clean(value)
        if not typed:
            return None
        written = Value(typed, output_field=CharField())
        begun = Venue.objects.annotate(typed=written).filter(typed__istartswith=F("name"))
        rows = list(begun.select_related("city").order_by("pk"))
        exact = [venue for venue in rows if fold(venue_label(venue)) == fold(typed)]
        found = exact[:1] or [venue for venue in rows if fold(venue.name) == fold(typed)]
        if len(found) > 1:
            raise ValidationError(self.error_messages["several"], code="several")
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return found[0]
