from participants.models import City
from participants.models.cities import CityQuerySet, place_text

MAX_CHOICES = 12


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
