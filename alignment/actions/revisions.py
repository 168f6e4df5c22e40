"""The counter that tells those who follow a matrix what is new.

Whoever writes cells holds the lock of the matrix, takes one number for all of them, and puts it on each.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from alignment.actions.held import held_by
from alignment.models import AlignmentCell, AlignmentMatrix, ClearedCell, Strategy
from alignment.models.matrices import EDITABLE_STATES


def next_revision(locked: AlignmentMatrix, *, replaced: bool = False) -> int:
    """The number of this saving. `replaced`: too much has changed to tell, everybody reads again."""
    locked.revision += 1
    fields = ["revision", "updated_at"]
    if replaced:
        locked.replaced_at_revision = locked.revision
        fields.append("replaced_at_revision")
    locked.save(update_fields=fields)
    return locked.revision


def replace_for_readers(strategy: Strategy) -> None:
    """The rows themselves have changed: every open page of a matrix of this strategy reads it again."""
    AlignmentMatrix.objects.filter(strategy=strategy, state__in=EDITABLE_STATES).update(
        revision=F("revision") + 1, replaced_at_revision=F("revision") + 1
    )


def clear_cells(locked: AlignmentMatrix, cells: Iterable[AlignmentCell], *, revision: int, by: Any) -> None:
    """Takes them away and leaves notes: followers read them, and undoing brings back what was held."""
    gone = list(cells)
    if not gone:
        return
    elements = {cell.element_id for cell in gone}
    held = held_by(gone)
    at = {(cell.element_id, cell.goal_id, cell.target_id): held[cell.pk] for cell in gone}
    noted = [
        row
        for row in locked.cleared_cells.filter(element__in=elements)
        if (row.element_id, row.goal_id, row.target_id) in at
    ]
    locked.cleared_cells.filter(pk__in=[row.pk for row in noted]).delete()
    rows = [
        ClearedCell(
            matrix=locked,
            element_id=element,
            goal_id=goal,
            target_id=target,
            revision=revision,
            held=at[element, goal, target],
            by=by,
        )
        for element, goal, target in sorted(at, key=str)
    ]
    ClearedCell.objects.bulk_create(rows, batch_size=2000)
    locked.cells.filter(pk__in=[cell.pk for cell in gone]).delete()
