"""Accept, wait, decline, reopen: in bulk, never beyond the places, reversible until the mails go."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sdgplatform.audit.recording import record_many, scope_key
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.actions import queue_mails, withdraw_mails, withdraw_mails_in_scope
from workshops import emails
from workshops.actions.applications import STATES_THAT_SELECT, lock_workshop
from workshops.actions.waiting_list import close_ranks, last_place
from workshops.models import (
    Application,
    ApplicationState,
    ApplicationTransition,
    Attendance,
    Participation,
    Workshop,
)
from workshops.queries.selection import mailed_decisions, places_of

State = ApplicationState
DECISION_NAMES = {
    State.ACCEPTED: "workshops.application.accepted",
    State.WAITING: "workshops.application.put_on_waiting_list",
    State.DECLINED: "workshops.application.declined",
    State.RECEIVED: "workshops.application.reopened",
}
# After the mail about a decision has gone, only better news may follow.
AFTER_MAIL = {
    State.ACCEPTED: set(),
    State.WAITING: {State.ACCEPTED, State.DECLINED},
    State.DECLINED: {State.ACCEPTED, State.WAITING},
}


class WorkshopIsFull(ActionRefused):
    code = "workshop_is_full"


class SelectionIsOver(ActionRefused):
    code = "selection_is_over"
    message = _("The selection of this workshop is over.")


class CannotBeDecided(ActionRefused):
    code = "cannot_be_decided"


class DecisionHasLeft(ActionRefused):
    code = "decision_has_left"


class AlreadyTakesPart(ActionRefused):
    code = "already_takes_part"


class HasAttended(ActionRefused):
    code = "has_attended"


class WaitingListIsEmpty(ActionRefused):
    code = "waiting_list_is_empty"
    message = _("Nobody is on the waiting list.")


def accept_applications(
    workshop: Workshop, applications: Iterable[Application], *, by: Any
) -> list[Application]:
    """Give places. Raises WorkshopIsFull when there are fewer places than applications."""
    return _decide(workshop, applications, State.ACCEPTED, by=by)


def put_on_waiting_list(
    workshop: Workshop, applications: Iterable[Application], *, by: Any
) -> list[Application]:
    """At the end of the list, in the order given."""
    return _decide(workshop, applications, State.WAITING, by=by)


def decline_applications(
    workshop: Workshop, applications: Iterable[Application], *, by: Any, reason: str = ""
) -> list[Application]:
    """`reason` is shown to the applicants in their mail."""
    return _decide(workshop, applications, State.DECLINED, by=by, reason=reason)


def reopen_applications(
    workshop: Workshop, applications: Iterable[Application], *, by: Any
) -> list[Application]:
    """Take decisions back whose mails have not gone."""
    return _decide(workshop, applications, State.RECEIVED, by=by)


@transaction.atomic
def promote_next(workshop: Workshop, *, by: Any) -> Application:
    """Give a free place to the first on the waiting list. Raises WaitingListIsEmpty, WorkshopIsFull."""
    locked = lock_workshop(workshop)
    first = Application.objects.filter(workshop=locked).waiting().first()
    if first is None:
        raise WaitingListIsEmpty
    return accept_applications(locked, [first], by=by)[0]


@transaction.atomic
def announce_cancellation(workshop: Workshop, *, by: Any, reason: str = "") -> int:
    """The workshop does not take place: unsent mails about it are withdrawn, and one mail to everybody who
    takes part or applied and was not declined is made, to be let go. Returns how many mails were made."""
    withdraw_mails_in_scope(scope_key(workshop))
    undecided = [State.RECEIVED, State.ACCEPTED, State.WAITING]
    recipients: list[Any] = list(workshop.applications.filter(state__in=undecided).order_by("pk"))
    walked_in = workshop.participations.taking_part().filter(application=None).exclude(person__email="")
    recipients += [one.person for one in walked_in.select_related("person")]
    mails = [emails.cancellation_message(workshop, person=one, reason_given=reason) for one in recipients]
    return len(queue_mails(mails, by=by, held=True))


@transaction.atomic
def _decide(
    workshop: Workshop, applications: Iterable[Application], state: State, *, by: Any, reason: str = ""
) -> list[Application]:
    """Those that are in the state already stay as they are, so that a form sent twice does nothing."""
    workshop = lock_workshop(workshop)
    if workshop.state not in STATES_THAT_SELECT:
        raise SelectionIsOver
    chosen = _chosen(workshop, applications)
    _check_open(chosen)
    moving = [application for application in chosen if application.state != state]
    if not moving:
        return []
    left_mails = _withdraw_decision_mails(moving, state)
    if state == State.ACCEPTED:
        _check_places(workshop, moving)
    _leave_participations(moving, by=by)
    before = {application.pk: State(application.state) for application in moving}
    _move(workshop, moving, state, by=by, reason=reason)
    if state == State.ACCEPTED:
        _take_part(moving)
    close_ranks(workshop)
    record_many(DECISION_NAMES[state], moving, by=by, scope=workshop, reason=reason)
    if state != State.RECEIVED:
        promoted = {pk for pk in left_mails if before[pk] == State.WAITING}
        _queue_decision_mails(moving, promoted if state == State.ACCEPTED else set(), reason=reason, by=by)
    return moving


def _chosen(workshop: Workshop, applications: Iterable[Application]) -> list[Application]:
    """Locked, in the order given."""
    order = {application.pk: index for index, application in enumerate(applications)}
    rows = Application.objects.select_for_update(of=("self",), no_key=True).filter(
        workshop=workshop, pk__in=order
    )
    found = sorted(rows.select_related("person").order_by("pk"), key=lambda one: order[one.pk])
    for application in found:
        application.workshop = workshop
    return found


def _check_open(chosen: Sequence[Application]) -> None:
    for application in chosen:
        if application.state in (State.UNCONFIRMED, State.WITHDRAWN):
            raise CannotBeDecided(
                _("%(name)s cannot be decided: %(state)s.")
                % {"name": application.full_name, "state": application.get_state_display()},
                application=application.code,
            )


def _withdraw_decision_mails(moving: Sequence[Application], state: State) -> set[int]:
    """Cancels the mails about the former decisions; refuses when one has gone that may not be followed."""
    withdraw_mails(*[application.decision_key for application in moving])
    gone = mailed_decisions(moving)
    for application in moving:
        if application.pk in gone and state not in AFTER_MAIL.get(State(application.state), set()):
            raise DecisionHasLeft(
                _("The mail to %(name)s about the decision has gone: %(state)s.")
                % {"name": application.full_name, "state": application.get_state_display()},
                application=application.code,
            )
    return gone


def _check_places(workshop: Workshop, moving: Sequence[Application]) -> None:
    left, wanted = places_of(workshop).left, len(moving)
    if wanted > left:
        words = {"wanted": wanted, "left": left}
        raise WorkshopIsFull(
            ngettext(
                "%(left)d place is left, %(wanted)d were chosen. Nothing was changed.",
                "%(left)d places are left, %(wanted)d were chosen. Nothing was changed.",
                left,
            )
            % words,
            **words,
        )


def _leave_participations(moving: Sequence[Application], *, by: Any) -> None:
    """A place given and not yet announced goes back; one that was already used stays."""
    accepted = [application for application in moving if application.state == State.ACCEPTED]
    taken = Participation.objects.taking_part().filter(application__in=accepted)
    attended = Attendance.objects.filter(participation__in=taken).select_related("participation__person")
    if used := attended.first():
        raise HasAttended(_("%(name)s has attended already.") % {"name": used.participation.person.full_name})
    taken.update(cancelled_at=timezone.now(), cancelled_by=by)


def _move(workshop: Workshop, moving: Sequence[Application], state: State, *, by: Any, reason: str) -> None:
    now, end = timezone.now(), last_place(workshop)
    decided = state != State.RECEIVED
    ApplicationTransition.objects.bulk_create(
        ApplicationTransition(
            application=one, from_state=one.state, to_state=state, by=by, reason=reason, at=now
        )
        for one in moving
    )
    for place, application in enumerate(moving, start=end + 1):
        application.state = state
        application.waiting_position = place if state == State.WAITING else None
        application.decided_at, application.decided_by = (now, by) if decided else (None, None)
    Application.objects.bulk_update(moving, ["state", "waiting_position", "decided_at", "decided_by"])


def _take_part(accepted: Sequence[Application]) -> None:
    """One participation a person: one that was cancelled before is taken up again."""
    workshop = accepted[0].workshop
    people = [application.person_id for application in accepted]
    former: dict[int | None, Participation] = {
        one.person_id: one for one in workshop.participations.filter(person__in=people)
    }
    new: list[Participation] = []
    again: list[Participation] = []
    for application in accepted:
        participation = former.get(application.person_id)
        if participation and participation.cancelled_at is None:
            raise AlreadyTakesPart(
                _("%(name)s takes part already.") % {"name": application.full_name},
                application=application.code,
            )
        taken = _participation(application, participation)
        (again if participation else new).append(taken)
        former[application.person_id] = taken
    Participation.objects.bulk_create(new)
    Participation.objects.bulk_update(again, PARTICIPATION_FIELDS)


PARTICIPATION_FIELDS = [
    "application",
    "network",
    "city",
    "profile",
    "organisation_name",
    "is_walk_in",
    "joined_at",
    "cancelled_at",
    "cancelled_by",
]


def _participation(application: Application, former: Participation | None) -> Participation:
    participation = former or Participation(workshop=application.workshop, person=application.person)
    participation.application, participation.is_walk_in = application, False
    for name in ("network", "city", "profile"):
        setattr(participation, f"{name}_id", getattr(application, f"{name}_id"))
    participation.organisation_name = application.organisation_name
    participation.joined_at = timezone.now()
    participation.cancelled_at = participation.cancelled_by = None
    return participation


def _queue_decision_mails(moving: Sequence[Application], promoted: set[int], *, reason: str, by: Any) -> None:
    """Held: they wait until somebody has read them and lets them go."""
    mails = [emails.decision_message(one, reason_given=reason, promoted=one.pk in promoted) for one in moving]
    queue_mails(mails, by=by, held=True)
