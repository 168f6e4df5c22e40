from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui.forms import PlainSelect
from workshops.models import Workshop, WorkshopState
from workshops.queries.lists import filter_options


class WorkshopFilter(django_filters.FilterSet):
    """The same for the page, its export and the API."""

    q = django_filters.CharFilter(label=_("Find"), method="find", max_length=200)
    state = django_filters.ChoiceFilter(label=_("State"), choices=WorkshopState.choices, empty_label=_("All"))
    network = django_filters.ChoiceFilter(
        label=_("Network"), choices=(), method="of_network", empty_label=_("All")
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"),
        choices=(),
        field_name="venue__city__country",
        empty_label=_("All"),
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"),
        choices=(),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = filter_options()
        self.filters["network"].extra["choices"] = options.networks
        self.filters["country"].extra["choices"] = options.countries
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in options.years]
        for name in ("state", "network", "country", "year", "language"):
            self.filters[name].extra["widget"] = PlainSelect
            # A field made from the class, as the schema of the API does, came along without its choices.
            self.filters[name].__dict__.pop("_field", None)

    def find(self, rows: Any, name: str, value: str) -> QuerySet[Workshop]:
        return rows.matching(value)

    def of_network(self, rows: Any, name: str, value: str) -> QuerySet[Workshop]:
        return rows.organised_by(value)

    def in_language(self, rows: Any, name: str, value: str) -> QuerySet[Workshop]:
        return rows.filter(languages__contains=[value])
