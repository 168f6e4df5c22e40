"""What is in the database, as the neutral document: the base of exports and of the plan of an import."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from alignment.exchange.documents import CellRow, Document, ElementRow, EvidenceRow, Meta
from alignment.models import AlignmentMatrix, Evidence, Strategy


def matrix_document(matrix: AlignmentMatrix) -> Document:
    elements = strategy_elements(matrix.strategy)
    order = {row.code: number for number, row in enumerate(elements)}
    cells = sorted(matrix_cells(matrix), key=lambda pair: (order[pair[1].element], pair[0]))
    return Document(
        meta=matrix_meta(matrix),
        elements=tuple(elements),
        cells=tuple(cell for _position, cell in cells),
        evidence=tuple(evidence_rows(matrix)),
    )


def strategy_document(strategy: Strategy) -> Document:
    return Document(meta=strategy_meta(strategy), elements=tuple(strategy_elements(strategy)))


def strategy_meta(strategy: Strategy) -> Meta:
    city = strategy.city
    return Meta(
        city_geonameid=city.geonameid,
        city_name=city.name,
        country=city.country_id,
        title=strategy.title,
        kind=strategy.kind,
        period_start=strategy.period_start,
        period_end=strategy.period_end,
        language=strategy.language,
        adoption=strategy.adoption,
        url=strategy.url,
        responsible_unit=strategy.responsible_unit,
    )


def matrix_meta(matrix: AlignmentMatrix) -> Meta:
    said = strategy_meta(matrix.strategy)
    return Meta(
        **{name: getattr(said, name) for name in STRATEGY_NAMES},
        framework=matrix.framework_id,
        granularity=matrix.granularity,
        scored_level=matrix.scored_level,
        scope=matrix.scope,
        method_note=unix_lines(matrix.method_note),
    )


def unix_lines(text: str) -> str:
    """Browsers send CRLF, workbooks keep LF: one form, so that a round trip changes nothing."""
    return text.replace("\r\n", "\n")


STRATEGY_NAMES = (
    *("city_geonameid", "city_name", "country", "title", "kind", "period_start", "period_end", "language"),
    *("adoption", "url", "responsible_unit"),
)


CELL_NAMES = ("score", "kind", "horizon", "confidence", "rationale", "mitigation", "budget_share", "original")


def strategy_elements(strategy: Strategy) -> list[ElementRow]:
    rows = strategy.elements.select_related("parent").order_by("position", "pk")
    return tree_order(
        ElementRow(
            code=row.code,
            parent=row.parent.code if row.parent else "",
            level=row.level,
            title=row.title,
            description=unix_lines(row.description),
            need=unix_lines(row.need),
            responsible=row.responsible,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            status=row.status,
            budget=row.budget,
            currency=row.currency,
            budget_year=row.budget_year,
        )
        for row in rows
    )


def tree_order(rows: Iterable[ElementRow]) -> list[ElementRow]:
    """Depth first, siblings as they come; rows whose parent is missing or goes in a circle come last."""
    rows = list(rows)
    codes = {row.code for row in rows}
    children: dict[str, list[ElementRow]] = defaultdict(list)
    for row in rows:
        children[row.parent if row.parent in codes else ""].append(row)
    ordered: list[ElementRow] = []
    waiting = children[""][::-1]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += children[row.code][::-1] if row.code else []
    reached = {row.code for row in ordered}
    return ordered + [row for row in rows if row.code not in reached]


def matrix_cells(matrix: AlignmentMatrix) -> Iterator[tuple[int, CellRow]]:
    """Position of the goal or target, and the cell."""
    references = _references(matrix)
    rows = matrix.cells.values_list(
        *("pk", "element__code", "target__code", "goal__number", "target__position"),
        *(
            "score",
            "kind",
            "horizon",
            "confidence",
            "rationale",
            "mitigation",
            "budget_share",
            "original_value",
        ),
    )
    for pk, element, target, goal, position, *values in rows.iterator(chunk_size=5_000):
        texts = [unix_lines(value) if isinstance(value, str) else value for value in values]
        content: dict[str, Any] = dict(zip(CELL_NAMES, texts, strict=True))
        content["evidence"] = references.get(pk, ())
        yield goal or position, CellRow(element, target or str(goal), **content)


def _references(matrix: AlignmentMatrix) -> dict[int, tuple[str, ...]]:
    links = Evidence.cells.through.objects.filter(evidence__matrix=matrix)
    found: dict[int, list[str]] = defaultdict(list)
    for cell, ref in links.values_list("alignmentcell_id", "evidence__ref"):
        found[cell].append(ref)
    return {cell: tuple(sorted(refs)) for cell, refs in found.items()}


def evidence_rows(matrix: AlignmentMatrix) -> list[EvidenceRow]:
    rows = matrix.evidence.values_list("ref", "kind", "citation", "page", "url")
    return sorted((EvidenceRow(*row) for row in rows), key=lambda row: row.ref)
