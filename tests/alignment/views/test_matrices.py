from typing import Any

import pytest
from django.test import Client

from alignment.actions.cells import CellChange, CellValues, cell_stamp, save_cell, save_cells
from alignment.models import AlignmentMatrix, CellComment
from tests.alignment.review_matrix import bring_to, personas_matrix
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    CellCommentFactory,
    GoalFactory,
    StrategyElementFactory,
    StrategyFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix(personas: Personas) -> AlignmentMatrix:
    """An axis with two projects; the second hinders 11.5."""
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None)
    axis = StrategyElementFactory(strategy=strategy, code="A", level="AXIS", position=1)
    for position, code in enumerate(("A1", "A2"), start=2):
        StrategyElementFactory(strategy=strategy, code=code, parent=axis, position=position)
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025")
    cells = [
        CellChange("A1", "11.2", CellValues(3, "DIRECT", rationale="It decides the whole target.")),
        CellChange("A1", "11.5", CellValues(1, "DIRECT")),
        CellChange("A2", "11.5", CellValues(-2, "DIRECT")),
        CellChange("A2", "13.2", CellValues(0)),
    ]
    save_cells(matrix, cells, by=personas["planner"])
    return matrix


def page_of(matrix: AlignmentMatrix, rest: str = "") -> str:
    return f"/alignment/matrices/{matrix.code}/{rest}"


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("planner", [200, 200, 200, 200]),
        ("coordinator", [200, 200, 200, 200]),
        ("reviewer", [200, 200, 403, 403]),
        ("trainer", [200, 200, 403, 403]),
        ("other_coordinator", [404, 404, 404, 404]),
        ("member", [404, 404, 404, 404]),
        ("visitor", [404, 404, 302, 302]),
    ],
)
def test_who_opens_a_draft(
    client: Client, personas: Personas, matrix: AlignmentMatrix, name: str, statuses: list[int]
) -> None:
    if name != "visitor":
        client.force_login(personas[name])
    pages = ("", "analysis/", "edit/", "rows/A1/")
    assert [client.get(page_of(matrix, page)).status_code for page in pages] == statuses


def test_a_published_matrix_is_open_to_visitors_without_the_review(
    client: Client, personas: Personas
) -> None:
    matrix = personas_matrix(personas)
    element = matrix.strategy.elements.get()
    CellCommentFactory(matrix=matrix, element=element, goal_id=11, text="Internal?", resolved_at=None)
    matrix.comments.update(resolved_at=matrix.created_at, resolved_by=personas["reviewer"])
    bring_to(matrix, "PUBLISHED", personas)
    response = client.get(page_of(matrix, "?cell=P1:11"))
    assert response.status_code == 200
    assert b"Internal?" not in response.content
    assert b"Because." not in response.content


def marks(response: Any, code: str) -> dict[str, tuple[int | None, int, int]]:
    """Column -> (score, help, harm) of a row, without columns where nothing is assessed."""
    grid = response.context["grid"]
    row = next(row for row in grid.rows if row.code == code)
    pairs = zip(grid.columns, row.cells, strict=True)
    return {
        column.code: (cell.score, cell.helps, cell.hinders)
        for column, cell in pairs
        if cell.score is not None
    }


