"""Each constraint has a row that breaks it, written past the actions."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alignment.models import MatrixTransition, TargetRelevance, Wording
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    CellCommentFactory,
    EvidenceFactory,
    FrameworkVersionFactory,
    GoalFactory,
    IndicatorFactory,
    StrategyElementFactory,
    StrategyFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "factory", "values"),
    [
        ("goal_pillar_is_known", GoalFactory, {"pillar": "MOON"}),
        ("target_kind_is_known", TargetFactory, {"kind": "X"}),
        ("strategy_kind_is_known", StrategyFactory, {"kind": "X"}),
        ("strategy_period_end_not_before_period_start", StrategyFactory, {"period_end": 2015}),
        ("strategy_years_are_plausible", StrategyFactory, {"period_start": 1980}),
        ("element_level_is_known", StrategyElementFactory, {"level": "X"}),
        ("element_status_is_known", StrategyElementFactory, {"status": "X"}),
        (
            "element_ends_on_not_before_starts_on",
            StrategyElementFactory,
            {"starts_on": date(2018, 1, 2), "ends_on": date(2018, 1, 1)},
        ),
        ("element_budget_has_currency", StrategyElementFactory, {"budget": 1}),
        ("element_budget_has_currency", StrategyElementFactory, {"budget": -1, "currency": "ARS"}),
        ("matrix_state_is_known", AlignmentMatrixFactory, {"state": "X"}),
        ("matrix_granularity_is_known", AlignmentMatrixFactory, {"granularity": "X"}),
        ("matrix_scope_is_known", AlignmentMatrixFactory, {"scope": "X"}),
        ("matrix_visibility_is_known", AlignmentMatrixFactory, {"visibility": "X"}),
        ("matrix_scored_level_is_known", AlignmentMatrixFactory, {"scored_level": "X"}),
        ("matrix_frozen_has_checksum", AlignmentMatrixFactory, {"state": "VALIDATED"}),
        (
            "matrix_published_has_consent",
            AlignmentMatrixFactory,
            {"state": "PUBLISHED", "checksum": "x", "consented_by": ""},
        ),
        (
            "matrix_published_has_consent",
            AlignmentMatrixFactory,
            {"state": "PUBLISHED", "checksum": "x", "consented_on": None},
        ),
        ("cell_kind_is_known", AlignmentCellFactory, {"kind": "X"}),
        ("cell_horizon_is_known", AlignmentCellFactory, {"horizon": "X"}),
        ("cell_score_between_minus_3_and_3", AlignmentCellFactory, {"score": 4}),
        ("cell_without_link_has_no_kind", AlignmentCellFactory, {"score": 0, "kind": "DIRECT"}),
        ("cell_budget_share_is_percent", AlignmentCellFactory, {"budget_share": Decimal("100.01")}),
        ("cell_confidence_1_to_3", AlignmentCellFactory, {"confidence": 4}),
        ("cell_of_a_goal_or_a_target", AlignmentCellFactory, {"target": None}),
        ("evidence_kind_is_known", EvidenceFactory, {"kind": "X"}),
        ("comment_resolved_at_and_resolved_by_together", CellCommentFactory, {"resolved_at": timezone.now()}),
    ],
)
def test_the_database_refuses(name: str, factory: Any, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        factory(**values)


def test_a_cell_is_once_per_element_and_place() -> None:
    cell = AlignmentCellFactory()
    with pytest.raises(IntegrityError, match="cell_once_per_target"), transaction.atomic():
        AlignmentCellFactory(matrix=cell.matrix, element=cell.element, target=cell.target)
    goal = AlignmentCellFactory(target=None, goal=GoalFactory())
    with pytest.raises(IntegrityError, match="cell_once_per_goal"), transaction.atomic():
        AlignmentCellFactory(matrix=goal.matrix, element=goal.element, target=None, goal=goal.goal)
    with pytest.raises(IntegrityError, match="cell_of_a_goal_or_a_target"), transaction.atomic():
        AlignmentCellFactory(matrix=goal.matrix, goal=goal.goal)


def test_codes_are_once_in_their_whole() -> None:
    element = StrategyElementFactory()
    with pytest.raises(IntegrityError, match="element_code_once_per_strategy"), transaction.atomic():
        StrategyElementFactory(strategy=element.strategy, code=element.code)
    evidence = EvidenceFactory()
    with pytest.raises(IntegrityError, match="evidence_ref_once_per_matrix"), transaction.atomic():
        EvidenceFactory(matrix=evidence.matrix, ref=evidence.ref)
    indicator = IndicatorFactory()
    with pytest.raises(IntegrityError, match="indicator_code_once_per_framework"), transaction.atomic():
        type(indicator).objects.create(
            framework=indicator.framework, code=indicator.code, target=indicator.target, position=2
        )
    wording = {"framework": indicator.framework, "code": "11", "language": "es", "text": "x"}
    Wording.objects.create(**wording)
    with pytest.raises(IntegrityError, match="wording_once_per_code_and_language"), transaction.atomic():
        Wording.objects.create(**wording)


def test_an_element_is_not_its_own_parent() -> None:
    element = StrategyElementFactory()
    element.parent = element
    with pytest.raises(IntegrityError, match="element_is_not_its_parent"), transaction.atomic():
        element.save()


def test_one_framework_version_is_current() -> None:
    FrameworkVersionFactory(code="2022", is_current=True)
    with pytest.raises(IntegrityError, match="framework_one_is_current"), transaction.atomic():
        FrameworkVersionFactory(code="2025", is_current=True)


def test_a_city_leaves_a_target_out_once() -> None:
    row = {"city": StrategyFactory().city, "target": TargetFactory(), "status": "NATIONAL_ONLY"}
    TargetRelevance.objects.create(**row)
    with pytest.raises(IntegrityError, match="relevance_once_per_city_and_target"), transaction.atomic():
        TargetRelevance.objects.create(**row)
    with pytest.raises(IntegrityError, match="relevance_status_is_known"), transaction.atomic():
        TargetRelevance.objects.create(**{**row, "target": TargetFactory(code="1.1"), "status": "X"})


def test_a_step_names_known_states() -> None:
    matrix = AlignmentMatrixFactory()
    for states in (("X", "DRAFT"), ("DRAFT", "X")):
        with pytest.raises(IntegrityError, match="_is_known"), transaction.atomic():
            MatrixTransition.objects.create(matrix=matrix, from_state=states[0], to_state=states[1])


def test_a_comment_on_a_cell_names_its_element() -> None:
    with pytest.raises(IntegrityError, match="comment_on_a_cell_names_its_element"), transaction.atomic():
        CellCommentFactory(target=TargetFactory())
