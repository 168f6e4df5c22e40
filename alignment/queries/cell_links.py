"""What hangs on a cell besides its values: indicators, actors of its element, its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from alignment.models import Actor, ActorRole, AlignmentCell, AlignmentMatrix, LocalIndicator
from alignment.queries.panel import CellPanel
from sdgplatform.audit.history import history
from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from sdgplatform.ui.parts import HistoryEntry

SHOWN = 12


@dataclass(frozen=True)
class CellLinks:
    """`free_indicators` and `actors` are what the city has and may be added."""

    indicators: Sequence[LocalIndicator]
    free_indicators: Sequence[LocalIndicator]
    roles: Sequence[ActorRole]
    actors: Sequence[Actor]
    history: Sequence[HistoryEntry]


def cell_links(matrix: AlignmentMatrix, panel: CellPanel, *, with_free: bool) -> CellLinks:
    city = matrix.strategy.city_id
    linked = list(panel.cell.indicators.order_by("code")) if panel.cell else []
    free: list[LocalIndicator] = []
    actors: list[Actor] = []
    if with_free:
        free = list(
            LocalIndicator.objects.filter(city=city)
            .exclude(pk__in=[row.pk for row in linked])
            .order_by("code")
        )
        actors = list(Actor.objects.filter(city=city).order_by("name"))
    roles = panel.element.actor_roles.select_related("actor").order_by("actor__name", "role")
    return CellLinks(linked, free, list(roles), actors, cell_history(matrix, panel))


def cell_history(matrix: AlignmentMatrix, panel: CellPanel) -> list[HistoryEntry]:
    """Entries of the cell itself, and those of the matrix that name it among several."""
    cells = AuditEntry.objects.filter(details__contains={"cells": [[panel.element.code, panel.place]]})
    of_matrix = cells.filter(target_type="alignment.alignmentmatrix", target_id=str(matrix.pk))
    if panel.cell is None:
        return history(of_matrix.order_by("-id"), limit=SHOWN)
    own = Q(
        target_type=AlignmentCell._meta.label_lower, target_id=str(panel.cell.pk), scope=scope_key(matrix)
    )
    evidence = Q(
        scope=scope_key(matrix),
        action__startswith="alignment.evidence.",
        details__cell__startswith=_spot(panel),
    )
    named = Q(pk__in=of_matrix.values("pk"))
    return history(AuditEntry.objects.filter(own | named | evidence).order_by("-id"), limit=SHOWN)


def _spot(panel: CellPanel) -> str:
    """As `str(cell)` begins."""
    return f"{panel.element.pk} × {panel.target_id or panel.goal_id}:"
