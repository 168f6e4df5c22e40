from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.forms.typing import Option, TypedField
from participants.models import City
from participants.queries.cities import cities_meant
from sdgplatform.ui.texts import number_text


class CityField(TypedField):
    """One of 5,740 cities, told apart by province and country; cleans to a City or None."""

    suggest = "participants:city_suggest"
    key = "slug"
    default_error_messages: ClassVar = {
        "unknown": gettext_lazy("No city is called so. Check the spelling, or type the country as well."),
        "several": gettext_lazy("Several cities are called so: choose one."),
    }

    def rows(self) -> QuerySet[City]:
        return City.objects.with_place()

    def found(self, words: str) -> list[City]:
        return cities_meant(words)

    def option(self, row: City) -> Option:
        people = row.population
        note = _("%(number)s inhabitants") % {"number": number_text(people)} if people else ""
        return Option(row.slug, row.full_name, note)
