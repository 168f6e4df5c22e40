"""Follows the site's own links with the demonstration data, as each kind of person; looks at every page."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Page

from participants.models import Account
from tests.e2e.steps import look
from workshops.demo.workshops import CORDOBA

FEWEST_VIEWS = {"workshops": 60, "alignment": 65}
NOT_PAGES = ("/admin/", "/api/", "/accounts/logout/")
FILES = (
    "export",
    "file",
    "archive",
    "download",
    "template",
    "sheet",
    "calendar",
    "schema",
    "pdf",
    "workbook",
    "data",
    "words",
)
LINKS = "[...document.links].filter(a => a.origin == location.origin).map(a => a.pathname)"


@dataclass(frozen=True)
class Walk:
    """Somebody starts at an address and at the home page, and follows links to one page of each view."""

    who: str
    start: str
    parts: tuple[str, ...]


# Two halves, so that two cores walk at once.
WALKS = {
    "workshops": [
        Walk("coordinator", f"/workshops/{CORDOBA}/overview/", ("/workshops/", "/participants/", "/jobs/")),
        Walk("trainer", "/modules/", ("/modules/",)),
        Walk("admin", "/participants/networks/", ("/components/", "/participants/networks/")),
    ],
    "alignment": [
        Walk("planner", "/alignment/matrices/", ("/alignment/",)),
        Walk("reviewer", "/alignment/matrices/", ("/alignment/matrices/",)),
        Walk("", "/workshops/", ("/",)),
    ],
}


@pytest.fixture
def demonstration(transactional_db: None) -> None:
    for command in ("load_sdg_framework", "load_cities", "seed_demo"):
        call_command(command, verbosity=0)


@pytest.mark.parametrize("half", WALKS)
def test_every_page_opens_fits_and_is_accessible(
    new_page: Callable[..., Page], demonstration: None, live_server: object, half: str
) -> None:
    wrong, views = [], set()
    for walk in WALKS[half]:
        page = new_page(locale="es")
        _enter(page, walk.who, str(live_server))
        for view, path in _pages(page, walk):
            views.add(view)
            problem = _wrong_with(page, path)
            wrong += [f"{walk.who or 'visitor'} at {path}: {problem}"] if problem else []
    assert not wrong, "\n\n".join(wrong)
    assert len(views) >= FEWEST_VIEWS[half], sorted(views)


def _enter(page: Page, who: str, address: str) -> None:
    if who:
        client = Client()
        client.force_login(Account.objects.get(email=f"{who}@example.org"))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def _pages(page: Page, walk: Walk) -> Iterator[tuple[str, str]]:
    """Each view once with an address; whoever takes one opens it before taking the next."""
    queue = deque([walk.start, "/"])
    seen = {"", *map(_view_of, queue)}
    while queue:
        path = queue.popleft()
        yield _view_of(path), path
        for link in page.evaluate(LINKS):
            if link.startswith(walk.parts) and not link.startswith(NOT_PAGES) and _view_of(link) not in seen:
                seen.add(_view_of(link))
                queue.append(link)


def _view_of(path: str) -> str:
    """The name of the page's view; none for addresses of files."""
    name = resolve(path).view_name
    return "" if name.split("_")[-1] in FILES else name


def _wrong_with(page: Page, path: str) -> str:
    """Looks at the page on a wide light screen, then on a narrow dark one."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    response = page.goto(path)
    if response is None or response.status != 200:
        return f"answers {response and response.status}"
    if page.locator("html").get_attribute("lang") != "es":
        return "is not in Spanish"
    try:
        look(page)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 390, "height": 844})
        look(page)
    except AssertionError as error:
        return str(error)
    return ""
