from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import DateField, Exists, OuterRef
from django.utils import timezone

from participants.models import City, Country, Membership
from participants.models.cities import CityQuerySet, place_text
from sdgplatform.statements import Given, GivenIds, Statement

MAX_CHOICES = 12
Named = tuple[str, str]


class CityLine(NamedTuple):
    """What the list shows of a city; `networks` are slug and name of those it is in today."""

    name: str
    slug: str
    subdivision: str | None
    country: dict[str, str]
    population: int | None
    networks: list[Named]

    def __str__(self) -> str:
        return self.name


LINE_COLUMNS = ("pk", "name", "slug", "subdivision__name", "country__names", "population")
NETWORKS_TODAY = Statement(
    lambda: (
        Membership.objects.filter(city__in=GivenIds("cities"))
        .in_force(Given("today", DateField()))
        .order_by("pk")
        .values_list("city", "network__slug", "network__name")
    )
)
WITH_CITIES = Statement(
    lambda: Country.objects.filter(Exists(City.objects.filter(country=OuterRef("pk")))).values_list(
        "iso2", "names"
    )
)


def city_lines(cities: Any) -> list[CityLine]:
    """Of a page of cities."""
    rows: list[tuple[Any, ...]] = list(cities.values_list(*LINE_COLUMNS))
    networks: dict[int, list[Named]] = defaultdict(list)
    today = timezone.localdate()
    for city, slug, name in NETWORKS_TODAY.rows(cities=[row[0] for row in rows], today=today):
        networks[city].append((slug, name))
    return [CityLine._make((*row[1:], networks[row[0]])) for row in rows]


def cities_found(words: str) -> CityQuerySet:
    """The cities that words mean, best first; the largest first when there are no words."""
    if not place_text(words):
        return City.objects.order_by("-population", "pk")
    return City.objects.found_by(words).best_first(words)


def cities_listed(*, q: str = "", country: str = "", network: str = "") -> CityQuerySet:
    rows = cities_found(q)
    rows = rows.filter(country=country) if country else rows
    return rows.members_of(network) if network else rows


def cities_meant(words: str) -> list[City]:
    """The choices for what somebody typed: one city where the words leave no doubt.

    No doubt is: the full name as we write it in any of our languages, or the only city that is found.
    """
    if not place_text(words):
        return []
    found = list(cities_found(words).with_place()[:MAX_CHOICES])
    exactly = [city for city in found if place_text(words) in _full_names(city)]
    return exactly or found


def _full_names(city: City) -> set[str]:
    province = city.subdivision.name if city.subdivision else ""
    return {place_text(f"{city.name} {province} {country}") for country in city.country.names.values()}
