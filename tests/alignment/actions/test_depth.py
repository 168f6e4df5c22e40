import pytest

from alignment.actions.depth import (
    HARM,
    HELP,
    BothSigns,
    derive_goal_matrix,
    derive_target_matrix,
    goal_scores,
    summed_goals,
)
from alignment.models import AlignmentMatrix
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    StrategyElementFactory,
    StrategyFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def matrix() -> AlignmentMatrix:
    strategy = StrategyFactory()
    first, second = (
        StrategyElementFactory(strategy=strategy, code=code, position=position)
        for position, code in enumerate(("P1", "P2"), start=1)
    )
    matrix = AlignmentMatrixFactory(strategy=strategy)
    for element, code, score, kind in (
        (first, "11.2", 1, "INDIRECT"),
        (first, "11.3", 3, "DIRECT"),
        (first, "13.2", 0, ""),
        (second, "11.2", 2, "DIRECT"),
        (second, "11.6", -2, "INDIRECT"),
    ):
        target = TargetFactory(code=code)
        AlignmentCellFactory(matrix=matrix, element=element, target=target, score=score, kind=kind)
    return matrix


def test_goals_have_the_strongest_help_and_harm(matrix: AlignmentMatrix) -> None:
    rows = [(row.key, row.help, row.harm, row.help_kind, row.harm_kind) for row in summed_goals(matrix)]
    assert rows == [
        ("P1-11", 3, 0, "DIRECT", ""),
        ("P1-13", 0, 0, "", ""),
        ("P2-11", 2, 2, "DIRECT", "INDIRECT"),
    ]


@pytest.mark.parametrize(("choice", "score", "kind"), [(HELP, 2, "DIRECT"), (HARM, -2, "INDIRECT")])
def test_matrix_of_goals_asks_where_both_signs_meet(
    matrix: AlignmentMatrix, choice: str, score: int, kind: str
) -> None:
    with pytest.raises(BothSigns):
        derive_goal_matrix(matrix, by=None)
    assert AlignmentMatrix.objects.count() == 1
    new = derive_goal_matrix(matrix, by=None, choices={"P2-11": choice})
    cells = new.cells.order_by("element__position", "goal__number")
    assert list(cells.values_list("element__code", "goal__number", "score", "kind", "provenance")) == [
        ("P1", 11, 3, "DIRECT", "ROLLED_UP"),
        ("P1", 13, 0, "", "ROLLED_UP"),
        ("P2", 11, score, kind, "ROLLED_UP"),
    ]
    assert (new.granularity, new.derived_from, new.state) == ("GOAL", matrix, "DRAFT")


def test_matrix_of_targets_begins_empty_and_remembers_the_goals(matrix: AlignmentMatrix) -> None:
    goals = derive_goal_matrix(matrix, by=None, choices={"P2-11": HELP})
    new = derive_target_matrix(goals, by=None)
    assert (new.granularity, new.cells.count()) == ("TARGET", 0)
    first = matrix.strategy.elements.get(code="P1")
    assert goal_scores(new, first) == {11: 3, 13: 0}
    assert goal_scores(matrix, first) == {}
