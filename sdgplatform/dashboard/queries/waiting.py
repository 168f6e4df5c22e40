"""What waits for the person who is signed in, most pressing first."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.models import AlignmentMatrix
from alignment.models.matrices import EDITABLE_STATES, MatrixState
from sdgplatform.audit.recording import scope_column
from sdgplatform.dashboard.queries.waiting_matrices import matrices_waiting
from sdgplatform.multilingual import localize
from sdgplatform.outbox.models import MailState, QueuedMail
from sdgplatform.statements import Given, GivenIds, Statement
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


def _coordinated() -> "QuerySet[Workshop]":
    links = WorkshopNetwork.objects.filter(network__in=GivenIds("networks"))
    return Workshop.objects.filter(pk__in=links.values("workshop"))


def _with_applications() -> "QuerySet[Workshop, tuple[Any, ...]]":
    received = Application.objects.filter(workshop=OuterRef("pk"), state=ApplicationState.RECEIVED)
    rows = _coordinated().filter(Exists(received), state__in=[WorkshopState.OPEN, WorkshopState.SELECTION])
    rows = rows.annotate(waiting=count_of(received)).order_by("starts_at")
    return rows.values_list("slug", "titles", "waiting")[:MOST]


def _with_held_mails() -> "QuerySet[Workshop, tuple[Any, ...]]":
    held = QueuedMail.objects.filter(state=MailState.HELD, scope=scope_column(Workshop))
    rows = _coordinated().filter(Exists(held)).annotate(waiting=count_of(held)).order_by("-waiting", "pk")
    return rows.values_list("slug", "titles", "waiting")[:MOST]


def _to_review() -> "QuerySet[AlignmentMatrix, tuple[Any, ...]]":
    rows = (
        AlignmentMatrix.objects.ordinary()
        .filter(
            strategy__network__in=GivenIds("networks"),
            state__in=[MatrixState.SUBMITTED, MatrixState.IN_REVIEW],
        )
        .exclude(created_by=Given("user"))
    )
    return rows.order_by("updated_at").values_list(*MATRIX)[:MOST]


def _in_the_making() -> "QuerySet[AlignmentMatrix, tuple[Any, ...]]":
    mine = Q(strategy__city__in=GivenIds("cities")) | Q(created_by=Given("user"))
    rows = AlignmentMatrix.objects.ordinary().filter(mine, state__in=EDITABLE_STATES)
    return rows.order_by("-updated_at").values_list(*MATRIX)[:MOST]


def _taken_part_in() -> "QuerySet[Participation, tuple[Any, ...]]":
    states = [WorkshopState.SELECTION, WorkshopState.CONFIRMED, WorkshopState.RUNNING]
    rows = Participation.objects.taking_part().filter(person=Given("person"), workshop__state__in=states)
    return rows.order_by("workshop__starts_at").values_list("workshop__slug", "workshop__titles")[:MOST]


MATRIX = ("code", "state", "strategy__title", "strategy__city__name")
WITH_APPLICATIONS, WITH_HELD_MAILS = Statement(_with_applications), Statement(_with_held_mails)
TO_REVIEW, IN_THE_MAKING = Statement(_to_review), Statement(_in_the_making)
TAKEN_PART_IN = Statement(_taken_part_in)


def waiting_items(user: Any) -> list[CheckItem]:
    return [
        *_open_applications(user),
        *_held_mails(user),
        *_matrices_to_review(user),
        *_own_matrices(user),
        *matrices_waiting(user),
        *_own_participations(user),
    ][: 2 * MOST]


def _open_applications(user: Any) -> list[CheckItem]:
    networks = user.coordinated_network_ids
    return [
        CheckItem(
            ngettext("%(n)d application to decide", "%(n)d applications to decide", waiting) % {"n": waiting},
            note=localize(titles),
            url=reverse("workshops:application_list", args=[slug]),
            link=_("Open selection"),
        )
        for slug, titles, waiting in (WITH_APPLICATIONS.rows(networks=networks) if networks else ())
    ]


def _held_mails(user: Any) -> list[CheckItem]:
    networks = user.coordinated_network_ids
    return [
        CheckItem(
            ngettext("%(n)d mail waits to be released", "%(n)d mails wait to be released", waiting)
            % {"n": waiting},
            note=localize(titles),
            url=reverse("workshops:mail_list", args=[slug]),
            link=_("Review the mails"),
        )
        for slug, titles, waiting in (WITH_HELD_MAILS.rows(networks=networks) if networks else ())
    ]


def _matrices_to_review(user: Any) -> list[CheckItem]:
    networks = user.networks_with_role("REVIEWER")
    return [
        CheckItem(
            _("Matrix to review: %(city)s") % {"city": city},
            note=strategy,
            url=reverse("alignment:matrix_detail", args=[code]),
            link=_("Open the matrix"),
        )
        for code, _state, strategy, city in (
            TO_REVIEW.rows(networks=networks, user=user.pk) if networks else ()
        )
    ]


def _own_matrices(user: Any) -> list[CheckItem]:
    return [
        CheckItem(
            _("Go on with the matrix of %(city)s") % {"city": city},
            state="missing" if state == MatrixState.CHANGES_REQUESTED else "todo",
            note=f"{strategy} · {MatrixState(state).label}",
            url=reverse("alignment:matrix_detail", args=[code]),
            link=_("Open the matrix"),
        )
        for code, state, strategy, city in IN_THE_MAKING.rows(cities=user.planned_city_ids, user=user.pk)
    ]


def _own_participations(user: Any) -> list[CheckItem]:
    person = user.person_or_none
    return [
        CheckItem(
            _("You take part: %(workshop)s") % {"workshop": localize(titles)},
            state="todo",
            url=reverse("workshops:my_workshop", args=[slug]),
            link=_("My workshop"),
        )
        for slug, titles in (TAKEN_PART_IN.rows(person=person.pk) if person else ())
    ]
