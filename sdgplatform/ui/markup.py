"""Markup that is written by hand."""

from functools import lru_cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString


def fill_html(pattern: str, *values: Any) -> SafeString:
    """`format_html` for long tables: it escapes the same, in a third of the time."""
    return SafeString(pattern.format(*[_escaped(value) for value in values]))


def _escaped(value: Any) -> str:
    if isinstance(value, str):
        return value if isinstance(value, SafeString) else escape(value)
    return str(value) if isinstance(value, int) else _escaped(str(value))


def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite. Decoration next to a word, unless `label` names it."""
    return _icon(name, str(label), css)


@lru_cache(maxsize=500, typed=True)
def _icon(name: str, label: str, css: str) -> SafeString:
    return fill_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>{}',
        f" {css}" if css else "",
        static("dist/icons.svg"),
        name,
        fill_html('<span class="visually-hidden">{}</span>', label) if label else "",
    )
