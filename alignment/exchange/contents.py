"""What is in the database, as the neutral document: the base of exports and of the plan of an import."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from alignment.exchange import contents_city
from alignment.exchange.documents import CellRow, Document, ElementRow, EvidenceRow, Meta
from alignment.models import AlignmentMatrix, Evidence, LocalIndicator, Strategy


def matrix_document(matrix: AlignmentMatrix, *, with_city: bool = False) -> Document:
    """The matrix with its strategy; `with_city` adds all that the city keeps: indicators, actors, powers."""
    strategy = matrix.strategy
    elements = strategy_elements(strategy)
    order = {row.code: number for number, row in enumerate(elements)}
    cells = sorted(matrix_cells(matrix), key=lambda pair: (order[pair[1].element], pair[0]))
    return Document(
        meta=matrix_meta(matrix),
        elements=tuple(elements),
        cells=tuple(cell for _position, cell in cells),
        evidence=tuple(evidence_rows(matrix)),
        local=contents_city.local_rows(strategy),
        indicators=contents_city.indicator_rows(
            strategy.city_id, matrix.framework_id, of=None if with_city else matrix
        ),
        **(_of_city(strategy) if with_city else {}),
    )


def strategy_document(strategy: Strategy, framework: str = "") -> Document:
    """The elements and all that the city keeps."""
    return Document(
        meta=strategy_meta(strategy),
        elements=tuple(strategy_elements(strategy)),
        local=contents_city.local_rows(strategy),
        indicators=contents_city.indicator_rows(strategy.city_id, framework, of=None),
        **_of_city(strategy),
    )


def _of_city(strategy: Strategy) -> dict[str, Any]:
    return {
        "observations": contents_city.observation_rows(strategy.city_id),
        "actors": contents_city.actor_rows(strategy.city_id),
        "roles": contents_city.role_rows(strategy),
        "competences": contents_city.competence_rows(strategy.city_id),
    }


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


CELL_VALUES = (
    *("pk", "element__code", "target__code", "goal__number", "target__position", "score", "kind", "horizon"),
    *("confidence", "rationale", "mitigation", "budget_share", "original_value"),
)


def matrix_cells(matrix: AlignmentMatrix) -> Iterator[tuple[tuple[int, str], CellRow]]:
    """Position of the goal or target, and the cell."""
    references, indicators = _references(matrix), _indicators(matrix)
    rows = matrix.cells.values_list(*CELL_VALUES).iterator(chunk_size=5_000)
    for pk, element, target, goal, position, score, kind, horizon, sure, why, how, share, original in rows:
        place = target or str(goal)
        cell = CellRow(
            *(element, place, score, kind, horizon, sure, unix_lines(why), unix_lines(how), share),
            *(references.get(pk, ()), indicators.get(pk, ()), original),
        )
        yield (goal or position, place), cell


def _references(matrix: AlignmentMatrix) -> dict[int, tuple[str, ...]]:
    links = Evidence.cells.through.objects.filter(evidence__matrix=matrix)
    return _linked(links.values_list("alignmentcell_id", "evidence__ref"))


def _indicators(matrix: AlignmentMatrix) -> dict[int, tuple[str, ...]]:
    links = LocalIndicator.cells.through.objects.filter(alignmentcell__matrix=matrix)
    return _linked(links.values_list("alignmentcell_id", "localindicator__code"))


def _linked(pairs: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for cell, name in pairs:
        found[cell].append(name)
    return {cell: tuple(sorted(names)) for cell, names in found.items()}


def evidence_rows(matrix: AlignmentMatrix) -> list[EvidenceRow]:
    rows = matrix.evidence.values_list("ref", "kind", "citation", "page", "url")
    return sorted((EvidenceRow(*row) for row in rows), key=lambda row: row.ref)
