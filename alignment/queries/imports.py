"""What a file says about its city, looked up."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from participants.models import City, Membership, Network
from sdgplatform.search import fold

MOST_NAMED = 5


@dataclass(frozen=True)
class CityFound:
    city: City | None
    problem: str = ""


def city_of_meta(meta: Any) -> CityFound:
    """By GeoNames number, else by a name that only one city has (in the country, where that is said)."""
    cities = City.objects.with_place()
    if meta.city_geonameid:
        city = cities.filter(geonameid=meta.city_geonameid).first()
        problem = _("No city has the GeoNames number %(number)s.") % {"number": meta.city_geonameid}
        return CityFound(city, "" if city else problem)
    if not meta.city_name:
        return CityFound(None)
    wanted, country = fold(meta.city_name), fold(meta.country)
    named = [city for city in cities.matching(meta.city_name) if fold(city.name) == wanted]
    if country:
        named = [city for city in named if country in _names_of_country(city)]
    if len(named) == 1:
        return CityFound(named[0])
    if named:
        places = "; ".join(city.full_name for city in named[:MOST_NAMED])
        text = _("Several cities are called %(name)s: %(places)s. Give the GeoNames number in META.")
        return CityFound(None, text % {"name": meta.city_name, "places": places})
    return CityFound(None, _("No city is called %(name)s.") % {"name": meta.city_name})


def _names_of_country(city: City) -> set[str]:
    country = city.country
    return {fold(name) for name in (country.iso2, country.iso3, *country.names.values())}


def network_of_new_strategy(account: Any, city: City) -> Network | None:
    """The network for which the person plans this city or coordinates it as a member, when that is clear."""
    spans = account.roles_in_force.get("CITY_PLANNER", {})
    ids = {network for network, cities in spans.items() if city.pk in cities}
    if not ids:
        members = Membership.objects.filter(city=city, network__in=account.coordinated_network_ids)
        ids = set(members.in_force().values_list("network_id", flat=True))
    return Network.objects.get(pk=ids.pop()) if len(ids) == 1 else None
