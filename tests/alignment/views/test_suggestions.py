import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alignment.models import AlignmentMatrix, SuggestionDecision
from tests.alignment.review_matrix import bring_to, personas_matrix
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix(personas: Personas) -> AlignmentMatrix:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None, language="es")
    titles = ("Red de ciclovías", "Atención a víctimas de violencia de género", "Varios")
    for position, title in enumerate(titles, start=1):
        StrategyElementFactory(strategy=strategy, code=f"P{position}", title=title, position=position)
    return AlignmentMatrixFactory(strategy=strategy, framework_id="2025")


def address(matrix: AlignmentMatrix, rest: str = "suggestions/") -> str:
    return f"/alignment/matrices/{matrix.code}/{rest}"


ACCEPT = "rows/P1/suggestions/11.2/accept/"
DISMISS = "rows/P1/suggestions/11.2/dismiss/"
RESTORE = "rows/P1/suggestions/restore/"


@pytest.mark.parametrize(
    ("name", "opens", "posts"),
    [
        ("planner", 200, 302),
        ("coordinator", 200, 302),
        ("reviewer", 403, 403),
        ("trainer", 403, 403),
        ("other_coordinator", 404, 404),
        ("member", 404, 404),
        ("visitor", 302, 302),
    ],
)
def test_who_sees_and_decides(
    client: Client, personas: Personas, matrix: AlignmentMatrix, name: str, opens: int, posts: int
) -> None:
    if name != "visitor":
        client.force_login(personas[name])
    assert client.get(address(matrix)).status_code == opens
    for rest in (DISMISS, RESTORE, ACCEPT):
        assert client.get(address(matrix, rest)).status_code in (405, 302)
        assert client.post(address(matrix, rest), {"score": "2", "kind": "DIRECT"}).status_code == posts
    assert matrix.cells.exists() == (name in ("planner", "coordinator"))


