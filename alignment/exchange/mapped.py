"""The elements of a strategy from a spreadsheet with any columns, as a person said what they mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from alignment.exchange import choices, limits, values
from alignment.exchange.column_maps import (
    LEVEL_FIELDS,
    Columns,
    DateOrder,
    LevelSource,
    Sheet,
    best_sheet,
    resolved,
)
from alignment.exchange.documents import Document, ElementRow, Meta
from alignment.exchange.findings import ERROR, FileRefused, Findings, Place, Unreadable
from alignment.exchange.grids import Grid, column_letter
from alignment.exchange.known import Known
from alignment.exchange.level_columns import Told, hung_by_columns
from alignment.exchange.lines import ELEMENT_PARSERS, Parser
from alignment.exchange.trees import Branch, built_tree
from alignment.exchange.values import indent_of

DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
MONTH = re.compile(r"(\d{1,2})[/\-](\d{4})$")
YEARS = re.compile(r"([12]\d{3})\s*(?:[-–—/]|al?|to|até|à)\s*([12]\d{3})$", re.I)
MONEY_SIGNS = re.compile(r"[^\d.,' \u00a0\u202f\-−]")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
DOCUMENT_PARSERS: Mapping[str, Parser] = {
    "title": partial(values.as_text, most=250),
    "period_start": values.as_year,
    "period_end": values.as_year,
    "kind": partial(values.as_choice, words=choices.DOCUMENT_KINDS),
    "language": partial(values.as_choice, words=choices.LANGUAGES),
}


def read_mapped(
    grids: Sequence[Grid], columns: Columns, known: Known, findings: Findings
) -> tuple[Document, dict[str, str]]:
    """The document, and the letter of each field's column."""
    sheet = best_sheet(grids, columns.sheet, columns.header_row)
    if sheet is None:
        raise FileRefused(_("The file has no sheet with values."))
    places = resolved(columns, sheet)
    by_columns = columns.level_from == LevelSource.COLUMNS
    if "title" not in places and not (by_columns and set(LEVEL_FIELDS) & set(places)):
        raise FileRefused(
            _("The column of the title is not in the sheet “%(sheet)s”.") % {"sheet": sheet.name},
            rule="FORMAT",
        )
    _refuse_too_many(len(sheet.rows), sheet)
    if by_columns:
        branches = hung_by_columns(_told(sheet, places, columns, findings), columns, places, findings)
    else:
        branches = list(_branches(sheet, places, columns, findings))
    _refuse_too_many(len(branches), sheet)
    elements = built_tree(branches, columns, known, findings)
    meta = _meta(columns, findings)
    document = Document(meta=meta, elements=tuple(elements), has_cells=False)
    return document, {name: column_letter(column) for name, column in places.items()}


def _refuse_too_many(count: int, sheet: Sheet) -> None:
    if count > limits.ELEMENTS:
        text = _("The table has more than %(most)s rows or values; that is the most that is read.")
        raise FileRefused(text % {"most": limits.ELEMENTS}, place=Place(sheet.name))


def _meta(columns: Columns, findings: Findings) -> Meta:
    found: dict[str, Any] = {}
    for name, parser in DOCUMENT_PARSERS.items():
        try:
            found[name] = parser(columns.document.get(name))
        except Unreadable as problem:
            findings.add(ERROR, problem.rule, problem.message)
    given = {name: value for name, value in found.items() if value}
    return Meta(**given, given=frozenset(given))


def _parsers(columns: Columns) -> Mapping[str, Parser]:
    starts = partial(as_day, order=columns.dates)
    ends = partial(as_day, order=columns.dates, last_day=True)
    own: Mapping[str, Parser] = {
        "code": partial(values.as_text, most=60),
        "parent": partial(values.as_text, most=60),
        "level": partial(values.as_text, most=60),
        "starts_on": starts,
        "ends_on": ends,
        "budget": as_amount,
        "currency": as_currency,
        **dict.fromkeys(LEVEL_FIELDS, partial(values.as_text, most=250)),
    }
    return {**ELEMENT_PARSERS, **own}


