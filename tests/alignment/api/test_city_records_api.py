"""Indicators, values, actors, roles and competences of a city, written through the API."""

from typing import Any

import pytest
from django.test import Client

from alignment.models import Actor, ActorRole, Competence, Indicator, LocalIndicator, Milestone, Strategy
from sdgplatform.audit.models import AuditEntry
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    StrategyElementFactory,
    StrategyFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")
INDICATOR: dict[str, Any] = {
    "code": "MOV-1",
    "name": "Trips by bus",
    "un_indicator": "11.2.1",
    "relation": "PROXY",
    "milestones": [
        {"role": "BASELINE", "year": 2020, "value": "12.500"},
        {"role": "TARGET", "year": 2030, "value": 40},
    ],
}
ACTOR: dict[str, Any] = {
    "name": "Universidad",
    "kind": "ACADEMIA",
    "influence": 4,
    "contact": "only@example.org",
}


@pytest.fixture
def strategy(personas: Personas) -> Strategy:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None)
    StrategyElementFactory(strategy=strategy, code="P1", title="Buses")
    return strategy


@pytest.fixture
def planner(client: Client, personas: Personas) -> Client:
    client.force_login(personas["planner"])
    return client


def at(strategy: Strategy, rest: str) -> str:
    return f"/api/v1/strategies/{strategy.code}/{rest}"


def send(client: Client, method: str, address: str, data: Any = None) -> Any:
    return getattr(client, method)(address, data, content_type="application/json")


@pytest.mark.parametrize(
    ("name", "read", "write"),
    [
        ("planner", 200, 201),
        ("coordinator", 200, 201),
        ("reviewer", 200, 403),
        ("trainer", 200, 403),
        ("other_coordinator", 404, 404),
        ("member", 404, 404),
    ],
)
def test_who_reads_and_writes(
    client: Client, personas: Personas, strategy: Strategy, name: str, read: int, write: int
) -> None:
    client.force_login(personas[name])
    for part in ("indicators/", "actors/", "competences/"):
        assert client.get(at(strategy, part)).status_code == read
    assert send(client, "post", at(strategy, "indicators/"), INDICATOR).status_code == write
    assert send(client, "post", at(strategy, "actors/"), ACTOR).status_code == write
    put = send(client, "put", at(strategy, "competences/"), [])
    assert put.status_code == (200 if write == 201 else write)


def test_an_indicator_is_added_changed_and_removed(
    planner: Client, strategy: Strategy, personas: Personas
) -> None:
    Indicator.objects.filter(code="11.2.1", framework__is_current=True).get()
    added = send(planner, "post", at(strategy, "indicators/"), INDICATOR).json()
    assert {(mark["role"], mark["year"], mark["value"]) for mark in added["milestones"]} == {
        ("BASELINE", 2020, "12.5"),
        ("TARGET", 2030, "40"),
    }
    row = LocalIndicator.objects.get()
    Milestone.objects.create(indicator=row, role="MILESTONE", year=2025, value=20)
    Milestone.objects.create(indicator=row, role="MILESTONE", year=2027, value=30)
    changed = send(planner, "patch", at(strategy, "indicators/MOV-1/"), {"unit": "%"}).json()
    assert (changed["unit"], changed["un_indicator"], changed["relation"]) == ("%", "11.2.1", "PROXY")
    assert (changed["name"], len(changed["milestones"])) == ("Trips by bus", 4)
    none = send(planner, "patch", at(strategy, "indicators/MOV-1/"), {"milestones": []}).json()
    assert none["milestones"] == []
    assert AuditEntry.objects.filter(action="alignment.indicator.changed").count() == 2
    cell = AlignmentCellFactory(
        matrix=AlignmentMatrixFactory(strategy=strategy, framework_id="2025"),
        element=strategy.elements.get(),
    )
    cell.indicators.add(row)
    kept = planner.delete(at(strategy, "indicators/MOV-1/"))
    assert (kept.status_code, kept.json()["code"]) == (409, "indicator_in_use")
    cell.indicators.clear()
    assert planner.delete(at(strategy, "indicators/MOV-1/")).status_code == 204
    assert planner.get(at(strategy, "indicators/MOV-1/")).status_code == 404


def test_an_indicator_is_refused_field_by_field(planner: Client, strategy: Strategy) -> None:
    twice = [{"role": "TARGET", "year": 2030, "value": 1}, {"role": "TARGET", "year": 2031, "value": 2}]
    early = [{"role": "BASELINE", "year": 2030, "value": 1}, {"role": "TARGET", "year": 2020, "value": 2}]
    wrong: list[tuple[dict[str, Any], list[str]]] = [
        ({"un_indicator": "99.9.9"}, ["un_indicator"]),
        ({"un_indicator": "", "relation": "SAME"}, ["un_indicator"]),
        ({"milestones": twice}, ["milestones"]),
        ({"milestones": early}, ["milestones"]),
        ({"milestones": [{"role": "TARGET", "year": 1800, "value": 1}]}, ["milestones"]),
        ({"code": "not a code!"}, ["code"]),
        ({"direction": "SIDEWAYS"}, ["direction"]),
    ]
    for change, fields in wrong:
        answer = send(planner, "post", at(strategy, "indicators/"), {**INDICATOR, **change})
        assert (answer.status_code, list(answer.json())) == (400, fields), change
    assert send(planner, "post", at(strategy, "indicators/"), INDICATOR).status_code == 201
    again = send(planner, "post", at(strategy, "indicators/"), INDICATOR)
    assert again.status_code == 400
    assert LocalIndicator.objects.count() == 1


