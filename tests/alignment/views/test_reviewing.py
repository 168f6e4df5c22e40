"""Cell by cell, comments, changes, peers: the pages of the review."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from alignment.actions.cells import CellChange, CellValues, save_cell, save_cells
from alignment.actions.comments import add_comment
from alignment.actions.matrices import begin_version
from alignment.actions.peers import invite_peer
from alignment.actions.review import request_changes, start_review, submit_matrix, validate_matrix
from alignment.models import AlignmentMatrix, CellReading
from sdgplatform.outbox.models import QueuedMail
from tests.alignment.review_matrix import BECAUSE, bring_to, personas_matrix
from tests.factories.participants import CityFactory
from tests.personas import Personas, make_account

pytestmark = pytest.mark.usefixtures("framework")
PAGES = ("review", "comments", "changes", "peer", "checks")


def page(matrix: AlignmentMatrix, name: str, query: str = "") -> str:
    return f"/alignment/matrices/{matrix.code}/{name}/{query}"


def save(matrix: AlignmentMatrix, cells: dict[str, CellValues | None], personas: Personas) -> None:
    changes = [CellChange("P1", place, values) for place, values in cells.items()]
    save_cells(matrix, changes, by=personas["planner"])


def in_review(personas: Personas) -> AlignmentMatrix:
    matrix = personas_matrix(personas)
    values: dict[str, CellValues | None] = {
        "5": CellValues(-1, "DIRECT", mitigation="x"),
        "6": CellValues(0),
        "7": CellValues(2, "DIRECT"),
    }
    save(matrix, values, personas)
    return bring_to(matrix, "IN_REVIEW", personas)


def peer_of(personas: Personas, matrix: AlignmentMatrix) -> Any:
    city = CityFactory(slug="peer-city", name="Peer city")
    account = make_account("peer", "CITY_PLANNER", personas.network, city)
    invite_peer(matrix, by=personas["planner"], city=city)
    return account


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("planner", [200, 200, 200, 200, 200]),
        ("coordinator", [200, 200, 200, 200, 200]),
        ("reviewer", [200, 200, 200, 403, 200]),
        ("trainer", [403, 403, 200, 403, 403]),
        ("other_coordinator", [404] * 5),
        ("visitor", [302] * 5),
    ],
)
def test_who_opens_which_page(client: Client, personas: Personas, name: str, statuses: list[int]) -> None:
    matrix = in_review(personas)
    if name != "visitor":
        client.force_login(personas[name])
    assert [client.get(page(matrix, one)).status_code for one in PAGES] == statuses


def test_reviewer_goes_through_the_cells(client: Client, personas: Personas) -> None:
    matrix = in_review(personas)
    client.force_login(personas["reviewer"])
    order = []
    query = "?show=all"
    for _number in range(4):
        context = client.get(page(matrix, "review", query)).context
        order.append((context["current"].key, context["position"], context["read"]))
        response = client.post(page(matrix, "review", query), {"read": "1", "next": "1"})
        query = "?" + response["Location"].rpartition("?")[2].removesuffix("#cell")
    assert order == [("P1:5", 1, 0), ("P1:6", 2, 1), ("P1:7", 3, 1), ("P1:11", 4, 2)]
    assert CellReading.objects.filter(by=personas["reviewer"]).count() == 4
    client.post(page(matrix, "review", "?cell=P1:7"), {"unread": "1"})
    assert client.get(page(matrix, "review")).context["current"].key == "P1:7"


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", ["5", "7", "11"]),
        ("?show=all", ["5", "6", "7", "11"]),
        ("?show=negative", ["5"]),
        ("?show=bare", ["7", "11"]),
        ("?show=comments", ["6"]),
        ("?show=changed", []),
        ("?show=unread", ["5", "7"]),
        ("?q=p1+7", ["7"]),
        ("?q=nowhere", []),
    ],
)
def test_filters_of_the_cells(client: Client, personas: Personas, query: str, places: list[str]) -> None:
    matrix = in_review(personas)
    cells = {cell.place: cell for cell in matrix.cells.select_related("goal", "element")}
    add_comment(
        matrix, by=personas["reviewer"], text="?", element=cells["6"].element, goal_id=cells["6"].goal_id
    )
    client.force_login(personas["reviewer"])
    client.post(page(matrix, "review", "?cell=P1:11"), {"read": "1"})
    assert [cell.place for cell in client.get(page(matrix, "review", query)).context["page"]] == places


def test_the_open_cell_shows_what_the_rules_find_and_why(client: Client, personas: Personas) -> None:
    matrix = in_review(personas)
    client.force_login(personas["reviewer"])
    for place, found in (("7", {("W1", "Because."), ("W6", "Because.")}), ("5", set())):
        context = client.get(page(matrix, "review", f"?cell=P1:{place}")).context
        assert {(row.issue.rule, row.reason.text) for row in context["warnings"]} == found


def test_a_changed_cell_is_not_looked_at_any_more(client: Client, personas: Personas) -> None:
    matrix = in_review(personas)
    client.force_login(personas["reviewer"])
    for place in ("5", "7"):
        client.post(page(matrix, "review", f"?cell=P1:{place}"), {"read": "1"})
    matrix = request_changes(matrix, by=personas["reviewer"], reason="x")
    save_cell(matrix, CellChange("P1", "7", CellValues(1, "DIRECT")), by=personas["planner"])
    submit_matrix(matrix, by=personas["planner"], reasons=BECAUSE)
    assert [cell.place for cell in client.get(page(matrix, "review", "?show=changed")).context["page"]] == [
        "7"
    ]
    unread = client.get(page(matrix, "review", "?show=unread")).context["page"]
    assert [cell.place for cell in unread] == ["7", "11"]


def test_comment_and_resolve_in_place(client: Client, personas: Personas) -> None:
    matrix = in_review(personas)
    client.force_login(personas["reviewer"])
    client.post(page(matrix, "review", "?cell=P1:7"), {"text": "Why?"})
    comment = matrix.comments.get()
    assert (comment.element.code, comment.goal.number, comment.text) == ("P1", 7, "Why?")
    client.post(page(matrix, "review", "?cell=P1:7"), {"resolve": "1"})
    comment.refresh_from_db()
    assert comment.resolved_by == personas["reviewer"]
    assert client.post(page(matrix, "review", "?cell=P1:7"), {"text": "x" * 4001}).status_code == 422


def test_threads_are_answered_resolved_and_reopened(client: Client, personas: Personas) -> None:
    matrix = in_review(personas)
    client.force_login(personas["reviewer"])
    client.post(page(matrix, "comments"), {"text": "On the whole."})
    client.post(page(matrix, "comments"), {"text": "On the row.", "element": "P1"})
    client.post(page(matrix, "comments"), {"text": "On the cell.", "element": "P1", "place": "7"})
    client.force_login(personas["planner"])
    client.post(page(matrix, "comments"), {"text": "Done.", "element": "P1", "place": "7", "resolve": "1"})
    context = client.get(page(matrix, "comments")).context
    assert [(row.place, len(row.comments), row.is_open) for row in context["page"]] == [
        ("", 1, True),
        ("", 1, True),
        ("7", 2, False),
    ]
    assert context["open_count"] == 2

    def places(query: str) -> list[str]:
        return [row.place for row in client.get(page(matrix, "comments", query)).context["page"]]

    assert (places("?state=resolved"), places("?mine=1"), places("?q=whole")) == (["7"], ["7"], [""])
    client.post(page(matrix, "comments"), {"element": "P1", "place": "7", "reopen": "1"})
    assert client.get(page(matrix, "comments")).context["open_count"] == 3
    assert client.post(page(matrix, "comments"), {"text": "x", "element": "none"}).status_code == 404
    assert client.post(page(matrix, "comments"), {"text": " "}).status_code == 422


def test_a_comment_on_no_cell_is_refused(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    client.force_login(personas["planner"])
    for words in ({"element": "a\0b"}, {"element": "P1", "place": "\0"}, {"place": "11"}, {"element": "zz"}):
        answer = client.post(f"/alignment/matrices/{matrix.code}/comments/", {"text": "Hello", **words})
        assert answer.status_code == 404


@pytest.mark.parametrize("rest", ["matrices/new/?strategy=a%00b", "strategies/{}/elements/new/?parent=%00"])
def test_an_address_with_a_nul_chooses_nothing(client: Client, personas: Personas, rest: str) -> None:
    matrix = personas_matrix(personas)
    client.force_login(personas["planner"])
    assert client.get("/alignment/" + rest.format(matrix.strategy.code)).status_code == 200


def test_no_comment_after_validation(client: Client, personas: Personas) -> None:
    matrix = validate_matrix(in_review(personas), by=personas["reviewer"])
    client.force_login(personas["planner"])
    client.post(page(matrix, "comments"), {"text": "Late."})
    assert not matrix.comments.exists()
    assert b"no more comments" in client.get(page(matrix, "comments")).content


def test_a_peer_city_reads_and_comments_and_no_more(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    peer = peer_of(personas, matrix)
    client.force_login(peer)
    assert client.get(page(matrix, "review")).status_code == 404
    assert not QueuedMail.objects.filter(kind="alignment.matrix_peer_invited").exists()
    matrix = bring_to(matrix, "SUBMITTED", personas)
    mail = QueuedMail.objects.get(kind="alignment.matrix_peer_invited")
    assert (mail.to_email, "Home city asks Peer city to read" in mail.text) == ("peer@example.org", True)
    assert client.get(f"/alignment/matrices/{matrix.code}/").status_code == 200
    assert client.get(f"/alignment/strategies/{matrix.strategy.code}/").status_code == 200
    client.post(page(matrix, "comments"), {"text": "We do it alike."})
    assert matrix.comments.get().by == peer
    assert client.post(page(matrix, "comments"), {"resolve": "1"}).status_code == 403
    cell = f"/alignment/matrices/{matrix.code}/cells/P1/11"
    for address in (f"{cell}/save/", f"{cell}/clear/", page(matrix, "steps/validate"), page(matrix, "peer")):
        assert client.post(address, {"score": "1"}).status_code == 403
    assert client.post(f"{cell}/comments/add/", {"resolve": "1"}).status_code == 403
    matrix.comments.update(resolved_at=matrix.updated_at, resolved_by=personas["reviewer"])
    bring_to_validated(matrix, personas)
    assert client.get(f"/alignment/matrices/{matrix.code}/").status_code == 404


def bring_to_validated(matrix: AlignmentMatrix, personas: Personas) -> None:
    validate_matrix(start_review(matrix, by=personas["reviewer"]), by=personas["reviewer"])


def test_inviting_and_ending_on_the_page(client: Client, personas: Personas) -> None:
    matrix = in_review(personas)
    make_account("peer", "CITY_PLANNER", personas.network, CityFactory(slug="peer-city", name="Peer city"))
    CityFactory(slug="without-planners")
    client.force_login(personas["coordinator"])
    assert client.post(page(matrix, "peer"), {"city": "without-planners"}).status_code == 422
    client.post(page(matrix, "peer"), {"city": "peer-city"})
    matrix.refresh_from_db()
    assert matrix.peer_city.name == "Peer city"
    assert b"Peer city reads this matrix" in client.get(f"/alignment/matrices/{matrix.code}/").content
    client.post(page(matrix, "peer"), {"remove": "1"})
    matrix.refresh_from_db()
    assert matrix.peer_city is None


def test_changes_of_a_new_version_on_page_and_as_files(client: Client, personas: Personas) -> None:
    old = bring_to(validate_matrix(in_review(personas), by=personas["reviewer"]), "DRAFT", personas)
    new = begin_version(old, by=personas["planner"])
    changes: dict[str, CellValues | None] = {
        "5": CellValues(1, "DIRECT"),
        "6": None,
        "7": CellValues(3, "DIRECT", rationale="Enough words to say why."),
        "8": CellValues(0),
        "11": CellValues(2, "INDIRECT"),
    }
    save(new, changes, personas)
    new.strategy.elements.update(title="Another name")
    client.force_login(personas["reviewer"])
    context = client.get(page(new, "changes")).context
    assert [(row.kind, row.place, row.before, row.after) for row, *_rest in context["page"]] == [
        ("flipped", "5", -1, 1),
        ("raised", "7", 2, 3),
        ("added", "8", None, 0),
        ("details", "11", 2, 2),
        ("removed", "6", 0, None),
    ]
    assert [(row.kind, row.code, row.after, row.fields) for row, *_rest in context["elements"]] == [
        ("changed", "P1", "Another name", ["title"])
    ]
    chosen = client.get(page(new, "changes", "?kind=raised")).context["page"]
    assert [row.place for row, *_rest in chosen] == ["7"]
    data = client.get(page(new, "changes/file", "?format=json")).json()
    assert data["counts"] == {
        "added": 1,
        "removed": 1,
        "raised": 1,
        "lowered": 0,
        "flipped": 1,
        "details": 1,
    }
    goals = {row["goal"]: row for row in data["goals"]}
    assert len(goals) == 17
    assert goals[5]["coverage_before"] == {"part": 0, "whole": 1, "value": 0.0}
    assert (goals[5]["coverage_change"], round(goals[5]["intensity_change"], 4)) == (1.0, 0.3333)
    assert (goals[7]["coverage_change"], round(goals[7]["intensity_change"], 4)) == (0.0, 0.3333)
    table = context["goals"]
    assert [kind for kind, _url in table.files] == ["CSV", "SVG", "PNG"]
    assert [client.get(url).status_code for _kind, url in table.files] == [200] * 3
    text = b"".join(client.get(page(new, "changes/file", "?format=csv")).streaming_content).decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1] == ["Cell", "Sign changed", "P1", "Another name", "G5", "-1", "1", ""]
    assert len(rows) == 7 + 2 * 17
    assert [row for row in rows if row[4] == "G5"][1:] == [
        ["Coverage", "Raised", "", "", "G5", "0.0", "1.0", "1.0"],
        ["Intensity", "Raised", "", "", "G5", "0.0", "0.333333", "0.333333"],
    ]
    assert client.get(page(new, "changes/file", "?format=xlsx"))["Content-Type"].endswith("sheet")


def test_a_submission_is_compared_by_goal_too(client: Client, personas: Personas) -> None:
    matrix = request_changes(in_review(personas), by=personas["reviewer"], reason="x")
    save(matrix, {"8": CellValues(3, "DIRECT", rationale="Enough words to say why.")}, personas)
    client.force_login(personas["planner"])
    table = client.get(page(matrix, "changes", "?since=submission")).context["goals"]
    assert table.files == ()
    assert next(row[2:] for row in table.section.rows if row[0].code == "8") == [0, 1, 1, 100.0, 1.0]
    assert b"Coverage and intensity by goal" in client.get(page(matrix, "changes")).content


def test_nothing_to_compare_with_yet(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    client.force_login(personas["planner"])
    assert client.get(page(matrix, "changes")).context["changes"] is None
    data = client.get(page(matrix, "changes/file", "?format=json")).json()
    assert (data["since"], data["cells"], data["elements"]) == (None, [], [])


@pytest.mark.parametrize("count", [1, 3])
def test_pages_need_the_same_queries(
    client: Client, personas: Personas, django_assert_max_num_queries: Any, count: int
) -> None:
    matrix = personas_matrix(personas)
    changes = [CellChange("P1", str(place + 1), CellValues(0)) for place in range(count)]
    save_cells(matrix, changes, by=personas["planner"])
    matrix = bring_to(matrix, "IN_REVIEW", personas)
    for cell in matrix.cells.select_related("element"):
        add_comment(matrix, by=personas["reviewer"], text="?", element=cell.element, goal_id=cell.goal_id)
    client.force_login(personas["reviewer"])
    client.get(page(matrix, "comments"))
    numbers = {}
    for name in ("review", "comments", "changes"):
        with django_assert_max_num_queries(40) as queries:
            client.get(page(matrix, name))
        numbers[name] = len(queries)
    assert numbers == {"review": 19, "comments": 5, "changes": 4}
