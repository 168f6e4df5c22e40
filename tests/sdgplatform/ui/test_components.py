import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from sdgplatform.ui.gallery.context import sample_context
from sdgplatform.ui.gallery.examples import NAMES, examples, template_of

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ROOT / "templates"
COMPONENTS = sorted(TEMPLATES.glob("components/*.html"))
# Parts of base.html and of other components; they are seen on every page and not alone.
INNER = {
    "account_tabs", "action_bar", "error_summary", "messages", "multilingual_widget", "page_header",
    "site_account_menu", "site_display_menu", "site_footer", "site_header", "status",
}  # fmt: skip


def names(paths: list[Path]) -> list[str]:
    return [path.stem for path in paths]


@pytest.mark.parametrize("name", NAMES)
def test_example_renders(name: str) -> None:
    html = render_to_string(template_of(name), sample_context(), request=RequestFactory().get("/components/"))
    assert "<" in html
    assert "{#" not in html


def test_every_example_says_when_to_take_it() -> None:
    for example in examples():
        assert example.title
        assert example.css.endswith(".css")
        assert example.text.endswith(".")


def test_every_example_is_listed() -> None:
    assert sorted(NAMES) == names(sorted(TEMPLATES.glob("ui/examples/*.html")))


@pytest.mark.parametrize("path", COMPONENTS, ids=names(COMPONENTS))
def test_component_opens_with_its_variables(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("{#")
    assert first.endswith("#}")


def test_every_component_is_in_the_gallery() -> None:
    shown = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("ui/examples/*.html"))
    missing = [
        name for name in names(COMPONENTS) if f'"components/{name}.html"' not in shown and name not in INNER
    ]
    assert missing == []


def test_every_component_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "howto" / "use-the-components.md").read_text(encoding="utf-8")
    parts_of_the_page = {
        "account_tabs",
        "multilingual_widget",
        "site_account_menu",
        "site_display_menu",
        "site_footer",
        "site_header",
    }
    missing = [name for name in names(COMPONENTS) if f"`{name}.html`" not in guide]
    assert missing == sorted(parts_of_the_page)


def test_every_include_exists() -> None:
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(r'{% (?:include|extends) "([^"]+)"', path.read_text(encoding="utf-8")):
            get_template(name)


def test_no_template_holds_inline_style_or_script() -> None:
    """The content security policy refuses both; JSON blocks run nothing and may stay."""
    wrong = re.compile(
        r"""\sstyle=["']|<style|\son[a-z]+=["']|<script(?![^>]*(\bsrc=|application/json))|hx-on"""
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in ROOT.glob("**/templates/**/*.html")
        if not {"node_modules", ".venv"} & set(path.parts)
        for match in wrong.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
