"""A matrix begins, changes its settings and goes on as a new version."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alignment.models import AlignmentCell, AlignmentMatrix, Evidence, Strategy
from alignment.models.matrices import EDITABLE_STATES, MatrixState
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused

CELL_FIELDS = (
    "element_id",
    "goal_id",
    "target_id",
    "score",
    "kind",
    "horizon",
    "confidence",
    "rationale",
    "mitigation",
    "budget_share",
    "provenance",
    "original_value",
    "updated_by_id",
)


class MatrixIsNotEditable(ActionRefused):
    code = "matrix_not_editable"
    message = _("Only a draft or a matrix with requested changes can be edited.")


class MatrixHasCells(ActionRefused):
    code = "matrix_has_cells"
    message = _("The depth stays as it is once cells are scored.")


class VersionExists(ActionRefused):
    code = "version_exists"
    message = _("There is already a later version of this matrix.")


class NotYetValidated(ActionRefused):
    code = "not_yet_validated"
    message = _("A new version begins from a validated or published matrix.")


@transaction.atomic
def create_matrix(strategy: Strategy, *, by: Any, **values: Any) -> AlignmentMatrix:
    matrix = AlignmentMatrix(strategy=strategy, created_by=by, **values)
    matrix.full_clean()
    matrix.save()
    record("alignment.matrix.added", by=by, target=matrix, scope=strategy)
    return matrix


@transaction.atomic
def change_matrix(matrix: AlignmentMatrix, *, by: Any, **values: Any) -> AlignmentMatrix:
    """Raises MatrixIsNotEditable, MatrixHasCells."""
    locked = lock_editable(matrix)
    before = snapshot(locked)
    depth = locked.granularity
    for name, value in values.items():
        setattr(locked, name, value)
    if depth != locked.granularity and locked.cells.exists():
        raise MatrixHasCells
    locked.full_clean()
    locked.save()
    record("alignment.matrix.changed", by=by, target=locked, before=before)
    return locked


def lock_editable(matrix: AlignmentMatrix) -> AlignmentMatrix:
    """The matrix, locked until the end of the transaction. Raises MatrixIsNotEditable."""
    locked = (
        AlignmentMatrix.objects.select_for_update(of=("self",)).select_related("strategy").get(pk=matrix.pk)
    )
    if locked.state not in EDITABLE_STATES:
        raise MatrixIsNotEditable
    return locked


@transaction.atomic
def begin_version(matrix: AlignmentMatrix, *, by: Any) -> AlignmentMatrix:
    """A draft that starts as a copy of a validated matrix, with its cells and evidence."""
    old = AlignmentMatrix.objects.select_for_update().get(pk=matrix.pk)
    if old.state not in (MatrixState.VALIDATED, MatrixState.PUBLISHED):
        raise NotYetValidated
    if AlignmentMatrix.objects.filter(supersedes=old).exists():
        raise VersionExists
    new = AlignmentMatrix(
        strategy_id=old.strategy_id,
        framework_id=old.framework_id,
        granularity=old.granularity,
        scored_level=old.scored_level,
        scope=old.scope,
        method_note=old.method_note,
        visibility=old.visibility,
        version=old.version + 1,
        supersedes=old,
        created_by=by,
        revision=1,
    )
    new.full_clean()
    new.save()
    _copy_cells(old, new)
    record("alignment.matrix.version_added", by=by, target=new, scope=old)
    return new


def _copy_cells(old: AlignmentMatrix, new: AlignmentMatrix) -> None:
    copies = [
        AlignmentCell(
            matrix=new, revision=new.revision, **{name: getattr(cell, name) for name in CELL_FIELDS}
        )
        for cell in old.cells.all()
    ]
    AlignmentCell.objects.bulk_create(copies, batch_size=2000)
    at = {(cell.element_id, cell.goal_id, cell.target_id): cell for cell in copies}
    for evidence in old.evidence.prefetch_related("cells"):
        copy = Evidence.objects.create(
            matrix=new,
            ref=evidence.ref,
            kind=evidence.kind,
            citation=evidence.citation,
            page=evidence.page,
            url=evidence.url,
            upload_id=evidence.upload_id,
        )
        places = [(cell.element_id, cell.goal_id, cell.target_id) for cell in evidence.cells.all()]
        copy.cells.set([at[place] for place in places if place in at])
