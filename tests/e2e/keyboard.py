"""A person who uses no mouse: the Tab key to a control, then Enter, Space or typing."""

from pathlib import Path

from playwright.sync_api import FileChooser, Page

FAR = 200
IS_HERE = "selector => document.activeElement?.matches(selector) ?? false"


def tab_to(page: Page, selector: str) -> None:
    """Tab until the control has the focus; fails when it is not in the order of the page."""
    for _step in range(FAR):
        if page.evaluate(IS_HERE, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by the Tab key on {page.url}")


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def follow(page: Page, selector: str) -> None:
    """Enter on a link or a button that leads to another page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose_file(page: Page, selector: str, path: Path) -> None:
    """The browser hands its dialog over only some time after somebody listens: so before the way there."""
    page.on("filechooser", _listen)
    tab_to(page, selector)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(path)
    page.remove_listener("filechooser", _listen)


def _listen(_chooser: FileChooser) -> None:
    """Whoever waits for it takes it."""
