"""Constraints of what a city adds: local goals and targets, indicators, actors, competences."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from alignment.models import (
    ActorRole,
    AlignmentCell,
    ClearedCell,
    ColumnMapping,
    Competence,
    Goal,
    LocalIndicator,
    MatrixImport,
    Milestone,
    Observation,
    SuggestionDecision,
    Target,
    WarningReason,
)
from tests.factories.alignment import (
    ActorFactory,
    AlignmentCellFactory,
    GoalFactory,
    LocalIndicatorFactory,
    TargetFactory,
)
from tests.factories.participants import CityFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> dict[str, Any]:
    cell = AlignmentCellFactory()
    city = cell.matrix.strategy.city
    return {
        "city": city,
        "cell": cell,
        "indicator": LocalIndicatorFactory(city=city, code="A"),
        "actor": ActorFactory(city=city, name="A"),
        "goal": GoalFactory(number=18, city=city),
        "target": TargetFactory(code="11.2-A", city=city),
    }


def broken(row: Model) -> str:
    """The name of the constraint that refuses the row."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save()
    return refused.value.__cause__.diag.constraint_name  # type: ignore[union-attr]


GOAL: dict[str, Any] = {
    "titles": {},
    "labels": {},
    "colour": "#000000",
    "text_colour": "white",
    "pillar": "PEACE",
}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("goal_local_numbers_begin_at_18", {"number": 5, "own": True}),
        ("goal_local_numbers_begin_at_18", {"number": 18}),
        ("goal_number_once_per_city", {"number": 18, "own": True}),
        ("goal_has_one_owner", {"number": 19, "own": True, "shared": True}),
        ("goal_number_once_per_framework", {"number": 11}),
    ],
)
def test_goals(things: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    city = things["city"] if values.pop("own", False) else None
    network = NetworkFactory() if values.pop("shared", False) else None
    assert broken(Goal(city=city, network=network, **GOAL, **values)) == name


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("target_code_once_per_city", {"code": "11.2-A", "own": True}),
        ("target_code_once_per_framework", {"code": "11.2", "position": 9}),
        ("target_has_one_owner", {"code": "11.2-B", "own": True, "shared": True}),
        ("target_position_once_in_framework", {"code": "11.99"}),
        ("target_of_framework_has_no_parent", {"code": "11.99", "position": 9, "below": True}),
        ("target_due_year_is_plausible", {"code": "11.2-B", "own": True, "due_year": 1900}),
    ],
)
def test_targets(things: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    TargetFactory()
    universal = Target.objects.get(code="11.2")
    values = {"position": universal.position, **values}
    city = things["city"] if values.pop("own", False) else None
    network = NetworkFactory() if values.pop("shared", False) else None
    parent = universal if values.pop("below", False) else None
    row = Target(
        goal=universal.goal, kind="OUTCOME", titles={}, city=city, network=network, parent=parent, **values
    )
    assert broken(row) == name


def test_code_is_once_per_network_and_free_elsewhere(things: dict[str, Any]) -> None:
    network = NetworkFactory()
    TargetFactory(code="11.2-A", network=network)
    TargetFactory(code="11.2-A", city=CityFactory())
    GoalFactory(number=18, network=network)
    goal = things["target"].goal
    again = Target(code="11.2-A", goal=goal, position=1, kind="MEANS", titles={}, network=network)
    assert broken(again) == "target_code_once_per_network"
    assert broken(Goal(number=18, network=network, **GOAL)) == "goal_number_once_per_network"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("local_indicator_code_once_per_city", {"code": "A"}),
        ("local_indicator_direction_is_known", {"direction": "X"}),
        ("local_indicator_relation_is_known", {"relation": "X"}),
        ("local_indicator_kind_is_known", {"kind": "X"}),
        ("local_indicator_relation_names_its_indicator", {"relation": "SAME"}),
    ],
)
def test_indicators(things: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    # `relation` "X" breaks both rules of it; PostgreSQL names one of them.
    found = broken(LocalIndicator(city=things["city"], name="N", **{"code": "B", **values}))
    if values == {"relation": "X"}:
        assert found in {name, "local_indicator_relation_names_its_indicator"}
    else:
        assert found == name


@pytest.mark.parametrize(
    ("name", "model", "values"),
    [
        ("observation_status_is_known", Observation, {"status": "X", "year": 2001}),
        ("observation_once_per_year", Observation, {"year": 2000}),
        ("observation_year_is_plausible", Observation, {"year": 1900}),
        ("milestone_role_is_known", Milestone, {"role": "X", "year": 2001}),
        ("milestone_one_baseline_and_one_target", Milestone, {"role": "BASELINE", "year": 2001}),
        ("milestone_once_per_year", Milestone, {"role": "MILESTONE", "year": 2005}),
        ("milestone_year_is_plausible", Milestone, {"role": "TARGET", "year": 2200}),
    ],
)
def test_values_of_indicators(
    things: dict[str, Any], name: str, model: type[Model], values: dict[str, Any]
) -> None:
    Observation.objects.create(indicator=things["indicator"], year=2000, value=1)
    Milestone.objects.create(indicator=things["indicator"], role="BASELINE", year=2000, value=1)
    Milestone.objects.create(indicator=things["indicator"], role="MILESTONE", year=2005, value=1)
    assert broken(model(indicator=things["indicator"], value=1, **values)) == name


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("actor_kind_is_known", {"kind": "X"}),
        ("actor_tier_is_known", {"tier": "X"}),
        ("actor_name_once_per_city", {"name": "A"}),
        ("actor_influence_and_interest_1_to_5", {"influence": 6}),
        ("actor_influence_and_interest_1_to_5", {"interest": 0}),
        ("actor_stance_minus_2_to_2", {"stance": 3}),
    ],
)
def test_actors(things: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    assert broken(ActorFactory.build(**{"city": things["city"], "name": "B", **values})) == name


def test_roles(things: dict[str, Any]) -> None:
    actor, element, target = things["actor"], things["cell"].element, things["target"]
    ActorRole.objects.create(actor=actor, element=element, role="PARTNER")
    ActorRole.objects.create(actor=actor, target=target, role="PARTNER")
    again = {"actor": actor, "role": "PARTNER"}
    assert broken(ActorRole(element=element, **again)) == "actor_role_once_per_element"
    assert broken(ActorRole(target=target, **again)) == "actor_role_once_per_target"
    assert broken(ActorRole(**again)) == "actor_role_of_an_element_or_a_target"
    assert broken(ActorRole(actor=actor, element=element, role="X")) == "actor_role_role_is_known"


def test_competences(things: dict[str, Any]) -> None:
    row = {"city": things["city"], "target": things["target"]}
    Competence.objects.create(degree=2, **row)
    assert broken(Competence(degree=1, **row)) == "competence_once_per_target_and_tier"
    assert broken(Competence(degree=4, tier="NATIONAL", **row)) == "competence_degree_0_to_3"
    assert broken(Competence(degree=1, tier="X", **row)) == "competence_tier_is_known"


@pytest.mark.parametrize("model", [ClearedCell, SuggestionDecision])
def test_notes_of_cells_are_once_for_each_place(things: dict[str, Any], model: Any) -> None:
    cell: AlignmentCell = things["cell"]
    more = {"revision": 1} if model is ClearedCell else {"decision": "ACCEPTED"}
    word = "cleared" if model is ClearedCell else "suggestion_decided"
    row = {"matrix": cell.matrix, "element": cell.element, **more}
    model.objects.create(target=cell.target, **row)
    model.objects.create(goal=things["goal"], **row)
    assert broken(model(target=cell.target, **row)) == f"{word}_once_per_target"
    assert broken(model(goal=things["goal"], **row)) == f"{word}_once_per_goal"


def test_decisions_and_reasons(things: dict[str, Any]) -> None:
    cell = things["cell"]
    row = {"matrix": cell.matrix, "element": cell.element}
    assert broken(SuggestionDecision(decision="ACCEPTED", **row)) == "suggestion_of_a_goal_or_a_target"
    wrong = SuggestionDecision(decision="X", target=cell.target, **row)
    assert broken(wrong) == "suggestion_decision_is_known"
    WarningReason.objects.create(matrix=cell.matrix, rule="W9", text="So.")
    assert broken(WarningReason(matrix=cell.matrix, rule="W9", text="So.")) == "warning_reason_once"


def test_imports_and_mappings(things: dict[str, Any], django_user_model: Any) -> None:
    account = django_user_model.objects.create(email="a@example.org")
    ColumnMapping.objects.create(account=account, headers="x")
    assert broken(ColumnMapping(account=account, headers="x")) == "column_mapping_once_per_headers"
    field = MatrixImport._meta.get_field("mode")
    assert [value for value, _label in field.choices or ()] == ["MERGE", "REPLACE"]
