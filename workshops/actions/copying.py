"""A workshop made from another one, with a choice of what comes along."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from workshops.actions.shifting import shifted, wall_shift
from workshops.actions.workshops import Plan, add_workshop
from workshops.models import Session, Workshop


class CopiedPart(models.TextChoices):
    TEXTS = "texts", _("Texts: what it is about and who it is for")
    NETWORKS = "networks", _("Partner networks")
    TRAINERS = "trainers", _("Trainers")
    MODULES = "modules", _("Modules taught")
    PROGRAMME = "programme", _("Programme: sessions with method, learning goal and length")
    PLACE = "place", _("Venue, event and time zone")


KEPT_ALWAYS = ("languages", "capacity", "contact_email")


@transaction.atomic
def copy_workshop(
    workshop: Workshop,
    *,
    by: Any,
    titles: dict[str, str],
    starts_at: datetime,
    parts: Collection[str],
    time_zone: str = "",
) -> Workshop:
    """A new draft made from `workshop`; every date moves with the start, by the clock on the wall.

    Rooms and trainers of the blocks come along only with the place and the trainers. The call's
    dates move too, unless they would lie behind the start.
    """
    zone_name = time_zone or workshop.time_zone
    copy = Workshop(time_zone=zone_name)
    shift = wall_shift(workshop.starts_at, starts_at, old_zone=workshop.zone, new_zone=copy.zone)

    def moved(moment: datetime | None) -> datetime | None:
        return moment and shifted(moment, shift, old_zone=workshop.zone, new_zone=copy.zone)

    fields = {name: getattr(workshop, name) for name in KEPT_ALWAYS}
    fields |= {"titles": titles, "time_zone": zone_name, "starts_at": starts_at}
    fields |= {name: moved(getattr(workshop, name)) for name in _DATES}
    if CopiedPart.TEXTS in parts:
        fields |= {"summaries": workshop.summaries, "audiences": workshop.audiences}
    if CopiedPart.PLACE in parts:
        fields |= {"venue": workshop.venue, "event": workshop.event}
    made = add_workshop(_plan(workshop, fields, parts), by=by, made_from=workshop)
    if CopiedPart.PROGRAMME in parts:
        _copy_programme(workshop, made, moved, parts)
    return made


_DATES = ("ends_at", "applications_open_at", "applications_close_at")


def _plan(workshop: Workshop, fields: dict[str, Any], parts: Collection[str]) -> Plan:
    networks = list(workshop.workshop_networks.select_related("network").order_by("pk"))
    lead = next((link.network for link in networks if link.is_lead), None)
    trainers = workshop.workshop_trainers.select_related("person").order_by("position")
    modules = workshop.workshop_modules.select_related("module").order_by("position")
    return Plan(
        fields=fields,
        lead=lead,
        partners=[link.network for link in networks] if CopiedPart.NETWORKS in parts else [],
        trainers=[link.person for link in trainers] if CopiedPart.TRAINERS in parts else [],
        modules=[link.module for link in modules] if CopiedPart.MODULES in parts else [],
    )


def _copy_programme(workshop: Workshop, made: Workshop, moved: Any, parts: Collection[str]) -> None:
    for session in workshop.sessions.prefetch_related("trainers").in_order():
        copy = Session(
            workshop=made,
            title=session.title,
            language=session.language,
            starts_at=moved(session.starts_at),
            ends_at=moved(session.ends_at),
            method_id=session.method_id,
            learning_goal=session.learning_goal,
            room=session.room if CopiedPart.PLACE in parts else "",
            is_break=session.is_break,
            takes_attendance=session.takes_attendance,
        )
        copy.full_clean()
        copy.save()
        if CopiedPart.TRAINERS in parts:
            copy.trainers.set(session.trainers.all())
