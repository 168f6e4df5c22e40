"""Saving a record that a person edited as a whole: checked, written, with its history entry."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from sdgplatform.audit.recording import differences, record, snapshot

Record = TypeVar("Record", bound=Model)


@transaction.atomic
def add_record(row: Record, *, by: Any, action: str, scope: Model | None = None) -> Record:
    row.full_clean()
    row.save()
    record(action, by=by, target=row, scope=scope)
    return row


@transaction.atomic
def change_record(row: Record, *, by: Any, action: str, scope: Model | None = None) -> Record:
    """Write the new values of `row`; nothing is written or recorded when none is new."""
    before = snapshot(type(row)._default_manager.select_for_update().get(pk=row.pk))
    row.full_clean()
    if differences(before, snapshot(row)):
        row.save()
        record(action, by=by, target=row, before=before, scope=scope)
    return row
