from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from participants.models import Gender
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import MailState, QueuedMail
from workshops.models import (
    Application,
    ApplicationState,
    Participation,
    Session,
    Workshop,
    WorkshopMatrix,
    WorkshopModule,
    WorkshopReport,
    WorkshopTrainer,
    WorkshopTransition,
)
from workshops.queries.counting import count_of, counts_of
from workshops.queries.sections import section_columns


@dataclass(frozen=True)
class WorkshopNumbers:
    """The figures of one workshop, each with what it is a part of.

    `taught` names the modules, `steps` tells its life.
    """

    applications: int
    materials: int
    mails: int
    applying_cities: int
    applying_countries: int
    undecided: int
    waiting: int
    accepted: int
    participants: int
    participant_cities: int
    participant_countries: int
    women: int
    trainers: int
    modules: int
    blocks: int
    attended_blocks: int
    blocks_with_attendance: int
    matrices: int
    matrix_cities: int
    unsent_mails: int
    held_mails: int
    reports: int
    taught: list[dict[str, Any]]
    steps: list[dict[str, str]]


def workshop_numbers(workshop: Workshop) -> WorkshopNumbers:
    """All in one query."""
    here = {"workshop": OuterRef("pk")}
    applied = Application.objects.received().filter(**here)
    people = Participation.objects.taking_part().filter(**here)
    blocks = Session.objects.filter(**here)
    matrices = WorkshopMatrix.objects.filter(**here)
    mails = QueuedMail.objects.in_scope(scope_key(workshop))
    steps = WorkshopTransition.objects.filter(**here).order_by("at", "pk")
    taught = WorkshopModule.objects.filter(**here).order_by("position", "pk")
    marked = Q(takes_attendance=True) & Q(attendances__isnull=False)
    counts = counts_of(
        workshop,
        **section_columns(workshop),
        applying_cities=count_of(applied, "city", distinct=True),
        applying_countries=count_of(applied, "city__country", distinct=True),
        undecided=count_of(applied.filter(state=ApplicationState.RECEIVED)),
        waiting=count_of(applied.filter(state=ApplicationState.WAITING)),
        accepted=count_of(people.filter(is_walk_in=False)),
        participants=count_of(people),
        participant_cities=count_of(people, "city", distinct=True),
        participant_countries=count_of(people, "city__country", distinct=True),
        women=count_of(people.filter(person__gender=Gender.WOMAN)),
        trainers=count_of(WorkshopTrainer.objects.filter(**here)),
        modules=count_of(WorkshopModule.objects.filter(**here)),
        blocks=count_of(blocks),
        attended_blocks=count_of(blocks.filter(takes_attendance=True)),
        blocks_with_attendance=count_of(blocks.filter(marked), distinct=True),
        matrix_cities=count_of(matrices, "matrix__strategy__city", distinct=True),
        unsent_mails=count_of(mails.unsent()),
        held_mails=count_of(mails.filter(state=MailState.HELD)),
        reports=count_of(WorkshopReport.objects.filter(**here)),
        steps=ArraySubquery(steps.values(one=JSONObject(to_state="to_state", at="at"))),
        taught=ArraySubquery(taught.values(one=JSONObject(number="module__number", titles="module__titles"))),
    )
    return WorkshopNumbers(**counts)
