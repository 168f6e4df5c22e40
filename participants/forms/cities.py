"""Choosing one of 5,740 cities by typing: a text field whose suggestions are radio buttons below it.

The same radio buttons come back from the server when the words mean several cities, so it works
without script and needs only what every keyboard and screen reader knows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.models import City
from participants.queries.cities import cities_meant

CHOICE = "choice"
ASKED = "asked"


class CityWidget(forms.TextInput):
    template_name = "participants/widgets/city.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.choices_offered: Sequence[City] = ()
        self.chosen = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """What was typed; or, when a city was picked for these very words, `#` and its slug."""
        typed = (data.get(name) or "").strip()
        picked = data.get(f"{name}_{CHOICE}") or ""
        if picked and (data.get(f"{name}_{ASKED}") or "").strip() == typed:
            return f"#{picked}"
        return typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("maxlength", None)
        context["suggestions"] = {
            "name": name,
            "words": context["widget"]["value"] or "",
            "cities": self.choices_offered,
            "chosen": self.chosen,
        }
        context["suggest_url"] = f"{reverse('participants:city_suggest')}?field={name}"
        return context


class CityField(forms.Field):
    """Cleans to a City or None; takes a City, its id or its slug as initial value."""

    widget = CityWidget
    default_error_messages = {
        "unknown": _("No city is called so. Check the spelling, or type the country as well."),
        "several": _("Several cities are called so: choose one."),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = City.objects.with_place().filter(pk=value).first()
        elif isinstance(value, str) and value.startswith("#"):
            value = City.objects.with_place().filter(slug=value[1:]).first()
        return value.full_name if isinstance(value, City) else value

    def clean(self, value: Any) -> City | None:
        words = value or ""
        if words.startswith("#"):
            return self._picked(words[1:])
        found = cities_meant(words) if words else []
        if words and not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            self.widget.choices_offered = found
            raise forms.ValidationError(self.error_messages["several"], code="several")
        if self.required and not found:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return found[0] if found else None

    def _picked(self, slug: str) -> City:
        city = City.objects.with_place().filter(slug=slug).first()
        if city is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        self.widget.choices_offered, self.widget.chosen = [city], slug
        return city

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (self.prepare_value(data) or "")
