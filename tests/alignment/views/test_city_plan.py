"""What belongs to the city and serves all its strategies: local goals, indicators, actors, competences."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alignment.models import (
    Actor,
    AlignmentMatrix,
    Competence,
    FrameworkVersion,
    Goal,
    Indicator,
    LocalIndicator,
    Strategy,
    Target,
)
from alignment.queries.scope import matrix_scope
from tests.factories.alignment import (
    ActorFactory,
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    LocalIndicatorFactory,
    StrategyElementFactory,
    StrategyFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def strategy(personas: Personas) -> Strategy:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None)
    StrategyElementFactory(strategy=strategy, code="P1", title="Buses")
    return strategy


@pytest.fixture
def planner(client: Client, personas: Personas) -> Client:
    client.force_login(personas["planner"])
    return client


def page_of(strategy: Strategy, rest: str) -> str:
    return f"/alignment/strategies/{strategy.code}/{rest}"


GOAL = {
    "number": "18",
    "titles_es": "Cultura",
    "titles_1": "",
    "titles_2": "",
    "titles_3": "",
    "pillar": "PEOPLE",
}


def added_goal(client: Client, strategy: Strategy, **changed: str) -> Any:
    return client.post(page_of(strategy, "local/goals/new/"), {**GOAL, **changed})


TARGET = {
    "code": "meta 11.2-cba1",
    "titles_es": "Bondi cada 10 minutos",
    "kind": "OUTCOME",
    "due_year": "2027",
}


def test_local_goal_and_targets_stand_in_the_matrices_of_the_city(
    planner: Client, strategy: Strategy
) -> None:
    assert added_goal(planner, strategy).url == page_of(strategy, "local/")
    new = page_of(strategy, "local/targets/new/")
    assert planner.post(new, TARGET).status_code == 302
    assert planner.post(new, {**TARGET, "code": "18.1"}).status_code == 302
    goal = Goal.with_local.get(number=18)
    assert (goal.city, goal.labels, goal.text_colour) == (strategy.city, {"es": "Cultura"}, "white")
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025")
    inside = matrix_scope(matrix).inside
    assert len(inside) == 171
    assert inside[inside.index("11.2") + 1] == "11.2-CBA1"
    assert inside[-1] == "18.1"
    elsewhere = AlignmentMatrixFactory(framework_id="2025")
    assert len(matrix_scope(elsewhere).inside) == 169
    by_goal = AlignmentMatrix(strategy=strategy, framework=FrameworkVersion(code="2025"), granularity="GOAL")
    assert matrix_scope(by_goal).inside[-1] == "18"
    assert Goal.objects.count() == 17
    assert Target.objects.count() == 169
    text = planner.get(page_of(strategy, "local/")).content.decode()
    assert "Bondi cada 10 minutos" in text
    assert "Cultura" in text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "11.2"}, "code"),
        ({"code": "11.99-A1"}, "code"),
        ({"code": "19.1"}, "code"),
        ({"code": "buses"}, "code"),
        ({"due_year": "1800"}, "due_year"),
        ({"titles_es": ""}, "titles"),
    ],
)
def test_faulty_target_comes_back_with_its_fault(
    planner: Client, strategy: Strategy, changed: dict[str, str], field: str
) -> None:
    response = planner.post(page_of(strategy, "local/targets/new/"), {**TARGET, **changed})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Target.with_local.filter(city=strategy.city).exists()


def test_number_is_one_for_city_and_network(planner: Client, strategy: Strategy, personas: Personas) -> None:
    planner.force_login(personas["coordinator"])
    assert added_goal(planner, strategy, owner="network").status_code == 302
    assert Goal.with_local.get(number=18).network == personas.network
    refused = added_goal(planner, strategy, owner="city")
    assert list(refused.context["form"].errors) == ["number"]
    planner.force_login(personas["planner"])
    assert planner.get(page_of(strategy, "local/goals/18/")).status_code == 404
    assert "owner" not in planner.get(page_of(strategy, "local/goals/new/")).context["form"].fields


def test_scored_target_is_renamed_and_neither_recoded_nor_deleted(
    planner: Client, strategy: Strategy
) -> None:
    planner.post(page_of(strategy, "local/targets/new/"), TARGET)
    target = Target.with_local.get(code="11.2-CBA1")
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025")
    AlignmentCellFactory(matrix=matrix, element=strategy.elements.get(), target=target)
    page = page_of(strategy, "local/targets/11.2-CBA1/")
    assert list(planner.post(page, {**TARGET, "code": "11.2-X"}).context["form"].errors) == ["code"]
    assert planner.post(page, {**TARGET, "titles_es": "Otro"}).status_code == 302
    assert planner.post(f"{page}delete/").status_code == 302
    assert Target.with_local.get(code="11.2-CBA1").titles == {"es": "Otro"}
    matrix.cells.all().delete()
    planner.post(f"{page}delete/")
    assert not Target.with_local.filter(code="11.2-CBA1").exists()


INDICATOR = {
    "code": "MOV-1",
    "name": "Viajes en bus",
    "direction": "UP",
    "relation": "PROXY",
    "un_code": "11.2.1",
    "baseline": "10.5",
    "baseline_year": "2016",
    "target": "20",
    "target_year": "2027",
}


def test_indicator_with_milestones_and_values(planner: Client, strategy: Strategy) -> None:
    page = page_of(strategy, "indicators/MOV-1/")
    assert planner.post(page_of(strategy, "indicators/new/"), INDICATOR).url == page
    row = LocalIndicator.objects.get()
    assert row.un_indicator
    assert row.un_indicator.code == "11.2.1"
    marks = {mark.role: (mark.year, float(mark.value)) for mark in row.milestones.all()}
    assert marks == {"BASELINE": (2016, 10.5), "TARGET": (2027, 20.0)}
    value = {"year": "2018", "value": "12.25", "status": "FINAL"}
    assert planner.post(f"{page}values/add/", value).url == page
    again = planner.post(f"{page}values/add/", value)
    assert list(again.context["form"].errors) == ["year"]
    assert "12.25" in planner.get(page).content.decode()
    planner.post(f"{page}values/delete/", {"year": "2018"})
    planner.post(f"{page}values/delete/", {"year": "²018"})
    assert row.observations.count() == 0
    changed = {**INDICATOR, "target": "", "target_year": "", "name": "Viajes"}
    assert planner.post(f"{page}edit/", changed).status_code == 302
    assert [mark.role for mark in row.milestones.all()] == ["BASELINE"]


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"target_year": "2016"}, ["target_year"]),
        ({"target": ""}, ["target"]),
        ({"baseline_year": ""}, ["baseline_year"]),
        ({"un_code": "99.9.9"}, ["un_code"]),
        ({"un_code": ""}, ["un_code"]),
        ({"code": "a b"}, ["code"]),
        ({"baseline": "ten"}, ["baseline"]),
    ],
)
def test_faulty_indicator_comes_back_with_its_fault(
    planner: Client, strategy: Strategy, changed: dict[str, str], fields: list[str]
) -> None:
    response = planner.post(page_of(strategy, "indicators/new/"), {**INDICATOR, **changed})
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == fields
    assert not LocalIndicator.objects.exists()


def test_code_of_an_indicator_is_once_in_a_city(planner: Client, strategy: Strategy) -> None:
    LocalIndicatorFactory(city=strategy.city, code="MOV-1")
    response = planner.post(page_of(strategy, "indicators/new/"), INDICATOR)
    assert response.status_code == 422
    assert LocalIndicator.objects.count() == 1


def test_indicator_that_cells_name_stays(planner: Client, strategy: Strategy) -> None:
    row = LocalIndicatorFactory(city=strategy.city, code="MOV-1")
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025")
    cell = AlignmentCellFactory(
        matrix=matrix, element=strategy.elements.get(), target=Target.objects.get(code="11.2")
    )
    cell.indicators.add(row)
    page = page_of(strategy, "indicators/MOV-1/")
    assert "P1 × 11.2" in planner.get(page).content.decode()
    planner.post(f"{page}delete/")
    assert LocalIndicator.objects.filter(pk=row.pk).exists()
    cell.indicators.clear()
    planner.post(f"{page}delete/")
    assert not LocalIndicator.objects.filter(pk=row.pk).exists()


ACTOR = {"name": "Universidad", "kind": "ACADEMIA", "tier": "LOCAL", "influence": "4", "stance": "-1"}


def test_actor_with_roles(planner: Client, strategy: Strategy) -> None:
    response = planner.post(page_of(strategy, "actors/new/"), ACTOR)
    actor = Actor.objects.get()
    page = page_of(strategy, f"actors/{actor.pk}/")
    assert response.url == page
    element = strategy.elements.get()
    for _twice in range(2):
        planner.post(f"{page}roles/add/", {"role": "PARTNER", "element": element.pk})
    planner.post(f"{page}roles/add/", {"role": "FUNDER", "target_code": "meta 11.2"})
    assert sorted(actor.roles.values_list("role", "element__code", "target__code")) == [
        ("FUNDER", None, "11.2"),
        ("PARTNER", "P1", None),
    ]
    for neither in ({}, {"element": element.pk, "target_code": "11.2"}, {"target_code": "11.99"}):
        refused = planner.post(f"{page}roles/add/", {"role": "PARTNER", **neither})
        assert refused.status_code == 422
    planner.post(f"{page}roles/remove/", {"role": actor.roles.get(role="FUNDER").pk})
    assert actor.roles.count() == 1
    assert planner.post(page, {**ACTOR, "name": "UNC"}).status_code == 302
    planner.post(f"{page}delete/")
    assert not Actor.objects.exists()


@pytest.mark.parametrize("changed", [{"influence": "6"}, {"stance": "3"}, {"name": "Taken"}, {"kind": "X"}])
def test_faulty_actor_comes_back(planner: Client, strategy: Strategy, changed: dict[str, str]) -> None:
    ActorFactory(city=strategy.city, name="Taken")
    assert planner.post(page_of(strategy, "actors/new/"), {**ACTOR, **changed}).status_code == 422
    assert Actor.objects.count() == 1


def test_competences_of_one_goal_leave_the_others(planner: Client, strategy: Strategy) -> None:
    page = page_of(strategy, "competences/")
    keys = dict(Target.objects.values_list("code", "pk"))
    planner.post(f"{page}?goal=1", {f"degree_{keys['1.1']}": "0"})
    degrees = {f"degree_{keys['11.2']}": "3", f"basis_{keys['11.2']}": "Carta Orgánica"}
    assert planner.post(f"{page}?goal=11", degrees).url == f"{page}?goal=11"
    rows = Competence.objects.values_list("target__code", "degree", "legal_basis", "tier")
    assert sorted(rows) == [("1.1", 0, "", "LOCAL"), ("11.2", 3, "Carta Orgánica", "LOCAL")]
    planner.post(f"{page}?goal=11", {})
    assert list(Competence.objects.values_list("target__code", flat=True)) == ["1.1"]
    assert planner.post(f"{page}?goal=11", {f"degree_{keys['11.2']}": "9"}).status_code == 422
    assert planner.get(f"{page}?goal=x").status_code == 200


@pytest.mark.parametrize("rest", ["indicators/", "actors/"])
def test_lists_ask_the_same_for_one_row_and_three(planner: Client, strategy: Strategy, rest: str) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as found:
            assert planner.get(page_of(strategy, rest)).status_code == 200
        return len(found)

    def add() -> None:
        LocalIndicatorFactory(city=strategy.city, un_indicator=Indicator.objects.first())
        ActorFactory(city=strategy.city)

    add()
    once = ask()
    add()
    add()
    assert ask() == once


def test_plan_of_the_city_through_the_api(planner: Client, strategy: Strategy, personas: Personas) -> None:
    added_goal(planner, strategy)
    planner.post(page_of(strategy, "local/targets/new/"), TARGET)
    planner.post(page_of(strategy, "indicators/new/"), INDICATOR)
    planner.post(page_of(strategy, "actors/new/"), {**ACTOR, "contact": "only@editors.example"})
    url = f"/api/v1/strategies/{strategy.code}/city-plan/"
    answer = planner.get(url)
    plan = answer.json()
    assert [goal["number"] for goal in plan["goals"]] == [18]
    assert [(target["code"], target["parent"], target["goal"]) for target in plan["targets"]] == [
        ("11.2-CBA1", "11.2", 11)
    ]
    marks = [(mark["role"], mark["value"]) for mark in plan["indicators"][0]["milestones"]]
    assert sorted(marks) == [("BASELINE", "10.5"), ("TARGET", "20")]
    assert plan["actors"][0]["name"] == "Universidad"
    assert "only@editors.example" not in answer.content.decode()
    planner.force_login(personas["member"])
    assert planner.get(url).status_code == 404
