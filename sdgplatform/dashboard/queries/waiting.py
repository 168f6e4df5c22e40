"""What waits for the person who is signed in, most pressing first."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.models import AlignmentMatrix
from alignment.models.matrices import EDITABLE_STATES, MatrixState
from sdgplatform.audit.recording import scope_column
from sdgplatform.outbox.models import MailState, QueuedMail
from sdgplatform.ui.parts import CheckItem
from workshops.models import (
    Application,
    ApplicationState,
    Participation,
    Workshop,
    WorkshopNetwork,
    WorkshopState,
)
from workshops.queries.counting import count_of

MOST = 8


def waiting_items(user: Any) -> list[CheckItem]:
    return [
        *_open_applications(user),
        *_held_mails(user),
        *_matrices_to_review(user),
        *_own_matrices(user),
        *_own_participations(user),
    ][: 2 * MOST]


def _coordinated(user: Any) -> "QuerySet[Workshop]":
    links = WorkshopNetwork.objects.filter(network__in=user.coordinated_network_ids)
    return Workshop.objects.filter(pk__in=links.values("workshop"))


def _open_applications(user: Any) -> list[CheckItem]:
    if not user.coordinated_network_ids:
        return []
    received = Application.objects.filter(workshop=OuterRef("pk"), state=ApplicationState.RECEIVED)
    rows = (
        _coordinated(user)
        .filter(Exists(received), state__in=[WorkshopState.OPEN, WorkshopState.SELECTION])
        .annotate(waiting=count_of(received))
        .only("slug", "titles")
    )
    return [
        CheckItem(
            ngettext("%(n)d application to decide", "%(n)d applications to decide", workshop.waiting)
            % {"n": workshop.waiting},
            note=workshop.title,
            url=reverse("workshops:application_list", args=[workshop.slug]),
            link=_("Open selection"),
        )
        for workshop in rows.order_by("starts_at")[:MOST]
    ]


def _held_mails(user: Any) -> list[CheckItem]:
    if not user.coordinated_network_ids:
        return []
    held = QueuedMail.objects.filter(state=MailState.HELD, scope=scope_column(Workshop))
    rows = _coordinated(user).filter(Exists(held)).annotate(waiting=count_of(held)).only("slug", "titles")
    return [
        CheckItem(
            ngettext("%(n)d mail waits to be released", "%(n)d mails wait to be released", workshop.waiting)
            % {"n": workshop.waiting},
            note=workshop.title,
            url=reverse("workshops:mail_list", args=[workshop.slug]),
            link=_("Review the mails"),
        )
        for workshop in rows.order_by("-waiting", "pk")[:MOST]
    ]


def _matrices_to_review(user: Any) -> list[CheckItem]:
    networks = user.networks_with_role("REVIEWER")
    if not networks:
        return []
    rows = AlignmentMatrix.objects.filter(
        strategy__network__in=networks, state__in=[MatrixState.SUBMITTED, MatrixState.IN_REVIEW]
    ).exclude(created_by=user)
    return [
        CheckItem(
            _("Matrix to review: %(city)s") % {"city": matrix.strategy.city},
            note=str(matrix.strategy),
            url=reverse("alignment:matrix_detail", args=[matrix.code]),
            link=_("Open the matrix"),
        )
        for matrix in rows.with_strategy().order_by("updated_at")[:MOST]
    ]


def _own_matrices(user: Any) -> list[CheckItem]:
    mine = Q(strategy__city__in=user.planned_city_ids) | Q(created_by=user)
    rows = AlignmentMatrix.objects.filter(mine, state__in=EDITABLE_STATES)
    return [
        CheckItem(
            _("Go on with the matrix of %(city)s") % {"city": matrix.strategy.city},
            state="missing" if matrix.state == MatrixState.CHANGES_REQUESTED else "todo",
            note=f"{matrix.strategy} · {matrix.get_state_display()}",
            url=reverse("alignment:matrix_detail", args=[matrix.code]),
            link=_("Open the matrix"),
        )
        for matrix in rows.with_strategy().order_by("-updated_at")[:MOST]
    ]


def _own_participations(user: Any) -> list[CheckItem]:
    states = [WorkshopState.SELECTION, WorkshopState.CONFIRMED, WorkshopState.RUNNING]
    rows = Participation.objects.taking_part().filter(person__account=user, workshop__state__in=states)
    return [
        CheckItem(
            _("You take part: %(workshop)s") % {"workshop": participation.workshop.title},
            state="todo",
            url=reverse("workshops:my_workshop", args=[participation.workshop.slug]),
            link=_("My workshop"),
        )
        for participation in rows.select_related("workshop").order_by("workshop__starts_at")[:MOST]
    ]
