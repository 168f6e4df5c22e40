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
from workshops.queries.counting import count_of, counts_of, tallies_of, tally
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
    found = counts_of(
        workshop,
        of_applications=tallies_of(
            applied,
            applying_cities=tally("city", distinct=True),
            applying_countries=tally("city__country", distinct=True),
            undecided=tally(when=Q(state=ApplicationState.RECEIVED)),
            waiting=tally(when=Q(state=ApplicationState.WAITING)),
        ),
        of_people=tallies_of(
            people,
            accepted=tally(when=Q(is_walk_in=False)),
            participants=tally(),
            participant_cities=tally("city", distinct=True),
            participant_countries=tally("city__country", distinct=True),
            women=tally(when=Q(person__gender=Gender.WOMAN)),
        ),
        of_blocks=tallies_of(blocks, blocks=tally(), attended_blocks=tally(when=Q(takes_attendance=True))),
        of_mails=tallies_of(
            mails.unsent(), unsent_mails=tally(), held_mails=tally(when=Q(state=MailState.HELD))
        ),
        **section_columns(workshop),
        trainers=count_of(WorkshopTrainer.objects.filter(**here)),
        modules=count_of(WorkshopModule.objects.filter(**here)),
        blocks_with_attendance=count_of(blocks.filter(marked), distinct=True),
        matrix_cities=count_of(matrices, "matrix__strategy__city", distinct=True),
        reports=count_of(WorkshopReport.objects.filter(**here)),
        steps=ArraySubquery(steps.values(one=JSONObject(to_state="to_state", at="at"))),
        taught=ArraySubquery(taught.values(one=JSONObject(number="module__number", titles="module__titles"))),
    )
    groups = [found.pop(name) for name in ("of_applications", "of_people", "of_blocks", "of_mails")]
    return WorkshopNumbers(**found, **{name: n for group in groups for name, n in group.items()})
