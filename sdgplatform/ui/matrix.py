"""The alignment matrix as HTML: strategy elements × goals, one goal open to its targets.

A matrix has hundreds of cells, so rows are written in Python and not by one include per cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
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


class Cell(NamedTuple):
    """`score` None is "not assessed". With both `helps` and `hinders` the two are shown, never netted.

    `url` makes it a cell to score. Of the others, those not the row's `own` are sums of the rows below.
    """

    score: int | None = None
    helps: int = 0
    hinders: int = 0
    url: str = ""
    own: bool = False
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


def row_line(row: Row, columns: Sequence[Column], *, lang: str, flag: str, score: str) -> str:
    """By hand, since a page has dozens; `lang`, `flag` and `score` are markup already."""
    names = " ".join(
        name
        for holds, name in ((True, f"l-{row.level}"), (row.score_url, "is-scored"), (row.selected, "is-row"))
        if holds
    )
    title = row.title if isinstance(row.title, SafeString) else escape(row.title)
    link = f'<a href="{escape(row.url)}">{title}</a>' if row.url else title
    # Its page has no matrix to take over, so the link is followed, not swapped in.
    score_link = f'<a class="more" hx-boost="false" href="{escape(row.score_url)}">{score}</a>'
    more = score_link if row.score_url and score else ""
    return (
        f'<tr role="row" class="{names}"><th role="rowheader" scope="row"><div class="element">'
        f'<span class="code">{escape(row.code)}</span><span class="name"{lang}>{link}{flag}</span>{more}'
        f"</div></th>{cells(row, columns)}</tr>"
    )


def cells(row: Row, columns: Sequence[Column]) -> SafeString:
    return SafeString("".join([_cell(cell, column) for cell, column in zip(row.cells, columns, strict=True)]))


def heads(columns: Sequence[Column]) -> SafeString:
    return SafeString("\n".join([_head(column) for column in columns]))


def _head(column: Column) -> str:
    edges = " ".join(
        [name for holds, name in ((column.first, "is-first"), (column.last, "is-last")) if holds]
    )
    css = f' class="{edges}"' if edges else ""
    label, code = escape(column.label), escape(column.code)
    if column.is_target:
        inner = f'<span class="vertical">{label}</span><span class="target-code">{code}</span>'
    else:
        tile = f'<span class="sdg-tile sdg-{column.goal}">{code}</span>'
        link = f'<a class="goal-open" href="{escape(column.url)}">'
        inner = f'{link}<span class="vertical">{label}</span>{tile}</a>'
    return f'<th role="columnheader" scope="col"{css}>{inner}</th>'


def _cell(cell: Cell, column: Column) -> str:
    """Those without a link of their own are few different ones, so that they are kept."""
    if cell.url:
        return _written(cell, column)
    edges = column.is_target, column.first, column.last, column.current
    return _kept(get_language(), cell, column.code, column.goal, *edges)


@lru_cache(maxsize=5000)
def _kept(_language: str | None, cell: Cell, code: str, goal: int, *edges: bool) -> str:
    is_target, first, last, current = edges
    column = Column(code, "", goal, is_target=is_target, first=first, last=last, current=current)
    return _written(cell, column)


def _written(cell: Cell, column: Column) -> str:
    """By hand, since a page has hundreds; what comes from outside is escaped here."""
    is_chip = bool((cell.url or cell.own) and (cell.score or cell.helps or cell.hinders))
    names = _classes(cell, column, is_chip=is_chip)
    css = f' class="{names}"' if names else ""
    chip = f' data-t="{escape(column.code)}"' if is_chip else ""
    return f'<td role="cell"{css}{chip}>{_content(cell)}</td>'


def _classes(cell: Cell, column: Column, *, is_chip: bool) -> str:
    tests = (
        (column.is_target, "is-open"),
        (column.first, "is-first"),
        (column.last, "is-last"),
        (column.current, "is-col"),
        (cell.current, "is-cell"),
        (not cell.applicable, "is-na"),
        (not cell.url and cell.score == 0 and not (cell.helps or cell.hinders), "is-z"),
        (is_chip, f"sdg-{column.goal}"),
    )
    return " ".join([name for holds, name in tests if holds])


def _content(cell: Cell) -> str:
    if not cell.applicable:
        return f'<span class="visually-hidden">{escape(NOT_APPLICABLE)}</span>'
    computed = not (cell.url or cell.own)
    if cell.helps and cell.hinders:
        inner = heat.duo(cell.helps, cell.hinders, computed=computed)
    elif not cell.url and not cell.score:
        return "" if cell.score is None else "0"
    else:
        inner = heat.mark(cell.score, computed=computed)
    if not cell.url:
        return inner
    note = " cell--note" if cell.noted else ""
    current = ' aria-current="true"' if cell.current else ""
    return f'<a class="cell{note}" href="{escape(cell.url)}"{current}>{inner}</a>'
