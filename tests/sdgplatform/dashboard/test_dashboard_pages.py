from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sdgplatform.dashboard.queries.home import goals_reached
from sdgplatform.dashboard.queries.search import search_everything
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    GoalFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.factories.participants import CityFactory
from tests.factories.workshops import ApplicationFactory, ParticipationFactory, WorkshopFactory
from tests.personas import PERSONA_NAMES, Personas

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/search/",
    "/search/?q=cordoba",
    "/help/",
    "/accessibility/",
    "/privacy/",
    "/about/",
    "/api/v1/",
]


@pytest.mark.parametrize("persona", PERSONA_NAMES)
@pytest.mark.parametrize("address", PAGES)
def test_pages_open_for_everyone(personas: Personas, client: Client, persona: str, address: str) -> None:
    if persona != "visitor":
        client.force_login(personas[persona])
    assert client.get(address).status_code == 200


def test_home_hides_drafts(client: Client) -> None:
    WorkshopFactory(titles={"en": "Secret plan"})
    WorkshopFactory(titles={"en": "Open plan"}, state="OPEN")
    page = client.get("/").content.decode()
    assert ("Secret plan" in page, "Open plan" in page) == (False, True)


def test_home_tells_a_coordinator_what_waits(personas: Personas, client: Client) -> None:
    ApplicationFactory(workshop=WorkshopFactory(lead=personas.network, state="OPEN"))
    client.force_login(personas["coordinator"])
    assert "1 application to decide" in client.get("/").content.decode()


def test_home_tells_others_nothing_of_it(personas: Personas, client: Client) -> None:
    ApplicationFactory(workshop=WorkshopFactory(lead=personas.network, state="OPEN"))
    client.force_login(personas["other_coordinator"])
    assert "to decide" not in client.get("/").content.decode()


def test_home_lists_cities_of_workshops_that_took_place(client: Client) -> None:
    ended = timezone.now() - timedelta(days=5)
    workshop = WorkshopFactory(state="CLOSED", starts_at=ended)
    ParticipationFactory(workshop=workshop, city=CityFactory(name="Santa Fe"))
    ParticipationFactory(workshop=WorkshopFactory(state="OPEN"), city=CityFactory(name="Quito"))
    page = client.get("/").content.decode()
    assert ("Santa Fe" in page, "Quito" in page) == (True, False)


def _validated(score: int) -> None:
    matrix = AlignmentMatrixFactory(strategy=StrategyFactory(city=CityFactory()))
    AlignmentCellFactory(matrix=matrix, target=TargetFactory(code="11.2"), score=score)
    matrix.state, matrix.checksum = "VALIDATED", "0" * 64
    matrix.save()


def test_goals_reached_is_hidden_for_fewer_than_three_cities() -> None:
    GoalFactory(number=11)
    _validated(2)
    _validated(2)
    assert goals_reached().matrices == 0


def test_goals_reached_counts_matrices_with_a_strong_link() -> None:
    GoalFactory(number=11)
    for score in (2, 3, 1):
        _validated(score)
    reached = goals_reached()
    assert reached.matrices == 3
    assert reached.shares[11] == pytest.approx(200 / 3)


def test_search_forgives_accents_and_word_order(personas: Personas) -> None:
    CityFactory(name="Peñalolén", slug="penalolen")
    groups = search_everything("penalolen", personas["visitor"])
    assert [[hit.title.split(",")[0] for hit in group.hits] for group in groups] == [["Peñalolén"]]


def test_search_shows_people_to_coordinators_only(personas: Personas) -> None:
    labels = {
        name: [str(group.label) for group in search_everything("translator", personas[name])]
        for name in ("coordinator", "trainer", "visitor")
    }
    assert labels == {"coordinator": ["People"], "trainer": [], "visitor": []}


def test_search_with_a_nul_finds_nothing(client: Client) -> None:
    assert client.get("/search/", {"q": "a\x00b"}).status_code == 200


def test_schema_is_served(client: Client) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert b"/api/v1/workshops/" in answer.content
