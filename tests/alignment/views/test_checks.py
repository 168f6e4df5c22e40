import pytest
from django.test import Client

from alignment.actions.cells import CellChange, CellValues, save_cells
from alignment.models import AlignmentMatrix, WarningReason
from tests.alignment.review_matrix import personas_matrix
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


def checks(matrix: AlignmentMatrix, query: str = "") -> str:
    return f"/alignment/matrices/{matrix.code}/checks/{query}"


@pytest.mark.parametrize(
    ("name", "status"),
    [("planner", 200), ("coordinator", 200), ("reviewer", 200), ("trainer", 403), ("other_coordinator", 404)],
)
def test_who_sees_the_checks(client: Client, personas: Personas, name: str, status: int) -> None:
    matrix = personas_matrix(personas)
    client.force_login(personas[name])
    assert client.get(checks(matrix)).status_code == status
    assert client.post(checks(matrix), {"reason:W1::": "x"}).status_code == {
        "planner": 302,
        "coordinator": 302,
        "reviewer": 403,
    }.get(name, status)


def test_overview_counts_each_rule_and_leads_to_the_cell(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    save_cells(
        matrix,
        [
            CellChange("P1", "5", CellValues(3, "DIRECT")),
            CellChange("P1", "4", CellValues(-1, "DIRECT")),
        ],
        by=personas["planner"],
    )
    client.force_login(personas["planner"])
    context = client.get(checks(matrix)).context
    rows = {row.rule: (row.count, row.missing) for row in [*context["errors"], *context["warnings"]]}
    assert rows == {"E10": (1, 0), "W2": (1, 1), "W1": (2, 2), "W6": (2, 2), "W9": (1, 1), "W14": (1, 1)}
    assert context["errors"][0].first[0].url == f"/alignment/matrices/{matrix.code}/?cell=P1:5#cell"
    assert (context["error_count"], context["warning_count"], context["missing_count"]) == (1, 7, 7)


def test_reasons_for_a_rule_and_for_one_finding(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    save_cells(matrix, [CellChange("P1", "5", CellValues(2, "DIRECT"))], by=personas["planner"])
    client.force_login(personas["planner"])
    sent = {"reason:W1::": "Interviews only.", "reason:W1:P1:5": "In the annex."}
    assert client.post(checks(matrix, "?rule=W1"), sent).status_code == 302
    page = client.get(checks(matrix, "?rule=W1")).context
    assert [(row.issue.place, row.reason.text, row.is_shared) for row in page["page"]] == [
        ("5", "In the annex.", False),
        ("11", "Interviews only.", True),
    ]
    client.post(checks(matrix, "?rule=W1"), {"reason:W1:P1:5": " "})
    assert list(WarningReason.objects.values_list("rule", "place", "text")) == [
        ("W1", "", "Interviews only.")
    ]


def test_a_reason_stays_while_its_warning_is_away(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    client.force_login(personas["planner"])
    client.post(checks(matrix), {"reason:W1:P1:11": "In the annex."})
    for score, found in ((1, []), (2, ["In the annex."])):
        change = CellChange("P1", "11", CellValues(score, "DIRECT"))
        save_cells(matrix, [change], by=personas["planner"])
        page = client.get(checks(matrix, "?rule=W1")).context["page"]
        assert [row.reason.text for row in page] == found


def test_filters_of_one_rule(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    save_cells(matrix, [CellChange("P1", "5", CellValues(2, "DIRECT"))], by=personas["planner"])
    client.force_login(personas["planner"])
    client.post(checks(matrix), {"reason:W1:P1:5": "In the annex."})
    missing = client.get(checks(matrix, "?rule=W1&only=missing")).context["page"]
    assert [row.issue.place for row in missing] == ["11"]
    assert [row.issue.place for row in client.get(checks(matrix, "?rule=W1&q=nowhere")).context["page"]] == []
    assert client.get(checks(matrix, "?rule=W99")).status_code == 404


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("reason:E1::", "x", "“E1” is no warning."),
        ("reason:W1:none:5", "x", "none is no element."),
        ("reason:W1::", "x" * 2001, "A reason has at most 2000 characters."),
    ],
)
def test_bad_reasons_come_back(
    client: Client, personas: Personas, name: str, text: str, message: str
) -> None:
    matrix = personas_matrix(personas)
    client.force_login(personas["planner"])
    response = client.post(checks(matrix), {name: text})
    assert (response.status_code, response.context["faults"]) == (422, [message])
    assert WarningReason.objects.count() == 0


def test_reasons_are_fixed_while_the_matrix_is_reviewed(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas, "SUBMITTED")
    client.force_login(personas["planner"])
    response = client.post(checks(matrix), {"reason:W1::": "Late."})
    assert response.status_code == 422
    client.force_login(personas["reviewer"])
    page = client.get(checks(matrix, "?rule=W1"))
    assert [row.reason.text for row in page.context["page"]] == ["Because."]
    assert b"<textarea" not in page.content


@pytest.mark.parametrize("places", [1, 3])
def test_checks_need_the_same_queries(
    client: Client, personas: Personas, django_assert_num_queries: object, places: int
) -> None:
    matrix = personas_matrix(personas)
    changes = [CellChange("P1", str(place + 1), CellValues(2, "DIRECT")) for place in range(places)]
    save_cells(matrix, changes, by=personas["planner"])
    client.force_login(personas["planner"])
    client.post(checks(matrix), {f"reason:W1:P1:{place + 1}": "x" for place in range(places)})
    client.get(checks(matrix))
    for query, count in (("", 13), ("?rule=W1", 14)):
        with django_assert_num_queries(count):  # type: ignore[operator]
            client.get(checks(matrix, query))
