"""Matrices that wait for somebody: told from their state, so that nothing has to be kept or ticked off."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.models import AlignmentMatrix, CellComment
from alignment.models.matrices import PEER_STATES, MatrixState
from sdgplatform.statements import Given, GivenIds, Statement
from sdgplatform.ui.parts import CheckItem
from workshops.queries.counting import count_of

MOST = 8
COLUMNS = ("code", "state", "strategy__title", "strategy__city__name", "is_mine", "is_peer", "waiting")


def _concerning() -> "QuerySet[AlignmentMatrix, tuple[Any, ...]]":
    """Comments of others on one's own matrix, a city that reads along, a validated matrix to publish."""
    comments = CellComment.objects.filter(matrix=OuterRef("pk"), resolved_at__isnull=True)
    comments = comments.exclude(by=Given("user"))
    mine = Q(strategy__city__in=GivenIds("cities")) | Q(created_by=Given("user"))
    peer = Q(peer_city__in=GivenIds("cities"), state__in=PEER_STATES)
    to_publish = Q(strategy__network__in=GivenIds("networks")) | mine
    rows = AlignmentMatrix.objects.ordinary().filter(
        Q(mine, Exists(comments), state__in=PEER_STATES) | peer | Q(to_publish, state=MatrixState.VALIDATED)
    )
    return (
        rows.annotate(
            is_mine=Q(strategy__city__in=GivenIds("cities")),
            is_peer=peer,
            waiting=count_of(comments),
        )
        .order_by(F("updated_at").desc())
        .values_list(*COLUMNS)[:MOST]
    )


CONCERNING = Statement(_concerning)


def matrices_waiting(user: Any) -> list[CheckItem]:
    cities, networks = user.planned_city_ids, user.coordinated_network_ids
    if not cities and not networks:
        return []
    return [_item(row) for row in CONCERNING.rows(user=user.pk, cities=cities, networks=networks)]


def _item(row: tuple[Any, ...]) -> CheckItem:
    code, state, title, city, is_mine, is_peer, waiting = row
    if is_peer and not is_mine:
        words, page, link = (
            _("Read and comment on the matrix of %(city)s"),
            "matrix_review",
            _("Cell by cell"),
        )
    elif state == MatrixState.VALIDATED:
        words = _("Validated: who sees the matrix of %(city)s?")
        page, link = "matrix_detail", _("Open the matrix")
    else:
        words = ngettext(
            "%(n)d comment waits on the matrix of %(city)s",
            "%(n)d comments wait on the matrix of %(city)s",
            waiting,
        )
        page, link = "matrix_comments", _("Read the comments")
    return CheckItem(
        words % {"city": city, "n": waiting},
        state="todo",
        note=title,
        url=reverse(f"alignment:{page}", args=[code]),
        link=link,
    )
