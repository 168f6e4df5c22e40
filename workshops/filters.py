from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workshops.models import Workshop, WorkshopState
from workshops.queries.lists import countries_with_workshops, networks_with_workshops, years_with_workshops

Choices = list[tuple[str, str | Promise]]


def _state_choices() -> Choices:
    return list(WorkshopState.choices)


def _year_choices() -> Choices:
    return [(str(year), str(year)) for year in years_with_workshops()]


class WorkshopFilter(django_filters.FilterSet):
    """The same for the page, its export and the API."""

    q = django_filters.CharFilter(label=_("Find"), method="find", max_length=200)
    state = django_filters.ChoiceFilter(label=_("State"), choices=_state_choices, empty_label=_("All"))
    network = django_filters.ChoiceFilter(
        label=_("Network"), choices=networks_with_workshops, method="of_network", empty_label=_("All")
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"),
        choices=countries_with_workshops,
        field_name="venue__city__country",
        empty_label=_("All"),
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"),
        choices=_year_choices,
        field_name="starts_at",
        lookup_expr="year",
        empty_label=_("All"),
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=settings.LANGUAGES,
        field_name="languages",
        method="in_language",
        empty_label=_("All"),
    )

    class Meta:
        model = Workshop
        fields: list[str] = []

    def find(self, rows: Any, name: str, value: str) -> QuerySet[Workshop]:
        return rows.matching(value)

    def of_network(self, rows: Any, name: str, value: str) -> QuerySet[Workshop]:
        return rows.organised_by(value)

    def in_language(self, rows: Any, name: str, value: str) -> QuerySet[Workshop]:
        return rows.filter(languages__contains=[value])
