"""Loading the catalogue of places and the vocabulary of profiles. Repeatable: rows are updated in place.

Reference data with a version of its own, loaded by the operator, so no history entries.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from participants.models import City, Country, Profile, Subdivision
from sdgplatform.multilingual import language_codes

DATA = Path(__file__).resolve().parent.parent / "data"
BATCH = 1000
CITY_COLUMNS = [
    "name",
    "other_names",
    "folded_name",
    "search_text",
    "country",
    "subdivision",
    "latitude",
    "longitude",
    "population",
    "time_zone",
]

Row = Mapping[str, str]


def _rows(name: str) -> Iterator[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _names(row: Row) -> dict[str, str]:
    return {code: row[f"name_{code}"] for code in language_codes()}


@transaction.atomic
def load_places() -> dict[str, int]:
    """Countries, provinces and cities; returns how many there are of each. Slugs of known cities stay."""
    countries = _load_countries()
    subdivisions = _load_subdivisions(countries)
    cities = _load_cities(countries, subdivisions)
    return {"countries": len(countries), "subdivisions": len(subdivisions), "cities": cities}


def _load_countries() -> dict[str, Country]:
    rows = [
        Country(
            iso2=row["iso2"],
            iso3=row["iso3"],
            m49=int(row["m49"]) if row["m49"] else None,
            names=_names(row),
            continent=row["continent"],
        )
        for row in _rows("countries.csv")
    ]
    Country.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["iso2"],
        update_fields=["iso3", "m49", "names", "continent"],
    )
    return {country.iso2: country for country in rows}


def _load_subdivisions(countries: Mapping[str, Country]) -> dict[tuple[str, str], Subdivision]:
    rows = [
        Subdivision(
            country=countries[row["country"]],
            code=row["geonames_admin1"],
            locode=row["locode"],
            name=row["name"],
        )
        for row in _rows("subdivisions.csv")
    ]
    Subdivision.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["country", "code"],
        update_fields=["locode", "name"],
    )
    return {(row.country_id, row.code): row for row in Subdivision.objects.all()}


def _load_cities(
    countries: Mapping[str, Country], subdivisions: Mapping[tuple[str, str], Subdivision]
) -> int:
    local_names = {row["geonameid"]: row["name"] for row in _rows("city_names.csv")}
    cities = []
    for row in _rows("cities.csv"):
        local = local_names.get(row["geonameid"])
        city = City(
            geonameid=int(row["geonameid"]),
            name=local or row["name"],
            other_names=row["name"] if local else "",
            country=countries[row["country"]],
            subdivision=subdivisions[row["country"], row["admin1"]],
            latitude=row["latitude"],
            longitude=row["longitude"],
            population=int(row["population"]) or None,
            time_zone=row["timezone"],
        )
        city.refresh_search_text()
        cities.append(city)
    give_slugs(cities, known=dict(City.objects.values_list("geonameid", "slug")))
    City.objects.bulk_create(
        cities,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["geonameid"],
        update_fields=CITY_COLUMNS,
    )
    return len(cities)


def give_slugs(cities: Iterable[City], *, known: Mapping[int | None, str]) -> None:
    """`cordoba-ar`; where a country has the name twice the smaller city gets its province in it as well."""
    cities = sorted(cities, key=lambda city: (-(city.population or 0), city.geonameid))
    taken = Counter(known.values())
    for city in cities:
        city.slug = known.get(city.geonameid, "")
        if city.slug:
            continue
        city.slug = next(slug for slug in _slug_choices(city) if not taken[slug])
        taken[city.slug] += 1


def _slug_choices(city: City) -> Iterator[str]:
    country = city.country_id.lower()
    yield slugify(f"{city.name} {country}")
    if city.subdivision:
        yield slugify(f"{city.name} {city.subdivision.name} {country}")
    yield slugify(f"{city.name} {country} {city.geonameid}")


@transaction.atomic
def load_profiles() -> int:
    """The vocabulary to begin with. Profiles that an organiser has changed or switched off stay so."""
    Profile.objects.bulk_create(
        [
            Profile(code=row["code"], names=_names(row), position=position)
            for position, row in enumerate(_rows("profiles.csv"), start=1)
        ],
        ignore_conflicts=True,
    )
    return Profile.objects.count()
