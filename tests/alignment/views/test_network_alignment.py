import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from alignment.models import MatrixSummary
from tests.alignment.network_matrices import SCOPE, limit_scope, validated
from tests.alignment.review_matrix import bring_to, personas_matrix
from tests.factories.participants import CityFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def address(personas: Personas) -> str:
    """The personas' city and three others; only what 11.2 and 13.2 get differs."""
    scores = {"Home": (1, 0), "Near": (3, 0), "Far": (2, 0), "Shy": (2, 0)}
    for name, (transport, climate) in scores.items():
        city = personas.city if name == "Home" else CityFactory(name=name)
        limit_scope(city, SCOPE)
        places = {("P1", code): 2 for code in SCOPE} | {("P1", "11.2"): transport, ("P1", "13.2"): climate}
        matrix = validated(city, personas.network, places)
        if name not in ("Home", "Shy"):
            matrix.state, matrix.visibility = "PUBLISHED", "NETWORK"
            matrix.consented_by, matrix.consented_on = "Mayor", "2025-03-01"
            matrix.save()
    return f"/alignment/networks/{personas.network.slug}/alignment"


def test_who_reads_it(client: Client, personas: Personas, address: str) -> None:
    api = f"/api/v1/networks/{personas.network.slug}/alignment/"
    pages = [f"{address}/", f"{address}/goals.csv", f"{address}/goals.svg", f"{address}.xlsx", api]
    for name, expected in (("planner", 200), ("coordinator", 200), ("trainer", 200), ("member", 403)):
        client.force_login(personas[name])
        assert [client.get(page).status_code for page in pages] == [expected] * len(pages)
    client.logout()
    assert client.get(f"{address}/").status_code == 302


def test_what_the_page_says(client: Client, personas: Personas, address: str) -> None:
    client.force_login(personas["planner"])
    page = client.get(f"{address}/")
    assert page.context["figures"].cities == 4
    assert [row.code for row in page.context["figures"].gaps] == ["13.2"]
    text = page.content.decode()
    assert "Common gaps" in text
    assert "What others strongly cover and Home city does not" in text
    assert "Near" in text
    assert "Shy" not in text
    assert 'data-brief="Strongly"' in text
    assert 'data-brief="Cities"' not in text
    client.force_login(personas["coordinator"])
    assert "Cities that can complement" not in client.get(f"{address}/").content.decode()


def test_api_and_workbook_say_the_same(client: Client, personas: Personas, address: str) -> None:
    client.force_login(personas["planner"])
    data = client.get(f"/api/v1/networks/{personas.network.slug}/alignment/").json()
    targets = {row["place"]: row for row in data["targets"]}
    assert (data["cities"], data["is_hidden"]) == (4, False)
    assert targets["13.2"]["covered"] == {"part": 0, "whole": 4, "value": 0.0}
    assert targets["11.2"]["strong"] == {"part": 3, "whole": 4, "value": 0.75}
    assert [row["place"] for row in data["targets"] if row["is_common_gap"]] == ["13.2"]
    peers: dict[str, Any] = data["peers"]
    assert (peers["cities"], len(peers["peers"])) == (2, 2)
    assert [(row["place"], row["cities"]["part"]) for row in peers["offers"]] == [("11.2", 2)]
    assert {peer["complements"]["value"] for peer in peers["peers"]} == {0.5}
    book = load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content))
    rows = list(book["How many cities reach each targe"[:31]].iter_rows(values_only=True))
    assert ("11.2", 4, 4, 1, 3, 4, 0.75) in [(row[0], *row[2:8]) for row in rows]


def test_fewer_than_three_cities(client: Client, personas: Personas) -> None:
    client.force_login(personas["planner"])
    page = client.get(f"/alignment/networks/{personas.network.slug}/alignment/")
    assert "Not enough cities yet" in page.content.decode()
    data = client.get(f"/api/v1/networks/{personas.network.slug}/alignment/").json()
    assert (data["is_hidden"], data["goals"], data["peers"]) == (True, [], None)
    assert client.get(f"/alignment/networks/{personas.network.slug}/alignment/goals.csv").status_code == 302


def test_each_step_of_the_review_keeps_the_figures(personas: Personas) -> None:
    matrix = personas_matrix(personas)
    assert not MatrixSummary.objects.exists()
    matrix = bring_to(matrix, "VALIDATED", personas)
    assert MatrixSummary.objects.get(matrix=matrix).assessed == 1


@pytest.mark.parametrize("more", [0, 2])
def test_the_queries_do_not_grow_with_the_cities(
    client: Client, personas: Personas, address: str, more: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(more):
        city = CityFactory(name=f"More {number}")
        limit_scope(city, SCOPE)
        validated(city, personas.network, {("P1", code): 1 for code in SCOPE})
    client.force_login(personas["planner"])
    with django_assert_max_num_queries(16):
        client.get(f"{address}/")
