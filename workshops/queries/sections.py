"""The counts beside the names of the tabs."""

from django.db.models import OuterRef
from django.db.models.functions import Coalesce

from modules.models import Part
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import QueuedMail
from workshops.models import Application, Workshop, WorkshopMatrix
from workshops.queries.counting import count_of, counts_of


def section_columns(workshop: Workshop) -> dict[str, Coalesce]:
    here = {"workshop": OuterRef("pk")}
    return {
        "applications": count_of(Application.objects.received().filter(**here)),
        "materials": count_of(Part.objects.filter(module__workshop_modules__workshop=OuterRef("pk"))),
        "matrices": count_of(WorkshopMatrix.objects.filter(**here)),
        "mails": count_of(QueuedMail.objects.in_scope(scope_key(workshop))),
    }


def section_counts(workshop: Workshop) -> dict[str, int]:
    """By the name of the count, all in one query."""
    return counts_of(workshop, **section_columns(workshop))
