"""The steps of a workshop's life, each locked, checked, logged and audited."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sdgplatform.audit.recording import record, scope_key
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.actions import withdraw_mails_in_scope
from workshops.actions.selection import announce_cancellation
from workshops.models import Workshop, WorkshopState, WorkshopTransition
from workshops.queries.life_cycle import is_back, moves_from
from workshops.queries.readiness import readiness


class MoveNotAllowed(ActionRefused):
    code = "move_not_allowed"
    message = _("The workshop cannot take this step from its present state.")


class WorkshopNotReady(ActionRefused):
    code = "workshop_not_ready"
    message = _("Something is still missing for this step.")


class ReasonMissing(ActionRefused):
    code = "reason_missing"
    message = _("Write why the workshop is cancelled.")


@transaction.atomic
def move_workshop(
    workshop: Workshop, to_state: str, *, by: Any, reason: str = "", at: datetime | None = None
) -> Workshop:
    """Take one step. `at` is when it happened, for what is entered later than it was done.

    A step back asks for nothing. Cancelling withdraws the mails that have not left.
    Raises MoveNotAllowed, WorkshopNotReady, ReasonMissing.
    """
    at = at or timezone.now()
    locked = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    from_state = locked.state
    _check(locked, to_state, reason=reason.strip(), at=at)
    locked.state = to_state
    if to_state == WorkshopState.OPEN and locked.applications_open_at is None:
        locked.applications_open_at = at
    locked.full_clean()
    locked.save(update_fields=["state", "applications_open_at"])
    WorkshopTransition.objects.create(
        workshop=locked, from_state=from_state, to_state=to_state, reason=reason.strip(), by=by, at=at
    )
    _record(locked, from_state, reason.strip(), by)
    return locked


def _check(workshop: Workshop, to_state: str, *, reason: str, at: datetime) -> None:
    if to_state not in moves_from(workshop.state):
        raise MoveNotAllowed(from_state=workshop.state, to_state=to_state)
    if to_state == WorkshopState.CANCELLED and not reason:
        raise ReasonMissing
    # Selection can be taken up again with any state of the data; a call needs its closing date again.
    if is_back(workshop.state, to_state) and to_state != WorkshopState.OPEN:
        return
    missing = [need for need in readiness(workshop, to_state, at=at) if need.blocks and not need.is_met]
    if missing:
        words = gettext("Still missing: %(things)s.") % {"things": "; ".join(need.text for need in missing)}
        raise WorkshopNotReady(words, missing=[need.code for need in missing])


def _record(workshop: Workshop, from_state: str, reason: str, by: Any) -> None:
    details: dict[str, Any] = {"from_state": from_state, "to_state": workshop.state, "reason": reason}
    if workshop.state == WorkshopState.CANCELLED:
        details["mails_withdrawn"] = withdraw_mails_in_scope(scope_key(workshop))
        details["mails_to_let_go"] = announce_cancellation(workshop, by=by, reason=reason)
        record("workshops.workshop.cancelled", by=by, target=workshop, scope=workshop, **details)
    else:
        record("workshops.workshop.moved", by=by, target=workshop, scope=workshop, **details)
