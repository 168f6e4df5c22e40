from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories.modules import ModuleFactory
from tests.factories.participants import CityFactory, CountryFactory, NetworkFactory
from tests.factories.workshops import (
    VenueFactory,
    WorkshopFactory,
    WorkshopModuleFactory,
    WorkshopNetworkFactory,
)
from workshops.actions.workshops import Plan, add_workshop

pytestmark = pytest.mark.django_db
URL = "/workshops/"
QUERIES_OF_VISITOR = 3


def listed(client, **filters):
    response = client.get(URL, filters)
    assert response.status_code == 200
    return [f"/workshops/{row.slug}/" for row in response.context["page"].object_list]


def url_of(workshop):
    return reverse("workshops:workshop_detail", kwargs={"slug": workshop.slug})


def full_workshop(**fields):
    workshop = WorkshopFactory(lead=NetworkFactory(), venue=VenueFactory(), state="OPEN", **fields)
    WorkshopNetworkFactory(workshop=workshop, network=NetworkFactory())
    WorkshopModuleFactory(workshop=workshop, module=ModuleFactory())
    return workshop


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_one_row_as_for_three(client, rows, django_assert_num_queries):
    for _n in range(rows):
        full_workshop()
    client.get(URL)  # the choices of the filters are kept from here on
    with django_assert_num_queries(QUERIES_OF_VISITOR):
        assert len(listed(client)) == rows


def test_visitors_see_all_but_drafts_newest_first(client, personas):
    start = datetime(2027, 3, 1, tzinfo=UTC)
    old = WorkshopFactory(state="CLOSED", starts_at=start)
    new = WorkshopFactory(state="OPEN", starts_at=start + timedelta(days=30))
    draft = WorkshopFactory(lead=personas.network, starts_at=start + timedelta(days=60))
    assert listed(client) == [url_of(new), url_of(old)]
    client.force_login(personas["coordinator"])
    assert listed(client) == [url_of(draft), url_of(new), url_of(old)]
    client.force_login(personas["other_coordinator"])
    assert listed(client) == [url_of(new), url_of(old)]


def test_each_filter_finds_its_own(client):
    chile = CityFactory(country=CountryFactory(iso2="CL"), name="Peñalolén")
    network = NetworkFactory(slug="merco")
    one = WorkshopFactory(
        lead=network,
        state="OPEN",
        titles={"es": "Alineación"},
        venue=VenueFactory(city=chile),
        languages=["fr"],
        starts_at=datetime(2024, 3, 1, tzinfo=UTC),
    )
    WorkshopFactory(lead=NetworkFactory(), state="CLOSED", venue=VenueFactory(), languages=["es"])
    for filters in (
        {"q": "penalolen alineacion"},
        {"state": "OPEN"},
        {"network": "merco"},
        {"country": "CL"},
        {"year": "2024"},
        {"language": "fr"},
    ):
        assert listed(client, **filters) == [url_of(one)], filters
    assert listed(client, q="nothing like it") == []


@pytest.mark.parametrize(
    "filters", [{"year": "soon"}, {"state": "ASLEEP"}, {"page": "0"}, {"sort": "password"}, {"q": "x" * 300}]
)
def test_filters_that_make_no_sense_break_nothing(client, filters):
    WorkshopFactory(state="OPEN")
    assert client.get(URL, filters).status_code == 200


def test_a_workshop_without_a_place_shows_a_dash(client):
    WorkshopFactory(lead=NetworkFactory(), state="OPEN", venue=None)
    rows = client.get(URL).context["rows"]
    assert 'data-label="Where"><span>–<span class="sub"></span></span></td>' in rows


def test_fifty_on_a_page(client):
    for _n in range(51):
        WorkshopFactory(state="OPEN")
    assert len(listed(client)) == 50
    assert len(listed(client, page=2)) == 1


def test_the_export_is_the_list_with_its_filters(client):
    WorkshopFactory(state="OPEN", slug="one", titles={"en": "=Sum"}, languages=["fr"])
    WorkshopFactory(state="OPEN", slug="two", languages=["es"])
    response = client.get("/workshops/export/", {"format": "csv", "language": "fr"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("one,'=Sum,")
    assert client.get("/workshops/export/", {"format": "xlsx"}).status_code == 200
    assert client.get("/workshops/export/", {"format": "exe"}).status_code == 400


def test_only_coordinators_are_offered_to_plan(client, personas):
    assert b"/workshops/new/" not in client.get(URL).content
    client.force_login(personas["coordinator"])
    assert b"/workshops/new/" in client.get(URL).content


def test_a_new_network_is_offered_as_a_filter_at_once(client, personas, django_capture_on_commit_callbacks):
    client.get(URL)
    plan = Plan(
        fields={
            "titles": {"es": "Nuevo"},
            "time_zone": "UTC",
            "starts_at": datetime(2027, 3, 1, tzinfo=UTC),
            "ends_at": datetime(2027, 3, 2, tzinfo=UTC),
            "languages": ["es"],
        },
        lead=personas.network,
    )
    with django_capture_on_commit_callbacks(execute=True):
        add_workshop(plan, by=personas["coordinator"])
    offered = dict(client.get(URL).context["form"].fields["network"].choices)
    assert "home-network" in offered


def test_filters_keep_their_choices_after_the_schema_was_made(client, personas):
    """The schema looks at the filters of the class; what it leaves there must not reach the page."""
    WorkshopFactory(lead=personas.network, state="OPEN")
    assert client.get("/api/v1/schema/").status_code == 200
    cache.clear()
    offered = dict(client.get(URL).context["form"].fields["network"].choices)
    assert "home-network" in offered
