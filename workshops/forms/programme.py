from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants.models import Person
from sdgplatform.ui.forms import PageForm
from workshops.forms.fields import ClockField, DayField, at_place
from workshops.models import Method, Session, Workshop


class SessionForm(PageForm, forms.ModelForm):
    """A block of the programme, in the time of the place."""

    date = DayField(label=_("Day"))
    start_time = ClockField(label=_("Start"))
    end_time = ClockField(label=pgettext_lazy("noun", "End"))

    class Meta:
        model = Session
        fields = [
            "title",
            "method",
            "learning_goal",
            "trainers",
            "room",
            "is_break",
            "takes_attendance",
            "language",
        ]
        widgets = {
            "learning_goal": forms.Textarea({"rows": 2}),
            "trainers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        self.workshop = workshop
        super().__init__(*args, **kwargs)
        session = self.instance if self.instance.pk else None
        people = Q(trained_workshops__workshop=workshop)
        if session:
            people |= Q(sessions=session)
            self._start_with(session)
        self.fields["trainers"].queryset = (
            Person.objects.filter(people).distinct().order_by("given_name", "family_name", "pk")
        )
        methods = Q(is_active=True) | (Q(pk=session.method_id) if session else Q(pk=None))
        self.fields["method"].queryset = Method.objects.filter(methods).order_by("code")
        self.fields["language"].label = _("Language of the title")
        self.fields["language"].widget = forms.Select(choices=[("", "–"), *_languages(workshop)])
        self.helper.layout = _layout()

    def _start_with(self, session: Session) -> None:
        start, end = (
            moment.astimezone(self.workshop.zone) for moment in (session.starts_at, session.ends_at)
        )
        self.initial = {
            **self.initial,
            "date": start.date(),
            "start_time": start.time(),
            "end_time": end.time(),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for column, clock in (("starts_at", "start_time"), ("ends_at", "end_time")):
            data[column] = self._moment(clock)
        if data["starts_at"] and data["ends_at"] and data["ends_at"] <= data["starts_at"]:
            self.add_error("end_time", _("A session ends after it starts."))
        if data.get("is_break"):
            data["takes_attendance"] = False
        return data

    def _moment(self, clock: str) -> Any:
        day, at = self.cleaned_data.get("date"), self.cleaned_data.get(clock)
        if not day or at is None:
            return None
        try:
            return at_place(day, at, self.workshop.zone)
        except ValidationError as error:
            self.add_error(clock, error)
            return None

    def _post_clean(self) -> None:
        """The action checks and saves; the form's own instance stays as it is."""

    def columns(self) -> dict[str, Any]:
        names = ("title", "method", "learning_goal", "room", "is_break", "takes_attendance", "language")
        return {name: self.cleaned_data[name] for name in (*names, "starts_at", "ends_at")}


def _languages(workshop: Workshop) -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code in workshop.languages]


def _layout() -> Layout:
    times = ("date", "start_time", "end_time")
    return Layout(
        Row(*(Column(name, css_class="col-md-4") for name in times)),
        "title",
        "language",
        "learning_goal",
        Row(Column("method", css_class="col-md-6"), Column("room", css_class="col-md-6")),
        "trainers",
        "is_break",
        "takes_attendance",
    )
