from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from participants.forms.cities import CityField
from participants.forms.people import OrganisationField, PersonField
from participants.models import Invitation, Membership, Network, Role, RoleAssignment
from participants.queries.networks import Sizes
from sdgplatform.ui.forms import MultilingualField, PageForm
from sdgplatform.ui.texts import number_text

RESERVED_SLUGS = {"new"}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "w-chars-20"}, format="%Y-%m-%d")


def day_field(*, required: bool = False, **kwargs: Any) -> forms.DateField:
    return forms.DateField(required=required, widget=DateInput(), **kwargs)


class NetworkForm(PageForm, forms.ModelForm):
    descriptions = MultilingualField(label=_("Description"), rows=3, max_length=2000, required=False)

    class Meta:
        model = Network
        fields: tuple[str, ...] = (
            "name",
            "descriptions",
            "website",
            "contact_email",
            "requires_second_factor",
        )


class NewNetworkForm(NetworkForm):
    class Meta(NetworkForm.Meta):
        fields = ("name", "slug", *NetworkForm.Meta.fields[1:])
        labels = {"slug": _("Address")}
        help_texts = {"slug": _("The last part of the page's address: small letters, figures, hyphens.")}

    def clean_slug(self) -> str:
        if self.cleaned_data["slug"] in RESERVED_SLUGS:
            raise ValidationError(_("This address is taken by a page of the platform."))
        return self.cleaned_data["slug"]


class NetworkRowForm(PageForm, forms.ModelForm):
    """A form for a row of one network; constraints need the network, so it is set before they are asked."""

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.network = network


class MembershipForm(NetworkRowForm):
    city = CityField(label=_("City"), required=False)
    organisation = OrganisationField(
        label=_("Or organisation"), required=False, help_text=_("A city or an organisation, not both.")
    )
    starts_on = day_field(label=_("From"), help_text=_("Blank: since always, or not known."))
    ends_on = day_field(label=_("Until"), help_text=_("The last day. Blank: still a member."))

    class Meta:
        model = Membership
        fields = ("city", "organisation", "starts_on", "ends_on")


class EndForm(PageForm, forms.Form):
    """The last day of a membership or a role."""

    ends_on = day_field(required=True, label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"ends_on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class RoleForm(NetworkRowForm):
    person = PersonField(label=_("Person"), help_text=_("Type a name or an e-mail address."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    city = CityField(label=_("City"), required=False, help_text=_("For a city planner only."))
    starts_on = day_field(
        label=_("From"), help_text=_("Blank: since always, or not known."), initial=timezone.localdate
    )
    ends_on = day_field(label=_("Until"), help_text=_("The last day. Blank: without end."))

    class Meta:
        model = RoleAssignment
        fields = ("person", "role", "city", "starts_on", "ends_on")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].user = user


class InvitationForm(NetworkRowForm):
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    city = CityField(label=_("City"), required=False, help_text=_("For a city planner only."))

    class Meta:
        model = Invitation
        fields = ("email", "name", "role", "city", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE


class MemberFilterForm(forms.Form):
    q = forms.CharField(label=_("Name of the member"), required=False, max_length=200)
    show = forms.ChoiceField(label=_("Show"), required=False)

    def __init__(self, *args: Any, sizes: Sizes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["show"].choices = [
            ("", pgettext("members", "Cities (%(n)s)") % {"n": number_text(sizes.cities)}),
            (
                "organisations",
                pgettext("members", "Organisations (%(n)s)") % {"n": number_text(sizes.organisations)},
            ),
            ("past", pgettext("members", "At other times (%(n)s)") % {"n": number_text(sizes.past)}),
        ]
