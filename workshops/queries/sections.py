"""The counts beside the names of the tabs."""

from typing import Any

from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from modules.models import Part
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import MailState, QueuedMail
from sdgplatform.statements import Given
from workshops.models import Application, Participation, Workshop, WorkshopMatrix
from workshops.queries.counting import count_of, counts_of, counts_statement

HERE = {"workshop": OuterRef("pk")}


def materials_here() -> Coalesce:
    return count_of(Part.objects.filter(module__workshop_modules__workshop=OuterRef("pk")))


def mails_here() -> QuerySet[QueuedMail]:
    """Needs the `scope` of the workshop."""
    return QueuedMail.objects.in_scope(Given("scope", CharField()))


def _section_columns() -> dict[str, Coalesce]:
    return {
        "applications": count_of(Application.objects.received().filter(**HERE)),
        "materials": materials_here(),
        "matrices": count_of(WorkshopMatrix.objects.filter(**HERE)),
        "mails": count_of(mails_here()),
    }


def _standing_columns() -> dict[str, Coalesce]:
    return {
        "taken": count_of(Participation.objects.taking_part().filter(**HERE)),
        "held": count_of(mails_here().filter(state=MailState.HELD)),
    }


_SECTIONS = counts_statement(Workshop, _section_columns)
_STANDING = counts_statement(Workshop, lambda: _section_columns() | _standing_columns())


def section_counts(workshop: Workshop, *, standing: bool = False) -> dict[str, Any]:
    """By the name of the count, all in one query; with `standing` also places `taken`, mails `held`."""
    statement = _STANDING if standing else _SECTIONS
    return counts_of(statement, workshop, scope=scope_key(workshop))
