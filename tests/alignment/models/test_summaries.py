"""Each constraint of the summaries, broken once."""

import pytest
from django.db import IntegrityError, transaction

from alignment.models import MatrixSummary, PlaceSummary
from tests.factories.alignment import AlignmentMatrixFactory, GoalFactory, TargetFactory
from tests.factories.participants import CityFactory, NetworkFactory


def _place(**changed: object) -> PlaceSummary:
    matrix = AlignmentMatrixFactory()
    target = TargetFactory()
    given = {
        "network": NetworkFactory(),
        "framework": matrix.framework,
        "city": CityFactory(),
        "goal": target.goal,
        "target": target,
        "best": 2,
        "best_direct": 2,
        "worst": -1,
        **changed,
    }
    row: PlaceSummary = PlaceSummary.objects.create(**given)
    return row


def test_no_more_is_assessed_than_there_is(db: None) -> None:
    matrix = AlignmentMatrixFactory()
    with pytest.raises(IntegrityError, match="summary_assesses_what_is_there"), transaction.atomic():
        MatrixSummary.objects.create(matrix=matrix, elements=2, places=3, assessed=7)
    MatrixSummary.objects.create(matrix=matrix, elements=2, places=3, assessed=6)


@pytest.mark.parametrize(
    "changed", [{"best": 4}, {"best": -1, "best_direct": 0}, {"worst": 1}, {"best": 1, "best_direct": 2}]
)
def test_scores_stay_in_range(db: None, changed: dict[str, int]) -> None:
    with pytest.raises(IntegrityError, match="place_summary_scores_in_range"):
        _place(**changed)


@pytest.mark.parametrize("with_target", [True, False])
def test_a_place_of_a_city_is_there_once(db: None, with_target: bool) -> None:
    row = _place() if with_target else _place(target=None, goal=GoalFactory())
    with pytest.raises(IntegrityError, match="place_summary_once"):
        _place(network=row.network, framework=row.framework, city=row.city, goal=row.goal, target=row.target)
