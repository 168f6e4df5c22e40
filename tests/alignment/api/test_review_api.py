"""The review through the API: the same permissions and refusals as on the pages."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from alignment.actions.cells import CellChange, CellValues, save_cell
from alignment.actions.matrices import begin_version
from alignment.models import AlignmentMatrix
from tests.alignment.review_matrix import bring_to, personas_matrix
from tests.factories.participants import CityFactory
from tests.personas import Personas, make_account

pytestmark = pytest.mark.usefixtures("framework")


def client_of(personas: Personas, name: str) -> APIClient:
    client = APIClient()
    if name != "visitor":
        client.force_authenticate(personas[name])
    return client


def address(matrix: AlignmentMatrix, rest: str) -> str:
    return f"/api/v1/matrices/{matrix.code}/{rest}"


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("planner", [200] * 6),
        ("reviewer", [200] * 6),
        ("trainer", [403, 403, 403, 403, 404, 404]),
        ("other_coordinator", [404] * 6),
        ("visitor", [401] * 4 + [401, 404]),
    ],
)
def test_who_reads_what(personas: Personas, name: str, statuses: list[int]) -> None:
    matrix = personas_matrix(personas, "IN_REVIEW")
    client = client_of(personas, name)
    parts = ("steps/", "findings/", "reasons/", "comments/", "differences/", "checksum/")
    found = [client.get(address(matrix, part)).status_code for part in parts]
    if name in ("planner", "reviewer"):
        statuses = [200, 200, 200, 200, 404, 404]  # nothing to compare with, nothing validated
    assert found == statuses


def test_reasons_and_findings(personas: Personas) -> None:
    matrix = personas_matrix(personas)
    client = client_of(personas, "planner")
    sent = [
        {"rule": "W1", "element": "P1", "target": "11", "text": "Annex."},
        {"rule": "W9", "text": "Later."},
    ]
    answer = client.put(address(matrix, "reasons/"), {"reasons": sent}, format="json")
    assert answer.json() == [sent[0], {**sent[1], "element": "", "target": ""}]
    found = client.get(address(matrix, "findings/?rule=W1")).json()
    assert [(row["finding"]["target"], row["reason"], row["is_shared"]) for row in found] == [
        ("11", "Annex.", False)
    ]
    bad = client.put(address(matrix, "reasons/"), {"reasons": [{"rule": "E1", "text": "x"}]}, format="json")
    assert bad.status_code == 400
    matrix = bring_to(matrix, "SUBMITTED", personas)
    late = client.put(address(matrix, "reasons/"), {"reasons": sent}, format="json")
    assert (late.status_code, late.json()["code"]) == (409, "matrix_not_editable")
    assert client_of(personas, "reviewer").put(address(matrix, "reasons/"), {}).status_code == 403


def test_comments_are_added_resolved_and_reopened(personas: Personas) -> None:
    matrix = personas_matrix(personas, "IN_REVIEW")
    reviewer, planner = client_of(personas, "reviewer"), client_of(personas, "planner")
    made = reviewer.post(
        address(matrix, "comments/"), {"text": "Why?", "element": "P1", "target": "11"}, format="json"
    )
    assert (made.status_code, made.json()["target"]) == (201, "11")
    key = made.json()["id"]
    assert reviewer.post(address(matrix, "comments/"), {"text": "x", "element": "none"}).status_code == 400
    assert reviewer.post(address(matrix, "validate/")).json()["code"] == "comments_are_open"
    assert planner.post(address(matrix, f"comments/{key}/resolve/")).json()["resolved_at"] is not None
    assert planner.get(address(matrix, "comments/?open=true")).json() == []
    assert planner.post(address(matrix, f"comments/{key}/reopen/")).json()["resolved_at"] is None
    assert planner.post(address(matrix, "comments/999999/resolve/")).status_code == 404
    planner.post(address(matrix, f"comments/{key}/resolve/"))
    assert reviewer.post(address(matrix, "validate/")).status_code == 200
    late = planner.post(address(matrix, "comments/"), {"text": "Late."})
    assert (late.status_code, late.json()["code"]) == (409, "matrix_is_frozen")
    assert planner.get(address(matrix, "checksum/")).json()["is_intact"] is True
    steps = planner.get(address(matrix, "steps/")).json()
    assert [(row["to_state"], row["by"]) for row in steps][:2] == [
        ("VALIDATED", "Reviewer"),
        ("IN_REVIEW", "Reviewer"),
    ]


def test_a_peer_city_is_invited_and_removed(personas: Personas) -> None:
    matrix = personas_matrix(personas, "IN_REVIEW")
    city = CityFactory(slug="peer-city")
    peer = APIClient()
    peer.force_authenticate(make_account("peer", "CITY_PLANNER", personas.network, city))
    planner = client_of(personas, "planner")
    assert peer.get(address(matrix, "")).status_code == 404
    assert planner.put(address(matrix, "peer/"), {"city": "none"}).status_code == 400
    assert planner.put(address(matrix, "peer/"), {"city": "peer-city"}).json()["peer_city"] == "peer-city"
    comment = peer.post(address(matrix, "comments/"), {"text": "Hello."})
    assert comment.status_code == 201
    assert peer.post(address(matrix, f"comments/{comment.json()['id']}/resolve/")).status_code == 403
    assert peer.post(address(matrix, "withdraw/")).status_code == 403
    assert planner.delete(address(matrix, "peer/")).json()["peer_city"] is None
    assert peer.get(address(matrix, "")).status_code == 404


def test_changes_and_visibility(personas: Personas) -> None:
    old = bring_to(personas_matrix(personas), "PUBLISHED", personas)
    new = begin_version(old, by=personas["planner"])
    save_cell(new, CellChange("P1", "11", CellValues(1, "DIRECT")), by=personas["planner"])
    planner = client_of(personas, "planner")
    data: Any = planner.get(address(new, "differences/")).json()
    assert (data["since"], data["counts"]["lowered"]) == ("version", 1)
    assert data["cells"] == [
        {"kind": "lowered", "element": "P1", "place": "11", "before": 2, "after": 1, "fields": []}
    ]
    assert planner.get(address(new, "differences/?since=submission")).status_code == 404
    sent = {"visibility": "PRIVATE", "consented_by": "Mayor"}
    assert planner.post(address(old, "change-visibility/"), sent).json()["visibility"] == "PRIVATE"
    assert client_of(personas, "visitor").get(address(old, "")).status_code == 404
    refused = planner.post(address(new, "change-visibility/"), sent)
    assert (refused.status_code, refused.json()["code"]) == (409, "step_not_possible")
