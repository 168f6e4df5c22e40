"""Writing the plan of an import in bulk. The plan was checked by the rules; the constraints hold besides."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from alignment.actions.cell_copying import insert_cells, update_cells
from alignment.actions.import_city import Place, write_city
from alignment.actions.revisions import next_revision, replace_for_readers
from alignment.actions.strategies import ElementIsValidated, is_validated
from alignment.exchange.documents import CellRow, ElementRow, EvidenceRow
from alignment.exchange.planning import Plan
from alignment.models import (
    AlignmentCell,
    AlignmentMatrix,
    Evidence,
    LocalIndicator,
    Strategy,
    StrategyElement,
    Target,
)
from alignment.models.evidence import EvidenceKind
from alignment.models.matrices import Granularity, Provenance
from alignment.queries.scope import place_keys

BATCH = 2_000
ELEMENT_FIELDS = (
    *("level", "title", "description", "need", "responsible", "starts_on", "ends_on", "status"),
    *("budget", "currency", "budget_year"),
)
CELL_FIELDS = ("score", "kind", "horizon", "confidence", "rationale", "mitigation", "budget_share")
Key = tuple[str, str]


def write_strategy(strategy: Strategy, plan: Plan, framework: str) -> dict[str, StrategyElement]:
    """Elements and what the city keeps, in the caller's transaction, with the strategy locked.

    Raises ElementIsValidated.
    """
    elements = _write_elements(strategy, plan)
    owner = {"city": strategy.city_id, "network": strategy.network_id}
    targets = dict(Target.with_local.of_owner(**owner).values_list("code", "pk"))
    write_city(plan, Place(strategy, framework, targets, elements))
    return elements


def write_matrix(
    matrix: AlignmentMatrix, plan: Plan, elements: Mapping[str, StrategyElement], *, by: Any
) -> None:
    """Sources and cells, with the matrix locked. Whoever has it open reads all of it again."""
    evidence = _write_evidence(matrix, plan)
    if not (plan.added_cells or plan.changed_cells or plan.cleared_cells):
        return
    revision = next_revision(matrix, replaced=True)
    matrix.cleared_cells.all().delete()
    writer = _CellWriter(matrix, elements, evidence, revision, by)
    writer.write(plan)


def _write_elements(strategy: Strategy, plan: Plan) -> dict[str, StrategyElement]:
    rows = {row.code: row for row in strategy.elements.select_related("parent")}
    _refuse_validated(plan, rows)
    added = [StrategyElement(strategy=strategy, code=row.code, **_values(row)) for row in plan.added_elements]
    StrategyElement.objects.bulk_create(added, batch_size=BATCH)
    rows |= {row.code: row for row in added}
    moved, changed = _moved(plan, rows), []
    for change in plan.changed_elements:
        row = rows[change.new.code]
        for name, value in _values(change.new).items():
            setattr(row, name, value)
        changed.append(row)
    StrategyElement.objects.bulk_update(moved, ["position", "parent"], batch_size=500)
    StrategyElement.objects.bulk_update(changed, ELEMENT_FIELDS, batch_size=200)
    if moved or changed:
        replace_for_readers(strategy)
    return rows


def _moved(plan: Plan, rows: Mapping[str, StrategyElement]) -> list[StrategyElement]:
    found = []
    for position, planned in enumerate(plan.elements, start=1):
        row, parent = rows[planned.code], rows.get(planned.parent)
        if (row.position, row.parent_id) != (position, parent.pk if parent else None):
            row.position, row.parent = position, parent
            found.append(row)
    return found


def _refuse_validated(plan: Plan, rows: Mapping[str, StrategyElement]) -> None:
    """What a validated matrix scores keeps its place in the tree."""
    moved = [change.new.code for change in plan.changed_elements if {"parent", "level"} & set(change.fields)]
    if moved and is_validated([rows[code] for code in moved]):
        raise ElementIsValidated


def _values(row: ElementRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ELEMENT_FIELDS}


def _write_evidence(matrix: AlignmentMatrix, plan: Plan) -> dict[str, Evidence]:
    rows = {row.ref: row for row in matrix.evidence.all()}
    added = [Evidence(matrix=matrix, ref=row.ref, **_proof(row)) for row in plan.evidence.added]
    Evidence.objects.bulk_create(added, batch_size=BATCH)
    changed = []
    for change in plan.evidence.changed:
        row = rows[change.new.ref]
        for name, value in _proof(change.new).items():
            setattr(row, name, value)
        changed.append(row)
    Evidence.objects.bulk_update(changed, ["kind", "citation", "page", "url"], batch_size=200)
    return rows | {row.ref: row for row in added}


def _proof(row: EvidenceRow) -> dict[str, str]:
    kind = row.kind or EvidenceKind.PLAN_CLAUSE
    return {"kind": kind, "citation": row.citation, "page": row.page, "url": row.url}


def _cell_values(row: CellRow) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in CELL_FIELDS}, "original_value": row.original}


class _CellWriter:
    def __init__(
        self,
        matrix: AlignmentMatrix,
        elements: Mapping[str, StrategyElement],
        evidence: Mapping[str, Evidence],
        revision: int,
        by: Any,
    ) -> None:
        self.matrix = matrix
        self.elements = elements
        self.evidence = evidence
        self.places = place_keys(matrix)
        self.column = "goal_id" if matrix.granularity == Granularity.GOAL else "target_id"
        self.all_new = {"matrix_id": matrix.pk}
        self.all_changed = {
            "provenance": Provenance.IMPORTED.value,
            "revision": revision,
            "updated_by_id": by.pk,
            "updated_at": timezone.now(),
        }

    def write(self, plan: Plan) -> None:
        changed = [change.new for change in plan.changed_cells]
        ids = self._ids() if changed or plan.cleared_cells else {}
        self.matrix.cells.filter(pk__in=[ids[cell.key] for cell in plan.cleared_cells]).delete()
        if changed:
            update_cells([{"id": ids[row.key], **_cell_values(row)} for row in changed], self.all_changed)
        insert_cells((self._new(row) for row in plan.added_cells), self.all_changed | self.all_new)
        self._link([*plan.added_cells, *changed], {ids[row.key] for row in changed})

    def _ids(self) -> dict[Key, int]:
        cells = self.matrix.cells.values_list("pk", "element__code", "target__code", "goal__number")
        return {(element, target or str(goal)): pk for pk, element, target, goal in cells}

    def _new(self, row: CellRow) -> dict[str, Any]:
        place = {"element_id": self.elements[row.element].pk, self.column: self.places[row.target]}
        return _cell_values(row) | place

    def _link(self, rows: Sequence[CellRow], changed: set[int]) -> None:
        """Sources and indicators; those of changed cells are linked anew."""
        proofs, indicators = Evidence.cells.through, AlignmentCell.indicators.through
        for link in (proofs, indicators):
            link.objects.filter(alignmentcell__in=changed).delete()
        linked = [row for row in rows if row.evidence or row.indicators]
        if not linked:
            return
        ids, own = self._ids(), LocalIndicator.objects.filter(city=self.matrix.strategy.city_id)
        keys = dict(own.values_list("code", "pk"))
        proofs.objects.bulk_create(
            [
                proofs(evidence_id=self.evidence[ref].pk, alignmentcell_id=ids[row.key])
                for row in linked
                for ref in row.evidence
            ],
            batch_size=BATCH,
        )
        indicators.objects.bulk_create(
            [
                indicators(localindicator_id=keys[code], alignmentcell_id=ids[row.key])
                for row in linked
                for code in row.indicators
            ],
            batch_size=BATCH,
        )
