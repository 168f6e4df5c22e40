from collections.abc import Mapping
from typing import Any, Literal

from django.db import transaction
from django.db.models import Max

from modules.models import Module, Part
from sdgplatform.audit.recording import record, snapshot


@transaction.atomic
def add_part(module: Module, *, kind: str, titles: Mapping[str, str], by: Any) -> Part:
    """At the end of the module."""
    Module.objects.select_for_update(of=("self",)).get(pk=module.pk)
    last = module.parts.aggregate(last=Max("position"))["last"]
    part = Part(module=module, kind=kind, titles=dict(titles), position=0 if last is None else last + 1)
    part.full_clean()
    part.save()
    record("modules.part.added", by=by, target=part, scope=module)
    return part


@transaction.atomic
def change_part(part: Part, values: Mapping[str, Any], *, by: Any) -> Part:
    part = Part.objects.select_for_update(of=("self",)).get(pk=part.pk)
    before = snapshot(part)
    for name, value in values.items():
        setattr(part, name, value)
    part.full_clean()
    part.save()
    record("modules.part.changed", by=by, target=part, before=before, scope=part.module)
    return part


@transaction.atomic
def move_part(part: Part, direction: Literal["up", "down"], *, by: Any) -> bool:
    """One place up or down; False when it is the first or last already."""
    Module.objects.select_for_update(of=("self",)).get(pk=part.module_id)
    rows = list(Part.objects.filter(module=part.module_id).in_order())
    place = rows.index(part)
    other = place + (-1 if direction == "up" else 1)
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position
    Part.objects.bulk_update(rows, ["position"])
    record("modules.part.moved", by=by, target=part, scope=part.module, direction=direction)
    return True
