from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.forms import CityField
from sdgplatform.ui.forms import PageForm
from workshops.actions.attendance import WalkIn
from workshops.models import AttendanceStatus


class WalkInForm(PageForm, forms.Form):
    """Somebody at the door: a name is enough."""

    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100, required=False)
    city = CityField(label=_("City"), required=False)
    organisation_name = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("So that the person gets the materials. It finds them if they are known."),
    )

    def walk_in(self) -> WalkIn:
        return WalkIn(**self.cleaned_data)


class MarkForm(forms.Form):
    """One mark; blank status takes it back."""

    participation = forms.CharField(max_length=20)
    status = forms.ChoiceField(choices=[("", ""), *AttendanceStatus.choices], required=False)


class FindForm(forms.Form):
    q = forms.CharField(label=_("Find a person"), required=False, max_length=100)

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "") if self.is_valid() else ""


class SheetForm(forms.Form):
    """The table person by session: one choice for each pair, named `mark-<person>-<session>`."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.unknown: list[str] = []

    def marks(self) -> dict[tuple[str, str], str]:
        """(participation code, session code) -> status or "" for "not recorded"."""
        found = {}
        for name, value in self.data.items():
            kind, _dash, rest = name.partition("-")
            person, _dash, session = rest.partition("-")
            if kind != "mark" or not session:
                continue
            if value and value not in AttendanceStatus.values:
                self.unknown.append(value)
            else:
                found[(person, session)] = value
        return found
