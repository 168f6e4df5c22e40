import pytest
from django.test import Client

from participants.models import Network
from sdgplatform.audit.models import AuditEntry
from tests.factories.participants import (
    CityFactory,
    CountryFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    SubdivisionFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.django_db

CITIES, NETWORKS = "/api/v1/cities/", "/api/v1/networks/"


@pytest.fixture
def cordoba(db):
    country = CountryFactory(iso2="AR", names={"en": "Argentina", "fr": "Argentine"})
    province = SubdivisionFactory(country=country, name="Córdoba")
    CityFactory(name="Río Cuarto", country=country, subdivision=province)
    return CityFactory(name="Córdoba", slug="cordoba-ar", country=country, subdivision=province)


def slugs(response) -> list[str]:
    return [row["slug"] for row in response.json()["results"]]


def test_cities_are_open_and_found_without_accents(client: Client, cordoba):
    assert slugs(client.get(CITIES, {"q": "cordoba"})) == ["cordoba-ar"]
    assert len(slugs(client.get(CITIES, {"country": "ar"}))) == 2
    assert slugs(client.get(CITIES, {"country": "BR"})) == []


def test_city_has_explicit_fields(client: Client, cordoba):
    assert client.get(f"{CITIES}cordoba-ar/").json() == {
        "slug": "cordoba-ar",
        "geonameid": None,
        "name": "Córdoba",
        "province": "Córdoba",
        "country": "AR",
        "country_names": {"en": "Argentina", "fr": "Argentine"},
        "tier": "MUNICIPALITY",
        "latitude": None,
        "longitude": None,
        "population": None,
        "time_zone": "America/Argentina/Cordoba",
    }


def test_cities_of_a_network(client: Client, cordoba):
    network = MembershipFactory(network=NetworkFactory(), city=cordoba).network
    assert slugs(client.get(CITIES, {"network": network.slug})) == ["cordoba-ar"]


def test_cities_come_in_pages(client: Client, cordoba):
    first = client.get(CITIES, {"page_size": 1}).json()
    second = client.get(first["next"]).json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (1, 1, None)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "factory"), [(CITIES, CityFactory), (NETWORKS, NetworkFactory)])
def test_lists_have_constant_queries(client: Client, address, factory, count, django_assert_num_queries):
    for _number in range(count):
        factory()
    with django_assert_num_queries(1):
        response = client.get(address)
    assert len(response.json()["results"]) == count


@pytest.mark.parametrize("query", [{"country": "\0"}, {"q": "\0"}])
def test_bad_filter_is_400_or_empty_never_an_error(client: Client, cordoba, query):
    assert client.get(CITIES, query).status_code in (200, 400)


def test_catalogue_is_not_written_to(client: Client, personas: Personas):
    client.force_login(personas["admin"])
    assert client.post(CITIES, {"name": "X"}).status_code in (403, 405)


def test_network_with_its_sizes_and_members(client: Client, cordoba):
    network = NetworkFactory(slug="mercociudades")
    MembershipFactory(network=network, city=cordoba, starts_on="2001-01-01")
    organisation = OrganisationFactory(name="CNM")
    MembershipFactory(network=network, organisation=organisation)
    body = client.get(f"{NETWORKS}mercociudades/").json()
    assert (body["city_count"], body["organisation_count"]) == (1, 1)
    members = client.get(f"{NETWORKS}mercociudades/members/").json()["results"]
    assert [(row["name"], row["city"], row["organisation"], row["starts_on"]) for row in members] == [
        ("Córdoba", "cordoba-ar", None, "2001-01-01"),
        ("CNM", None, organisation.code, None),
    ]


def change(client: Client, network: Network, **data):
    return client.patch(f"{NETWORKS}{network.slug}/", data, content_type="application/json")


def test_network_is_changed_by_its_coordinators_with_history(client: Client, personas: Personas):
    client.force_login(personas["coordinator"])
    answer = change(client, personas.network, descriptions={"es": "Red"}, slug="stolen")
    assert answer.status_code == 200
    personas.network.refresh_from_db()
    assert (personas.network.descriptions, personas.network.slug) == ({"es": "Red"}, "home-network")
    assert AuditEntry.objects.get().action == "participants.network.changed"


@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("member", 403), ("other_coordinator", 403)])
def test_network_is_not_changed_by_others(client: Client, personas: Personas, name: str, status: int):
    if name != "visitor":
        client.force_login(personas[name])
    assert change(client, personas.network, name="Mine").status_code == status


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"descriptions": "text"}, "descriptions"),
        ({"descriptions": {"xx": "text"}}, "descriptions"),
        ({"name": ""}, "name"),
        ({"website": "no address"}, "website"),
    ],
)
def test_bad_network_is_400_with_the_field(client: Client, personas: Personas, data, field):
    client.force_login(personas["coordinator"])
    response = change(client, personas.network, **data)
    assert (response.status_code, list(response.json())) == (400, [field])


def test_networks_are_found_by_words(client: Client, db):
    NetworkFactory(slug="ucci", name="Unión de Ciudades")
    NetworkFactory(slug="metropolis", name="Metropolis")
    assert slugs(client.get(NETWORKS, {"q": "union"})) == ["ucci"]
