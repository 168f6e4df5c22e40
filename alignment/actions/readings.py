"""Which cells a reviewer has looked at already."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from alignment.models import AlignmentCell, CellReading


@transaction.atomic
def mark_read(cell: AlignmentCell, *, by: Any) -> CellReading:
    """Again after the cell has changed. A note of one's own; nothing for the history."""
    reading, _is_new = CellReading.objects.update_or_create(cell=cell, by=by, defaults={"at": timezone.now()})
    return reading


@transaction.atomic
def unmark_read(cell: AlignmentCell, *, by: Any) -> None:
    CellReading.objects.filter(cell=cell, by=by).delete()
