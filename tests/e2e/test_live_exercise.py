"""Six browsers in one live exercise: four phones in two groups, the facilitator and the projector."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from alignment.models import AlignmentMatrix
from tests.e2e.steps import look, send, sign_in, visit, with_password
from tests.factories.alignment import GoalFactory, StrategyElementFactory, StrategyFactory
from tests.factories.workshops import ExerciseFactory, SessionFactory, WorkshopFactory
from workshops.actions.exercise_groups import choose_group
from workshops.models import Exercise

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN = 2000  # ms: the promise of the exercise
Open = Callable[..., Page]


@pytest.fixture
def exercise(personas) -> Exercise:
    with_password(personas["coordinator"])
    workshop = WorkshopFactory(slug="day", lead=personas.network)
    strategy = StrategyFactory(city=personas.city, network=personas.network, title="Plan de Metas")
    for number, title in ((11, "Sustainable cities"), (13, "Climate action")):
        GoalFactory(number=number, titles={"en": title})
    for code, title in (("P1", "Busways"), ("P2", "Cycle paths"), ("P3", "Green centres")):
        StrategyElementFactory(strategy=strategy, code=code, title=title)
    session = SessionFactory(workshop=workshop)
    return ExerciseFactory(
        session=session, strategy=strategy, groups=["Mobility", "Water"], title="Align the plan", board=False
    )


@pytest.fixture
def facilitator(new_page: Open, personas, exercise) -> Page:
    page = new_page()
    sign_in(page, personas["coordinator"])
    visit(page, f"/workshops/day/exercises/{exercise.code}/")
    send(page, "button[value=open]")
    return page


def join(page: Page, exercise: Exercise, name: str, group: str) -> Page:
    visit(page, "/join/")
    page.fill("#id_code", exercise.join_code.upper())
    send(page, "main button.btn-primary")
    page.fill("#id_name", name)
    page.get_by_label(group).check()
    send(page, "main button.btn-primary")
    expect(page.locator("[data-title]")).to_contain_text("Busways")
    return page


def choose(page: Page, place: str, score: int | str) -> None:
    page.locator(f"[data-place='{place}'] .marks input[value='{score}'] + label").click()


def chosen(page: Page, place: str, score: int | str):
    return page.locator(f"[data-place='{place}'] .marks input[value='{score}']")


def screen_cell(page: Page, row: int, column: int):
    return page.locator(".screen-map tbody tr").nth(row).locator("td").nth(column)


def test_six_browsers_see_each_others_edits_within_two_seconds(new_page: Open, facilitator, exercise):
    ana = join(new_page(width=390, height=800), exercise, "Ana", "Mobility")
    bea = join(new_page(width=390, height=800, scheme="dark"), exercise, "Bea", "Mobility")
    caio = join(new_page(width=390, height=800, locale="es"), exercise, "Caio", "Water")
    dora = join(new_page(width=390, height=800), exercise, "Dora", "Water")
    screen = facilitator.context.new_page()
    visit(screen, f"/workshops/day/exercises/{exercise.code}/screen/")

    choose(ana, "11", 3)
    expect(screen_cell(screen, 0, 0)).to_have_text("+3", timeout=WITHIN)
    expect(chosen(bea, "11", 3)).to_be_checked(timeout=WITHIN)
    expect(bea.locator("[data-feed]")).to_contain_text("Ana")
    expect(chosen(caio, "11", "")).to_be_checked()

    choose(dora, "11", 1)
    expect(chosen(caio, "11", 1)).to_be_checked(timeout=WITHIN)
    expect(screen_cell(screen, 0, 0)).to_contain_text("+2", timeout=WITHIN)
    expect(screen_cell(screen, 0, 0)).to_have_class(re.compile("is-apart"))
    expect(screen_cell(screen, 0, 0)).to_contain_text("+1…+3")

    bea.locator("[data-go=next]").click()
    choose(bea, "13", -2)
    expect(screen_cell(screen, 1, 1)).to_have_text("−2", timeout=WITHIN)
    expect(facilitator.locator("#groups")).to_contain_text("2 of 6", timeout=5000)

    facilitator.locator("button[value=lock]").click()
    for phone in (ana, bea, caio, dora):
        expect(phone.locator("[data-net]")).not_to_be_empty(timeout=WITHIN)
        expect(phone.locator("[data-place='11']")).to_have_js_property("disabled", True, timeout=WITHIN)
    for page in (ana, bea, caio, screen):
        look(page)


@pytest.mark.expected_console_errors("ERR_INTERNET_DISCONNECTED|409")
def test_a_phone_without_connection_goes_on_and_sends_when_it_is_back(new_page: Open, facilitator, exercise):
    ana = join(new_page(width=390, height=800), exercise, "Ana", "Mobility")
    bea = join(new_page(width=390, height=800), exercise, "Bea", "Mobility")
    ana.context.set_offline(True)
    choose(ana, "11", 2)
    ana.locator("[data-go=next]").click()
    choose(ana, "13", -1)
    expect(ana.locator("[data-net]")).to_contain_text("2 edits wait on this phone", timeout=10_000)
    look(ana)
    choose(bea, "11", 1)
    expect(bea.locator("[data-net]")).to_contain_text("saved", timeout=10_000)

    ana.context.set_offline(False)
    expect(ana.locator("[data-net]")).not_to_contain_text("No connection", timeout=10_000)
    bea.locator("[data-go=next]").click()
    expect(chosen(bea, "13", -1)).to_be_checked(timeout=10_000)
    ana.locator("[data-go=previous]").click()
    asked = ana.locator("[data-place='11'] [data-ask]")
    expect(asked).to_contain_text("You chose +2 strong. Bea chose +1 partial meanwhile.", timeout=10_000)
    look(ana)
    asked.get_by_role("button", name="Keep mine").click()
    bea.locator("[data-go=previous]").click()
    expect(chosen(bea, "11", 2)).to_be_checked(timeout=10_000)


@pytest.mark.expected_console_errors("ERR_INTERNET_DISCONNECTED")
def test_edits_survive_a_closed_tab(new_page: Open, facilitator, exercise):
    ana = join(new_page(width=390, height=800), exercise, "Ana", "Mobility")
    address = ana.url
    ana.context.set_offline(True)
    choose(ana, "11", 2)
    context = ana.context
    ana.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(chosen(again, "11", 2)).to_be_checked()
    expect(again.locator("[data-net]")).to_contain_text("saved", timeout=10_000)
    cell = exercise.groups.get(number=1).matrix.cells.get()
    assert (cell.score, cell.kind) == (2, "DIRECT")

    context.set_offline(True)
    choose(again, "13", -1)
    again.locator("[data-place='13'] textarea").evaluate("box => box.closest('details').open = true")
    again.locator("[data-place='13'] textarea").fill("Still being typed")
    choose_group(exercise.members.get(), exercise.groups.get(number=2))
    context.set_offline(False)
    expect(again.locator("[data-former]")).to_contain_text("has reached it", timeout=15_000)
    look(again)
    cell = exercise.groups.get(number=1).matrix.cells.get(goal__number=13)
    assert (cell.score, cell.rationale) == (-1, "Still being typed")
    assert not exercise.groups.get(number=2).matrix.cells.exists()


def test_the_facilitator_compares_chooses_and_merges(new_page: Open, facilitator, exercise):
    ana = join(new_page(width=390, height=800), exercise, "Ana", "Mobility")
    dora = join(new_page(width=390, height=800), exercise, "Dora", "Water")
    for phone, scores in ((ana, (3, 1)), (dora, (0, 1))):
        choose(phone, "11", scores[0])
        choose(phone, "13", scores[1])
        expect(phone.locator("[data-net]")).to_contain_text("saved", timeout=10_000)
    send(facilitator, "button[value=end]")
    facilitator.get_by_role("link", name="Compare the groups").click()
    expect(facilitator.locator("h1")).to_have_text("Compare the groups")
    look(facilitator)
    facilitator.locator("select").select_option("2")
    send(facilitator, "button[name=save]")
    expect(facilitator.locator("main")).to_contain_text("Decided")
    facilitator.get_by_role("link", name="Merge…").click()
    facilitator.wait_for_url("**/merge/")
    look(facilitator)
    facilitator.get_by_role("button", name="Merge into a new matrix").click()
    facilitator.wait_for_url("**/alignment/matrices/**")
    matrix = AlignmentMatrix.objects.ordinary().get()
    assert sorted(matrix.cells.values_list("score", "original_value")) == [(1, "1 · 1"), (2, "3 · 0")]
    visit(facilitator, f"/workshops/day/exercises/{exercise.code}/")
    expect(facilitator.locator("main")).to_contain_text("Merged")
