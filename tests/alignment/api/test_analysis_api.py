from typing import Any

import pytest
from django.test import Client
from rest_framework.serializers import BaseSerializer, ListSerializer

from alignment.api.analysis_data import ANALYSES, analysis_data
from alignment.api.analysis_schema import AnalysisSerializer
from alignment.queries.analysis import MatrixAnalysis
from tests.alignment.golden_matrix import make_golden_matrix
from tests.factories.alignment import AlignmentCellFactory, AlignmentMatrixFactory

pytestmark = pytest.mark.usefixtures("framework")


def test_only_what_was_asked_for(client: Client) -> None:
    matrix = make_golden_matrix()
    data = client.get(f"/api/v1/matrices/{matrix.code}/analysis/?only=balance,budget").json()
    assert set(data) & set(ANALYSES) == {"balance", "budget"}
    assert (data["elements"], data["places"], data["weights"]) == (3, 23, "equal")


@pytest.mark.parametrize("query", ["only=score", "weights=rank"])
def test_what_is_not_known_is_refused(client: Client, query: str) -> None:
    matrix = make_golden_matrix()
    assert client.get(f"/api/v1/matrices/{matrix.code}/analysis/?{query}").status_code == 400


def test_rows_may_weigh_by_their_budget(client: Client) -> None:
    """P1 has 600 of 1000, P3 100: (0.6 · 3 + 0.1 · 1 + 0.6 · 1) / (3 · 10) for goal 11."""
    matrix = make_golden_matrix()
    data = client.get(f"/api/v1/matrices/{matrix.code}/analysis/?only=intensity&weights=budget").json()
    assert data["weights"] == "budget"
    assert {row["goal"]: row["intensity"] for row in data["intensity"]["goals"]}[11] == pytest.approx(
        2.5 / 30
    )


def test_the_reference_says_what_the_answer_holds() -> None:
    """Every field of the answer stands in the schema, and the other way round."""
    before = make_golden_matrix(state="VALIDATED")
    matrix = AlignmentMatrixFactory(
        strategy=before.strategy, framework_id="2025", version=2, supersedes=before
    )
    for cell in before.cells.all():
        AlignmentCellFactory(matrix=matrix, element=cell.element, target=cell.target, score=-1, kind="DIRECT")
    parent = matrix.strategy.elements.first()
    assert parent is not None
    matrix.strategy.elements.exclude(pk=parent.pk).update(parent=parent)
    matrix.scored_level = "PROJECT"
    for _group in range(2):
        AlignmentCellFactory(
            matrix=AlignmentMatrixFactory(strategy=matrix.strategy, framework_id="2025", is_group_draft=True),
            element=parent,
        )
    _compare(AnalysisSerializer(), analysis_data(MatrixAnalysis(matrix), ANALYSES), "answer")


def _compare(serializer: BaseSerializer[Any], data: dict[str, Any], where: str) -> None:
    fields = serializer.fields  # type: ignore[attr-defined]
    assert set(fields) == set(data), where
    for name, field in fields.items():
        value, at = data[name], f"{where}.{name}"
        if isinstance(field, ListSerializer):
            for row in value[:1]:
                _compare(field.child, row, at)
        elif isinstance(field, BaseSerializer) and value is not None:
            _compare(field, value, at)