def test_the_row_shows_suggestions_with_their_words_and_accepts_one(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    page = client.get(address(matrix, "rows/P1/?goal=11"))
    assert b"<mark" in page.content
    assert b"/rows/P1/suggestions/11.2/accept/" in page.content
    answer = client.post(address(matrix, ACCEPT), {"score": "2", "kind": "DIRECT", "goal": "11"}, follow=True)
    assert answer.redirect_chain[0][0] == address(matrix, "rows/P1/?goal=11#suggestions")
    assert b"11.2 is scored +2 (strong, direct)." in answer.content
    assert b"/rows/P1/suggestions/11.2/accept/" not in answer.content
    assert matrix.cells.get().provenance == "SUGGESTED"


@pytest.mark.parametrize("values", [{}, {"score": "", "kind": "DIRECT"}, {"score": "0", "kind": "DIRECT"}])
def test_nothing_is_accepted_without_a_score(
    client: Client, personas: Personas, matrix: AlignmentMatrix, values: dict[str, str]
) -> None:
    client.force_login(personas["planner"])
    answer = client.post(address(matrix, ACCEPT), values, follow=True)
    assert answer.status_code == 200
    assert not matrix.cells.exists()


def test_dismissed_goes_and_comes_back(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["planner"])
    gone = client.post(address(matrix, DISMISS), {"goal": "x"}, follow=True)
    assert b"/rows/P1/suggestions/11.2/accept/" not in gone.content
    assert b"1 suggestion was set aside." in gone.content
    assert SuggestionDecision.objects.get().decision == "DISMISSED"
    back = client.post(address(matrix, RESTORE), follow=True)
    assert b"/rows/P1/suggestions/11.2/accept/" in back.content


def test_the_page_of_the_matrix_accepts_what_is_ticked(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    page = client.get(address(matrix))
    assert b"Its words suggest no target clearly enough." in page.content
    values = {"chosen": ["P1:11.2", "P2:5.2"], "score": "1", "kind": "DIRECT"}
    answer = client.post(address(matrix), values, follow=True)
    assert b"2 cells are scored +1 (direct)." in answer.content
    assert sorted(matrix.cells.values_list("target__code", flat=True)) == ["11.2", "5.2"]
    again = client.post(address(matrix), values, follow=True)
    assert b"2 cells were scored meanwhile and stay as they are." in again.content


def test_ticks_stay_when_the_score_is_missing(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    answer = client.post(address(matrix), {"chosen": "P1:11.2", "kind": "DIRECT"})
    assert answer.status_code == 422
    assert b"Choose a score before you accept." in answer.content
    assert b'value="P1:11.2" id="chosen-P1:11.2" checked' in answer.content
    assert client.post(address(matrix), {"score": "1", "kind": "DIRECT"}).status_code == 422
    assert not matrix.cells.exists()


def test_a_forged_place_is_refused(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["planner"])
    values = {"chosen": ["P1:11.99", "nonsense", ":", "P9:1.1"], "score": "1", "kind": "DIRECT"}
    assert client.post(address(matrix), values).status_code == 422
    assert not matrix.cells.exists()


def test_only_elements_without_a_score_are_listed_on_request(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    client.post(address(matrix, ACCEPT), {"score": "2", "kind": "DIRECT"})
    rows = client.get(address(matrix, "suggestions/?rows=empty")).context["rows"]
    assert [row.element.code for row in rows] == ["P2", "P3"]
    assert client.get(address(matrix, "suggestions/?rows=nonsense&page=99")).status_code == 200


def test_a_submitted_matrix_shows_but_does_not_take(client: Client, personas: Personas) -> None:
    matrix = bring_to(personas_matrix(personas), "SUBMITTED", personas)
    client.force_login(personas["planner"])
    page = client.get(address(matrix))
    assert b"This matrix cannot be edited in its present state." in page.content
    assert b"Accept what is ticked" not in page.content
    answer = client.post(address(matrix), {"chosen": "P1:11", "score": "1", "kind": "DIRECT"})
    assert answer.status_code == 422


def test_the_page_takes_the_same_queries_for_more_elements(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    client.get(address(matrix))
    counts = []
    for rest in ("suggestions/", "rows/P1/"):
        with CaptureQueriesContext(connection) as few:
            client.get(address(matrix, rest))
        counts.append((rest, len(few)))
    for number in range(4, 10):
        StrategyElementFactory(
            strategy=matrix.strategy, code=f"P{number}", title="Reciclaje", position=number
        )
    for rest, count in counts:
        with CaptureQueriesContext(connection) as many:
            client.get(address(matrix, rest))
        assert len(many) == count


def test_the_panel_of_a_suggested_cell_says_the_words_and_takes_the_score(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    panel = client.get(address(matrix, "cells/P1/11.2/")).content.decode()
    assert "Suggested by the words of the element" in panel
    assert "<mark>ciclovías</mark>" in panel.replace(' lang="es"', "")
    other = client.get(address(matrix, "cells/P1/3.1/")).content.decode()
    assert "Suggested by the words of the element" not in other
    assert "cell=P1%3A11.2" in other or "cell=P1:11.2" in other
    data = {"score": "2", "kind": "INDIRECT", "cell": "11.2"}
    answer = client.post(address(matrix, ACCEPT), data, headers={"HX-Request": "true", "HX-Target": "cell"})
    assert 'id="cell"' in answer.content.decode()
    assert 'id="matrix"' not in answer.content.decode()
    cell = matrix.cells.get()
    assert (cell.score, cell.kind, cell.provenance) == (2, "INDIRECT", "SUGGESTED")
    assert "Suggested by the words" not in client.get(address(matrix, "cells/P1/11.2/")).content.decode()


def test_without_script_the_panel_comes_back_to_its_cell(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    answer = client.post(address(matrix, DISMISS), {"cell": "11.2"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(address(matrix, ""))
    assert SuggestionDecision.objects.get().decision == "DISMISSED"
    unscored = client.post(address(matrix, ACCEPT), {"cell": "11.2", "score": ""}, follow=True)
    assert "Choose a score before you accept." in unscored.content.decode()


def test_the_panel_suggests_only_to_who_may_score_now(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    matrix.strategy.elements.update(title="Huertas urbanas y comedores")
    panel = address(matrix, "cells/P1/2/")
    client.force_login(personas["planner"])
    assert "Suggested by the words" in client.get(panel).content.decode()
    bring_to(matrix, "SUBMITTED", personas)
    for name in ("planner", "reviewer"):
        client.force_login(personas[name])
        assert "Suggested" not in client.get(panel).content.decode()
