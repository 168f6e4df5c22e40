"""Checks a page in the browser against the rules of axe-core."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())  # evaluated by the browser's debugger, so the page's strict CSP stays in force
    result = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    found = [
        f"{violation['id']}: {violation['help']}\n    {node['html']}\n    {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
    assert not found, f"{page.url} breaks {len(found)} rules of accessibility:\n" + "\n".join(found)


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
