import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alignment.actions.edits import Edit, save_edits
from alignment.models import AlignmentMatrix, TargetRelevance
from alignment.models.framework import Target
from alignment.queries.grid_data import pack
from alignment.queries.sync import CellNow
from alignment.views import grid_settings
from tests.alignment.review_matrix import bring_to, personas_matrix
from tests.factories.alignment import (
    AlignmentMatrixFactory,
    CellCommentFactory,
    GoalFactory,
    StrategyElementFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix(personas: Personas) -> AlignmentMatrix:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None)
    axis = StrategyElementFactory(strategy=strategy, code="A", level="AXIS", title="Ciudad")
    for code in ("A1", "A2"):
        StrategyElementFactory(strategy=strategy, code=code, parent=axis)
    return AlignmentMatrixFactory(strategy=strategy, framework_id="2025")


def data_of(client: Client, matrix: AlignmentMatrix, query: str = "") -> Any:
    return client.get(reverse("alignment:matrix_data", args=[matrix.code]) + query)


def send(client: Client, matrix: AlignmentMatrix, edits: Any) -> Any:
    body = edits if isinstance(edits, str) else json.dumps({"edits": edits})
    url = reverse("alignment:cells_save", args=[matrix.code])
    return client.post(url, body, content_type="application/json", headers={"accept": "application/json"})


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("planner", (200, 200)),
        ("coordinator", (200, 200)),
        ("reviewer", (200, 403)),
        ("trainer", (200, 403)),
        ("member", (404, 404)),
        ("other_coordinator", (404, 404)),
        ("visitor", (404, 302)),
    ],
)
def test_who_reads_and_who_writes_a_draft(
    client: Client, personas: Personas, matrix: AlignmentMatrix, name: str, statuses: tuple[int, int]
) -> None:
    if name != "visitor":
        client.force_login(personas[name])
    sent = send(client, matrix, [{"e": "A1", "p": "11.2", "s": 1, "k": "DIRECT"}])
    assert (data_of(client, matrix).status_code, sent.status_code) == statuses
    assert matrix.cells.exists() == (sent.status_code == 200)


def test_a_refusal_of_data_is_data(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["reviewer"])
    answer = send(client, matrix, [])
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


def test_the_whole_matrix_in_short(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["planner"])
    edits = [
        Edit("A1", "1.1", -2, "INDIRECT", more={"mitigation": "Less"}),
        Edit("A2", "1.1", 0),
        Edit("A1", "1.2", 3, "DIRECT", more={"rationale": "Long enough to be a reason"}),
    ]
    save_edits(matrix, edits, by=None)
    CellCommentFactory(matrix=matrix, element=matrix.strategy.elements.get(code="A2"))
    data = data_of(client, matrix).json()
    assert data["revision"] == 1
    assert data["elements"][:2] == [["A", "Ciudad", 0, -1, 0], ["A1", "Project A1", 3, 0, 1]]
    assert (len(data["goals"]), len(data["targets"])) == (17, 169)
    assert data["targets"][0] == ["1.1", Target.objects.get(code="1.1").title, 1, 0]
    minus_two_indirect, three_direct = (-2 + 3) + 7 * 2 + 28 * 4, (3 + 3) + 7 + 28 * 2
    assert data["cells"] == [[1, 0, minus_two_indirect, 1, three_direct], [2, 0, 3]]
    assert data["notes"] == [[2, -1]]