def _told(sheet: Sheet, places: Mapping[str, int], columns: Columns, findings: Findings) -> Iterator[Told]:
    """Rows with their values; a value that cannot be read is told at its cell."""
    parsers = _parsers(columns)
    for number, raw in sheet.rows:
        if not any(column in raw for column in places.values()):
            continue
        found: dict[str, Any] = {}
        for name, column in _read_from(places, raw).items():
            try:
                found[name] = parsers[name](raw.get(column))
            except Unreadable as problem:
                place = Place(sheet.name, number, column_letter(column))
                findings.add(ERROR, problem.rule, problem.message, place)
        if found.get("budget") is not None and not found.get("currency"):
            found["currency"] = columns.currency
        yield Told(Place(sheet.name, number), found, indent_of(raw.get(places.get("title", -1))))


def _read_from(places: Mapping[str, int], raw: Mapping[int, Any]) -> Mapping[str, int]:
    """Where each field of this row stands: a term such as 2026-2028 is its start too."""
    end = places.get("ends_on")
    if end is None or "starts_on" in places or not _years(raw.get(end)):
        return places
    return {**places, "starts_on": end}


def _branches(
    sheet: Sheet, places: Mapping[str, int], columns: Columns, findings: Findings
) -> Iterator[Branch]:
    for told in _told(sheet, places, columns, findings):
        if told.values.get("title"):
            yield Branch(_element(told.values, told.place), told.indent, told.values)
            continue
        place = replace(told.place, column=column_letter(places["title"]))
        findings.add(ERROR, "FORMAT", _("This row has no title."), place)


def _element(found: Mapping[str, Any], place: Place) -> ElementRow:
    """What is read as it stands; code, level and parent come with the tree."""
    names = set(found) - {"code", "level", "parent"}
    given = {*names, "level", "parent", *({"currency"} if "budget" in names else ())}
    return ElementRow("", **{name: found[name] for name in names}, place=place, given=frozenset(given))


def _years(raw: Any) -> re.Match[str] | None:
    """First and last year of a term such as 2026-2028."""
    return YEARS.match(raw.strip()) if isinstance(raw, str) else None


def as_day(raw: Any, *, order: str, last_day: bool = False) -> date | None:
    """Of a term such as 2026-2028 its first or last day."""
    raw = values.plain_value(raw)
    text = raw.strip() if isinstance(raw, str) else ""
    years = _years(text)
    if years:
        return values.as_date(years[2 if last_day else 1], last_day=last_day)
    found, month = DAY.match(text), MONTH.match(text)
    if month:
        first = f"{month[2]}-{int(month[1]):02}-01"
        start = values.as_date(first)
        return _end_of_month(start) if last_day and start else start
    if not found:
        return values.as_date(raw, last_day=last_day)
    one, two, year = (int(part) for part in found.groups())
    number, month_number = (one, two) if order == DateOrder.DMY else (two, one)
    full_year = year + 2000 if year < 100 else year
    return values.as_date(f"{full_year}-{month_number:02}-{number:02}")


def _end_of_month(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def as_amount(raw: Any) -> Any:
    """Money with its sign around it; 1.200 in a text is twelve hundred, for no money has three decimals."""
    raw = values.plain_value(raw)
    if isinstance(raw, str):
        raw = MONEY_SIGNS.sub("", raw).strip(" .,'-\u00a0\u202f")
        if THOUSANDS.match(raw):
            raw = re.sub(r"[.,]", "", raw)
    return values.as_money(raw or None)


def as_currency(raw: Any) -> str:
    text = values.as_text(raw)
    return SIGNS.get(text.replace(" ", "").upper(), "") or values.as_currency(text)


SIGNS = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "US$": "USD", "U$S": "USD", "R$": "BRL", "£": "GBP"}
