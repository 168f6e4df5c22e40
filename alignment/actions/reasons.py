"""Why the author leaves warnings as they are."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from alignment.actions.matrices import lock_editable
from alignment.checks.catalogue import WARNINGS
from alignment.checks.rows import IssueKey
from alignment.models import AlignmentMatrix, WarningReason
from alignment.queries.reasons import reasons_of
from sdgplatform.audit.recording import record

LONGEST = 2000


@transaction.atomic
def explain_warnings(matrix: AlignmentMatrix, *, by: Any, reasons: Mapping[IssueKey, str]) -> int:
    """Give, change or (blank) take back reasons by rule, element and place; returns how many differ.

    Without element and place it is the reason for the whole rule.
    Raises MatrixIsNotEditable, ValidationError.
    """
    return write_reasons(lock_editable(matrix), by=by, reasons=reasons)


def write_reasons(matrix: AlignmentMatrix, *, by: Any, reasons: Mapping[IssueKey, str]) -> int:
    """The same for a matrix that is locked already."""
    there = reasons_of(matrix)
    elements = dict(matrix.strategy.elements.values_list("code", "pk"))
    written, gone, log = [], [], []
    for key, given in reasons.items():
        text, row = given.strip(), there.get(key)
        if text == (row.text if row else ""):
            continue
        log.append([*key, text])
        if not text and row:
            gone.append(row.pk)
            continue
        row = row or _new_reason(matrix, key, elements)
        row.text, row.by = text, by
        _check(row)
        written.append(row)
    WarningReason.objects.filter(pk__in=gone).delete()
    for row in written:
        if row.pk is not None:
            row.save()
    WarningReason.objects.bulk_create([row for row in written if row.pk is None])
    if log:
        record("alignment.matrix.explained", by=by, target=matrix, reasons=log)
    return len(log)


def _new_reason(matrix: AlignmentMatrix, key: IssueKey, elements: Mapping[str, int]) -> WarningReason:
    rule, element, place = key
    if rule not in WARNINGS:
        raise ValidationError({"rule": _("“%(rule)s” is no warning.") % {"rule": rule[:10]}})
    if element and element not in elements:
        raise ValidationError({"element": _("%(element)s is no element.") % {"element": element[:30]}})
    return WarningReason(matrix=matrix, rule=rule, element_id=elements.get(element), place=place)


def _check(reason: WarningReason) -> None:
    if len(reason.text) > LONGEST:
        raise ValidationError({"text": _("A reason has at most %(most)d characters.") % {"most": LONGEST}})
    reason.clean_fields(exclude=["matrix", "element", "by"])
