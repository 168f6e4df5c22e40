from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from participants.forms.cities import CityField
from participants.forms.typing import Option, TypedField
from participants.models import Country, Organisation, Person, Profile
from participants.models.people import PersonQuerySet
from participants.queries.people import organisations_meant, people_meant
from sdgplatform.multilingual import localize
from sdgplatform.statements import Statement
from sdgplatform.ui.forms import PageForm

COUNTRIES = Statement(lambda: Country.objects.values_list("iso2", "names"))


class OrganisationField(TypedField):
    suggest = "participants:organisation_suggest"
    default_error_messages: ClassVar = {
        "unknown": _(
            "No organisation is called so. Check the spelling, or add it to the organisations first."
        ),
    }

    def rows(self) -> QuerySet[Organisation]:
        return Organisation.objects.select_related("country", "city")

    def found(self, words: str) -> list[Organisation]:
        return organisations_meant(words)

    def option(self, row: Organisation) -> Option:
        place = row.city or row.country
        return Option(row.code, row.name, str(place) if place else "")


class PersonField(TypedField):
    """One of the people that `user` may see; by name, or by e-mail."""

    suggest = "participants:person_suggest"
    default_error_messages: ClassVar = {
        "unknown": _("Nobody is called so. Check the spelling, or add the person first."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user: Any = None

    def rows(self) -> PersonQuerySet:
        people = Person.objects.visible_to(self.user) if self.user else Person.objects.none()
        return people.with_place()

    def found(self, words: str) -> list[Person]:
        return people_meant(self.rows(), words)

    def option(self, row: Person) -> Option:
        place = row.city.full_name if row.city else str(row.organisation or "")
        return Option(row.code, row.full_name, " · ".join(text for text in (place, row.email) if text))


def profiles_on_offer() -> QuerySet[Profile]:
    return Profile.objects.filter(is_active=True).order_by("position", "pk")


PROFILES = Statement(lambda: profiles_on_offer().values_list("pk", "names"))


class PersonForm(PageForm, forms.ModelForm):
    city = CityField(label=_("City"), required=False)
    organisation = OrganisationField(label=_("Organisation"), required=False)

    class Meta:
        model = Person
        fields: tuple[str, ...] = (
            "given_name",
            "family_name",
            "email",
            "phone",
            "language",
            "city",
            "organisation",
            "job_title",
            "profile",
            "gender",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].queryset = profiles_on_offer()
        if "email" in self.fields:
            self.fields["email"].help_text = _("Whoever proves this address claims the person.")


class OwnPersonForm(PersonForm):
    """One's own record: the address is the account's business."""

    class Meta(PersonForm.Meta):
        fields = tuple(name for name in PersonForm.Meta.fields if name != "email")


class OrganisationForm(PageForm, forms.ModelForm):
    city = CityField(label=_("City"), required=False)

    class Meta:
        model = Organisation
        fields = ("name", "kind", "city", "country", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "---------"), *country_choices()]

    def clean(self) -> dict[str, Any]:
        """The country of the city, when only the city was given."""
        data = super().clean() or self.cleaned_data
        if data.get("city") and not data.get("country"):
            data["country"] = data["city"].country
        return data


def country_choices(countries: Iterable[tuple[str, dict[str, str]]] | None = None) -> list[tuple[str, str]]:
    """Of codes and names; by name in the language of the page."""
    rows = COUNTRIES.rows() if countries is None else countries
    return sorted(((iso2, localize(names)) for iso2, names in rows), key=lambda choice: choice[1].casefold())


class PersonFilterForm(forms.Form):
    q = forms.CharField(label=_("Name, e-mail or position"), required=False, max_length=200)
    profile = forms.ModelChoiceField(
        Profile.objects.none(), label=_("Profile"), required=False, empty_label=_("All")
    )
    account = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[("", _("All")), ("yes", _("With account")), ("no", _("Without account"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].queryset = profiles_on_offer()
        # A list, since the field itself would open a cursor of the database for a dozen rows.
        named = ((pk, localize(names)) for pk, names in PROFILES.rows())
        self.fields["profile"].choices = [("", _("All")), *named]


class CityFilterForm(forms.Form):
    q = forms.CharField(label=_("City"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(self, *args: Any, countries: Any, networks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("All")), *country_choices(countries)]
        self.fields["network"].choices = [("", _("All")), *networks]


class OrganisationFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or place"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *Organisation._meta.get_field("kind").choices]
