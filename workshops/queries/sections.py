from dataclasses import dataclass

from django.db.models import OuterRef

from modules.models import Part
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import QueuedMail
from workshops.models import Application, Workshop, WorkshopMatrix
from workshops.queries.counting import count_of, counts_of


@dataclass(frozen=True)
class SectionCounts:
    """What the tabs of a workshop show beside their names."""

    applications: int
    materials: int
    matrices: int
    mails: int


def section_counts(workshop: Workshop) -> SectionCounts:
    """All counts in one query."""
    of_this = {"workshop": OuterRef("pk")}
    counts = counts_of(
        workshop,
        applications=count_of(Application.objects.received().filter(**of_this)),
        materials=count_of(Part.objects.filter(module__workshop_modules__workshop=OuterRef("pk"))),
        matrices=count_of(WorkshopMatrix.objects.filter(**of_this)),
        mails=count_of(QueuedMail.objects.in_scope(scope_key(workshop))),
    )
    return SectionCounts(**counts)
