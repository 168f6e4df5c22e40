"""Planning a workshop: new, changed, with its networks, trainers, modules, venue and event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.models import Module
from participants.models import Network, Person
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.multilingual import localize
from workshops.actions.shifting import shifted, wall_shift
from workshops.models import (
    Event,
    Session,
    Venue,
    Workshop,
    WorkshopModule,
    WorkshopNetwork,
    WorkshopTrainer,
)
from workshops.queries.lists import forget_filter_options


@dataclass(frozen=True)
class Plan:
    """What a coordinator writes about a workshop. `fields` are columns of Workshop.

    `new_venue` and `new_event` are columns of a venue or event to be made and taken.
    """

    fields: Mapping[str, Any]
    lead: Network | None
    partners: Sequence[Network] = ()
    trainers: Sequence[Person] = ()
    modules: Sequence[Module] = ()
    new_venue: Mapping[str, Any] = field(default_factory=dict)
    new_event: Mapping[str, Any] = field(default_factory=dict)

    @property
    def organisers(self) -> list[Network]:
        return list(dict.fromkeys([*([self.lead] if self.lead else []), *self.partners]))


@transaction.atomic
def add_workshop(plan: Plan, *, by: Any, made_from: Workshop | None = None) -> Workshop:
    """Plan a workshop, as a draft. Raises ValidationError with the columns that are wrong."""
    workshop = Workshop(created_by=by, made_from=made_from)
    _take_fields(workshop, plan, by=by)
    workshop.clean_fields(exclude=["slug"])  # the address is made of fields that must be sound first
    workshop.slug = workshop.slug or free_slug(workshop)
    workshop.full_clean()
    workshop.save()
    _take_links(workshop, plan)
    action = "workshops.workshop.copied" if made_from else "workshops.workshop.added"
    record(action, by=by, target=workshop, scope=workshop, made_from=str(made_from or ""))
    return workshop


@transaction.atomic
def change_workshop(workshop: Workshop, plan: Plan, *, by: Any, move_programme: bool = False) -> Workshop:
    """Save a changed plan; with `move_programme` the blocks keep their distance to the start."""
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    before, links_before = snapshot(workshop), _links_text(workshop)
    old_start, old_zone = workshop.starts_at, workshop.zone
    _take_fields(workshop, plan, by=by)
    workshop.full_clean()
    _check_places(workshop)
    workshop.save()
    _take_links(workshop, plan)
    if move_programme:
        by_clock = wall_shift(old_start, workshop.starts_at, old_zone=old_zone, new_zone=workshop.zone)
        for session in workshop.sessions.all():
            _shift_session(session, by_clock, old_zone, workshop.zone)
    after = _links_text(workshop)
    changed = {name: [links_before[name], text] for name, text in after.items() if links_before[name] != text}
    record("workshops.workshop.changed", by=by, target=workshop, before=before, scope=workshop, links=changed)
    return workshop


@transaction.atomic
def add_venue(fields: Mapping[str, Any], *, by: Any) -> Venue:
    venue = Venue(**fields)
    venue.full_clean()
    venue.save()
    record("workshops.venue.added", by=by, target=venue)
    return venue


@transaction.atomic
def change_venue(venue: Venue, fields: Mapping[str, Any], *, by: Any) -> Venue:
    venue = Venue.objects.select_for_update().get(pk=venue.pk)
    before = snapshot(venue)
    for name, value in fields.items():
        setattr(venue, name, value)
    venue.full_clean()
    venue.save()
    record("workshops.venue.changed", by=by, target=venue, before=before)
    return venue


@transaction.atomic
def add_event(fields: Mapping[str, Any], *, by: Any) -> Event:
    event = Event(**fields)
    event.slug = event.slug or _free(slugify(localize(event.names))[:90] or "event", Event)
    event.full_clean()
    event.save()
    record("workshops.event.added", by=by, target=event)
    return event


def free_slug(workshop: Workshop) -> str:
    """Title, city and year, with a number when that address is taken."""
    city = workshop.venue.city.name if workshop.venue and workshop.venue.city else ""
    words = slugify(localize(workshop.titles, "en"))[:60].strip("-") or "workshop"
    year = workshop.starts_local.year if workshop.starts_at else ""
    return _free(slugify(f"{words} {city} {year}")[:90].strip("-"), Workshop)


def _free(base: str, model: type[Workshop] | type[Event]) -> str:
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _take_fields(workshop: Workshop, plan: Plan, *, by: Any) -> None:
    for name, value in plan.fields.items():
        setattr(workshop, name, value)
    if plan.new_venue:
        workshop.venue = _prefixed("new_venue", lambda: add_venue(plan.new_venue, by=by))
    if plan.new_event:
        workshop.event = _prefixed("new_event", lambda: add_event(plan.new_event, by=by))
    if plan.lead is None:
        raise ValidationError({"lead": _("Choose the network that leads the workshop.")})


def _prefixed(prefix: str, make: Any) -> Any:
    """Errors of a venue or event made on the way are errors of the plan's own inputs."""
    try:
        return make()
    except ValidationError as error:
        raise ValidationError(
            {f"{prefix}_{name}": messages for name, messages in error.message_dict.items()}
        ) from error


def _check_places(workshop: Workshop) -> None:
    taken = workshop.participations.filter(cancelled_at__isnull=True).count()
    if workshop.capacity < taken:
        raise ValidationError(
            {
                "capacity": ngettext(
                    "%(taken)d person is accepted already, so %(taken)d or more.",
                    "%(taken)d people are accepted already, so %(taken)d or more.",
                    taken,
                )
                % {"taken": taken}
            }
        )


def _take_links(workshop: Workshop, plan: Plan) -> None:
    """Networks, trainers and modules exactly as the plan says; rows that stay keep their own columns."""
    networks = plan.organisers
    workshop.workshop_networks.exclude(network__in=networks).delete()
    # First nobody leads: the constraint holds after each statement.
    workshop.workshop_networks.exclude(network=plan.lead).update(is_lead=False)
    for network in networks:
        WorkshopNetwork.objects.update_or_create(
            workshop=workshop, network=network, defaults={"is_lead": network == plan.lead}
        )
    workshop.workshop_trainers.exclude(person__in=plan.trainers).delete()
    for position, person in enumerate(plan.trainers):
        WorkshopTrainer.objects.update_or_create(
            workshop=workshop, person=person, defaults={"position": position}
        )
    workshop.workshop_modules.exclude(module__in=plan.modules).delete()
    for position, module in enumerate(plan.modules):
        WorkshopModule.objects.update_or_create(
            workshop=workshop, module=module, defaults={"position": position}
        )
    transaction.on_commit(forget_filter_options)
    for cached in ("organising_links", "trainer_account_ids"):
        workshop.__dict__.pop(cached, None)


def _links_text(workshop: Workshop) -> dict[str, list[str]]:
    networks = workshop.workshop_networks.select_related("network").order_by("-is_lead", "network__name")
    trainers = workshop.workshop_trainers.select_related("person").order_by("position")
    modules = workshop.workshop_modules.select_related("module").order_by("position")
    return {
        "networks": [link.network.name for link in networks],
        "trainers": [link.person.full_name for link in trainers],
        "modules": [link.module.title for link in modules],
    }


def _shift_session(session: Session, by_clock: Any, old_zone: Any, new_zone: Any) -> None:
    session.starts_at = shifted(session.starts_at, by_clock, old_zone=old_zone, new_zone=new_zone)
    session.ends_at = shifted(session.ends_at, by_clock, old_zone=old_zone, new_zone=new_zone)
    session.save(update_fields=["starts_at", "ends_at"])
