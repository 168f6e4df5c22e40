from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, Subquery
from django.db.models.functions import JSONObject

from participants.models import Gender
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import UNSENT, MailState
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
from workshops.queries.counting import count_of, counts_of, counts_statement, tallies_of, tally
from workshops.queries.sections import HERE, mails_here, materials_here


@dataclass(frozen=True)
class WorkshopNumbers:
    """The figures of one workshop, each with what it is a part of.

    `accepted` counts applications, as their list does; `participants` also those who came without one.

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
    walk_ins: int
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
    found = counts_of(_NUMBERS, workshop, scope=scope_key(workshop))
    groups = [found.pop(name) for name in GROUPS]
    found |= {name: count for group in groups for name, count in group.items()}
    return WorkshopNumbers(**found, modules=len(found["taught"]))


def _columns() -> dict[str, Any]:
    blocks = Session.objects.filter(**HERE)
    marked = Q(takes_attendance=True) & Q(attendances__isnull=False)
    steps = WorkshopTransition.objects.filter(**HERE).order_by("at", "pk")
    taught = WorkshopModule.objects.filter(**HERE).order_by("position", "pk")
    return {
        "of_applications": _of_applications(),
        "of_people": _of_people(),
        "of_blocks": tallies_of(blocks, blocks=tally(), attended_blocks=tally(when=Q(takes_attendance=True))),
        "of_matrices": tallies_of(
            WorkshopMatrix.objects.filter(**HERE),
            matrices=tally(),
            matrix_cities=tally("matrix__strategy__city", distinct=True),
        ),
        "of_mails": _of_mails(),
        "materials": materials_here(),
        "trainers": count_of(WorkshopTrainer.objects.filter(**HERE)),
        "blocks_with_attendance": count_of(blocks.filter(marked), distinct=True),
        "reports": count_of(WorkshopReport.objects.filter(**HERE)),
        "steps": ArraySubquery(steps.values(one=JSONObject(to_state="to_state", at="at"))),
        "taught": ArraySubquery(
            taught.values(one=JSONObject(number="module__number", titles="module__titles"))
        ),
    }


def _of_applications() -> Subquery:
    return tallies_of(
        Application.objects.received().filter(**HERE),
        applications=tally(),
        applying_cities=tally("city", distinct=True),
        applying_countries=tally("city__country", distinct=True),
        undecided=tally(when=Q(state=ApplicationState.RECEIVED)),
        waiting=tally(when=Q(state=ApplicationState.WAITING)),
        accepted=tally(when=Q(state=ApplicationState.ACCEPTED)),
    )


def _of_people() -> Subquery:
    return tallies_of(
        Participation.objects.taking_part().filter(**HERE),
        participants=tally(),
        walk_ins=tally(when=Q(is_walk_in=True)),
        participant_cities=tally("city", distinct=True),
        participant_countries=tally("city__country", distinct=True),
        women=tally(when=Q(person__gender=Gender.WOMAN)),
    )


def _of_mails() -> Subquery:
    return tallies_of(
        mails_here(),
        mails=tally(),
        unsent_mails=tally(when=Q(state__in=UNSENT)),
        held_mails=tally(when=Q(state=MailState.HELD)),
    )


GROUPS = ("of_applications", "of_people", "of_blocks", "of_matrices", "of_mails")
_NUMBERS = counts_statement(Workshop, _columns)
