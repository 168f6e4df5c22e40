"""Matrices in lists, with the coverage of each as a strip."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from alignment.models import AlignmentMatrix
from alignment.models.matrices import FROZEN_STATES, MatrixState
from sdgplatform.search import fold

WAITING = (MatrixState.SUBMITTED, MatrixState.IN_REVIEW, MatrixState.CHANGES_REQUESTED)


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


def is_reviewed(matrix: AlignmentMatrix) -> bool:
    return matrix.state in FROZEN_STATES
