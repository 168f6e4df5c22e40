"""What a cell rests on. One piece of evidence may serve several cells of a matrix."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alignment.actions.matrices import lock_editable
from alignment.actions.revisions import next_revision
from alignment.models import AlignmentCell, AlignmentMatrix, Evidence
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from sdgplatform.uploads.actions import store_upload


class CellIsNotAssessed(ActionRefused):
    code = "cell_not_assessed"
    message = _("Score the cell first.")


@transaction.atomic
def add_evidence(cell: AlignmentCell, *, by: Any, file: Any = None, **values: Any) -> Evidence:
    """Evidence said in the same words before is linked, not repeated; with a `file` it is always its own."""
    matrix = lock_editable(cell.matrix)
    evidence = Evidence(matrix=matrix, ref=_next_ref(matrix), **values)
    same = {name: getattr(evidence, name) for name in ("kind", "citation", "page", "url")}
    found = None if file else matrix.evidence.filter(**same).first()
    if found is None:
        evidence.full_clean()
        if file:
            evidence.upload = store_upload(file, by=by, checked=getattr(file, "checked", None))
        evidence.save()
        found = evidence
    found.cells.add(cell)
    _tell(cell, matrix)
    record("alignment.evidence.added", by=by, target=found, scope=matrix, cell=str(cell))
    return found


@transaction.atomic
def remove_evidence(evidence: Evidence, cell: AlignmentCell, *, by: Any) -> None:
    """Take it off the cell; it goes altogether when no other cell rests on it."""
    matrix = lock_editable(evidence.matrix)
    evidence.cells.remove(cell)
    _tell(cell, matrix)
    record("alignment.evidence.removed", by=by, target=evidence, scope=matrix, cell=str(cell))
    if not evidence.cells.exists():
        evidence.delete()


def _tell(cell: AlignmentCell, locked: AlignmentMatrix) -> None:
    """Those who follow the matrix see whether a cell has evidence."""
    AlignmentCell.objects.filter(pk=cell.pk).update(revision=next_revision(locked))


def _next_ref(matrix: AlignmentMatrix) -> str:
    taken = set(matrix.evidence.values_list("ref", flat=True))
    number = len(taken) + 1
    while f"EV{number}" in taken:
        number += 1
    return f"EV{number}"
