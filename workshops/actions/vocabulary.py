"""The words that organisers may change."""

from typing import Any

from django.db import transaction

from sdgplatform.audit.recording import record, snapshot
from workshops.models import Method


@transaction.atomic
def save_method(method: Method, *, by: Any) -> Method:
    """New or changed; a method that is not active is not offered any more."""
    before = Method.objects.filter(pk=method.pk).first() if method.pk else None
    method.full_clean()
    method.save()
    record("workshops.method.saved", by=by, target=method, before=snapshot(before) if before else None)
    return method
