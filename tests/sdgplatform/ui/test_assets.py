"""What a page loads stays small. Needs the built files: `make assets`."""

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

ROOT = Path(__file__).resolve().parents[3]
DIST = ROOT / "static" / "dist"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
SOURCES = ["templates", "sdgplatform", "participants", "alignment", "modules", "workshops"]


def gzipped(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_style_sheet_is_within_its_budget() -> None:
    assert gzipped(DIST / "app.css") <= 20_000


def test_scripts_are_within_their_budget() -> None:
    assert gzipped(HTMX, DIST / "app.js", DIST / "theme.js") <= 25_000


def test_style_sheet_keeps_its_layers_and_fetches_nothing() -> None:
    css = (DIST / "app.css").read_text(encoding="utf-8")
    assert css.removeprefix('@charset "UTF-8";').startswith("@layer bootstrap,theme,components,print;")
    assert "@import" not in css
    assert set(re.findall(r"url\(.?(\w+):", css)) == {"data"}
    assert re.search(r"url\((?![\"']?data:)", css) is None


@pytest.mark.parametrize(
    "selector", [".form-check-input:checked", ".visually-hidden", ".form-select", ".data-table"]
)
def test_style_sheet_keeps_what_forms_and_tables_need(selector: str) -> None:
    assert selector in (DIST / "app.css").read_text(encoding="utf-8")


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (DIST / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {
        name
        for folder in SOURCES
        for path in (ROOT / folder).rglob("*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - drawn == set()


def test_lock_file_holds_no_download_addresses() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
