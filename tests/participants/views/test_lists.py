"""Lists: what they find, and that more rows do not mean more queries."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from participants.models import Network
from tests.factories.participants import (
    CityFactory,
    CountryFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    ProfileFactory,
    RoleAssignmentFactory,
    SubdivisionFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.django_db


def place(n: int):
    country = CountryFactory(iso2=f"Q{n}")
    return CityFactory(country=country, subdivision=SubdivisionFactory(country=country))


def add_person(n: int, network: Network) -> None:
    PersonFactory(city=place(n), organisation=OrganisationFactory(), profile=ProfileFactory())


def add_city(n: int, network: Network) -> None:
    MembershipFactory(network=NetworkFactory(), city=place(n))


def add_network(n: int, network: Network) -> None:
    MembershipFactory(network=NetworkFactory(), city=place(n))


def add_organisation(n: int, network: Network) -> None:
    city = place(n)
    OrganisationFactory(city=city, country=city.country)


def add_member(n: int, network: Network) -> None:
    MembershipFactory(network=network, city=place(n))
    MembershipFactory(network=network, organisation=OrganisationFactory(country=CountryFactory(iso2=f"Q{n}")))


def add_role(n: int, network: Network) -> None:
    RoleAssignmentFactory(
        network=network, role="CITY_PLANNER", city=place(n), person=PersonFactory(account=None)
    )


def add_invitation(n: int, network: Network) -> None:
    from participants.actions.invitations import send_invitation
    from participants.models import Invitation

    city = MembershipFactory(network=network, city=place(n)).city
    row = Invitation(network=network, email=f"i{n}@example.org", role="CITY_PLANNER", city=city)
    send_invitation(row, by=None)


LISTS = {
    "person_list": (add_person, False),
    "city_list": (add_city, False),
    "network_list": (add_network, False),
    "organisation_list": (add_organisation, False),
    "network_detail": (add_member, True),
    "role_list": (add_role, True),
    "invitation_list": (add_invitation, True),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_the_same_queries_for_one_row_and_for_three(
    client: Client, personas: Personas, name: str, django_assert_num_queries, django_assert_max_num_queries
):
    add, of_network = LISTS[name]
    address = reverse(f"participants:{name}", args=[personas.network.slug] if of_network else [])
    client.force_login(personas["coordinator"])
    add(1, personas.network)
    client.get(address)
    with django_assert_max_num_queries(15) as first:
        assert client.get(address).status_code == 200
    add(2, personas.network)
    add(3, personas.network)
    with django_assert_num_queries(len(first)):
        client.get(address)


def names(response) -> list[str]:
    return [str(row) for row in response.context["page"]]


def test_people_are_found_by_name_profile_and_account(client: Client, personas: Personas):
    profile = ProfileFactory()
    PersonFactory(given_name="Núria", family_name="Vidal", profile=profile)
    PersonFactory(given_name="Álvaro", family_name="Ágreda")
    client.force_login(personas["coordinator"])
    address = reverse("participants:person_list")
    assert names(client.get(address, {"q": "nuria"})) == ["Núria Vidal"]
    assert names(client.get(address, {"profile": profile.pk})) == ["Núria Vidal"]
    assert names(client.get(address, {"account": "no"})) == ["Álvaro Ágreda", "Núria Vidal"]
    assert names(client.get(address, {"q": "nobody"})) == []


@pytest.mark.parametrize("few", [0, 5000])
def test_matches_come_in_the_order_of_names_however_many_they_are(
    client: Client, personas: Personas, monkeypatch, few: int
):
    monkeypatch.setattr("participants.views.people.FEW", few)
    given = [f"Ana {letter}" for letter in "ZÁbñ"] * 14
    for name in given:
        PersonFactory(given_name=name, family_name="Paz")
    client.force_login(personas["coordinator"])
    address = reverse("participants:person_list")
    pages = [names(client.get(address, {"q": "paz ana", "page": page})) for page in (1, 2)]
    assert [len(page) for page in pages] == [50, 6]
    in_order = [f"Ana {letter} Paz" for letter in "ÁbñZ" for _n in range(14)]
    assert pages[0] + pages[1] == in_order
    assert names(client.get(address, {"q": "paz ana", "sort": "-name"})) == in_order[::-1][:50]
    assert names(client.get(address, {"q": "paz ana", "page": 99})) == pages[1]


@pytest.mark.parametrize(
    "query", ["profile=x", "account=maybe", "page=999", "page=x", "sort=drop", "q=%00", "q=" + "x" * 300]
)
def test_bad_filters_are_not_an_error(client: Client, personas: Personas, query: str):
    client.force_login(personas["coordinator"])
    for name in ("person_list", "city_list", "organisation_list"):
        assert client.get(reverse(f"participants:{name}") + "?" + query).status_code == 200


def test_export_has_exactly_the_rows_of_the_list(client: Client, personas: Personas):
    PersonFactory(given_name="=1+1", family_name="Vidal", email="v@example.org")
    PersonFactory(given_name="Ana", family_name="Paz")
    client.force_login(personas["coordinator"])
    response = client.get(reverse("participants:person_export"), {"q": "vidal"})
    sheet = load_workbook(io.BytesIO(b"".join(response))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1:3] for row in rows] == [("Family name", "E-mail"), ("Vidal", "v@example.org")]
    csv = client.get(reverse("participants:person_export"), {"q": "vidal", "format": "csv"})
    assert len(b"".join(csv).splitlines()) == 2
    assert client.get(reverse("participants:person_export"), {"format": "exe"}).status_code == 400


def test_cities_are_filtered_by_country_and_network(client: Client, db):
    home, away = place(1), place(2)
    network = MembershipFactory(network=NetworkFactory(), city=home).network
    address = reverse("participants:city_list")
    assert names(client.get(address, {"country": away.country_id})) == [away.name]
    assert names(client.get(address, {"network": network.slug})) == [home.name]
    assert set(names(client.get(address, {"sort": "name"}))) == {home.name, away.name}


def test_city_page_tells_memberships_of_today_and_of_other_times(client: Client, db):
    city = place(1)
    now = MembershipFactory(network=NetworkFactory(), city=city)
    past = MembershipFactory(network=NetworkFactory(), city=city, ends_on="2001-01-01")
    context = client.get(reverse("participants:city_detail", args=[city.slug])).context
    assert (context["current"], context["past"]) == ([now], [past])


def test_network_page_shows_sizes_and_history_to_its_coordinators_only(client: Client, personas: Personas):
    add_member(1, personas.network)
    address = reverse("participants:network_detail", args=[personas.network.slug])
    assert "history" not in client.get(address).context
    client.force_login(personas["coordinator"])
    sizes = client.get(address).context["sizes"]
    assert (sizes.cities, sizes.organisations, sizes.past) == (2, 1, 0)
    row = client.get(reverse("participants:network_list"), {"q": "network"}).context["page"][0]
    assert (row.city_count, row.country_count, row.organisation_count) == (2, 2, 1)


def test_members_of_a_network_are_searched_and_paged(client: Client, personas: Personas):
    today = timezone.localdate()
    for n in range(51):
        MembershipFactory(network=personas.network, city=CityFactory(name=f"Ágora {n:02}"))
    gone = MembershipFactory(
        network=personas.network, city=CityFactory(name="Gone"), ends_on=today - timedelta(days=1)
    )
    add_member(1, personas.network)
    address = reverse("participants:network_detail", args=[personas.network.slug])

    def found(**query):
        return [row.member.name for row in client.get(address, query).context["page"]]

    assert len(found(q="agora")) == 50
    assert found(q="agora", page=2) == ["Ágora 50"]
    assert b'href="?q=agora&amp;page=2"' in client.get(address, {"q": "agora"}).content
    assert found(q="agora 07") == ["Ágora 07"]
    assert found(show="past") == [gone.city.name]
    assert len(found(show="organisations")) == 1
    assert found(show="organisations", q="agora") == []
    assert len(found(show="nonsense")) == 50


def test_role_guide_prints_every_role(client: Client, db):
    roles = client.get(reverse("participants:role_guide")).context["roles"]
    assert [str(label) for label, _words in roles][:2] == ["Coordinator", "Selection reviewer"]
    assert len(roles) == 8
