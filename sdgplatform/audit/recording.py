from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import CharField, Model, OuterRef, Value
from django.db.models.functions import Cast, Concat

from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.registry import check_known

Snapshot = dict[str, Any]


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value if isinstance(value, int | float | bool | str | list | dict | None) else str(value)


def snapshot(target: Model, fields: Iterable[str] | None = None) -> Snapshot:
    """Plain values of a record's own columns, to be compared after a change."""
    names = fields or [field.attname for field in target._meta.concrete_fields]
    return {
        name: _plain(getattr(target, name))
        for name in names
        if name not in {"id", "search_text", "folded_name", "updated_at"}
    }


def differences(before: Snapshot, after: Snapshot) -> dict[str, list[Any]]:
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def _actor_text(by: Any) -> str:
    return str(by)[:200] if by is not None and getattr(by, "is_authenticated", True) else ""


def new_entry(
    action: str,
    *,
    by: Any,
    target: Model,
    before: Snapshot | None = None,
    scope: Model | str | None = None,
    **details: Any,
) -> AuditEntry:
    """What `record` writes, for who writes it along with other rows. Raises UnknownAction."""
    check_known(action)
    return AuditEntry(
        action=action,
        actor_id=str(getattr(by, "pk", "") or ""),
        actor_text=_actor_text(by),
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_text=str(target)[:300],
        scope=scope_key(scope) if scope else "",
        changes=differences(before, snapshot(target)) if before is not None else {},
        details={name: _plain(value) for name, value in details.items()},
    )


def scope_key(scope: Model | str) -> str:
    return scope if isinstance(scope, str) else f"{scope._meta.label_lower}:{scope.pk}"


def scope_column(model: type[Model]) -> Concat:
    """The same for the rows of an outer query."""
    return Concat(Value(f"{model._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))


def record(
    action: str,
    *,
    by: Any,
    target: Model,
    before: Snapshot | None = None,
    scope: Model | str | None = None,
    **details: Any,
) -> AuditEntry:
    """Write one history entry in the caller's transaction.

    `by` is the account or None for the system; `before` a `snapshot()` taken before the change;
    `scope` the larger record whose history shows this one too. Raises UnknownAction.
    """
    entry = new_entry(action, by=by, target=target, before=before, scope=scope, **details)
    entry.save()
    return entry


def record_many(
    action: str, targets: Iterable[Model], *, by: Any, scope: Model | str | None = None, **details: Any
) -> None:
    """One entry for each target, in one query."""
    AuditEntry.objects.bulk_create(
        [new_entry(action, by=by, target=target, scope=scope, **details) for target in targets]
    )
