"""The reverse form, merging elements and the other depth, as a planner uses them."""

from typing import Any

import pytest
from django.test import Client

from alignment.actions.cells import CellChange, CellValues, save_cells
from alignment.models import AlignmentMatrix
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix(client: Client, personas: Personas) -> AlignmentMatrix:
    client.force_login(personas["planner"])
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None)
    for number in range(1, 24):
        StrategyElementFactory(
            strategy=strategy, code=f"P{number}", title=f"Título {number}", position=number
        )
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025")
    cells = [
        CellChange("P1", "11.2", CellValues(2, "DIRECT", rationale="Buses.")),
        CellChange("P1", "11.3", CellValues(-1, "DIRECT")),
        CellChange("P2", "11.2", CellValues(1, "INDIRECT")),
    ]
    save_cells(matrix, cells, by=personas["planner"])
    return matrix


def page_of(matrix: AlignmentMatrix, rest: str) -> str:
    return f"/alignment/matrices/{matrix.code}/{rest}"


def filled(response: Any, **changed: str) -> dict[str, Any]:
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changed


def test_one_target_and_the_elements_that_serve_it(client: Client, matrix: AlignmentMatrix) -> None:
    url = page_of(matrix, "columns/11.2/")
    shown = client.get(url)
    assert len(shown.context["form"].lines) == 20
    assert (shown.context["assessed"], shown.context["serving"]) == (2, 2)
    assert (shown.context["before"], shown.context["after"]) == ("11.1", "11.3")
    answer = client.post(
        url, filled(shown, score_P1="3", score_P2="", score_P3="0", kind_P3="DIRECT", next="1")
    )
    assert answer.url == f"{url}?page=2"
    rows = matrix.cells.filter(target__code="11.2").order_by("element__position")
    assert list(rows.values_list("element__code", "score", "kind", "rationale")) == [
        ("P1", 3, "DIRECT", "Buses."),
        ("P3", 0, "", ""),
    ]
    found = client.get(f"{url}?q=titulo+23")
    assert [line.place for line in found.context["form"].lines] == ["P23"]
    assert client.get(page_of(matrix, "columns/11.99/")).status_code == 404


def test_what_changed_meanwhile_is_not_overwritten(
    client: Client, matrix: AlignmentMatrix, personas: Personas
) -> None:
    url = page_of(matrix, "columns/11.2/")
    shown = client.get(url)
    save_cells(matrix, [CellChange("P1", "11.2", CellValues(-3, "DIRECT"))], by=personas["coordinator"])
    answer = client.post(url, filled(shown, score_P1="1", score_P4="1", kind_P4="DIRECT"))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "P1: −3" in str(form["score_P1"].errors)
    assert [form["score_P1"].value(), form["score_P4"].value()] == ["1", "1"]
    assert matrix.cells.get(element__code="P1", target__code="11.2").score == -3
    again = {each.html_name: each.value() or "" for each in form}
    assert client.post(url, again).status_code == 302
    assert matrix.cells.get(element__code="P1", target__code="11.2").score == 1


def test_a_cell_that_was_cleared_meanwhile_can_be_left_so(
    client: Client, matrix: AlignmentMatrix, personas: Personas
) -> None:
    url = page_of(matrix, "rows/P1/?goal=11")
    save_cells(matrix, [CellChange("P1", "11.2", CellValues(-3, "DIRECT"))], by=personas["coordinator"])
    shown = client.get(url)
    matrix.cells.get(element__code="P1", target__code="11.2").delete()
    answer = client.post(url, filled(shown, **{"score_11.2": "1"}))
    form = answer.context["form"]
    assert "11.2: not assessed" in str(form["score_11.2"].errors)
    again = {each.html_name: each.value() or "" for each in form} | {"score_11.2": "", "kind_11.2": ""}
    assert client.post(url, again).status_code == 302
    assert not matrix.cells.filter(element__code="P1", target__code="11.2").exists()


def test_columns_of_a_matrix_of_goals(client: Client, matrix: AlignmentMatrix) -> None:
    page = page_of(matrix, "depth/")
    assert [row.key for row in client.get(page).context["both"]] == ["P1-11"]
    assert client.post(page).status_code == 422
    answer = client.post(page, {"P1-11": "harm"})
    goals = AlignmentMatrix.objects.get(derived_from=matrix)
    assert answer.url == page_of(goals, "")
    url = page_of(goals, "columns/11/")
    shown = client.get(url)
    assert shown.context["form"]["score_P1"].value() == -1
    assert client.post(url, filled(shown, score_P2="3")).status_code == 302
    back = client.post(page_of(goals, "depth/"))
    targets = AlignmentMatrix.objects.get(derived_from=goals)
    assert back.url == page_of(targets, "")
    assert client.get(page_of(targets, "rows/P2/?goal=11")).context["goal_score"] == 3


def test_merging_asks_for_the_element_and_for_what_both_score(
    client: Client, matrix: AlignmentMatrix
) -> None:
    page = f"/alignment/strategies/{matrix.strategy.code}/elements/P1/merge/"
    assert len(client.get(page).context["others"]) == 22
    chosen = client.get(f"{page}?into=P2")
    [clash] = chosen.context["clashes"]
    assert (chosen.context["moved"], chosen.context["same"]) == (1, 0)
    client.post(f"{page}?into=P2", {f"clash-{clash.key}": "gone"})
    cells = matrix.cells.values_list("element__code", "target__code", "score")
    assert sorted(cells) == [("P2", "11.2", 2), ("P2", "11.3", -1)]
    assert client.get(page).status_code == 404
