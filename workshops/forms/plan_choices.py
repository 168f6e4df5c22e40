"""What the form of a workshop offers and what it starts with."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from modules.models import Module
from participants.models import Network, Person, RoleAssignment
from participants.models.roles import Role
from workshops.models import Event, Workshop

OFFERED_TRAINERS = 200
OFFERED_EVENTS = 100


def offered_rows(user: Any, workshop: Workshop | None) -> dict[str, QuerySet[Any]]:
    networks = Network.objects.order_by("name")
    own = Q() if user.is_superuser else Q(pk__in=user.coordinated_network_ids)
    if workshop:
        own |= Q(pk__in=workshop.organising_network_ids)
    return {
        "lead": networks.filter(own),
        "partners": networks,
        "modules": Module.objects.visible_to(user).in_order(),
        "event": _events(workshop),
        "trainers": _known_trainers(user, workshop),
    }


def _events(workshop: Workshop | None) -> QuerySet[Event]:
    latest = Event.objects.order_by("-pk").values("pk")[:OFFERED_EVENTS]
    kept = Q(pk=workshop.event_id) if workshop else Q()
    return Event.objects.filter(Q(pk__in=list(latest.values_list("pk", flat=True))) | kept).order_by(
        "-starts_on", "-pk"
    )


def _known_trainers(user: Any, workshop: Workshop | None) -> QuerySet[Person]:
    """Who trains for the networks that the person coordinates, and those of the workshop already."""
    roles = RoleAssignment.objects.in_force().filter(role=Role.TRAINER)
    if not user.is_superuser:
        roles = roles.filter(network__in=user.coordinated_network_ids)
    people = list(roles.values_list("person", flat=True).distinct()[:OFFERED_TRAINERS])
    if workshop:
        people += workshop.workshop_trainers.values_list("person", flat=True)
    return Person.objects.filter(pk__in=people).order_by("given_name", "family_name", "pk")


def in_kept_order(workshop: Workshop | None, people: Iterable[Person]) -> list[Person]:
    """The workshop's trainers as they stood, then the new ones."""
    links = workshop.workshop_trainers.all() if workshop else []
    places = {link.person_id: link.position for link in links}
    chosen = list(dict.fromkeys(people))
    return sorted(chosen, key=lambda person: places.get(person.pk, len(places) + chosen.index(person)))


def initial_plan(user: Any, workshop: Workshop | None) -> dict[str, Any]:
    if workshop is None:
        coordinated = user.coordinated_network_ids
        alone = next(iter(coordinated)) if len(coordinated) == 1 else None
        latest = Workshop.objects.filter(workshop_networks__network__in=coordinated).order_by("-pk")
        return {
            "lead": alone,
            "languages": [user.language] if user.language else [],
            "time_zone": latest.values_list("time_zone", flat=True).first() or "UTC",
        }
    links = list(workshop.workshop_networks.all())
    names = ("titles", "summaries", "audiences", "languages", "time_zone", "capacity", "contact_email")
    return {
        **{name: getattr(workshop, name) for name in (*names, "venue", "event")},
        "lead": next((link.network_id for link in links if link.is_lead), None),
        "partners": [link.network_id for link in links if not link.is_lead],
        "modules": [link.module_id for link in workshop.workshop_modules.all()],
        "trainers": [link.person_id for link in workshop.workshop_trainers.all()],
        **_split("start", workshop.starts_local),
        **_split("end", workshop.ends_local),
        **_split("open", _local(workshop, workshop.applications_open_at)),
        **_split("close", _local(workshop, workshop.applications_close_at)),
    }


def _local(workshop: Workshop, moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(workshop.zone)


def _split(prefix: str, moment: datetime | None) -> dict[str, Any]:
    if moment is None:
        return {}
    return {f"{prefix}_date": moment.date(), f"{prefix}_time": moment.time()}
