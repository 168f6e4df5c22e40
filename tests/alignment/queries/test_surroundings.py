"""Rules that ask about more than cells, with the rows of the database behind them."""

from decimal import Decimal
from typing import Any

import pytest

from alignment.actions.framework import load_framework
from alignment.models import (
    Actor,
    ActorRole,
    AlignmentMatrix,
    Competence,
    Indicator,
    LocalIndicator,
    Milestone,
    Target,
    TargetRelevance,
)
from alignment.queries.rows import matrix_findings
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    StrategyElementFactory,
    StrategyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def matrix() -> AlignmentMatrix:
    load_framework()
    strategy = StrategyFactory(period_end=2100)
    element = StrategyElementFactory(strategy=strategy, code="P1", responsible="")
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2017")
    AlignmentCellFactory(matrix=matrix, element=element, target=Target.objects.get(code="11.2"), score=2)
    return matrix


def rules(matrix: AlignmentMatrix) -> set[str]:
    return {issue.rule for issue in matrix_findings(matrix, notices=True)} - {"W1", "W9", "I3"}


def indicator(matrix: AlignmentMatrix, **values: Any) -> LocalIndicator:
    row = LocalIndicator.objects.create(city=matrix.strategy.city, code="I1", name="Trips", **values)
    matrix.cells.get().indicators.add(row)
    return row


def test_an_actor_may_be_responsible(matrix: AlignmentMatrix) -> None:
    assert rules(matrix) == {"W6", "W13"}
    actor = Actor.objects.create(city=matrix.strategy.city, name="Transport", kind="MUNICIPAL_UNIT")
    ActorRole.objects.create(actor=actor, element=matrix.strategy.elements.get(), role="RESPONSIBLE")
    assert rules(matrix) == {"W6"}


@pytest.mark.parametrize("anchor", ["element", "target"])
def test_competence_and_partner(matrix: AlignmentMatrix, anchor: str) -> None:
    city, target = matrix.strategy.city, Target.objects.get(code="11.2")
    for tier, degree in (("LOCAL", 0), ("NATIONAL", 3)):
        Competence.objects.create(city=city, target=target, tier=tier, degree=degree)
    assert rules(matrix) == {"W5", "W6", "W13"}
    actor = Actor.objects.create(city=city, name="University", kind="ACADEMIA")
    where: dict[str, Any] = {"element": matrix.strategy.elements.get(), "target": target}
    ActorRole.objects.create(actor=actor, role="PARTNER", **{anchor: where[anchor]})
    assert rules(matrix) == {"W6", "W13"}


def test_milestones_of_the_indicators_of_cells(matrix: AlignmentMatrix) -> None:
    row = indicator(matrix)
    assert rules(matrix) == {"W13"}
    Milestone.objects.create(indicator=row, role="BASELINE", year=2017, value=Decimal(10))
    target = Milestone.objects.create(indicator=row, role="TARGET", year=2017, value=Decimal(9))
    assert rules(matrix) == {"E9", "W7", "W13"}
    Milestone.objects.filter(pk=target.pk).update(year=2018, value=Decimal(11))
    assert rules(matrix) == {"W13"}


@pytest.mark.parametrize(
    ("framework", "code", "found"),
    [
        ("2017", "11.2.1", set()),
        ("2017", "1.a.1", {"W12"}),
        ("2017", "1.a.3", {"W12"}),
        ("2025", "11.5.1", {"I1"}),
    ],
)
def test_meaning_of_the_un_indicator(
    matrix: AlignmentMatrix, framework: str, code: str, found: set[str]
) -> None:
    un_indicator = Indicator.objects.get(framework=framework, code=code)
    indicator(matrix, un_indicator=un_indicator, relation="SAME")
    assert rules(matrix) == {"W13", *found}


def test_scored_although_not_applicable(matrix: AlignmentMatrix) -> None:
    city = matrix.strategy.city
    target = Target.objects.get(code="11.2")
    row = TargetRelevance.objects.create(city=city, target=target, status="NATIONAL_ONLY")
    assert rules(matrix) == {"W6", "W13"}
    TargetRelevance.objects.filter(pk=row.pk).update(status="NOT_APPLICABLE")
    assert rules(matrix) == {"W6", "W8", "W13"}


def test_means_of_implementation(matrix: AlignmentMatrix) -> None:
    AlignmentCellFactory(
        matrix=matrix,
        element=matrix.strategy.elements.get(),
        target=Target.objects.get(code="17.1"),
        score=1,
    )
    assert rules(matrix) == {"W6", "W13", "I2"}
