"""The alignment matrix as HTML: strategy elements × goals, one goal open to its targets.

A matrix has hundreds of cells, so rows are written in Python and not by one include per cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui import heat
from sdgplatform.ui.parts import Text

NOT_APPLICABLE = _("not applicable")


@dataclass(frozen=True)
class Column:
    """A goal, or a target of the open goal. `url` opens a goal; `first` and `last` frame the targets."""

    code: str
    label: Text
    goal: int
    url: str = ""
    is_target: bool = False
    first: bool = False
    last: bool = False
    current: bool = False


@dataclass(frozen=True)
class Cell:
    """`score` None is "not assessed". With both `helps` and `hinders` the two are shown, never netted.

    `url` makes it a cell to score; without it, it is a sum of the rows below.
    """

    score: int | None = None
    helps: int = 0
    hinders: int = 0
    url: str = ""
    applicable: bool = True
    noted: bool = False
    current: bool = False


@dataclass(frozen=True)
class Row:
    """`level` is axis, objective, programme, project or action; `score_url` is the row's form."""

    code: str
    title: Text
    level: str
    cells: Sequence[Cell]
    url: str = ""
    score_url: str = ""
    flag: str = ""
    flag_text: Text = ""
    selected: bool = False
    lang: str = ""


@dataclass(frozen=True)
class OpenGoal:
    number: int
    title: Text
    close_url: str


def cells(row: Row, columns: Sequence[Column]) -> SafeString:
    pairs = zip(row.cells, columns, strict=True)
    return format_html_join("", "{}", ((_cell(cell, column),) for cell, column in pairs))


def _cell(cell: Cell, column: Column) -> SafeString:
    css = _classes(cell, column)
    chip = (
        format_html(' data-t="{}"', column.code)
        if cell.url and (cell.score or cell.helps or cell.hinders)
        else ""
    )
    return format_html('<td role="cell"{}{}>{}</td>', css, chip, _content(cell))


def _classes(cell: Cell, column: Column) -> SafeString:
    tests = (
        (column.is_target, "is-open"),
        (column.first, "is-first"),
        (column.last, "is-last"),
        (column.current, "is-col"),
        (cell.current, "is-cell"),
        (not cell.applicable, "is-na"),
        (bool(cell.url and (cell.score or cell.helps or cell.hinders)), f"sdg-{column.goal}"),
    )
    names = [name for holds, name in tests if holds]
    return format_html(' class="{}"', " ".join(names)) if names else SafeString()


def _content(cell: Cell) -> SafeString:
    if not cell.applicable:
        return format_html('<span class="visually-hidden">{}</span>', NOT_APPLICABLE)
    computed = not cell.url
    if cell.helps and cell.hinders:
        inner = heat.duo(cell.helps, cell.hinders, computed=computed)
    elif computed and cell.score is None:
        return SafeString()
    else:
        inner = heat.mark(cell.score, computed=computed)
    if computed:
        return inner
    return format_html(
        '<a class="cell{}" href="{}"{}>{}</a>',
        " cell--note" if cell.noted else "",
        cell.url,
        SafeString(' aria-current="true"') if cell.current else "",
        inner,
    )