def test_the_grid_rolls_up_and_never_nets(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    closed = client.get(page_of(matrix))
    assert marks(closed, "A") == {"11": (3, 3, -2), "13": (0, 0, 0)}
    assert marks(closed, "A1") == {"11": (3, 3, 0)}
    assert marks(closed, "A2") == {"11": (-2, 0, -2), "13": (0, 0, 0)}
    opened = client.get(page_of(matrix, "?goal=11"))
    assert marks(opened, "A") == {"11.2": (3, 3, 0), "11.5": (1, 1, -2), "13": (0, 0, 0)}
    assert [column.code for column in opened.context["grid"].columns if column.is_target] == [
        *(f"11.{number}" for number in range(1, 8)),
        "11.a",
        "11.b",
        "11.c",
    ]
    assert (
        dict(zip((c.code for c in opened.context["grid"].columns), opened.context["grid"].foot, strict=True))[
            "11.5"
        ]
        == "1"
    )


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["A", "A1", "A2"]),
        ("?q=a2", ["A", "A2"]),
        ("?q=nothing", []),
        ("?rows=negative", ["A", "A2"]),
        ("?rows=incomplete", ["A", "A1", "A2"]),
        ("?rows=no-evidence", ["A", "A1", "A2"]),
        ("?rows=comments", ["A", "A1"]),
        ("?rows=issues", ["A", "A1", "A2"]),
        ("?fold=A", ["A"]),
        ("?goal=99&rows=x&fold=zzz&cell=A1:13.9", ["A", "A1", "A2"]),
        ("?cell=nonsense", ["A", "A1", "A2"]),
        ("?cell=:", ["A", "A1", "A2"]),
        ("?cell=A1:11.²", ["A", "A1", "A2"]),
        ("?goal=²", ["A", "A1", "A2"]),
    ],
)
def test_rows_are_found_with_those_above_them(
    client: Client, personas: Personas, matrix: AlignmentMatrix, query: str, codes: list[str]
) -> None:
    CellCommentFactory(matrix=matrix, element=matrix.strategy.elements.get(code="A1"))
    client.force_login(personas["planner"])
    response = client.get(page_of(matrix, query))
    assert [row.code for row in response.context["grid"].rows] == codes


