"""What is new in a matrix since somebody last looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from alignment.checks.cells import MIN_RATIONALE
from alignment.models import AlignmentCell, AlignmentMatrix, Evidence

WRITER = ("updated_by", "updated_by__person__given_name", "updated_by__person__family_name")
CLEARER = ("by", "by__person__given_name", "by__person__family_name")


@dataclass(frozen=True)
class CellNow:
    """A cell as a grid shows it; `score` None is not assessed, `by` names who wrote it last."""

    element: str
    place: str
    score: int | None
    kind: str
    revision: int
    by: str = ""
    by_id: int | None = None
    has_evidence: bool = False
    has_rationale: bool = False
    has_mitigation: bool = False


@dataclass(frozen=True)
class Changes:
    """`reload`: too much has changed, read the whole matrix. `notes`: all open remarks, element and place."""

    revision: int
    reload: bool = False
    cells: Sequence[CellNow] = ()
    cleared: Sequence[CellNow] = ()
    notes: Sequence[tuple[str, str]] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.reload and self.notes is None


def changes_since(matrix: AlignmentMatrix, revision: int) -> Changes:
    """No query when nothing is new, else three. The matrix is taken as freshly read.

    A cell that is saved meanwhile may be told of twice, never left out.
    """
    if revision >= matrix.revision:
        return Changes(matrix.revision)
    if revision < matrix.replaced_at_revision:
        return Changes(matrix.revision, reload=True)
    return Changes(
        revision=matrix.revision,
        cells=cells_now(matrix, since=revision),
        cleared=_cleared(matrix, revision),
        notes=open_notes(matrix),
    )


def cells_now(matrix: AlignmentMatrix, *, since: int | None = None) -> list[CellNow]:
    """All cells, or those written after a revision; in one query."""
    evidence = Evidence.cells.through.objects.filter(alignmentcell=OuterRef("pk"))
    rows = matrix.cells.annotate(with_evidence=Exists(evidence))
    if since is not None:
        rows = rows.filter(revision__gt=since)
    names = (
        *("element__code", "target__code", "goal__number", "score", "kind", "revision"),
        *(*WRITER, "with_evidence", "rationale", "mitigation"),
    )
    return [_cell_now(*row) for row in rows.order_by("revision", "pk").values_list(*names)]


def _cell_now(element: str, target: str | None, goal: int | None, *rest: Any) -> CellNow:
    score, kind, revision, by_id, given, family, evidence, rationale, mitigation = rest
    return CellNow(
        element=element,
        place=target or str(goal),
        score=score,
        kind=kind,
        revision=revision,
        by=_name(given, family),
        by_id=by_id,
        has_evidence=evidence,
        has_rationale=len(rationale.strip()) >= MIN_RATIONALE,
        has_mitigation=bool(mitigation.strip()),
    )


def _name(given: str | None, family: str | None) -> str:
    return f"{given or ''} {family or ''}".strip()


def _cleared(matrix: AlignmentMatrix, since: int) -> list[CellNow]:
    """A note stays behind when the cell is scored again; it counts while there is no cell."""
    same = Q(target=OuterRef("target")) | Q(goal=OuterRef("goal"))
    scored = AlignmentCell.objects.filter(same, matrix=matrix, element=OuterRef("element"))
    rows = matrix.cleared_cells.filter(~Exists(scored), revision__gt=since).order_by("revision", "pk")
    values = rows.values_list("element__code", "target__code", "goal__number", "revision", *CLEARER)
    return [
        CellNow(element, target or str(goal), None, "", revision, by=_name(*name), by_id=by)
        for element, target, goal, revision, by, *name in values
    ]


def open_notes(matrix: AlignmentMatrix) -> list[tuple[str, str]]:
    """Where somebody waits for an answer; a remark on a whole element has no place."""
    rows = matrix.comments.filter(resolved_at__isnull=True, element__isnull=False)
    values = rows.values_list("element__code", "target__code", "goal__number").distinct()
    return [(element, target or str(goal or "")) for element, target, goal in values]
