"""Writing the plan of an import in bulk. The plan was checked by the rules; the constraints hold besides."""

from collections.abc import Iterable, Mapping
from typing import Any

from alignment.actions.strategies import ElementIsValidated, is_validated
from alignment.exchange.documents import CellRow, ElementRow, EvidenceRow
from alignment.exchange.planning import Plan
from alignment.models import AlignmentCell, AlignmentMatrix, Evidence, StrategyElement
from alignment.models.matrices import EvidenceKind, Granularity, Provenance
from alignment.queries.scope import place_keys

BATCH = 2_000
ELEMENT_FIELDS = (
    *("level", "title", "description", "need", "responsible", "starts_on", "ends_on", "status"),
    *("budget", "currency", "budget_year"),
)
CELL_FIELDS = ("score", "kind", "horizon", "confidence", "rationale", "mitigation", "budget_share")


def write_plan(matrix: AlignmentMatrix, plan: Plan, *, by: Any) -> None:
    """In the caller's transaction, with strategy and matrix locked. Raises ElementIsValidated."""
    elements = _write_elements(matrix, plan)
    evidence = _write_evidence(matrix, plan)
    _remove_cells(matrix, plan)
    _add_cells(matrix, plan, elements, evidence, by=by)


def _write_elements(matrix: AlignmentMatrix, plan: Plan) -> dict[str, StrategyElement]:
    strategy = matrix.strategy
    rows = {row.code: row for row in strategy.elements.select_related("parent")}
    _refuse_validated(plan, rows)
    added = [StrategyElement(strategy=strategy, code=row.code, **_values(row)) for row in plan.added_elements]
    StrategyElement.objects.bulk_create(added, batch_size=BATCH)
    rows |= {row.code: row for row in added}
    changed = set()
    for position, planned in enumerate(plan.elements, start=1):
        row, parent = rows[planned.code], rows.get(planned.parent)
        if (row.position, row.parent_id) != (position, parent.pk if parent else None):
            row.position, row.parent = position, parent
            changed.add(row.code)
    for change in plan.changed_elements:
        row = rows[change.new.code]
        for name, value in _values(change.new).items():
            setattr(row, name, value)
        changed.add(row.code)
    fields = ["position", "parent", *ELEMENT_FIELDS]
    StrategyElement.objects.bulk_update([rows[code] for code in changed], fields, batch_size=200)
    return rows


def _refuse_validated(plan: Plan, rows: Mapping[str, StrategyElement]) -> None:
    """What a validated matrix scores keeps its place in the tree."""
    moved = [change.new.code for change in plan.changed_elements if {"parent", "level"} & set(change.fields)]
    if moved and is_validated([rows[code] for code in moved]):
        raise ElementIsValidated


def _values(row: ElementRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ELEMENT_FIELDS}


def _write_evidence(matrix: AlignmentMatrix, plan: Plan) -> dict[str, Evidence]:
    rows = {row.ref: row for row in matrix.evidence.all()}
    added = [Evidence(matrix=matrix, ref=row.ref, **_proof(row)) for row in plan.added_evidence]
    Evidence.objects.bulk_create(added, batch_size=BATCH)
    changed = []
    for change in plan.changed_evidence:
        row = rows[change.new.ref]
        for name, value in _proof(change.new).items():
            setattr(row, name, value)
        changed.append(row)
    Evidence.objects.bulk_update(changed, ["kind", "citation", "page", "url"], batch_size=200)
    return rows | {row.ref: row for row in added}


def _proof(row: EvidenceRow) -> dict[str, str]:
    kind = row.kind or EvidenceKind.PLAN_CLAUSE
    return {"kind": kind, "citation": row.citation, "page": row.page, "url": row.url}


def _remove_cells(matrix: AlignmentMatrix, plan: Plan) -> None:
    """The cleared ones, and the changed ones, which are written anew with all their links."""
    gone = {cell.key for cell in plan.cleared_cells} | {change.old.key for change in plan.changed_cells}
    if not gone:
        return
    cells = matrix.cells.values_list("pk", "element__code", "target__code", "goal__number")
    ids = [pk for pk, element, target, goal in cells if (element, target or str(goal)) in gone]
    matrix.cells.filter(pk__in=ids).delete()


def _add_cells(
    matrix: AlignmentMatrix,
    plan: Plan,
    elements: Mapping[str, StrategyElement],
    evidence: Mapping[str, Evidence],
    *,
    by: Any,
) -> None:
    rows: list[CellRow] = [*plan.added_cells, *(change.new for change in plan.changed_cells)]
    is_goal = matrix.granularity == Granularity.GOAL
    places = place_keys(matrix)
    attribute = "goal_id" if is_goal else "target_id"
    cells = [
        AlignmentCell(
            matrix=matrix,
            element=elements[row.element],
            original_value=row.original,
            provenance=Provenance.IMPORTED,
            updated_by=by,
            **{attribute: places[row.target]},
            **{name: getattr(row, name) for name in CELL_FIELDS},
        )
        for row in rows
    ]
    AlignmentCell.objects.bulk_create(cells, batch_size=BATCH)
    _link(zip(cells, rows, strict=True), evidence)


def _link(cells: Iterable[tuple[AlignmentCell, CellRow]], evidence: Mapping[str, Evidence]) -> None:
    link = Evidence.cells.through
    links = [
        link(evidence_id=evidence[ref].pk, alignmentcell_id=cell.pk)
        for cell, row in cells
        for ref in row.evidence
    ]
    link.objects.bulk_create(links, batch_size=BATCH)
