"""The application form in its three uses, the filters of the list, the small forms of the selection."""

from typing import Any

from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants.forms import CityField
from participants.models import Gender, Network, Profile
from sdgplatform.ui.forms import PageForm
from workshops.actions.applications import FACTS
from workshops.models import Application, ApplicationState
from workshops.queries.selection import Distribution

LONG_TEXT = 3000


class ApplicationForm(PageForm, forms.ModelForm):
    """What an applicant tells. `email` and the consent are asked only of a new application."""

    city = CityField(
        label=_("City"),
        required=False,
        help_text=_("Type its name. With province or country if it is common."),
    )

    class Meta:
        model = Application
        fields = (
            "given_name",
            "family_name",
            "phone",
            "gender",
            "language",
            "city",
            "organisation_name",
            "job_title",
            "network",
            "profile",
            "motivation",
            "follow_up",
            "needs",
        )
        widgets = {
            "given_name": forms.TextInput({"autocomplete": "given-name"}),
            "family_name": forms.TextInput({"autocomplete": "family-name"}),
            "phone": forms.TextInput({"autocomplete": "tel", "type": "tel", "class": "w-chars-20"}),
            "organisation_name": forms.TextInput({"autocomplete": "organization"}),
            "job_title": forms.TextInput({"autocomplete": "organization-title"}),
            "motivation": forms.Textarea({"rows": 4, "maxlength": LONG_TEXT}),
            "follow_up": forms.Textarea({"rows": 3, "maxlength": LONG_TEXT}),
            "needs": forms.Textarea({"rows": 2, "maxlength": 1000}),
        }
        help_texts = {
            "organisation_name": _("City government, network or institution that you work for."),
            "network": _("The network that your city or organisation belongs to, if any."),
            "motivation": _("What you work on now, and what you need from the workshop."),
            "follow_up": _("For example: repeat it at home, align a plan, teach others."),
            "needs": _("So that the organisers can prepare. Only they read it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = Network.objects.order_by("name")
        self.fields["network"].empty_label = _("None, or I do not know")
        self.fields["profile"].queryset = Profile.objects.filter(is_active=True).order_by("position", "code")
        self.fields["profile"].empty_label = _("Choose…")
        self.fields["gender"].choices = [("", _("I would rather not say")), *Gender.choices]
        if not self.instance.pk:
            self.initial.setdefault("language", get_language())
        self.helper.layout = Layout(*self._fieldsets())

    def _fieldsets(self) -> list[Any]:
        return [
            Fieldset(_("Who you are"), *self._who()),
            Fieldset(
                _("Where you work"),
                "city",
                "organisation_name",
                "job_title",
                Row(Column("network"), Column("profile")),
            ),
            Fieldset(_("You and the workshop"), "motivation", "follow_up", "needs"),
        ]

    def _who(self) -> list[Any]:
        return [
            Row(Column("given_name"), Column("family_name")),
            Row(Column("gender"), Column("language")),
            "phone",
        ]

    def facts(self) -> dict[str, Any]:
        """The columns that the actions take."""
        return {name: self.cleaned_data[name] for name in FACTS}


class NewApplicationForm(ApplicationForm):
    """With the address and the consent, and a field that people never see and programs fill in."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send a link to it, which you open to confirm the application."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=_("I agree that the organisers keep these data to choose participants.")
    )
    website = forms.CharField(
        label=_("Leave this blank"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].help_text = _privacy_link()

    def _fieldsets(self) -> list[Any]:
        trap = Field("website", wrapper_class="visually-hidden")
        return [*super()._fieldsets(), Fieldset(_("Your data"), "consent", trap)]

    def _who(self) -> list[Any]:
        return ["email", *super()._who()]

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class ApplicationByHandForm(ApplicationForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    consent = forms.BooleanField(label=_("The person agrees that the organisers keep these data."))

    def _fieldsets(self) -> list[Any]:
        return [*super()._fieldsets(), Fieldset(_("Their data"), "consent")]

    def _who(self) -> list[Any]:
        return ["email", *super()._who()]


def _privacy_link() -> str:
    try:
        url = reverse("dashboard:privacy")
    except NoReverseMatch:
        return ""
    return format_html('<a href="{}" target="_blank">{}</a>', url, _("What happens with your data"))


LISTED_STATES = [
    ("", _("All")),
    *((state.value, state.label) for state in ApplicationState if state != ApplicationState.UNCONFIRMED),
]


class ApplicationFilterForm(forms.Form):
    """GET form above the list; offers what occurs, and ignores values that are not offered."""

    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"placeholder": _("Name, city or organisation")}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=LISTED_STATES)
    country = forms.ChoiceField(label=_("Country"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    profile = forms.ChoiceField(label=_("Profile"), required=False)
    gender = forms.ChoiceField(label=_("Gender"), required=False)

    def __init__(self, *args: Any, found: Distribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "country": found.countries,
            "network": found.networks,
            "profile": found.profiles,
            "gender": found.genders,
        }
        for name, shares in offered.items():
            options = sorted((share.label, share.key or "-") for share in shares)
            self.fields[name].choices = [("", _("All")), *((key, label) for label, key in options)]

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class DecisionForm(forms.Form):
    """What to do with which applications; `confirmed` after the effect was shown."""

    DECISIONS = [
        ("accept", _("Accept")),
        ("wait", _("Waiting list")),
        ("decline", _("Decline")),
        ("reopen", _("Open again")),
    ]
    do = forms.ChoiceField(choices=DECISIONS)
    pick = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    reason = forms.CharField(
        label=_("Reason (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands in the mail, in every mail the same. Blank: the mail gives no reason."),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class NoteForm(forms.ModelForm):
    class Meta:
        model = Application
        fields = ("team_note",)
        widgets = {"team_note": forms.Textarea({"rows": 3})}


class PlaceForm(forms.Form):
    place = forms.IntegerField(label=_("Place on the waiting list"), min_value=1, max_value=9999)
