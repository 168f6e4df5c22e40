import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, sync_playwright

from tests import chromium, embedded_servers

RESULTS = embedded_servers.ROOT / "test-results"
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
LOCAL = re.compile(r"^(https?://(localhost|127\.0\.0\.1)[:/]|data:|blob:|about:)")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright's loop lives in the test's own thread, where Django would refuse to reach the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    path = chromium.find()
    if path is None:
        pytest.fail("There is no Chromium. `make browser` installs one.")
    browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
    yield browser
    browser.close()


@pytest.fixture
def new_page(
    browser: Browser, live_server: Any, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens pages of separate people: `new_page(locale="es", width=390)`.

    The test fails on an error in a page's console, a breach of the content security policy among them, and on
    a request to another host.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def keep_local(route: Route) -> None:
        if LOCAL.match(route.request.url):
            route.continue_()
        else:
            wrong.append(f"request to {route.request.url}")
            route.abort()

    def open_page(*, locale: str = "en", width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale=locale,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        context.route("**/*", keep_local)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error in {page.url}: {error}"))
        page.on(
            "console", lambda line: wrong.append(f"{page.url}: {line.text}") if line.type == "error" else None
        )
        return page

    yield open_page
    if request.node.stash.get(FAILED, False):
        _keep_screenshots(contexts, request.node.name)
    for context in contexts:
        context.close()
    expected = request.node.get_closest_marker("expected_console_errors")
    unexpected = [line for line in wrong if not (expected and re.search(expected.args[0], line))]
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


def _keep_screenshots(contexts: list[BrowserContext], name: str) -> None:
    folder = RESULTS / re.sub(r"[^\w-]+", "-", name)
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=Path(folder) / f"{number}.png", full_page=True)
        (folder / f"{number}.html").write_text(page.content())
