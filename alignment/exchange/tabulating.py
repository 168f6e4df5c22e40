"""A document as tables: the rows that the workbook and the CSV files share. Headers are English."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alignment.exchange.city_tables import CITY_HEADERS, CITY_ROWS
from alignment.exchange.codes import prefixed
from alignment.exchange.documents import CellRow, Document, ElementRow, EvidenceRow
from alignment.exchange.headers import CELLS, EVIDENCE, META, STRATEGY

META_ROWS = (
    ("city_geonameid", "city_geonameid"),
    ("city_name", "city_name"),
    ("country", "country"),
    ("document_title", "title"),
    ("document_kind", "kind"),
    ("period_start", "period_start"),
    ("period_end", "period_end"),
    ("language", "language"),
    ("adoption", "adoption"),
    ("url", "url"),
    ("responsible_unit", "responsible_unit"),
    ("framework", "framework"),
    ("granularity", "granularity"),
    ("scored_level", "scored_level"),
    ("scope", "scope"),
    ("method_note", "method_note"),
    ("scale", "scale"),
)
HEADERS: dict[str, tuple[str, ...]] = {
    META: ("key", "value"),
    STRATEGY: (
        *("code", "parent_code", "level", "title", "description", "need", "responsible", "start", "end"),
        *("status", "budget", "currency", "budget_year"),
    ),
    CELLS: (
        *("element_code", "target", "score", "kind", "horizon", "confidence", "rationale", "mitigation"),
        *("budget_share", "evidence_ref", "indicator_codes", "actor_names", "original"),
    ),
    EVIDENCE: ("ref", "type", "citation", "page", "url"),
    **CITY_HEADERS,
}
NO_SCALE = "-3..3"


def table_rows(document: Document, table: str) -> Iterator[Sequence[Any]]:
    if table == META:
        yield ("format_version", 1)
        for key, name in META_ROWS:
            value = getattr(document.meta, name)
            yield (key, value or NO_SCALE if key == "scale" else value)
    elif table == STRATEGY:
        yield from (_element(row) for row in document.elements)
    elif table == CELLS:
        names = _actor_names(document)
        yield from (_cell(row, names) for row in document.cells)
    elif table == EVIDENCE:
        yield from (_proof(row) for row in document.evidence)
    else:
        yield from CITY_ROWS[table](document)


def tables_with_rows(document: Document) -> frozenset[str]:
    """The tables about the city that have something to say."""
    return frozenset(table for table, rows in CITY_ROWS.items() if any(True for _row in rows(document)))


def _element(row: ElementRow) -> Sequence[Any]:
    named = (row.code, row.parent, row.level, row.title, row.description, row.need, row.responsible)
    return (*named, row.starts_on, row.ends_on, row.status, row.budget, row.currency, row.budget_year)


Names = Mapping[str, Sequence[str]]


def _actor_names(document: Document) -> tuple[Names, Names]:
    """Who has a role at an element, and at a target."""
    elements: dict[str, list[str]] = defaultdict(list)
    targets: dict[str, list[str]] = defaultdict(list)
    for role in document.roles:
        found = elements[role.element] if role.element else targets[role.target]
        if role.actor not in found and ";" not in role.actor:
            found.append(role.actor)
    return elements, targets


def _cell(row: CellRow, names: tuple[Names, Names]) -> Sequence[Any]:
    named = (row.element, prefixed(row.target), row.score, row.kind, row.horizon, row.confidence)
    actors = dict.fromkeys((*names[0].get(row.element, ()), *names[1].get(row.target, ())))
    links = (", ".join(row.evidence), ", ".join(row.indicators), "; ".join(actors))
    return (*named, row.rationale, row.mitigation, row.budget_share, *links, row.original)


def _proof(row: EvidenceRow) -> Sequence[Any]:
    return (row.ref, row.kind, row.citation, row.page, row.url)
