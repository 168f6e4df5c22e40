"""Sections of an analysis as tables of the page: the same rows as in the files, each leading to its cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alignment.analysis.inputs import Share
from alignment.models import AlignmentMatrix
from alignment.reports.figures import has_figure
from alignment.reports.sections import Bar, Column, Ref, Section
from alignment.reports.texts import cell_text, money_text, part_text, percent_text
from alignment.reports.words import NO_DATA
from sdgplatform.ui import heat
from sdgplatform.ui.charts import stacked_bar
from sdgplatform.ui.markup import fill_html
from sdgplatform.ui.templatetags.ui import sdg_tile, status
from sdgplatform.ui.texts import language_tag, number_text

RIGHT = ("share", "ratio", "number", "money", "count")
# On a phone their figures stand in one line and need their names.
NAMED = ("ratio", "number", "money", "count")


@dataclass(frozen=True)
class Head:
    label: str
    css: str = ""


class TableCell(NamedTuple):
    html: SafeString | str
    css: str = ""
    label: str = ""
    lang: str = ""
    brief: str = ""


@dataclass(frozen=True)
class PageTable:
    """`more` rows are only in the files."""

    section: Section
    head: Sequence[Head]
    rows: Sequence[Sequence[TableCell]]
    foot: Sequence[TableCell]
    more: int
    files: Sequence[tuple[str, str]]

    @property
    def body(self) -> SafeString:
        return SafeString("\n".join([_line(row) for row in self.rows]))

    @property
    def last_line(self) -> SafeString:
        return _line(self.foot)


def _line(cells: Sequence[TableCell]) -> SafeString:
    """By hand, since a page has hundreds."""
    first, *others = cells
    written = [fill_html('<th role="rowheader" scope="row">{}</th>', first.html), *map(_written, others)]
    return SafeString(f'<tr role="row">{"".join(written)}</tr>')


def _written(cell: TableCell) -> SafeString:
    css = fill_html(' class="{}"', cell.css) if cell.css else ""
    brief = fill_html(' data-brief="{}"', cell.brief) if cell.brief and cell.html else ""
    lang = fill_html(' lang="{}"', cell.lang) if cell.lang else ""
    pattern = '<td role="cell"{} data-label="{}"{}{}>{}</td>'
    return fill_html(pattern, css, cell.label, brief, lang, cell.html)


def page_table(section: Section, files: Sequence[tuple[str, str]]) -> PageTable:
    """`files`: kind and address of each download."""
    shown = section.rows[: section.shown]
    foreign = section.language if section.language and section.language != get_language() else ""
    return PageTable(
        section=section,
        head=[head for column in section.columns for head in _heads(column)],
        rows=[_row(section.columns, row, foreign) for row in shown],
        foot=_row(section.columns, section.foot, "") if section.foot else (),
        more=len(section.rows) - len(shown) if section.shown else 0,
        files=files,
    )


def section_files(matrix: AlignmentMatrix, section: Section) -> list[tuple[str, str]]:
    """Kind and address of each download of a section of the analysis."""
    return [
        (kind.upper(), reverse("alignment:analysis_file", args=[matrix.code, section.key, kind]))
        for kind in formats_of(section)
    ]


def formats_of(section: Section) -> list[str]:
    return ["csv", "svg", "png"] if has_figure(section) else ["csv"]


def groups_of(tables: Iterable[PageTable]) -> list[list[PageTable]]:
    """Two halves that follow each other stand side by side."""
    groups: list[list[PageTable]] = []
    for table in tables:
        if table.section.half and groups and len(groups[-1]) == 1 and groups[-1][0].section.half:
            groups[-1].append(table)
        else:
            groups.append([table])
    return groups


def _heads(column: Column) -> list[Head]:
    if column.in_file_only:
        return []
    if column.kind == "bar":
        return [Head(column.label, "bar-col")]
    if column.kind == "share":
        return [Head(column.label, "r"), Head(_("Share"), "r")]
    return [Head(column.label, "r" if column.kind in RIGHT else "")]


def _row(columns: Sequence[Column], row: Sequence[Any], lang: str) -> list[TableCell]:
    first_share = next((column for column in columns if column.kind == "share"), None)
    return [
        cell._replace(label=cell.label or column.label, brief=_brief(column, cell, first_share))
        for column, value in zip(columns, row, strict=True)
        if not column.in_file_only
        for cell in _cells(column, value, lang)
    ]


def _brief(column: Column, cell: TableCell, first_share: Column | None) -> str:
    """The name beside the figure on a phone. The first share is what the table is about and needs none."""
    is_later_share = column.kind == "share" and column is not first_share and not cell.label
    return column.label if column.kind in NAMED or is_later_share else ""


def _cells(column: Column, value: Any, lang: str) -> list[TableCell]:
    if column.kind == "bar":
        return [TableCell(_bar(value), "bar-col")]
    if isinstance(value, Ref):
        return [TableCell(_ref(column, value, lang))]
    if column.kind == "share" and value is None:
        return [TableCell("", "r"), TableCell("", "r", _("Share"))]
    if column.kind == "share":
        return [TableCell(_part(value), "r"), TableCell(_percent(value), "r", _("Share"))]
    if column.kind == "score":
        return [TableCell(heat.mark(value) if value is not None else "–")]
    if column.kind == "mark":
        return [_mark(value, lang)]
    if column.kind in RIGHT:
        return [TableCell(_figure(column, value), "r")]
    return [TableCell(str(value), lang=_tag(lang) if column.kind == "content" else "")]


def _bar(value: Bar | str | None) -> SafeString | str:
    if not isinstance(value, Bar):
        return format_html('<span class="muted">{}</span>', value) if value else ""
    return stacked_bar(value.segments, size="tall", mark=value.mark)


def _ref(column: Column, ref: Ref, lang: str) -> SafeString:
    if column.kind == "place":
        name = format_html('<a href="{}">{}</a>', ref.url, ref.title) if ref.url else ref.title
        return format_html('<span class="sdg-name">{} {}</span>', sdg_tile(ref.code), name)
    said = format_html(' lang="{}"', _tag(lang)) if lang else ""
    return format_html(
        '<a href="{}"{}>{}</a> <span class="muted small num">{}</span>', ref.url, said, ref.title, ref.code
    )


def _part(share: Share) -> SafeString | str:
    if not share.whole:
        return format_html('<span class="muted">{}</span>', _("not applicable"))
    text = part_text(share)
    number = number_text(share.part)
    if not text.startswith(number):
        return text
    return format_html('{}<span class="muted">{}</span>', number, text.removeprefix(number))


def _percent(share: Share) -> str:
    return "" if share.percent is None else percent_text(share.percent)


def _mark(text: str, lang: str) -> TableCell:
    """A text that should be there."""
    if text:
        return TableCell(text, lang=_tag(lang))
    return TableCell(status(kind="warn", label=_("Missing")))


def _figure(column: Column, value: Any) -> SafeString | str:
    if value is None:
        return (
            "" if column.kind in ("money", "count") else format_html('<span class="muted">{}</span>', NO_DATA)
        )
    if isinstance(value, Decimal):
        return money_text(value)
    if not value:
        return format_html('<span class="muted">{}</span>', cell_text(column, value))
    return cell_text(column, value)


def _tag(language: str) -> str:
    return language_tag(language) if language else ""
