"""Which alignment matrices came out of a workshop."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alignment.models import AlignmentMatrix
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from workshops.models import Workshop, WorkshopMatrix


class MatrixIsLinked(ActionRefused):
    code = "matrix_is_linked"
    message = _("This matrix belongs to a workshop already.")


class MatrixIsNotLinked(ActionRefused):
    code = "matrix_is_not_linked"
    message = _("This matrix is not one of this workshop.")


@transaction.atomic
def link_matrix(workshop: Workshop, matrix: AlignmentMatrix, *, by: Any) -> WorkshopMatrix:
    """A matrix has one workshop at most. Raises MatrixIsLinked."""
    AlignmentMatrix.objects.select_for_update(of=("self",)).get(pk=matrix.pk)
    if WorkshopMatrix.objects.filter(matrix=matrix).exists():
        raise MatrixIsLinked
    link = WorkshopMatrix.objects.create(workshop=workshop, matrix=matrix)
    record("workshops.matrix.linked", by=by, target=matrix, scope=workshop, workshop=workshop)
    return link


@transaction.atomic
def unlink_matrix(workshop: Workshop, matrix: AlignmentMatrix, *, by: Any) -> None:
    """Take the matrix off the workshop; the matrix itself stays. Raises MatrixIsNotLinked."""
    removed, _rows = WorkshopMatrix.objects.filter(workshop=workshop, matrix=matrix).delete()
    if not removed:
        raise MatrixIsNotLinked
    record("workshops.matrix.unlinked", by=by, target=matrix, scope=workshop, workshop=workshop)
