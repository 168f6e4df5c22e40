"""The grid of a matrix, by keyboard alone: scores, blocks, undo, goals, no connection, two people at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from alignment.actions.edits import Edit, save_edits
from alignment.actions.evidence import add_evidence
from alignment.models import AlignmentMatrix
from participants.models import Account
from sdgplatform.audit.models import AuditEntry
from tests.accessibility import assert_accessible
from tests.e2e.steps import sign_in, with_password
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.factories.participants import CityFactory, NetworkFactory
from tests.personas import make_account

Scores = dict[tuple[str, str], tuple[int, str]]


@pytest.fixture
def matrix(transactional_db: None) -> AlignmentMatrix:
    """Two axes with three projects each."""
    call_command("load_sdg_framework", verbosity=0)
    network, city = NetworkFactory(slug="red", name="Red"), CityFactory(name="Rosario", slug="rosario-ar")
    strategy = StrategyFactory(city=city, network=network, created_by=None, language="en")
    position = 0
    for axis in "AB":
        position += 1
        parent = StrategyElementFactory(
            strategy=strategy, code=axis, level="AXIS", title=f"Axis {axis}", position=position
        )
        for number in range(1, 4):
            position += 1
            StrategyElementFactory(
                strategy=strategy,
                code=f"{axis}{number}",
                parent=parent,
                title=f"Work {number}",
                position=position,
            )
    return AlignmentMatrixFactory(strategy=strategy, framework_id="2025")


def planner(matrix: AlignmentMatrix, name: str) -> Account:
    return with_password(
        make_account(name, "CITY_PLANNER", matrix.strategy.network, matrix.strategy.city)  # type: ignore[arg-type]
    )


@pytest.fixture
def marcos(matrix: AlignmentMatrix) -> Account:
    return planner(matrix, "marcos")


def open_grid(page: Page, matrix: AlignmentMatrix, query: str = "?goal=11") -> None:
    page.goto(f"/alignment/matrices/{matrix.code}/{query}")
    expect(page.get_by_role("grid")).to_be_visible()
    page.get_by_role("grid").focus()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go(page: Page, row: str, column: str) -> None:
    """To a cell, by the arrows."""
    press(page, "Control+Home")
    rows = page.locator("table.grid tbody:not([aria-hidden]) .code").all_text_contents()
    heads = page.locator("table.grid thead tr:last-child :is(.target-code, .sdg-tile)").all_text_contents()
    press(page, *["ArrowDown"] * rows.index(row), *["ArrowRight"] * heads.index(column))
    assert here(page).startswith(f"{row} ")


def here(page: Page) -> str:
    """What a screen reader is told of the current cell."""
    active = page.get_by_role("grid").get_attribute("aria-activedescendant")
    return page.locator(f"#{active}").get_attribute("aria-label") or ""


def said(page: Page) -> str:
    return (page.locator("[data-announce]").text_content() or "").strip("\u00a0")


def saved(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-saving", "saved")


def scores(matrix: AlignmentMatrix) -> Scores:
    rows = matrix.cells.values_list("element__code", "target__code", "score", "kind")
    return {(element, str(target)): (score, kind) for element, target, score, kind in rows}


def test_scores_are_typed_filled_undone_and_saved(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    sign_in(page, marcos)
    open_grid(page, matrix)
    go(page, "A1", "11.2")
    press(page, "2")
    assert "+2 strong, direct" in here(page)
    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    assert said(page) == "2 cells changed"
    press(page, "Control+z")
    assert said(page) == "2 cells undone"
    press(page, "Control+y", "ArrowRight", "-", "3", "i", "ArrowRight", "0")
    saved(page)
    assert scores(matrix) == {
        ("A1", "11.2"): (2, "DIRECT"),
        ("A2", "11.2"): (2, "DIRECT"),
        ("A3", "11.2"): (2, "DIRECT"),
        ("A3", "11.3"): (-3, "INDIRECT"),
        ("A3", "11.4"): (0, ""),
    }
    press(page, "Delete", "9")
    assert said(page) == "Scores go from −3 to +3."
    saved(page)
    assert ("A3", "11.4") not in scores(matrix)
    expect(page.locator("[data-assessed-count]")).to_have_text("4 of 1\u00a0014 cells assessed")
    foot = page.locator("table.grid tfoot td[aria-colindex='13']")
    expect(foot).to_have_text("3")


def test_new_links_take_the_chosen_kind_and_keep_their_own(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    sign_in(page, marcos)
    open_grid(page, matrix)
    page.get_by_label("New links are").select_option(label="enabling")
    go(page, "B1", "11.1")
    press(page, "1", "d", "3")
    saved(page)
    assert scores(matrix) == {("B1", "11.1"): (3, "DIRECT")}


def test_tab_and_enter_move_as_in_a_spreadsheet(page: Page, matrix: AlignmentMatrix, marcos: Account) -> None:
    sign_in(page, marcos)
    open_grid(page, matrix)
    go(page, "A1", "11.1")
    press(page, "1", "Tab", "-", "2", "Tab", "Tab", "Shift+Tab", "3", "Enter")
    assert here(page).startswith("A2 Work 2, 11.1 ")
    press(page, "0", "Enter", "Enter", "Shift+Enter")
    assert here(page).startswith("A3 ")
    press(page, "Control+ArrowRight", "End", "Tab")
    assert here(page).startswith("B Axis B, 1 ")
    saved(page)
    assert {place: score for (_row, place), (score, _kind) in scores(matrix).items() if score} == {
        "11.1": 1,
        "11.2": -2,
        "11.3": 3,
    }
    press(page, "Escape", "Tab")
    expect(page.get_by_role("grid")).not_to_be_focused()
    press(page, "Shift+Tab")
    expect(page.get_by_role("grid")).to_be_focused()
    press(page, "Shift+Tab")
    expect(page.get_by_role("grid")).not_to_be_focused()


def test_a_block_goes_to_a_spreadsheet_and_back(page: Page, matrix: AlignmentMatrix, marcos: Account) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, marcos)
    open_grid(page, matrix)
    page.evaluate("navigator.clipboard.writeText('3,0\\t\"-1\\n\"\\t\\r\\n+2\\t0\\t−2\\r\\n')")
    go(page, "A1", "11.1")
    press(page, "Control+v")
    saved(page)
    assert scores(matrix) == {
        ("A1", "11.1"): (3, "DIRECT"),
        ("A1", "11.2"): (-1, "DIRECT"),
        ("A2", "11.1"): (2, "DIRECT"),
        ("A2", "11.2"): (0, ""),
        ("A2", "11.3"): (-2, "DIRECT"),
    }
    press(page, "Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight", "Control+x")
    assert page.evaluate("navigator.clipboard.readText()") == "3\t-1\t\n2\t0\t-2"
    saved(page)
    assert scores(matrix) == {}
    go(page, "B2", "11.1")
    press(page, "Control+v")
    saved(page)
    assert len(scores(matrix)) == 5


def test_faulty_values_are_named_and_the_person_decides(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, marcos)
    open_grid(page, matrix)
    page.evaluate("navigator.clipboard.writeText('1\\tmuch\\n4\\t2\\n1\\t1\\n1\\t1')")
    go(page, "B2", "11.1")
    press(page, "Control+v")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text(
        [
            "B2 × 11.2: “much” is no score from −3 to 3",
            "B3 × 11.1: “4” is no score from −3 to 3",
            "row 9 × 11.1: “1” falls outside the matrix",
            "row 9 × 11.2: “1” falls outside the matrix",
            "row 10 × 11.1: “1” falls outside the matrix",
            "row 10 × 11.2: “1” falls outside the matrix",
        ]
    )
    press(page, "Escape")
    assert scores(matrix) == {}
    press(page, "Control+v", "Enter")
    saved(page)
    assert scores(matrix) == {("B2", "11.1"): (1, "DIRECT"), ("B3", "11.2"): (2, "DIRECT")}


def test_goals_open_and_rows_fold_by_keyboard(page: Page, matrix: AlignmentMatrix, marcos: Account) -> None:
    sign_in(page, marcos)
    open_grid(page, matrix, "")
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-colcount", "18")
    go(page, "A2", "4")
    go(page, "A1", "3")
    active = page.locator(f"#{grid.get_attribute('aria-activedescendant')}")
    assert (active.get_attribute("aria-colindex"), active.get_attribute("aria-selected")) == ("4", "true")
    assert active.locator("xpath=..").get_attribute("aria-rowindex") == "3"
    expect(grid.locator("td[aria-label]")).to_have_count(1)  # only the current cell, whose words are true
    press(page, "2")
    assert said(page) == "Open the goal to score its targets."
    press(page, "Enter")
    expect(grid).to_have_attribute("aria-colcount", str(18 + 12))
    assert here(page).startswith("A1 Work 1, 3.1 ")
    go(page, "A1", "1")
    press(page, "g")
    expect(grid).to_have_attribute("aria-colcount", str(18 + 12 + 6))
    press(page, "f")
    expect(grid).to_have_attribute("aria-rowcount", str(5 + 3))
    press(page, "Control+Home", "ArrowLeft")
    head = grid.get_by_role("rowheader").first
    expect(head).to_have_attribute("aria-expanded", "false")
    press(page, "ArrowRight")
    expect(head).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="Open all goals").click()
    expect(grid).to_have_attribute("aria-colcount", "170")
    press(page, "Control+End")
    assert ", 17.19 " in here(page)


def test_rows_are_found_and_filtered_without_a_reload(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    save_edits(matrix, [Edit("A2", "11.2", -1, "DIRECT"), Edit("B1", "11.2", 2, "DIRECT")], by=None)
    sign_in(page, marcos)
    open_grid(page, matrix)
    shown = page.locator("table.grid tbody:not([aria-hidden]) .code")
    page.get_by_label("Find a row").fill("b3")
    expect(shown).to_have_text(["B", "B3"])
    page.get_by_label("Find a row").fill("")
    for choice, codes in (
        ("negative", ["A", "A2"]),
        ("no-evidence", ["B", "B1"]),
        ("issues", ["A", "A2"]),
        ("", ["A", "A1", "A2", "A3", "B", "B1", "B2", "B3"]),
    ):
        page.get_by_label("Rows", exact=True).select_option(choice)
        expect(shown).to_have_text(codes)


@pytest.mark.expected_console_errors("Failed to load resource")
def test_edits_survive_no_connection_and_a_closed_tab(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    sign_in(page, marcos)
    open_grid(page, matrix)
    context = page.context
    context.set_offline(True)
    go(page, "A1", "11.1")
    press(page, "3", "ArrowDown", "2", "2", "1")
    expect(page.locator("[data-save-state]")).to_have_text("2 changes kept in this browser, no connection")
    assert scores(matrix) == {}
    page.close()
    context.set_offline(False)
    again = context.new_page()
    open_grid(again, matrix)
    expect(again.locator("[data-save-state]")).to_contain_text("Saved")
    saved(again)
    assert scores(matrix) == {("A1", "11.1"): (3, "DIRECT"), ("A2", "11.1"): (1, "DIRECT")}
    again.reload()
    expect(again.get_by_role("grid")).to_be_visible()
    entries = AuditEntry.objects.filter(action__startswith="alignment.cell")
    assert [entry.details.get("cells") for entry in entries] == [[["A1", "11.1", 3], ["A2", "11.1", 1]]]


@pytest.mark.expected_console_errors("Failed to load resource")
def test_edits_are_sent_when_the_connection_is_back(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    sign_in(page, marcos)
    open_grid(page, matrix)
    page.context.set_offline(True)
    go(page, "A1", "11.1")
    press(page, "3")
    expect(page.locator("[data-save-state]")).to_have_text("1 change kept in this browser, no connection")
    page.context.set_offline(False)
    saved(page)
    assert scores(matrix) == {("A1", "11.1"): (3, "DIRECT")}


def test_two_people_see_each_other_and_choose_in_a_conflict(
    new_page: Callable[..., Page], matrix: AlignmentMatrix, marcos: Account
) -> None:
    elena = planner(matrix, "elena")
    first, second = new_page(), new_page()
    for page, account in ((first, marcos), (second, elena)):
        sign_in(page, account)
        open_grid(page, matrix)
    go(second, "A1", "11.2")
    go(first, "A1", "11.2")
    press(first, "2")
    saved(first)
    cell = second.locator("table.grid td.is-cell")
    expect(cell).to_contain_text("+2", timeout=6000)
    expect(cell.locator(".who")).to_be_visible()
    expect(second.locator("[data-announce]")).to_contain_text("changed 1 cell")

    second.route("**/grid.json?since=*", lambda route: route.fulfill(status=204))  # has not heard yet
    press(first, "ArrowDown", "3")
    saved(first)
    press(second, "ArrowDown", "-", "1")
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("+3 decisive, direct")
    expect(dialog).to_contain_text("You: −1 constrains, direct")
    assert scores(matrix)["A2", "11.2"] == (3, "DIRECT")
    assert_accessible(second)
    press(second, "Enter")
    saved(second)
    assert scores(matrix)["A2", "11.2"] == (-1, "DIRECT")
    expect(first.locator("table.grid td.is-cell")).to_contain_text("−1", timeout=6000)

    press(first, "ArrowDown", "1")
    saved(first)
    press(second, "ArrowDown", "2")
    second.get_by_role("button", name="Take theirs").press("Enter")
    saved(second)
    assert "+1 partial" in here(second)
    assert scores(matrix)["A3", "11.2"] == (1, "DIRECT")


def test_the_panel_saves_as_one_writes_and_the_grid_follows(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    sign_in(page, marcos)
    open_grid(page, matrix)
    go(page, "A1", "11.2")
    press(page, "2", "F2")
    panel = page.locator("#cell")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    panel.get_by_label("Rationale").fill("It serves the whole district, says the plan.")
    panel.get_by_label("Confidence").select_option("3")
    press(page, "Escape")
    expect(panel).to_have_count(0)
    expect(page.get_by_role("grid")).to_be_focused()
    saved(page)
    cell = matrix.cells.get()
    assert (cell.score, cell.rationale, cell.confidence) == (
        2,
        "It serves the whole district, says the plan.",
        3,
    )
    press(page, "F2")
    panel.locator("label[for=id_score_1]").click()
    saved(page)
    expect(page.locator("table.grid td.is-cell")).to_have_text("−2")
    press(page, "Escape", "ArrowRight", "F2")
    panel.get_by_label("Rationale").fill("Not scored yet")
    press(page, "Escape", "F2")
    expect(panel.get_by_label("Rationale")).to_have_value("Not scored yet")
    press(page, "Escape", "1")
    press(page, "F2")
    expect(panel.get_by_label("Rationale")).to_have_value("Not scored yet")
    press(page, "Escape")
    saved(page)
    assert matrix.cells.get(target__code="11.3").rationale == "Not scored yet"


@pytest.mark.expected_console_errors("Failed to load resource")
def test_clearing_texts_asks_first_and_undoing_brings_all_back(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    more = {"rationale": "A reason that is long enough"}
    save_edits(matrix, [Edit("A1", "11.2", 3, "DIRECT", more=more)], by=None)
    add_evidence(matrix.cells.get(), by=None, citation="Plan, p. 4")
    sign_in(page, marcos)
    open_grid(page, matrix)
    go(page, "A1", "11.2")
    press(page, "Delete", "Escape")
    assert len(scores(matrix)) == 1
    press(page, "Delete", "Enter")
    saved(page)
    assert scores(matrix) == {}
    press(page, "Control+z")
    saved(page)
    cell = matrix.cells.get()
    assert (cell.score, cell.rationale, cell.evidence.count()) == (3, "A reason that is long enough", 1)
    page.context.set_offline(True)
    press(page, "Delete", "Enter", "Control+z", "Control+y", "Control+z")
    expect(page.locator("[data-save-state]")).to_contain_text("no connection")
    page.context.set_offline(False)
    saved(page)
    cell = matrix.cells.get()
    assert (cell.score, cell.rationale, cell.evidence.count()) == (3, "A reason that is long enough", 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_grid_is_accessible(
    new_page: Callable[..., Page], matrix: AlignmentMatrix, marcos: Account, scheme: str
) -> None:
    save_edits(matrix, [Edit("A2", "11.2", -1, "DIRECT"), Edit("B1", "11.2", 3, "DIRECT")], by=None)
    page = new_page(scheme=scheme)
    sign_in(page, marcos)
    open_grid(page, matrix)
    assert_accessible(page)
    go(page, "A1", "11.2")
    press(page, "Shift+ArrowDown", "Shift+ArrowRight")
    assert_accessible(page)
    press(page, "Enter")
    expect(page.locator("#cell")).to_be_visible()
    assert_accessible(page)
    press(page, "Escape", "?")
    expect(page.get_by_role("dialog")).to_contain_text("Fill down")
    assert_accessible(page)
    press(page, "Escape")
    page.get_by_role("button", name="Open all goals").click()
    assert_accessible(page)


def test_who_may_not_edit_reads_the_same_grid(page: Page, matrix: AlignmentMatrix, marcos: Account) -> None:
    save_edits(matrix, [Edit("A1", "11.2", 3, "DIRECT")], by=None)
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(state="SUBMITTED")
    sign_in(page, marcos)
    open_grid(page, matrix)
    expect(page.get_by_role("grid")).to_have_attribute("aria-readonly", "true")
    go(page, "A1", "11.2")
    assert "+3 decisive, direct" in here(page)
    press(page, "1", "Delete", "Control+v")
    assert said(page) == "This matrix cannot be edited."
    assert scores(matrix) == {("A1", "11.2"): (3, "DIRECT")}


def test_without_script_the_page_of_the_server_works_on(
    browser: Any, live_server: Any, matrix: AlignmentMatrix
) -> None:
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(
        state="PUBLISHED", visibility="PUBLIC", checksum="x", consented_by="Mayor", consented_on="2018-03-01"
    )
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/alignment/matrices/{matrix.code}/")
    expect(page.locator("[data-grid-static] table")).to_be_visible()
    expect(page.locator("[data-matrix-grid]")).to_be_hidden()
    page.get_by_role("link", name="11").click()
    expect(page.locator("[data-grid-static] .target-code").first).to_have_text("11.1")
    context.close()


def test_the_best_suggestion_for_a_row_is_one_key_away(
    page: Page, matrix: AlignmentMatrix, marcos: Account
) -> None:
    matrix.strategy.elements.filter(code="A1").update(title="Various")
    matrix.strategy.elements.filter(code="A2").update(title="Network of cycle lanes and public transport")
    sign_in(page, marcos)
    open_grid(page, matrix, "")
    go(page, "A1", "1")
    press(page, "s")
    expect(page.locator("[data-announce]")).to_have_text("Nothing more is suggested here.")
    press(page, "ArrowDown", "s")
    panel = page.locator("#cell")
    expect(panel.get_by_text("Suggested by the words of the element")).to_be_visible()
    expect(panel.locator("mark").first).to_have_text("cycle")
    assert ", 11.2 " in here(page)
    panel.get_by_label("Score", exact=True).select_option("2")
    panel.get_by_role("button", name="Accept").press("Enter")
    expect(page.locator("table.grid td.is-cell")).to_have_text("+2")
    cell = matrix.cells.get()
    assert (cell.score, cell.provenance) == (2, "SUGGESTED")
    assert_accessible(page)
