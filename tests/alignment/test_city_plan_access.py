"""What a city plans is for its planners and the networks it is a member of, whoever has a strategy of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from alignment.models import Actor, Goal, LocalIndicator, Strategy, Target
from alignment.urls import city_urls
from tests.factories.alignment import (
    ActorFactory,
    AlignmentMatrixFactory,
    GoalFactory,
    LocalIndicatorFactory,
    StrategyElementFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.factories.participants import CityFactory, MembershipFactory
from tests.personas import Personas

pytestmark = pytest.mark.django_db
NEW = {"title": "Plan", "kind": "STRATEGIC", "period_start": "2020", "period_end": "2030", "language": "es"}


@pytest.fixture
def foreign(personas: Personas) -> Strategy:
    """Of the home city, but made by the coordinator of a network that the city is no member of."""
    other = personas["other_coordinator"]
    return StrategyFactory(city=personas.city, network=personas.other_network, created_by=other)


@pytest.fixture
def plan(personas: Personas) -> None:
    LocalIndicatorFactory(city=personas.city, code="MOV-1", name="Secret measure")
    ActorFactory(city=personas.city, name="Secret actor")
    TargetFactory(code="11.2-LOC", city=personas.city, parent=TargetFactory())
    GoalFactory(number=18, city=personas.city)


def addresses(strategy: Strategy) -> list[str]:
    given = {"code": strategy.code, "local_goal": 18, "target_code": "11.2-LOC", "indicator_code": "MOV-1"}
    given["actor"] = Actor.objects.get().pk
    found = [reverse("alignment:strategy_scope", args=[strategy.code])]
    for pattern in city_urls:
        names = get_resolver().namespace_dict["alignment"][1].reverse_dict.getlist(pattern.name)[0][0][0][1]
        found.append(reverse(f"alignment:{pattern.name}", kwargs={name: given[name] for name in names}))
    return found


def test_pages_of_the_city_are_closed_to_a_network_it_is_no_member_of(
    client: Client, personas: Personas, foreign: Strategy, plan: None
):
    client.force_login(personas["other_coordinator"])
    assert client.get(reverse("alignment:strategy_detail", args=[foreign.code])).status_code == 200
    pages = addresses(foreign)
    assert len(pages) > 15
    for page in pages:
        assert client.get(page).status_code in (403, 405), page
        assert client.post(page, {}).status_code in (403, 405), page
    api = client.get(f"/api/v1/strategies/{foreign.code}/city-plan/")
    assert api.status_code in (403, 404)


def test_they_open_when_the_city_becomes_a_member(
    client: Client, personas: Personas, foreign: Strategy, plan: None
):
    membership = MembershipFactory(network=personas.other_network, city=personas.city)
    client.force_login(personas["other_coordinator"])
    page = reverse("alignment:indicator_list", args=[foreign.code])
    assert b"Secret measure" in client.get(page).content
    membership.ends_on = timezone.localdate() - timedelta(days=1)
    membership.save()
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("model", [LocalIndicator, Actor, Target, Goal])
def test_rows_of_the_city_are_hidden_from_that_network(
    personas: Personas, foreign: Strategy, plan: None, model: type
):
    rows = getattr(model, "with_local", model.objects).filter(city=personas.city)
    assert not rows.visible_to(personas["other_coordinator"]).exists()
    assert rows.visible_to(personas["coordinator"]).count() == 1
    assert rows.visible_to(personas["planner"]).count() == 1


def test_the_panel_of_a_cell_offers_nothing_of_the_city(
    client: Client, personas: Personas, foreign: Strategy, plan: None
):
    matrix = AlignmentMatrixFactory(strategy=foreign, created_by=personas["other_coordinator"])
    element = StrategyElementFactory(strategy=foreign, code="A1")
    client.force_login(personas["other_coordinator"])
    page = reverse("alignment:matrix_detail", args=[matrix.code]) + f"?cell={element.code}:11.2"
    assert b"Secret" not in client.get(page).content
    link = reverse("alignment:indicator_link", args=[matrix.code, element.code, "11.2"])
    indicator = LocalIndicator.objects.get()
    assert client.post(link, {"indicator": indicator.pk}).status_code == 403


def test_coordinators_begin_strategies_for_members_of_their_network(client: Client, personas: Personas):
    client.force_login(personas["other_coordinator"])
    city = CityFactory(name="Elsewhere")
    data = {**NEW, "city": "elsewhere", "network": personas.other_network.pk}
    page = reverse("alignment:strategy_new")
    response = client.post(page, data)
    assert response.context["form"].errors == {
        "network": [f"Choose a network that you coordinate and that {city.full_name} is a member of."]
    }
    MembershipFactory(network=personas.other_network, city=city)
    assert client.post(page, {**data, "network": ""}).status_code == 422
    assert client.post(page, data).status_code == 302
    assert Strategy.objects.get().city == city


def test_a_strategy_moves_only_to_a_network_of_its_city(client: Client, personas: Personas):
    strategy = StrategyFactory(city=personas.city, network=personas.network)
    client.force_login(personas["coordinator"])
    page = reverse("alignment:strategy_edit", args=[strategy.code])
    assert client.post(page, {**NEW, "network": personas.network.pk}).status_code == 302
    assert client.post(page, {**NEW, "network": personas.other_network.pk}).status_code == 422
    personas.membership.delete()
    assert client.post(page, {**NEW, "network": personas.network.pk}).status_code == 302
