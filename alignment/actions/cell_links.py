"""Indicators of the city that measure what a cell says."""

from typing import Any

from django.db import transaction

from alignment.actions.matrices import lock_editable
from alignment.actions.revisions import next_revision
from alignment.models import AlignmentCell, LocalIndicator
from sdgplatform.audit.recording import record


@transaction.atomic
def link_indicator(cell: AlignmentCell, indicator: LocalIndicator, *, by: Any) -> None:
    """The same twice is one. Raises MatrixIsNotEditable."""
    _set(cell, indicator, linked=True, by=by)


@transaction.atomic
def unlink_indicator(cell: AlignmentCell, indicator: LocalIndicator, *, by: Any) -> None:
    """Raises MatrixIsNotEditable."""
    _set(cell, indicator, linked=False, by=by)


def _set(cell: AlignmentCell, indicator: LocalIndicator, *, linked: bool, by: Any) -> None:
    matrix = lock_editable(cell.matrix)
    if cell.indicators.filter(pk=indicator.pk).exists() == linked:
        return
    if linked:
        cell.indicators.add(indicator)
    else:
        cell.indicators.remove(indicator)
    AlignmentCell.objects.filter(pk=cell.pk).update(revision=next_revision(matrix))
    action = "alignment.cell.indicator_linked" if linked else "alignment.cell.indicator_unlinked"
    record(action, by=by, target=cell, scope=matrix, indicator=indicator.code)
