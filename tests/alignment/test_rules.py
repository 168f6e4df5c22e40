"""Rows that a person sees are the rows that their permission lets them open, for every persona and state."""

import pytest

from alignment.models import AlignmentMatrix, Strategy
from alignment.models.matrices import MatrixState, Visibility
from tests.factories.alignment import AlignmentMatrixFactory, StrategyFactory
from tests.personas import PERSONA_NAMES, Personas


@pytest.fixture
def matrices(personas: Personas) -> list[AlignmentMatrix]:
    strategies = [
        StrategyFactory(city=personas.city, network=personas.network),
        StrategyFactory(network=personas.network),
        StrategyFactory(network=personas.other_network),
        StrategyFactory(network=None),
        StrategyFactory(network=None, created_by=personas["member"]),
    ]
    return [
        AlignmentMatrixFactory(strategy=strategy, state=state, visibility=visibility, checksum="x")
        for strategy in strategies
        for state, visibility in [
            *((state, "PRIVATE") for state in MatrixState.values),
            *(("PUBLISHED", visibility) for visibility in Visibility.values),
        ]
    ]


@pytest.mark.parametrize("name", PERSONA_NAMES)
def test_visible_matrices_are_those_one_may_view(
    name: str, personas: Personas, matrices: list[AlignmentMatrix]
) -> None:
    user = personas[name]
    visible = set(AlignmentMatrix.objects.visible_to(user))
    assert visible == {matrix for matrix in matrices if user.has_perm("alignment.view_matrix", matrix)}


@pytest.mark.parametrize("name", PERSONA_NAMES)
def test_visible_strategies_are_those_one_may_view(
    name: str, personas: Personas, matrices: list[AlignmentMatrix]
) -> None:
    user = personas[name]
    visible = set(Strategy.objects.visible_to(user))
    expected = {row for row in Strategy.objects.all() if user.has_perm("alignment.view_strategy", row)}
    assert visible == expected


WHO = {
    "alignment.change_matrix": {"admin", "planner", "coordinator"},
    "alignment.submit_matrix": {"admin", "planner"},
    "alignment.publish_matrix": {"admin", "planner", "coordinator"},
    "alignment.invite_peer": {"admin", "planner", "coordinator"},
    "alignment.resolve_comment": {"admin", "planner", "coordinator", "reviewer"},
    "alignment.compare_matrix": {"admin", "planner", "coordinator", "reviewer", "trainer"},
    "alignment.withdraw_matrix": {"admin", "planner", "coordinator"},
    "alignment.review_matrix": {"admin", "reviewer"},
    "alignment.reopen_matrix": {"admin", "coordinator"},
    "alignment.comment_matrix": {"admin", "planner", "coordinator", "reviewer"},
    "alignment.add_matrix_version": {"admin", "planner", "coordinator"},
    "alignment.import_matrix": {"admin", "planner", "coordinator"},
}


@pytest.mark.parametrize("permission", sorted(WHO))
def test_who_may_do_what_with_a_matrix(permission: str, personas: Personas) -> None:
    strategy = StrategyFactory(city=personas.city, network=personas.network)
    matrix = AlignmentMatrixFactory(strategy=strategy)
    assert {name for name in PERSONA_NAMES if personas[name].has_perm(permission, matrix)} == WHO[permission]
