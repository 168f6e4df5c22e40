"""A document as tables: the rows that the workbook and the CSV files share. Headers are English."""

from collections.abc import Iterator, Sequence
from typing import Any

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
        *("budget_share", "evidence_ref", "original"),
    ),
    EVIDENCE: ("ref", "type", "citation", "page", "url"),
}
NO_SCALE = "-3..3"


def prefixed(code: str) -> str:
    """`T11.2`, `G11`: what no spreadsheet turns into a number or a date."""
    return f"T{code}" if "." in code else f"G{code}"


def table_rows(document: Document, table: str) -> Iterator[Sequence[Any]]:
    if table == META:
        yield ("format_version", 1)
        for key, name in META_ROWS:
            value = getattr(document.meta, name)
            yield (key, value or NO_SCALE if key == "scale" else value)
    elif table == STRATEGY:
        yield from (_element(row) for row in document.elements)
    elif table == CELLS:
        yield from (_cell(row) for row in document.cells)
    elif table == EVIDENCE:
        yield from (_proof(row) for row in document.evidence)


def _element(row: ElementRow) -> Sequence[Any]:
    named = (row.code, row.parent, row.level, row.title, row.description, row.need, row.responsible)
    return (*named, row.starts_on, row.ends_on, row.status, row.budget, row.currency, row.budget_year)


def _cell(row: CellRow) -> Sequence[Any]:
    named = (row.element, prefixed(row.target), row.score, row.kind, row.horizon, row.confidence)
    more = (row.rationale, row.mitigation, row.budget_share, ", ".join(row.evidence), row.original)
    return (*named, *more)


def _proof(row: EvidenceRow) -> Sequence[Any]:
    return (row.ref, row.kind, row.citation, row.page, row.url)
