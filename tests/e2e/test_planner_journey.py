"""A planner imports, corrects and submits a matrix; a reviewer asks for a change, then validates."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from alignment.models import AlignmentCell, AlignmentMatrix, Strategy
from participants.models import Account, City, Network
from tests.e2e.steps import fill, look, send, sign_in, visit, with_password
from tests.factories.participants import CityFactory, NetworkFactory
from tests.personas import make_account


@pytest.fixture
def network(transactional_db: None) -> Network:
    call_command("load_sdg_framework", verbosity=0)
    return NetworkFactory(slug="mercociudades", name="Mercociudades")


@pytest.fixture
def city(network: Network) -> City:
    return CityFactory(name="Rosario", slug="rosario-ar")


@pytest.fixture
def planner(network: Network, city: City) -> Account:
    return with_password(make_account("marcos", "CITY_PLANNER", network, city))


@pytest.fixture
def reviewer(network: Network) -> Account:
    return with_password(make_account("elena", "REVIEWER", network))


def _filled_template(template: bytes, folder: Path, *, score: object, name: str) -> Path:
    """The template that the page gives, filled as a planner would in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    strategy, cells = book["STRATEGY"], book["CELLS"]
    heads = {str(cell.value).strip("* "): cell.column for cell in strategy[1]}
    for row, values in enumerate(
        ({"code": "A", "level": "axis"}, {"code": "A1", "level": "project", "parent_code": "A"}), 2
    ):
        for head, value in {
            **values,
            "title": f"Elemento {values['code']}",
            "responsible": "Planificación",
        }.items():
            strategy.cell(row, heads[head], value)
    heads = {str(cell.value).strip("* "): cell.column for cell in cells[1]}
    filled = {
        "element_code": "A1",
        "target": "T11.2",
        "score": score,
        "kind": "direct",
        "rationale": "Red de transporte público ampliada.",
    }
    for head, value in filled.items():
        cells.cell(2, heads[head], value)
    path = folder / name
    book.save(path)
    return path


def _plan(page: Page, city: City, network: Network) -> Strategy:
    visit(page, "/alignment/strategies/new/")
    fill(
        page,
        {
            "city": city.pk,
            "title": "Plan Rosario",
            "period_start": "2024",
            "period_end": "2030",
            "network": network.pk,
        },
    )
    send(page)
    return Strategy.objects.get()


def _download(page: Page, address: str) -> bytes:
    response = page.request.get(address)
    assert response.status == 200
    return response.body()


def _check_file(page: Page, strategy: Strategy, file: Path) -> None:
    visit(page, f"/alignment/strategies/{strategy.code}/import/")
    page.set_input_files("main input[type=file]", file)
    send(page)


def _import(page: Page, strategy: Strategy, folder: Path) -> AlignmentMatrix:
    template = _download(page, f"/alignment/strategies/{strategy.code}/template.xlsx")
    _check_file(page, strategy, _filled_template(template, folder, score=4, name="con error.xlsx"))
    expect(page.locator("main")).to_contain_text("E2")
    assert AlignmentCell.objects.count() == 0
    _check_file(page, strategy, _filled_template(template, folder, score=3, name="corregida.xlsx"))
    assert AlignmentCell.objects.count() == 0
    send(page, "main form[action$='/apply/'] button")
    assert AlignmentCell.objects.get().score == 3
    return AlignmentMatrix.objects.get()


def _score(page: Page, matrix: AlignmentMatrix, place: str, **values: object) -> None:
    visit(page, f"/alignment/matrices/{matrix.code}/?goal={place.split('.')[0]}&cell=A1:{place}")
    form = page.locator("#cell form").first
    scale = form.locator(f"[name=score][value='{values.pop('score')}']")
    form.locator(f"label[for={scale.get_attribute('id')}]").click()
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))
    with page.expect_response(lambda response: response.request.method == "POST"):
        form.locator("button.btn-primary").click()
    expect(page.locator("#cell")).to_be_visible()
    look(page)


def _step(page: Page, matrix: AlignmentMatrix, step: str, **values: str) -> None:
    visit(page, f"/alignment/matrices/{matrix.code}/steps/{step}/")
    for reason in page.locator("[name^=reason_]").all():
        reason.fill("Se completa en la próxima versión.")
    fill(page, values)
    send(page)
    matrix.refresh_from_db()


def _comment(page: Page, matrix: AlignmentMatrix, text: str, *, resolve: bool = False) -> None:
    visit(page, f"/alignment/matrices/{matrix.code}/?goal=11&cell=A1:11.2")
    form = page.locator("#cell form:has([name=text])")
    form.locator("[name=text]").fill(text)
    with page.expect_response(lambda response: response.request.method == "POST"):
        form.locator("button[name=resolve]" if resolve else "button.btn-secondary").click()
    expect(page.locator("#cell")).to_contain_text(text)
    look(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_planner_imports_corrects_and_submits_and_reviewer_validates(
    new_page: Callable[..., Page],
    planner: Account,
    reviewer: Account,
    city: City,
    network: Network,
    tmp_path: Path,
    width: int,
) -> None:
    page, desk = new_page(locale="es", width=width), new_page(locale="es")
    sign_in(page, planner)
    strategy = _plan(page, city, network)
    visit(page, f"/alignment/strategies/{strategy.code}/")
    matrix = _import(page, strategy, tmp_path)
    _score(page, matrix, "13.2", score=-1, kind="INDIRECT", rationale="Más viajes en la obra.")
    visit(page, f"/alignment/matrices/{matrix.code}/rows/A1/")
    visit(page, f"/alignment/matrices/{matrix.code}/analysis/")
    _step(page, matrix, "submit", note="La evidencia se agrega en la próxima versión.")
    assert matrix.state == "SUBMITTED"

    sign_in(desk, reviewer)
    _step(desk, matrix, "start-review")
    _comment(desk, matrix, "¿Qué línea de transporte?")
    _step(desk, matrix, "request-changes", reason="Falta precisar la línea.")
    assert matrix.state == "CHANGES_REQUESTED"

    _score(page, matrix, "11.2", score=2, kind="DIRECT", rationale="Línea troncal norte-sur ampliada.")
    _comment(page, matrix, "Es la troncal norte-sur.")
    _step(page, matrix, "submit", note="Se precisó la línea.")
    _step(desk, matrix, "start-review")
    _comment(desk, matrix, "Gracias, queda claro.", resolve=True)
    _step(desk, matrix, "validate")
    assert (matrix.state, bool(matrix.checksum)) == ("VALIDATED", True)
    visit(page, f"/alignment/matrices/{matrix.code}/")
    assert set(AlignmentCell.objects.values_list("target__code", "score")) == {("11.2", 2), ("13.2", -1)}
