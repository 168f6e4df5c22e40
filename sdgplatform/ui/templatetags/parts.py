"""The rows of the parts grid, written by hand: in a template they take most of a module's page."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString

from sdgplatform.ui.markup import icon
from sdgplatform.ui.parts import Mark, PartCell, PartRow
from sdgplatform.ui.templatetags.ui import foreign, status

register = template.Library()


@register.simple_tag
def parts_rows(rows: Sequence[PartRow], languages: Sequence[tuple[str, str]]) -> SafeString:
    """`languages`: code and name of the columns, in the order of each row's cells."""
    marks: dict[Mark, str] = {}
    written = []
    for row in rows:
        cells = []
        for (_code, name), cell in zip(languages, row.cells, strict=True):
            mark = marks.get(cell.mark) or marks.setdefault(cell.mark, status(cell.mark))
            cells.append(_cell(row, name, cell, mark))
        written.append(f'<tr role="row">{_head(row)}{"".join(cells)}</tr>')
    return SafeString("".join(written))


def _head(row: PartRow) -> str:
    language = foreign(row.lang)
    name = f'<a href="{escape(row.url)}"{language}>' if row.url else f"<span{language}>"
    name += f"{escape(str(row.label))}{'</a>' if row.url else '</span>'}"
    note = f'<span class="sub">{escape(str(row.note))}</span>' if row.note else ""
    picture = icon(row.icon) if row.icon else ""
    return (
        '<th role="rowheader" scope="row">'
        f'<span class="part-name">{picture}<span>{name}{note}</span></span></th>'
    )


def _cell(row: PartRow, language: str, cell: PartCell, mark: str) -> str:
    link = ""
    if cell.url:
        hidden = f'<span class="visually-hidden">: {escape(str(row.label))}, {escape(language)}</span>'
        link = f'<a href="{escape(cell.url)}">{escape(str(cell.link))}{hidden}</a>'
    below = " ".join(part for part in (escape(str(cell.note)), link) if part)
    sub = f'<span class="sub">{below}</span>' if below else ""
    return f'<td role="cell" data-label="{escape(language)}"><span>{mark}{sub}</span></td>'