def test_the_page_needs_the_same_queries_for_more_cells(
    client: Client, personas: Personas, matrix: AlignmentMatrix, django_assert_max_num_queries: Any
) -> None:
    client.force_login(personas["planner"])
    counts = []
    for extra in (0, 3):
        changes = [CellChange("A1", f"{goal}.1", CellValues(1, "DIRECT")) for goal in range(1, 1 + extra)]
        save_cells(matrix, changes, by=personas["planner"])
        if extra:
            StrategyElementFactory(strategy=matrix.strategy, code="B", level="AXIS")
        with django_assert_max_num_queries(40) as queries:
            client.get(page_of(matrix, "?goal=11&cell=A1:11.2"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_check_items_lead_to_their_cells(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["planner"])
    page = client.get(page_of(matrix))
    assert f'hx-get="{page_of(matrix, "missing/")}"' in page.content.decode()
    context = client.get(page_of(matrix, "missing/")).context
    assert (context["errors"], [item.url for item in context["checks"] if "A2 × 11.5" in str(item.text)]) == (
        0,
        ["?cell=A2:11.5#cell"],
    )


def test_a_large_strategy_begins_with_its_branches_closed(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    for number in range(61):
        StrategyElementFactory(strategy=matrix.strategy, code=f"B{number}", position=10 + number)
    client.force_login(personas["planner"])

    def shown(query: str) -> list[str]:
        rows = client.get(page_of(matrix, query)).context["grid"].rows
        return [row.code for row in rows if row.code.startswith("A")]

    assert shown("") == ["A"]
    assert shown("?open=A") == ["A", "A1", "A2"]
    assert shown("?cell=A1:11.2") == ["A", "A1", "A2"]
    assert shown("?q=A2") == ["A", "A2"]


def test_the_panel_of_a_cell_comes_alone_and_answers_alone(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    part = client.get(page_of(matrix, "cells/A1/11.2/")).content.decode()
    assert part.lstrip().startswith('<aside class="panel panel--side" id="cell"')
    assert 'hx-target="#cell"' in part
    assert client.get(page_of(matrix, "cells/A/11.2/")).status_code == 404
    url = page_of(matrix, "cells/A1/11.2/evidence/add/")
    sent_form = {"kind": "STUDY", "citation": "A study"}
    answer = client.post(url, sent_form, headers={"hx-request": "true", "hx-target": "cell"})
    assert (answer.status_code, b'id="matrix"' in answer.content) == (200, False)
    assert "A study" in answer.content.decode()
    faulty = client.post(url, {"kind": "STUDY"}, headers={"hx-request": "true", "hx-target": "cell"})
    assert faulty.status_code == 422


def test_the_texts_of_the_grid_in_each_language(client: Client) -> None:
    words = client.get("/alignment/grid-words/en.json")
    assert words.headers["Cache-Control"] == "public, max-age=3600"
    assert words.json()["words"]["changed"] == ["{n} cell changed", "{n} cells changed"]
    assert words.json()["scores"]["-3"] == "cancels"
    assert client.get("/alignment/grid-words/pt-br.json").json()["kinds"]["DIRECT"] == "Direto"
    assert client.get("/alignment/grid-words/xx.json").status_code == 404


def sent(matrix: AlignmentMatrix, element: str = "A1", place: str = "11.2", **values: Any) -> dict[str, Any]:
    cell = matrix.cells.filter(element__code=element, target__code=place).first()
    return {"seen": cell_stamp(cell), "score": "2", "kind": "DIRECT", **values}


def test_cell_save_by_form_and_by_htmx(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["planner"])
    url = page_of(matrix, "cells/A1/11.2/save/")
    response = client.post(
        f"{url}?q=a&goal=3", sent(matrix, confidence="2", horizon="LONG", budget_share="12.5")
    )
    assert response.status_code == 302
    assert response.url == f"{page_of(matrix)}?q=a&cell=A1:11.2#cell"
    cell = matrix.cells.get(element__code="A1", target__code="11.2")
    assert (cell.score, cell.confidence, cell.horizon, str(cell.budget_share)) == (2, 2, "LONG", "12.50")
    part = client.post(url, sent(matrix, score="0"), headers={"hx-request": "true"})
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert b'id="matrix"' in part.content
    cell.refresh_from_db()
    assert (cell.score, cell.kind) == (0, "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"score": ""}, "score"),
        ({"score": "4"}, "score"),
        ({"score": "x"}, "score"),
        ({"kind": "X"}, "kind"),
        ({"confidence": "9"}, "confidence"),
        ({"budget_share": "101"}, "budget_share"),
        ({"rationale": "x" * 4001}, "rationale"),
    ],
)
def test_bad_cells_come_back_with_what_was_typed(
    client: Client, personas: Personas, matrix: AlignmentMatrix, values: dict[str, Any], field: str
) -> None:
    client.force_login(personas["planner"])
    typed = sent(matrix, mitigation="Typed", **values)
    response = client.post(page_of(matrix, "cells/A1/11.2/save/"), typed)
    assert response.status_code == 422
    assert list(response.context["panel_form"].errors) == [field]
    assert b"Typed" in response.content
    assert matrix.cells.get(element__code="A1", target__code="11.2").score == 3


def test_a_conflict_shows_both_and_asks(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["planner"])
    mine = sent(matrix, score="-1", rationale="Mine")
    theirs = save_cell(
        matrix,
        CellChange("A1", "11.2", CellValues(1, "DIRECT", rationale="Theirs")),
        by=personas["coordinator"],
    )
    response = client.post(page_of(matrix, "cells/A1/11.2/save/"), mine)
    assert response.status_code == 409
    conflict = response.context["conflict"]
    assert (conflict["score"], conflict["by"], conflict["stamp"]) == (
        1,
        personas["coordinator"],
        cell_stamp(theirs),
    )
    assert b"Theirs" in response.content
    assert b'value="-1" id="id_score_2" checked' in response.content
    assert b"Mine" in response.content
    assert matrix.cells.get(pk=theirs.pk).rationale == "Theirs"
    again = client.post(page_of(matrix, "cells/A1/11.2/save/"), {**mine, "seen": conflict["stamp"]})
    assert again.status_code == 302
    assert matrix.cells.get(pk=theirs.pk).rationale == "Mine"


def test_cell_clear_sets_to_not_assessed(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["planner"])
    url = page_of(matrix, "cells/A1/11.2/clear/")
    assert client.post(url, {"seen": "old"}).status_code == 409
    assert client.post(url, sent(matrix)).status_code == 302
    assert not matrix.cells.filter(element__code="A1", target__code="11.2").exists()


@pytest.mark.parametrize("name", ["reviewer", "trainer", "other_coordinator"])
def test_others_do_not_score(client: Client, personas: Personas, matrix: AlignmentMatrix, name: str) -> None:
    client.force_login(personas[name])
    expected = 404 if name == "other_coordinator" else 403
    for page in ("cells/A1/11.2/save/", "cells/A1/11.2/clear/", "cells/A1/11.2/evidence/add/"):
        assert client.post(page_of(matrix, page), sent(matrix)).status_code == expected
        assert client.get(page_of(matrix, page)).status_code == 405
    assert client.post(page_of(matrix, "rows/A1/"), {}).status_code == expected
    assert matrix.cells.get(element__code="A1", target__code="11.2").score == 3


def test_evidence_is_added_and_removed(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    client.force_login(personas["planner"])
    url = page_of(matrix, "cells/A1/11.2/evidence/")
    values = {"kind": "NORM", "citation": "Law 1", "page": "3", "url": ""}
    assert client.post(f"{url}add/", {**values, "citation": ""}).status_code == 422
    assert client.post(f"{url}add/", {**values, "url": "javascript:alert(1)"}).status_code == 422
    assert client.post(f"{url}add/", values).status_code == 302
    assert list(matrix.evidence.values_list("ref", "citation")) == [("EV1", "Law 1")]
    blank = client.post(page_of(matrix, "cells/A1/11.7/evidence/add/"), values, follow=True)
    assert [str(message) for message in blank.context["messages"]] == ["Score the cell first."]
    assert client.post(f"{url}EV9/remove/").status_code == 404
    assert client.post(f"{url}EV1/remove/").status_code == 302
    assert matrix.evidence.count() == 0


def test_reviewer_and_author_discuss_a_cell(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    url = page_of(matrix, "cells/A1/11.2/comments/add/")
    client.force_login(personas["reviewer"])
    assert client.post(url, {"text": " "}).status_code == 422
    assert client.post(url, {"text": "Why?"}).status_code == 302
    client.force_login(personas["planner"])
    client.post(url, {"text": "Because.", "resolve": "1"})
    rows = CellComment.objects.order_by("pk")
    assert [(row.text, row.by, row.resolved_by) for row in rows] == [
        ("Why?", personas["reviewer"], personas["planner"]),
        ("Because.", personas["planner"], personas["planner"]),
    ]
    client.force_login(personas["trainer"])
    assert client.post(url, {"text": "Me too"}).status_code == 403


@pytest.mark.parametrize(("goal", "following"), [(17, 18), (18, 1)])
def test_the_form_of_a_row_goes_on_to_the_goals_of_the_city(
    client: Client, personas: Personas, matrix: AlignmentMatrix, goal: int, following: int
) -> None:
    for number in (1, 17):
        GoalFactory(number=number)
    GoalFactory(number=18, city=matrix.strategy.city)
    client.force_login(personas["planner"])
    answer = client.post(page_of(matrix, f"rows/A1/?goal={goal}"), {"next": "1"})
    assert answer.url == page_of(matrix, f"rows/A1/?goal={following}")


def test_the_form_of_a_row_changes_only_what_was_changed(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["planner"])
    url = page_of(matrix, "rows/A1/?goal=11")
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    save_cell(matrix, CellChange("A1", "11.5", CellValues(-1, "DIRECT")), by=personas["coordinator"])
    values |= {"score_11.3": "1", "kind_11.3": "INDIRECT", "score_11.2": "2"}
    assert client.post(url, {**values, "next": "1"}).url == page_of(matrix, "rows/A1/?goal=12")
    scores = {
        place: (score, kind, rationale)
        for place, score, kind, rationale in matrix.cells.filter(element__code="A1").values_list(
            "target__code", "score", "kind", "rationale"
        )
    }
    assert scores == {
        "11.2": (2, "DIRECT", "It decides the whole target."),
        "11.3": (1, "INDIRECT", ""),
        "11.5": (-1, "DIRECT", ""),
    }
    conflicting = {**values, "score_11.5": ""}
    response = client.post(url, conflicting)
    assert response.status_code == 422
    assert "11.5: −1" in str(response.context["form"]["score_11.5"].errors)
    assert client.get(page_of(matrix, "rows/none/")).status_code == 404
    assert client.get(page_of(matrix, "rows/A/")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_list_has_constant_queries(
    client: Client, personas: Personas, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        row = AlignmentMatrixFactory(strategy__network=personas.network, framework_id="2025")
        AlignmentCellFactory(matrix=row)
        CellCommentFactory(matrix=row)
    client.force_login(personas["coordinator"])
    with django_assert_num_queries(6):
        response = client.get("/alignment/matrices/")
    rows = response.context["page"].object_list
    assert [(row.cell_count, row.open_comments) for row in rows] == [(1, 1)] * count


def test_matrix_list_filters(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    AlignmentMatrixFactory(strategy__network=personas.other_network)
    client.force_login(personas["reviewer"])

    def found(query: str) -> list[str]:
        page = client.get(f"/alignment/matrices/{query}").context["page"]
        return [row.code for row in page.object_list]

    assert (
        found("")
        == found("?state=DRAFT")
        == found(f"?q=home+city&network={personas.network.slug}")
        == [matrix.code]
    )
    assert found("?state=VALIDATED") == found("?q=elsewhere") == []
    assert client.get("/alignment/matrices/?state=X&network=none&sort=-zzz&page=9").status_code == 200


def test_matrix_new_begins_a_matrix_of_ones_own_strategy(client: Client, personas: Personas) -> None:
    own = StrategyFactory(city=personas.city, network=personas.network)
    foreign = StrategyFactory(network=personas.other_network)
    client.force_login(personas["planner"])
    values = {
        "strategy": own.code,
        "granularity": "TARGET",
        "framework": "2025",
        "scope": "ALL",
        "scored_level": "",
    }
    assert client.post("/alignment/matrices/new/", {**values, "strategy": foreign.code}).status_code == 422
    assert client.post("/alignment/matrices/new/", {**values, "framework": "1999"}).status_code == 422
    response = client.post("/alignment/matrices/new/", values)
    matrix = AlignmentMatrix.objects.get()
    assert response.url == page_of(matrix)
    assert (matrix.strategy, matrix.created_by, matrix.state) == (own, personas["planner"], "DRAFT")
    assert client.get(page_of(matrix)).status_code == 200


def test_a_matrix_of_goals_scores_goals(client: Client, personas: Personas) -> None:
    matrix = personas_matrix(personas)
    client.force_login(personas["planner"])
    response = client.get(page_of(matrix, "?cell=P1:11"))
    assert marks(response, "P1") == {"11": (2, 2, 0)}
    assert response.context["panel"].place == "11"
    assert client.get(page_of(matrix, "rows/P1/")).status_code == 200
    assert (
        client.post(
            page_of(matrix, "cells/P1/12/save/"), {"seen": "", "score": "1", "kind": "DIRECT"}
        ).status_code
        == 302
    )
    assert client.get(page_of(matrix, "analysis/")).context["coverage"].covered == 2


def test_scope_marks_what_does_not_apply(client: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    from alignment.models import Target, TargetRelevance

    AlignmentMatrix.objects.filter(pk=matrix.pk).update(scope="RELEVANT")
    for target in Target.objects.filter(goal=14):
        TargetRelevance.objects.create(city=personas.city, target=target, status="NOT_APPLICABLE")
    client.force_login(personas["planner"])
    grid = client.get(page_of(matrix)).context["grid"]
    row = next(row for row in grid.rows if row.code == "A1")
    hatched = [
        column.code for column, cell in zip(grid.columns, row.cells, strict=True) if not cell.applicable
    ]
    assert (hatched, grid.foot[13]) == (["14"], "–")
    coverage = client.get(page_of(matrix, "analysis/")).context["coverage"]
    assert (coverage.targets, coverage.possible) == (159, 318)
