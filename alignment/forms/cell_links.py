from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.models import Actor, LocalIndicator
from alignment.models.actors import RoleOfActor
from participants.models import City


class IndicatorLinkForm(forms.Form):
    """Indicators of the city only."""

    indicator = forms.ModelChoiceField(LocalIndicator.objects.none(), label=_("Indicator"))

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = LocalIndicator.objects.filter(city=city)


class RoleLinkForm(forms.Form):
    actor = forms.ModelChoiceField(Actor.objects.none(), label=_("Actor"))
    role = forms.ChoiceField(label=_("Role"), choices=RoleOfActor.choices)

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].queryset = Actor.objects.filter(city=city)
