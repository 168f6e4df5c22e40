import pytest
from django.test import Client

from alignment.models import AlignmentMatrix
from tests.alignment.review_matrix import personas_matrix
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")

STEPS = ("submit", "start-review", "request-changes", "validate", "publish", "withdraw", "reopen")


def step(matrix: AlignmentMatrix, name: str) -> str:
    return f"/alignment/matrices/{matrix.code}/steps/{name}/"


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("planner", [200, 403, 403, 403, 200, 200, 403]),
        ("reviewer", [403, 200, 200, 200, 403, 403, 403]),
        ("coordinator", [403, 403, 403, 403, 200, 200, 200]),
        ("trainer", [403] * 7),
        ("other_coordinator", [404] * 7),
        ("visitor", [302] * 7),
    ],
)
def test_who_opens_which_step(client: Client, personas: Personas, name: str, statuses: list[int]) -> None:
    matrix = personas_matrix(personas)
    if name != "visitor":
        client.force_login(personas[name])
    assert [client.get(step(matrix, one)).status_code for one in STEPS] == statuses
    assert [client.post(step(matrix, one)).status_code for one in STEPS if one != "withdraw"] == [
        422 if status == 200 else status
        for one, status in zip(STEPS, statuses, strict=True)
        if one != "withdraw"
    ]


def test_the_way_through_the_pages(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)

    def take(name: str, one: str, **values: str) -> str:
        client.force_login(personas[name])
        response = client.post(step(matrix, one), values)
        assert response.status_code == 302, response.context["form"].errors
        matrix.refresh_from_db()
        return matrix.state

    reasons = {f"reason_{rule}": "Because." for rule in ("W1", "W6", "W9", "W14")}
    assert take("planner", "submit", **reasons) == "SUBMITTED"
    assert take("reviewer", "start-review", csrf="") == "IN_REVIEW"
    assert take("reviewer", "request-changes", reason="More.") == "CHANGES_REQUESTED"
    assert take("planner", "submit", note="Because.") == "SUBMITTED"
    assert take("reviewer", "start-review", csrf="") == "IN_REVIEW"
    assert take("reviewer", "validate", csrf="") == "VALIDATED"
    assert (
        take("planner", "publish", visibility="NETWORK", consented_by="Mayor", consented_on="2018-03-01")
        == "PUBLISHED"
    )
    client.post(f"/alignment/matrices/{matrix.code}/new-version/")
    assert AlignmentMatrix.objects.get(supersedes=matrix).version == 2


def test_a_refused_step_says_why_and_keeps_the_words(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas, "DRAFT")
    client.force_login(personas["planner"])
    response = client.post(step(matrix, "submit"), {"note": " "})
    assert response.context["form"].non_field_errors() == [
        "Some warnings have no reason yet. Give one for each, or one for all of a rule."
    ]
    publish = client.post(step(matrix, "publish"), {"visibility": "PUBLIC"})
    assert list(publish.context["form"].errors) == ["consented_by", "consented_on"]
    assert client.get(step(matrix, "explode")).status_code == 404


def test_the_page_offers_the_steps_of_the_person(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas, "SUBMITTED")
    offered = {}
    for name in ("planner", "reviewer", "coordinator", "trainer"):
        client.force_login(personas[name])
        steps = client.get(f"/alignment/matrices/{matrix.code}/").context["steps"]
        offered[name] = [action.url.rstrip("/").rpartition("/")[2] for action in steps]
    assert offered == {
        "planner": ["withdraw"],
        "reviewer": ["start-review"],
        "coordinator": ["withdraw", "reopen"],
        "trainer": [],
    }


def test_errors_lead_to_their_cells_and_nothing_is_asked_before_they_are_gone(
    client: Client, personas: Personas
) -> None:
    matrix = personas_matrix(personas)
    cell = matrix.cells.exclude(score=0).select_related("element", "goal").order_by("pk")[0]
    cell.kind = ""
    cell.save(update_fields=["kind"])
    client.force_login(personas["planner"])
    page = client.get(step(matrix, "submit")).content.decode()
    address = f"/alignment/matrices/{matrix.code}/?cell={cell.element.code}:{cell.goal.number}#cell"
    assert address in page
    assert 'name="note"' not in page
    typed = client.post(step(matrix, "submit"), {"note": "Please look at 11.2."})
    assert (typed.status_code, "Please look at 11.2." in typed.content.decode()) == (422, True)
