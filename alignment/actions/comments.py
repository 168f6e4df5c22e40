"""Remarks of the review, beside the cell or element they are about."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alignment.actions.revisions import next_revision
from alignment.models import AlignmentMatrix, CellComment, StrategyElement
from alignment.queries.comments import Anchor
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused


class MatrixIsFrozen(ActionRefused):
    code = "matrix_is_frozen"
    message = _("A validated matrix takes no more comments.")


@transaction.atomic
def add_comment(
    matrix: AlignmentMatrix,
    *,
    by: Any,
    text: str,
    element: StrategyElement | None = None,
    goal_id: int | None = None,
    target_id: int | None = None,
) -> CellComment:
    """On the matrix, an element of it, or a cell. Raises MatrixIsFrozen, ValidationError."""
    locked = _lock_open(matrix)
    comment = CellComment(
        matrix=locked, element=element, goal_id=goal_id, target_id=target_id, text=text.strip(), by=by
    )
    comment.full_clean()
    comment.save()
    next_revision(locked)
    record("alignment.comment.added", by=by, target=comment, scope=locked)
    return comment


@transaction.atomic
def resolve_comment(comment: CellComment, *, by: Any) -> CellComment:
    """Done twice it stays with who resolved it first. Raises MatrixIsFrozen."""
    matrix = _lock_open(comment.matrix)
    locked = CellComment.objects.select_for_update().get(pk=comment.pk)
    if locked.resolved_at is None:
        locked.resolved_at, locked.resolved_by = timezone.now(), by
        locked.save()
        next_revision(matrix)
        record("alignment.comment.resolved", by=by, target=locked, scope=matrix)
    return locked


@transaction.atomic
def reopen_comment(comment: CellComment, *, by: Any) -> CellComment:
    matrix = _lock_open(comment.matrix)
    locked = CellComment.objects.select_for_update().get(pk=comment.pk)
    if locked.resolved_at is not None:
        locked.resolved_at = locked.resolved_by = None
        locked.save()
        next_revision(matrix)
        record("alignment.comment.reopened", by=by, target=locked, scope=matrix)
    return locked


@transaction.atomic
def resolve_thread(matrix: AlignmentMatrix, *, by: Any, anchor: Anchor) -> int:
    """Every open comment of what the anchor names; returns how many. Raises MatrixIsFrozen."""
    found = matrix.comments.filter(resolved_at__isnull=True, **anchor.keys)
    return len([resolve_comment(comment, by=by) for comment in found.select_related("matrix")])


@transaction.atomic
def reopen_thread(matrix: AlignmentMatrix, *, by: Any, anchor: Anchor) -> CellComment | None:
    """Its last comment waits again. Raises MatrixIsFrozen."""
    last = matrix.comments.filter(**anchor.keys).select_related("matrix").order_by("-pk").first()
    return reopen_comment(last, by=by) if last else None


def _lock_open(matrix: AlignmentMatrix) -> AlignmentMatrix:
    locked = AlignmentMatrix.objects.select_for_update(of=("self",)).get(pk=matrix.pk)
    if locked.is_frozen:
        raise MatrixIsFrozen
    return locked
