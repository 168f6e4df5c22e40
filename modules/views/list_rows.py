"""Rows of the list of modules, written by hand: in a template they take most of the page's time.

What comes from the database passes through `escape` or through a tag that escapes.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from modules.models import Module
from modules.queries import ModuleLine
from sdgplatform.ui.templatetags.ui import foreign, language_name, localized, sdg_tile, status

Cell = Callable[[ModuleLine], str]


def module_rows(modules: Iterable[ModuleLine], *, with_visibility: bool) -> SafeString:
    """`with_visibility` adds the column for those who are signed in."""
    words = escape(_("none yet"))
    none_yet = f'<span class="muted">{words}</span>'
    spoken = cache(lambda code: f"<span{foreign(code)}>{escape(language_name(code))}</span>")
    tile = cache(lambda number: f"<li>{sdg_tile(number, size='sm')}</li>")
    seen_by = cache(lambda visibility: status(Module(visibility=visibility), "visibility"))
    cells: list[tuple[str, Cell]] = [
        (_opening(_("Parts"), "num"), lambda module: str(module.part_count)),
        (
            _opening(_("Languages")),
            lambda module: ", ".join(map(spoken, module.language_list)) or none_yet,
        ),
        (_opening(_("Goals")), lambda module: _goals(map(tile, module.goal_numbers)) or none_yet),
    ]
    if with_visibility:
        cells.append((_opening(_("Who sees it")), lambda module: seen_by(module.visibility)))
    heading = partial(_heading, reverse("modules:module_list"))
    return SafeString(
        "".join(
            f'<tr role="row">{heading(module)}'
            f"{''.join(f'{opening}{content(module)}</td>' for opening, content in cells)}</tr>"
            for module in modules
        )
    )


def _heading(start: str, module: ModuleLine) -> str:
    number = escape(_("Module %(number)s:") % {"number": module.number}) + " " if module.number else ""
    notes: list[str] = [localized(module.series)] if module.series else []
    notes += [escape(_("sample data"))] if module.is_sample else []
    sub = f'<span class="sub">{" · ".join(notes)}</span>' if notes else ""
    name = f'<a href="{start}{module.slug}/">{number}{localized(module.titles)}</a>'
    return f'<th role="rowheader" scope="row">{name}{sub}</th>'


def _goals(tiles: Iterable[str]) -> str:
    inner = "".join(tiles)
    return f'<ul class="sdg-list">{inner}</ul>' if inner else ""


def _opening(label: str, css: str = "") -> str:
    """A cell up to its content, with the label that a narrow screen shows before it."""
    look = f' class="{css}"' if css else ""
    return f'<td role="cell"{look} data-label="{escape(label)}">'
