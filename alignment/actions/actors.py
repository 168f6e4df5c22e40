"""Actors of a city, what they are to elements and targets, and what the city may decide itself."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from alignment.models import Actor, ActorRole, Competence, StrategyElement, Target
from alignment.models.actors import Tier
from participants.models import City
from sdgplatform.audit.recording import record, snapshot

Degrees = Mapping[int, tuple[int, str] | None]


@transaction.atomic
def save_actor(city: City, actor: Actor | None, *, by: Any, **values: Any) -> Actor:
    """Add (`actor` None) or change. Raises ValidationError."""
    row = Actor.objects.select_for_update().get(pk=actor.pk) if actor else Actor(city=city)
    before = snapshot(row) if row.pk else None
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record(f"alignment.actor.{'changed' if before else 'added'}", by=by, target=row, before=before)
    return row


@transaction.atomic
def delete_actor(actor: Actor, *, by: Any) -> None:
    """With its roles."""
    roles = [str(role) for role in actor.roles.select_related("actor")]
    record("alignment.actor.deleted", by=by, target=actor, was=snapshot(actor), roles=roles)
    actor.delete()


@transaction.atomic
def add_role(
    actor: Actor, *, by: Any, role: str, element: StrategyElement | None = None, target: Target | None = None
) -> ActorRole:
    """The same role twice is one. Raises ValidationError unless one of element and target is given."""
    if (element is None) == (target is None):
        raise ValidationError({"element": _("Choose an element or a target.")})
    if element and element.strategy.city_id != actor.city_id:
        raise ValidationError({"element": _("This element belongs to another city.")})
    row, created = ActorRole.objects.get_or_create(actor=actor, element=element, target=target, role=role)
    if created:
        spot = str(element or target)
        record("alignment.actor.role_added", by=by, target=actor, role=role, of=spot)
    return row


@transaction.atomic
def remove_role(role: ActorRole, *, by: Any) -> None:
    spot = str(role.element or role.target)
    record("alignment.actor.role_removed", by=by, target=role.actor, role=role.role, of=spot)
    role.delete()


@transaction.atomic
def set_competences(city: City, degrees: Degrees, *, by: Any, tier: str = Tier.LOCAL) -> int:
    """Target id -> (degree, legal basis), None for not looked into; other targets keep theirs."""
    City.objects.select_for_update().get(pk=city.pk)
    rows = Competence.objects.filter(city=city, tier=tier)
    before = {row.target_id: (row.degree, row.legal_basis) for row in rows}
    changed = {target: degree for target, degree in degrees.items() if before.get(target) != degree}
    rows.filter(target__in=[target for target, degree in changed.items() if degree is None]).delete()
    for target, degree in changed.items():
        if degree is not None:
            values = {"degree": degree[0], "legal_basis": degree[1]}
            Competence(city=city, target_id=target, tier=tier, **values).clean_fields(
                exclude=["city", "target"]
            )
            Competence.objects.update_or_create(city=city, target_id=target, tier=tier, defaults=values)
    if changed:
        record("alignment.competences.changed", by=by, target=city, count=len(changed), tier=tier)
    return len(changed)
