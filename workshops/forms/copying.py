from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui.forms import MultilingualField, PageForm
from workshops.actions.copying import CopiedPart
from workshops.forms.fields import ClockField, DayField, at_place
from workshops.models import Workshop


class CopyForm(PageForm, forms.Form):
    titles = MultilingualField(label=_("Title of the new workshop"), max_length=200)
    start_date = DayField(label=_("Start date"), help_text=_("Every other date moves along."))
    start_time = ClockField(label=_("Start time"))
    parts = forms.MultipleChoiceField(
        label=_("What to copy"),
        choices=CopiedPart.choices,
        required=False,
        initial=CopiedPart.values,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Applications, participants, attendance, mails and reports are never copied."),
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        self.workshop = workshop
        start = {"titles": workshop.titles, "start_time": workshop.starts_local.time()}
        super().__init__(*args, initial=start, **kwargs)
        dates = Row(Column("start_date", css_class="col-md-6"), Column("start_time", css_class="col-md-6"))
        self.helper.layout = Layout("titles", dates, "parts")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("start_date") and data.get("start_time"):
            try:
                data["starts_at"] = at_place(data["start_date"], data["start_time"], self.workshop.zone)
            except ValidationError as error:
                self.add_error("start_time", error)
        return data