def test_values_of_an_indicator(planner: Client, strategy: Strategy) -> None:
    send(planner, "post", at(strategy, "indicators/"), INDICATOR)
    values = at(strategy, "indicators/MOV-1/observations/")
    whole = send(planner, "post", values, {"year": 2024, "value": "13.250"}).json()
    women = send(planner, "post", values, {"year": 2024, "value": 12, "dimensions": {"sex": "women"}}).json()
    assert (whole["value"], women["dimensions"]) == ("13.25", {"sex": "women"})
    assert list(send(planner, "post", values, {"year": 2024, "value": 1}).json()) == ["year"]
    assert list(send(planner, "post", values, {"year": 1800, "value": 1}).json()) != []
    assert planner.delete(f"{values}{women['id']}/").status_code == 204
    rest = planner.get(at(strategy, "indicators/MOV-1/")).json()["observations"]
    assert [value["id"] for value in rest] == [whole["id"]]
    assert planner.delete(f"{values}{women['id']}/").status_code == 404


def test_actors_and_their_roles(planner: Client, strategy: Strategy) -> None:
    answer = send(planner, "post", at(strategy, "actors/"), ACTOR)
    key = answer.json()["id"]
    assert "only@example.org" not in answer.content.decode()
    changed = send(planner, "patch", at(strategy, f"actors/{key}/"), {"interest": 5}).json()
    assert (changed["influence"], changed["interest"], changed["name"]) == (4, 5, "Universidad")
    assert Actor.objects.get().contact == "only@example.org"
    assert list(send(planner, "patch", at(strategy, f"actors/{key}/"), {"interest": 9}).json()) != []
    assert list(send(planner, "post", at(strategy, "actors/"), ACTOR).json()) == ["name"]
    roles = at(strategy, f"actors/{key}/roles/")
    first = send(planner, "post", roles, {"role": "PARTNER", "element": "P1"}).json()
    second = send(planner, "post", roles, {"role": "FUNDER", "target": "ODS 11.2"}).json()
    assert (first["element"], second["target"]) == ("P1", "11.2")
    assert send(planner, "post", roles, {"role": "PARTNER", "element": "P1"}).json()["id"] == first["id"]
    for wrong, field in (
        ({"role": "PARTNER"}, "element"),
        ({"role": "PARTNER", "element": "P1", "target": "11.2"}, "element"),
        ({"role": "PARTNER", "element": "P9"}, "element"),
        ({"role": "PARTNER", "target": "99.9"}, "target"),
        ({"role": "KING", "element": "P1"}, "role"),
    ):
        refused = send(planner, "post", roles, wrong)
        assert (refused.status_code, list(refused.json())) == (400, [field]), wrong
    assert planner.delete(f"{roles}{first['id']}/").status_code == 204
    assert planner.delete(at(strategy, f"actors/{key}/")).status_code == 204
    assert not ActorRole.objects.exists()


def test_competences_that_are_left_out_stay(planner: Client, strategy: Strategy) -> None:
    address = at(strategy, "competences/")
    rows = [
        {"target": "11.2", "degree": 3, "legal_basis": "Charter, 12"},
        {"target": "Meta 6.3", "degree": 0},
    ]
    send(planner, "put", address, rows)
    answer = send(planner, "put", address, [{"target": "6.3", "degree": None}]).json()
    assert [(row["target"], row["degree"], row["legal_basis"]) for row in answer] == [
        ("11.2", 3, "Charter, 12")
    ]
    assert send(planner, "put", address, [{"target": "99.9", "degree": 1}]).json() == {
        "target": ["Unknown: 99.9"]
    }
    assert send(planner, "put", address, [{"target": "11.2", "degree": 7}]).status_code == 400
    assert Competence.objects.count() == 1


def test_records_of_another_city_are_not_reached(
    planner: Client, strategy: Strategy, personas: Personas
) -> None:
    other = LocalIndicator.objects.create(city=StrategyFactory().city, code="X-1", name="Other")
    assert planner.get(at(strategy, "indicators/X-1/")).status_code == 404
    assert send(planner, "patch", at(strategy, "indicators/X-1/"), {"name": "Mine"}).status_code == 404
    other.refresh_from_db()
    assert other.name == "Other"
