from typing import Any

import pytest
from rest_framework.test import APIClient

from alignment.models import AlignmentMatrix
from tests.alignment.review_matrix import BECAUSE, personas_matrix
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    StrategyElementFactory,
    StrategyFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


def client_of(personas: Personas, name: str) -> APIClient:
    client = APIClient()
    if name != "visitor":
        client.force_authenticate(personas[name])
    return client


def address(matrix: AlignmentMatrix, rest: str = "") -> str:
    return f"/api/v1/matrices/{matrix.code}/{rest}"


def test_goals_and_targets_are_public(personas: Personas, django_assert_num_queries: Any) -> None:
    client = APIClient()
    with django_assert_num_queries(2):
        goals = client.get("/api/v1/goals/").json()["results"]
    assert [(goal["number"], len(goal["targets"])) for goal in goals][10] == (11, 10)
    assert len(client.get("/api/v1/targets/?page_size=200").json()["results"]) == 169
    means = client.get("/api/v1/targets/?goal=11&kind=MEANS").json()["results"]
    assert [target["code"] for target in means] == ["11.a", "11.b", "11.c"]
    target = client.get("/api/v1/targets/3.b/").json()
    assert sorted({row["framework"] for row in target["indicators"]}) == ["2017", "2022", "2025"]
    assert client.get("/api/v1/targets/?goal=x").status_code == 400
    assert client.get("/api/v1/targets/13.9/").status_code == 404
    assert client.get("/api/v1/goals/18/").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("planner", 200), ("reviewer", 200), ("other_coordinator", 404), ("visitor", 404)]
)
def test_who_reads_strategy_and_matrix(personas: Personas, name: str, status: int) -> None:
    matrix = personas_matrix(personas)
    client = client_of(personas, name)
    for url in (address(matrix), address(matrix, "cells/"), address(matrix, "coverage/")):
        assert client.get(url).status_code == status
    assert client.get(f"/api/v1/strategies/{matrix.strategy.code}/").status_code == status
    count = 1 if status == 200 else 0
    assert len(client.get("/api/v1/matrices/").json()["results"]) == count
    assert len(client.get("/api/v1/strategies/").json()["results"]) == count


def test_retrieve_has_cells_and_strategy_has_elements(personas: Personas) -> None:
    matrix = personas_matrix(personas)
    client = client_of(personas, "planner")
    found = client.get(address(matrix)).json()
    assert (found["state"], found["framework"], found["city"]) == ("DRAFT", "2025", "home-city")
    assert [(cell["element"], cell["target"], cell["score"], cell["kind"]) for cell in found["cells"]] == [
        ("P1", "11", 2, "DIRECT")
    ]
    strategy = client.get(f"/api/v1/strategies/{matrix.strategy.code}/").json()
    assert [(row["code"], row["parent"], row["responsible"]) for row in strategy["elements"]] == [
        ("P1", None, "Unit")
    ]


def test_create_begins_a_matrix_with_cells(personas: Personas) -> None:
    strategy = StrategyFactory(city=personas.city, network=personas.network)
    StrategyElementFactory(strategy=strategy, code="P1")
    body: dict[str, Any] = {
        "strategy": strategy.code,
        "framework": "2017",
        "granularity": "TARGET",
        "cells": [
            {"element": "P1", "target": "Meta 11.2", "score": 2, "kind": "DIRECT", "budget_share": "30.00"},
            {"element": "P1", "target": "11-a", "score": 0},
        ],
    }
    planner = client_of(personas, "planner")
    created = planner.post("/api/v1/matrices/", body, format="json")
    assert created.status_code == 201, created.json()
    assert [(cell["target"], cell["score"], cell["budget_share"]) for cell in created.json()["cells"]] == [
        ("11.2", 2, "30.00"),
        ("11.a", 0, None),
    ]
    bad = {**body, "cells": [{"element": "P1", "target": "11.2", "score": 4}, {"element": "P1"}]}
    answer = planner.post("/api/v1/matrices/", bad, format="json")
    assert answer.status_code == 400
    assert {place: sorted(fields) for place, fields in answer.json()["cells"].items()} == {
        "0": ["score"],
        "1": ["score", "target"],
    }
    unknown = {**body, "cells": [{"element": "P1", "target": "13.9", "score": 1, "kind": "DIRECT"}]}
    refused = planner.post("/api/v1/matrices/", unknown, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "unknown_place")
    assert AlignmentMatrix.objects.count() == 1
    assert client_of(personas, "reviewer").post("/api/v1/matrices/", body, format="json").status_code == 403
    foreign = client_of(personas, "other_coordinator").post("/api/v1/matrices/", body, format="json")
    assert foreign.status_code == 400
    assert client_of(personas, "visitor").post("/api/v1/matrices/", body, format="json").status_code in (
        401,
        403,
    )


