from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.models import Module
from participants.forms import CityField
from participants.models import Network, Person
from sdgplatform.ui.forms import MultilingualField, PageForm, PlainSelect
from workshops.actions.workshops import Plan
from workshops.forms.fields import ClockField, DayField, VenueField, at_place, zone_choices
from workshops.forms.plan_choices import in_kept_order, initial_plan, offered_rows
from workshops.forms.plan_layout import plan_layout
from workshops.models import Event, Workshop

# Column of the model -> input of the form, for what the action refuses.
INPUTS = {
    "starts_at": "start_date",
    "ends_at": "end_date",
    "applications_open_at": "open_date",
    "applications_close_at": "close_date",
    "new_event_names": "new_event_name",
}
MOMENTS = {  # column -> (date input, time input, time when that is left blank)
    "starts_at": ("start_date", "start_time", None),
    "ends_at": ("end_date", "end_time", None),
    "applications_open_at": ("open_date", "open_time", time(0, 0)),
    "applications_close_at": ("close_date", "close_time", time(23, 59)),
}


# first, last, strictly, where the fault is shown, its words
ORDERS = (
    ("starts_at", "ends_at", True, "end_date", _("The workshop ends after it starts.")),
    (
        "applications_open_at",
        "applications_close_at",
        True,
        "close_date",
        _("Applications close after they open."),
    ),
    (
        "applications_close_at",
        "starts_at",
        False,
        "start_date",
        _("The workshop cannot start before applications close."),
    ),
)
COLUMNS = (
    *("titles", "summaries", "audiences", "languages", "time_zone", *MOMENTS),
    *("venue", "event", "capacity", "contact_email"),
)
NEW_VENUE = ("address", "city", "map_url", "access_notes")
NEW_EVENT = ("place", "starts_on", "ends_on", "website")


