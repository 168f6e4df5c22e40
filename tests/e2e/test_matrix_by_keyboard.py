"""From a spreadsheet of the plan to the comparison of two versions, without a mouse."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from alignment.models import AlignmentMatrix, CellComment, Strategy
from participants.models import Account, City, Network
from tests.accessibility import assert_accessible
from tests.e2e.keyboard import choose_file, follow, tab_to, type_into
from tests.e2e.steps import with_password
from tests.factories.participants import PASSWORD, CityFactory, NetworkFactory
from tests.personas import make_account

ROWS = (
    ("Nivel", "N.º", "Nombre", "Área a cargo"),
    ("Eje", "1", "Ciudad que se mueve", ""),
    ("Proyecto", "1.1", "Corredores de ómnibus", "Transporte"),
    ("Proyecto", "1.2", "Red de ciclovías", "Transporte"),
    ("Eje", "2", "Ciudad con agua", ""),
    ("Proyecto", "2.1", "Cloacas zona sur", "Saneamiento"),
)


@pytest.fixture
def network(transactional_db: None) -> Network:
    call_command("load_sdg_framework", verbosity=0)
    return NetworkFactory(slug="mercociudades", name="Mercociudades")


@pytest.fixture
def city(network: Network) -> City:
    return CityFactory(name="Rosario", slug="rosario-ar")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    path = tmp_path / "plan.xlsx"
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def sign_in(page: Page, account: Account) -> None:
    page.goto("/accounts/login/")
    type_into(page, "#id_login", account.email)
    type_into(page, "#id_password", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-saving", "saved")


def scores(matrix: AlignmentMatrix) -> dict[tuple[str, str], int]:
    rows = matrix.cells.values_list("element__code", "target__code", "score")
    return {(element, str(target)): score for element, target, score in rows}


def build_strategy(page: Page, plan: Path) -> Strategy:
    page.goto("/alignment/strategies/")
    follow(page, "main a[href$='/imports/new/']")
    choose_file(page, "main input[type=file]", plan)
    follow(page, "main form button.btn-primary")
    assert_accessible(page)
    type_into(page, "[name=title]", "Plan Rosario")
    type_into(page, "[name=period_start]", "2024")
    type_into(page, "[name=period_end]", "2030")
    follow(page, "main form button.btn-primary")
    assert_accessible(page)
    assert not Strategy.objects.exists()
    follow(page, "main form[action$='/apply/'] button")
    return Strategy.objects.get()


def begin_matrix(page: Page, strategy: Strategy) -> AlignmentMatrix:
    page.goto(f"/alignment/strategies/{strategy.code}/")
    follow(page, "main a[href*='/matrices/new/']")
    follow(page, "main form button.btn-primary")
    return AlignmentMatrix.objects.get()


def fill_grid(page: Page) -> None:
    """Opens goal 11, scores, pastes a block, undoes a slip and redoes nothing."""
    tab_to(page, "[role=grid]")
    press(page, "Control+Home", *["ArrowRight"] * 10, "g")
    # 1.1 × 11.2: the row below the first axis, the column after 11.1.
    press(page, "Control+Home", "ArrowDown", *["ArrowRight"] * 11, "2")
    page.evaluate("navigator.clipboard.writeText('1\\t-1\\n3\\t0')")
    press(page, "ArrowRight", "Control+v")
    saved(page)
    press(page, "3", "Control+z")
    saved(page)


def work_without_connection(page: Page) -> None:
    page.context.set_offline(True)
    press(page, "Control+Home", *["ArrowDown"] * 4, *["ArrowRight"] * 11, "1")
    expect(page.locator("html")).not_to_have_attribute("data-saving", "saved")
    page.context.set_offline(False)
    saved(page)


def take_step(page: Page, matrix: AlignmentMatrix, step: str, **typed: str) -> None:
    page.goto(f"/alignment/matrices/{matrix.code}/steps/{step}/")
    assert_accessible(page)
    for number in range(page.locator("main [name^=reason_]").count()):
        name = page.locator("main [name^=reason_]").nth(number).get_attribute("name")
        type_into(page, f"[name='{name}']", "Se completa en la próxima versión.")
    for name, text in typed.items():
        type_into(page, f"[name={name}]", text)
    follow(page, "main form button.btn-primary")
    matrix.refresh_from_db()


def comment_on(page: Page, matrix: AlignmentMatrix, text: str) -> None:
    page.goto(f"/alignment/matrices/{matrix.code}/?cell=1.1:11.2")
    type_into(page, "#cell [name=text]", text)
    tab_to(page, "#cell form:has([name=text]) button.btn-secondary")
    press(page, "Enter")
    expect(page.locator("#cell")).to_contain_text(text)


def settle(page: Page, matrix: AlignmentMatrix) -> None:
    page.goto(f"/alignment/matrices/{matrix.code}/comments/")
    assert_accessible(page)
    follow(page, "main button[name=resolve]")
    assert not CellComment.objects.filter(matrix=matrix, resolved_at=None).exists()


@pytest.mark.expected_console_errors(
    r"ERR_INTERNET_DISCONNECTED|Failed to fetch|htmx:(afterRequest|sendError)|: undefined$"
)
def test_planner_and_reviewer_need_no_mouse(
    new_page: Callable[..., Page], network: Network, city: City, plan: Path
) -> None:
    planner = with_password(make_account("marcos", "CITY_PLANNER", network, city))
    reviewer = with_password(make_account("elena", "REVIEWER", network))
    page, desk = new_page(locale="es"), new_page(locale="es")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, planner)
    sign_in(desk, reviewer)
    strategy = build_strategy(page, plan)
    levels = strategy.elements.order_by("position").values_list("code", "level", "parent__code")
    assert list(levels) == [
        ("1", "AXIS", None),
        ("1.1", "PROJECT", "1"),
        ("1.2", "PROJECT", "1"),
        ("2", "AXIS", None),
        ("2.1", "PROJECT", "2"),
    ]
    matrix = begin_matrix(page, strategy)
    fill_grid(page)
    assert_accessible(page)
    filled = {("1.1", "11.2"): 2, ("1.1", "11.3"): 1, ("1.1", "11.4"): -1}
    filled |= {("1.2", "11.3"): 3, ("1.2", "11.4"): 0}
    assert scores(matrix) == filled
    work_without_connection(page)
    filled |= {("2.1", "11.2"): 1}
    assert scores(matrix) == filled
    matrix.cells.filter(score=3).update(rationale="Red completa de ciclovías protegidas.")

    take_step(page, matrix, "submit")
    take_step(desk, matrix, "start-review")
    comment_on(desk, matrix, "¿Qué corredores?")
    take_step(desk, matrix, "request-changes", reason="Falta precisar los corredores.")
    comment_on(page, matrix, "Norte y sur.")
    take_step(page, matrix, "submit")
    take_step(desk, matrix, "start-review")
    settle(desk, matrix)
    take_step(desk, matrix, "validate")
    assert (matrix.state, bool(matrix.checksum)) == ("VALIDATED", True)

    page.goto(f"/alignment/matrices/{matrix.code}/")
    follow(page, "form[action$='/new-version/'] button")
    second = AlignmentMatrix.objects.get(supersedes=matrix)
    page.goto(f"/alignment/matrices/{second.code}/?goal=11")
    tab_to(page, "[role=grid]")
    press(page, "Control+Home", "ArrowDown", *["ArrowRight"] * 11, "3", "ArrowRight", "Delete")
    saved(page)
    page.goto(f"/alignment/matrices/{second.code}/changes/")
    assert_accessible(page)
    expect(page.locator("main")).to_contain_text("11.2")
    assert scores(second) == {**{k: v for k, v in filled.items() if k != ("1.1", "11.3")}, ("1.1", "11.2"): 3}
