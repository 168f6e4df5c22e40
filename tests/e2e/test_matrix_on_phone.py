"""A planner with a phone, in Spanish: one element at a time, then one target at a time."""

from collections.abc import Callable

from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.e2e.steps import fill, look, send, sign_in, visit, with_password
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.factories.participants import CityFactory, NetworkFactory
from tests.personas import make_account


def test_both_forms_at_390_pixels(new_page: Callable[..., Page], transactional_db: None) -> None:
    call_command("load_sdg_framework", verbosity=0)
    network, city = NetworkFactory(slug="red", name="Red"), CityFactory(name="Rosario", slug="rosario-ar")
    strategy = StrategyFactory(city=city, network=network, created_by=None)
    for position, title in enumerate(("Corredores de ómnibus", "Red de ciclovías"), start=1):
        StrategyElementFactory(strategy=strategy, code=f"P{position}", title=title, position=position)
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025")
    page = new_page(locale="es", width=390)
    sign_in(page, with_password(make_account("marcos", "CITY_PLANNER", network, city)))

    visit(page, f"/alignment/matrices/{matrix.code}/")
    page.locator("main a[href*='/rows/P1/']").first.click()
    page.wait_for_url("**/rows/P1/")
    look(page)
    page.locator("nav a.sdg-11").first.click()
    page.wait_for_url("**/rows/P1/?goal=11")
    fill(page, {"score_11.2": "3", "kind_11.2": "DIRECT", "score_11.6": "-1", "kind_11.6": "INDIRECT"})
    send(page, "main form button[name=next]")
    expect(page.locator("main h2").first).to_contain_text("Producción y consumo responsables")
    assert sorted(matrix.cells.values_list("target__code", "score")) == [("11.2", 3), ("11.6", -1)]

    visit(page, f"/alignment/matrices/{matrix.code}/columns/11.2/")
    expect(page.locator("[name=score_P1]")).to_have_value("3")
    fill(page, {"score_P2": "2", "kind_P2": "ENABLING"})
    send(page, "main form button[name=save]")
    cells = matrix.cells.filter(target__code="11.2").values_list("element__code", "score", "kind")
    assert sorted(cells) == [("P1", 3, "DIRECT"), ("P2", 2, "ENABLING")]
