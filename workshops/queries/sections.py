from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from modules.models import Part
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import QueuedMail
from workshops.models import Application, Workshop, WorkshopMatrix


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
    row = (
        Workshop.objects.filter(pk=workshop.pk)
        .values(
            applications=_count(Application.objects.received().filter(**of_this)),
            materials=_count(Part.objects.filter(module__workshop_modules__workshop=OuterRef("pk"))),
            matrices=_count(WorkshopMatrix.objects.filter(**of_this)),
            mails=_count(QueuedMail.objects.in_scope(scope_key(workshop))),
        )
        .get()
    )
    return SectionCounts(**row)


def _count(rows: QuerySet[Any]) -> Coalesce:
    """A function, not an aggregate, so that the subquery gets no GROUP BY and always has one row."""
    counted = rows.order_by().annotate(rows_found=Func(F("pk"), function="COUNT"))
    return Coalesce(Subquery(counted.values("rows_found")), 0)