def test_columns_out_of_scope_are_marked(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(scope="RELEVANT")
    for target in Target.objects.filter(goal__number=14):
        TargetRelevance.objects.create(city=personas.city, target=target, status="NOT_APPLICABLE")
    first = Target.objects.get(code="1.1")
    TargetRelevance.objects.create(city=personas.city, target=first, status="NATIONAL_ONLY")
    client.force_login(personas["planner"])
    data = data_of(client, matrix).json()
    assert [goal[1] for goal in data["goals"] if goal[4]] == [14]
    assert {row[3] for row in data["targets"] if row[0].startswith("14.")} == {1}
    assert data["targets"][0][3] == 2


def test_goals_and_targets_of_the_city_are_columns(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    goal = GoalFactory(number=18, city=personas.city)
    TargetFactory(code="18.1", goal=goal, city=personas.city, position=1800)
    client.force_login(personas["planner"])
    assert send(client, matrix, [{"e": "A1", "p": "18.1", "s": 1, "k": "DIRECT"}]).json()["faults"] == []
    data = data_of(client, matrix).json()
    assert data["goals"][-1][:2] == [goal.pk, 18]
    assert [row[0] for row in data["targets"] if row[2] == goal.pk] == ["18.1"]
    assert data["cells"] == [[1, 169, pack(CellNow("A1", "18.1", 1, "DIRECT", 1))]]


def test_only_what_is_new_or_nothing(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    save_edits(matrix, [Edit("A1", "1.1", 1, "DIRECT")], by=personas["coordinator"])
    save_edits(matrix, [Edit("A2", "1.1", 2, "DIRECT")], by=personas["planner"])
    save_edits(matrix, [Edit("A1", "1.1", None, seen=1)], by=personas["coordinator"])
    client.force_login(personas["planner"])
    coordinator = str(personas["coordinator"])
    assert data_of(client, matrix, "?since=0").json() == {
        "revision": 3,
        "cells": [["A2", "1.1", 5 + 7, ""]],
        "cleared": [["A1", "1.1", coordinator]],
        "notes": [],
    }
    nothing = data_of(client, matrix, "?since=3")
    assert (nothing.status_code, nothing.content) == (204, b"")
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(revision=9, replaced_at_revision=9)
    assert data_of(client, matrix, "?since=3").json() == {"revision": 9, "reload": True}


def test_readers_of_a_published_matrix_see_neither_names_nor_remarks(
    client: Client, personas: Personas
) -> None:
    matrix = personas_matrix(personas)
    CellCommentFactory(matrix=matrix, element=matrix.strategy.elements.get(), resolved_at=None)
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(
        state="PUBLISHED", visibility="PUBLIC", checksum="x", consented_by="Mayor", consented_on="2018-03-01"
    )
    assert data_of(client, matrix).json()["notes"] == []
    changes = data_of(client, matrix, "?since=0").json()
    assert (changes["notes"], changes["cells"][0][3]) == ([], "")


def test_saving_answers_with_cells_conflicts_and_faults(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    save_edits(
        matrix, [Edit("A1", "1.1", 1, "DIRECT", more={"rationale": "Why"})], by=personas["coordinator"]
    )
    client.force_login(personas["planner"])
    edits = [
        {"e": "A1", "p": "1.1", "s": -1, "k": "DIRECT", "r": 0, "mitigation": "Less"},
        {"e": "A2", "p": "1.1", "s": 2, "k": "DIRECT", "confidence": 3, "budget_share": "12.5"},
        {"e": "A2", "p": "99.1", "s": 2, "k": "DIRECT"},
    ]
    answer = send(client, matrix, edits).json()
    assert answer["revision"] == 2
    assert answer["cells"] == [{"e": "A2", "p": "1.1", "s": 2, "k": "DIRECT", "r": 2}]
    (conflict,) = answer["conflicts"]
    assert conflict["mine"] == {"s": -1, "k": "DIRECT", "mitigation": "Less"}
    theirs = conflict["theirs"]
    assert (theirs["s"], theirs["r"], theirs["rationale"]) == (1, 1, "Why")
    assert theirs["by"] == str(personas["coordinator"])
    assert [fault["p"] for fault in answer["faults"]] == ["99.1"]
    cell = matrix.cells.get(score=2)
    assert (cell.confidence, str(cell.budget_share)) == (3, "12.50")


@pytest.mark.parametrize(
    "edits",
    [
        "nonsense",
        "[]",
        '{"edits": 3}',
        [3],
        [{"e": 1, "p": "1.1", "s": 1}],
        [{"e": "A1", "p": "1.1", "s": "1"}],
        [{"e": "A1", "p": "1.1", "s": True}],
        [{"e": "A1", "p": "1.1", "s": 1, "k": "NONE"}],
        [{"e": "A1", "p": "1.1", "s": 1, "r": -1}],
        [{"e": "A1", "p": "1.1", "s": 1, "matrix": 2}],
        [{"e": "A1", "p": "1.1", "s": 1, "budget_share": "much"}],
        [{"e": "A1", "p": "1.1", "s": 1, "rationale": "x" * 4001}],
    ],
)
def test_what_cannot_be_read_is_refused(
    client: Client, personas: Personas, matrix: AlignmentMatrix, edits: Any
) -> None:
    client.force_login(personas["planner"])
    answer = send(client, matrix, edits)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not matrix.cells.exists()


def test_a_submitted_matrix_says_why_it_takes_nothing(client: Client, personas: Personas) -> None:
    matrix = bring_to(personas_matrix(personas), "SUBMITTED", personas)
    client.force_login(personas["planner"])
    answer = send(client, matrix, [{"e": "P1", "p": "12", "s": 1, "k": "DIRECT"}])
    assert (answer.status_code, answer.json()["code"]) == (409, "matrix_not_editable")


@pytest.mark.parametrize("score", [1, None])
def test_saving_a_cell_takes_six_queries_from_the_request_to_the_answer(
    client: Client, personas: Personas, matrix: AlignmentMatrix, score: int | None
) -> None:
    client.force_login(personas["planner"])
    seen = 0
    for wanted in (2, score):
        with CaptureQueriesContext(connection) as captured:
            answer = send(client, matrix, [{"e": "A1", "p": "1.1", "s": wanted, "k": "", "r": seen}])
        asked = [row["sql"] for row in captured if "SAVEPOINT" not in row["sql"]]
        assert len(asked) <= 6, asked
        (cell,) = answer.json()["cells"]
        assert cell["s"] == wanted
        seen = cell["r"]


def test_data_takes_the_same_queries_for_many_cells(
    client: Client, personas: Personas, matrix: AlignmentMatrix, django_assert_max_num_queries: Any
) -> None:
    client.force_login(personas["planner"])
    counts = []
    for places in (("1.1",), tuple(f"{goal}.2" for goal in range(1, 16))):
        save_edits(
            matrix, [Edit(row, place, 1, "DIRECT") for row in ("A1", "A2") for place in places], by=None
        )
        with django_assert_max_num_queries(15) as queries:
            data_of(client, matrix)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_texts_are_kept_under_an_address_of_their_own(monkeypatch: Any) -> None:
    first = grid_settings._words_mark("es")
    assert first != grid_settings._words_mark("fr")
    grid_settings._words_mark.cache_clear()
    monkeypatch.setitem(grid_settings.WORDS, 3, "otherwise")
    assert grid_settings._words_mark("es") != first
    grid_settings._words_mark.cache_clear()