def test_put_cells_sets_clears_and_sees_conflicts(personas: Personas) -> None:
    matrix = personas_matrix(personas)
    client = client_of(personas, "planner")
    stamp = client.get(address(matrix, "cells/")).json()[0]["stamp"]

    def put(*cells: dict[str, Any]) -> Any:
        return client.put(address(matrix, "cells/"), {"cells": list(cells)}, format="json")

    one = {"element": "P1", "target": "G11", "score": -1, "kind": "INDIRECT"}
    assert put({**one, "seen": stamp}, {"element": "P1", "target": "12", "score": 0, "seen": ""}).json() == {
        "changed": 2
    }
    conflict = put({**one, "score": 3, "seen": stamp})
    assert (conflict.status_code, conflict.json()["code"]) == (409, "cell_has_changed")
    assert (conflict.json()["current"]["score"], conflict.json()["target"]) == (-1, "11")
    assert put({"element": "P1", "target": "11", "score": None}).json() == {"changed": 1}
    assert [cell["target"] for cell in client.get(address(matrix, "cells/")).json()] == ["12"]
    assert put({**one, "score": True}).status_code == 400
    assert put({**one, "score": 1.5}).status_code == 400
    assert put({**one, "score": 0}).json() == {"P1:11": ["A score of 0 has no kind of link."]}
    assert client.put(address(matrix, "cells/"), {"cells": "x"}, format="json").status_code == 400
    reviewer = client_of(personas, "reviewer")
    assert reviewer.put(address(matrix, "cells/"), {"cells": [one]}, format="json").status_code == 403


def test_the_steps_of_the_review(personas: Personas) -> None:
    matrix = personas_matrix(personas)
    planner, reviewer = client_of(personas, "planner"), client_of(personas, "reviewer")

    def post(client: APIClient, step: str, **body: Any) -> tuple[int, str]:
        answer = client.post(address(matrix, f"{step}/"), body, format="json")
        data = answer.json()
        said = {200: data.get("state"), 409: data.get("code"), 403: ""}
        return answer.status_code, said.get(answer.status_code, ",".join(data))

    assert post(planner, "submit", note="Because.") == (409, "reasons_are_missing")
    assert post(planner, "submit", reasons=BECAUSE) == (200, "SUBMITTED")
    assert post(planner, "submit", note="Because.") == (409, "step_not_possible")
    assert post(planner, "start-review")[0] == 403
    assert post(reviewer, "start-review") == (200, "IN_REVIEW")
    assert post(reviewer, "request-changes") == (409, "reason_is_missing")
    assert post(reviewer, "validate") == (200, "VALIDATED")
    put = planner.put(
        address(matrix, "cells/"), {"cells": [{"element": "P1", "target": "1", "score": 0}]}, format="json"
    )
    assert (put.status_code, put.json()["code"]) == (409, "matrix_not_editable")
    assert post(planner, "publish", visibility="PUBLIC") == (400, "consented_by")
    assert post(planner, "publish", visibility="PUBLIC", consented_by="Mayor") == (200, "PUBLISHED")
    assert client_of(personas, "visitor").get(address(matrix)).status_code == 200
    created = planner.post(address(matrix, "new-version/"))
    assert (created.status_code, created.json()["version"]) == (201, 2)
    again = planner.post(address(matrix, "new-version/"))
    assert (again.status_code, again.json()["code"]) == (409, "version_exists")


def test_issues_and_coverage(personas: Personas) -> None:
    matrix = personas_matrix(personas)
    client = client_of(personas, "planner")
    assert {issue["rule"] for issue in client.get(address(matrix, "issues/")).json()} == {
        "W1",
        "W6",
        "W9",
        "W14",
    }
    coverage = client.get(address(matrix, "coverage/")).json()
    assert (coverage["covered"], coverage["targets"], coverage["possible"]) == (1, 17, 17)
    assert coverage["classes"]["11"] == "unmonitored"
    assert client_of(personas, "trainer").get(address(matrix, "issues/")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_lists_have_constant_queries(personas: Personas, django_assert_num_queries: Any, count: int) -> None:
    for _number in range(count):
        AlignmentCellFactory(
            matrix=AlignmentMatrixFactory(strategy__network=personas.network, framework_id="2025")
        )
    client = client_of(personas, "reviewer")
    client.get("/api/v1/strategies/")
    with django_assert_num_queries(1):
        assert len(client.get("/api/v1/matrices/?state=DRAFT").json()["results"]) == count
    with django_assert_num_queries(1):
        assert (
            len(client.get(f"/api/v1/strategies/?network={personas.network.slug}").json()["results"]) == count
        )


def test_filters_refuse_nonsense(personas: Personas) -> None:
    client = client_of(personas, "reviewer")
    assert client.get("/api/v1/matrices/?state=X").status_code == 400
    assert client.get("/api/v1/matrices/?city=none&network=none").json()["results"] == []
