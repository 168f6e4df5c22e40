"""Matrices in lists, with the coverage of each as a strip."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from alignment.models import AlignmentMatrix, MatrixTransition
from alignment.models.matrices import FROZEN_STATES, MatrixState
from sdgplatform.search import fold
from sdgplatform.statements import Given, Statement

WAITING = (MatrixState.SUBMITTED, MatrixState.IN_REVIEW, MatrixState.CHANGES_REQUESTED)

SHOWN_STEPS = 20


def matrices_of(
    user: Any, *, words: str = "", state: str = "", network: Any = None
) -> QuerySet[AlignmentMatrix]:
    visible = AlignmentMatrix.objects.visible_to(user).values("pk")
    rows = AlignmentMatrix.objects.filter(pk__in=visible).with_strategy()
    for word in fold(words).split()[:8]:
        rows = rows.filter(strategy__search_text__contains=word)
    if state:
        rows = rows.filter(state=state)
    if network:
        rows = rows.filter(strategy__network=network)
    return rows


def with_progress(rows: QuerySet[AlignmentMatrix]) -> QuerySet[AlignmentMatrix]:
    """How many cells are assessed, how many elements have one, and how many comments are open."""
    return rows.annotate(
        cell_count=Count("cells", distinct=True),
        element_count=Count("cells__element", distinct=True),
        open_comments=Count("comments", filter=Q(comments__resolved_at__isnull=True), distinct=True),
    )


def last_steps(matrix: AlignmentMatrix) -> list[MatrixTransition]:
    """The newest first, with who took them."""
    found: list[MatrixTransition] = _LAST_STEPS.objects(matrix=matrix.pk)
    return found


_LAST_STEPS = Statement(
    lambda: (
        MatrixTransition.objects.filter(matrix=Given("matrix"))
        .select_related("by__person")
        .order_by("-pk")[:SHOWN_STEPS]
    )
)


def is_reviewed(matrix: AlignmentMatrix) -> bool:
    return matrix.state in FROZEN_STATES