class WorkshopForm(PageForm, forms.Form):
    """The plan of a workshop. Times are those of the clocks at the place, in the chosen zone."""

    titles = MultilingualField(
        label=_("Title"),
        max_length=200,
        help_text=_("Shown on the public page. Say what people learn; leave out place and year."),
    )
    summaries = MultilingualField(label=_("What it is about"), required=False, rows=4, max_length=4000)
    audiences = MultilingualField(label=_("Who it is for"), required=False, rows=2, max_length=2000)
    lead = forms.ModelChoiceField(
        label=_("Lead network"),
        queryset=Network.objects.none(),
        help_text=_("Its coordinators answer for the workshop."),
        error_messages={"required": _("Choose the network that leads the workshop.")},
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Partner networks"),
        queryset=Network.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their coordinators can edit everything too."),
    )
    modules = forms.ModelMultipleChoiceField(
        label=_("Modules taught"),
        queryset=Module.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Spoken in the room. Materials may exist in more."),
        error_messages={"required": _("Choose at least one.")},
    )
    start_date = DayField(label=_("Start date"))
    start_time = ClockField(label=_("Start time"))
    end_date = DayField(label=_("End date"))
    end_time = ClockField(label=_("End time"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, widget=PlainSelect)
    move_programme = forms.BooleanField(
        label=_("Move the programme with the start"),
        required=False,
        help_text=_("The sessions keep their distance to the start of the workshop."),
    )
    venue = VenueField(
        label=_("Venue"), required=False, max_length=360, help_text=_("Type to see known venues.")
    )
    new_venue_name = forms.CharField(label=_("Name"), required=False, max_length=200)
    new_venue_address = forms.CharField(label=_("Address"), required=False, max_length=300)
    new_venue_city = CityField(label=_("City"), required=False)
    new_venue_map_url = forms.URLField(
        label=_("Map link"), required=False, max_length=500, assume_scheme="https"
    )
    new_venue_access_notes = forms.CharField(
        label=_("Access"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Steps, lifts, toilets, sign language, quiet room."),
    )
    event = forms.ModelChoiceField(
        label=_("Event"),
        queryset=Event.objects.none(),
        required=False,
        help_text=_("The summit or congress that it belongs to."),
    )
    new_event_name = MultilingualField(label=_("Name"), required=False, max_length=200)
    new_event_place = forms.CharField(label=_("Place"), required=False, max_length=200)
    new_event_starts_on = DayField(label=_("First day"), required=False)
    new_event_ends_on = DayField(label=_("Last day"), required=False)
    new_event_website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    trainers = forms.ModelMultipleChoiceField(
        label=_("Trainers"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    trainer_emails = forms.CharField(
        label=_("Other trainers"),
        required=False,
        max_length=500,
        help_text=_("E-mail addresses of people in the directory, with commas between them."),
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=10_000,
        initial=20,
        widget=forms.NumberInput({"class": "w-chars-10"}),
    )
    open_date = DayField(label=_("Applications open"), required=False)
    open_time = ClockField(label=_("at"), required=False)
    close_date = DayField(label=_("Applications close"), required=False)
    close_time = ClockField(label=_("at"), required=False)
    contact_email = forms.EmailField(label=_("Address for questions"), required=False)

    def __init__(self, *args: Any, user: Any, workshop: Workshop | None = None, **kwargs: Any) -> None:
        self.workshop, self.user = workshop, user
        super().__init__(
            *args, initial={**initial_plan(user, workshop), **kwargs.pop("initial", {})}, **kwargs
        )
        for name, rows in offered_rows(user, workshop).items():
            self.fields[name].queryset = rows
        if workshop is None or not workshop.sessions.exists():
            del self.fields["move_programme"]
        self.helper.layout = plan_layout(self.fields)

    def clean_trainer_emails(self) -> list[Person]:
        found = []
        for email in filter(None, (part.strip() for part in self.cleaned_data["trainer_emails"].split(","))):
            person = Person.objects.visible_to(self.user).filter(email__iexact=email).order_by("pk").first()
            if person is None:
                raise ValidationError(
                    gettext("%(email)s: nobody in the directory has this address."), params={"email": email}
                )
            found.append(person)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("time_zone"):
            zone = ZoneInfo(data["time_zone"])
            data |= {column: self._moment(column, zone) for column in MOMENTS}
            self._check_order()
        if not data.get("new_venue_name") and any(data.get(f"new_venue_{name}") for name in NEW_VENUE):
            self.add_error("new_venue_name", _("Give the venue a name."))
        if not data.get("new_event_name") and any(data.get(f"new_event_{name}") for name in NEW_EVENT):
            self.add_error("new_event_name", _("Give the event a name."))
        return data

    def _moment(self, column: str, zone: ZoneInfo) -> datetime | None:
        day_input, clock_input, default = MOMENTS[column]
        day, clock = self.cleaned_data.get(day_input), self.cleaned_data.get(clock_input) or default
        if not day or clock is None:
            return None
        try:
            return at_place(day, clock, zone)
        except ValidationError as error:
            self.add_error(clock_input, error)
            return None

    def _check_order(self) -> None:
        moments = {column: self.cleaned_data.get(column) for column in MOMENTS}
        for first, last, strictly, target, words in ORDERS:
            before, after = moments[first], moments[last]
            if before and after and (after < before or (strictly and after == before)):
                self.add_error(target, words)

    def plan(self) -> Plan:
        """What was written, for the actions."""
        data = self.cleaned_data
        chosen = [*data["trainers"], *data["trainer_emails"]]
        return Plan(
            fields={name: data[name] for name in COLUMNS},
            lead=data["lead"],
            partners=list(data["partners"]),
            trainers=in_kept_order(self.workshop, chosen),
            modules=list(data["modules"]),
            new_venue=self._new("new_venue", "name", NEW_VENUE),
            new_event={
                "names" if name == "name" else name: value
                for name, value in self._new("new_event", "name", NEW_EVENT).items()
            },
        )

    def _new(self, prefix: str, key: str, others: tuple[str, ...]) -> dict[str, Any]:
        if not self.cleaned_data[f"{prefix}_{key}"]:
            return {}
        return {name: self.cleaned_data[f"{prefix}_{name}"] for name in (key, *others)}

    add_venue_words = _("Add a venue")
    add_event_words = _("Add an event")

    @property
    def new_venue_is_begun(self) -> bool:
        return self._is_begun("new_venue_")

    @property
    def new_event_is_begun(self) -> bool:
        return self._is_begun("new_event_")

    def _is_begun(self, prefix: str) -> bool:
        if not self.is_bound:
            return False
        names = [name for name in self.fields if name.startswith(prefix)]
        return any(name in self.errors or self.cleaned_data.get(name) for name in names)
