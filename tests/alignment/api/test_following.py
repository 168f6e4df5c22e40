from typing import Any

import pytest
from django.test import Client

from alignment.actions.edits import Edit, save_edits
from alignment.models import AlignmentMatrix
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix(personas: Personas) -> AlignmentMatrix:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None)
    StrategyElementFactory(strategy=strategy, code="A1")
    return AlignmentMatrixFactory(strategy=strategy, framework_id="2025")


def edit(client: Client, matrix: AlignmentMatrix, *edits: dict[str, Any]) -> Any:
    url = f"/api/v1/matrices/{matrix.code}/edits/"
    return client.post(url, {"edits": list(edits)}, content_type="application/json")


def test_changes_since_a_revision(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    save_edits(matrix, [Edit("A1", "1.1", 1, "DIRECT")], by=None)
    save_edits(matrix, [Edit("A1", "1.2", 2, "DIRECT")], by=None)
    save_edits(matrix, [Edit("A1", "1.1", None, seen=1)], by=None)
    client.force_login(personas["reviewer"])  # type: ignore[arg-type]
    url = f"/api/v1/matrices/{matrix.code}/changes/"
    assert client.get(f"{url}?since=1").json() == {
        "revision": 3,
        "reload": False,
        "cells": [{"element": "A1", "target": "1.2", "score": 2, "kind": "DIRECT", "revision": 2}],
        "cleared": [{"element": "A1", "target": "1.1", "score": None, "kind": "", "revision": 3}],
    }
    assert client.get(f"{url}?since=3").json()["cells"] == []
    assert len(client.get(url).json()["cells"]) == 1


def test_edits_stand_alone(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    save_edits(matrix, [Edit("A1", "1.1", 1, "DIRECT")], by=None)
    client.force_login(personas["planner"])  # type: ignore[arg-type]
    answer = edit(
        client,
        matrix,
        {"element": "A1", "target": "T1.1", "score": -1, "kind": "DIRECT"},
        {"element": "A1", "target": "ODS 1.2", "score": 2, "kind": "DIRECT"},
        {"element": "A9", "target": "1.2", "score": 2},
    ).json()
    assert answer["cells"] == [
        {"element": "A1", "target": "1.2", "score": 2, "kind": "DIRECT", "revision": 2}
    ]
    assert answer["conflicts"] == [
        {
            "element": "A1",
            "target": "1.1",
            "score": -1,
            "their_score": 1,
            "their_kind": "DIRECT",
            "their_revision": 1,
        }
    ]
    assert [fault["element"] for fault in answer["faults"]] == ["A9"]


def test_who_may_not_change_the_matrix_may_not_edit(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["reviewer"])  # type: ignore[arg-type]
    assert edit(client, matrix, {"element": "A1", "target": "1.1", "score": 1}).status_code == 403
    client.force_login(personas["planner"])  # type: ignore[arg-type]
    assert edit(client, matrix, {"element": "A1", "target": "1.1", "score": "x"}).status_code == 400
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(state="SUBMITTED")
    refused = edit(client, matrix, {"element": "A1", "target": "1.1", "score": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "matrix_not_editable")
