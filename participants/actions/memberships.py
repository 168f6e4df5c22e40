from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participants.actions.records import add_record
from participants.emails import membership_mails
from participants.models import Membership, Network
from participants.queries.networks import planners_of
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.actions import queue_mails


class MembershipHasEnded(ActionRefused):
    code = "membership_has_ended"
    message = _("This membership has already ended.")


@transaction.atomic
def add_membership(membership: Membership, *, by: Any) -> Membership:
    """The network is locked, so that two at once meet the constraint as a message, not as an error.

    A membership opens what the city plans to the network; planners of the city hear of it by mail.
    """
    network = Network.objects.select_for_update().get(pk=membership.network_id)
    row = add_record(membership, by=by, action="participants.membership.added", scope=network)
    if row.city_id is not None:
        queue_mails(membership_mails(row, planners_of(row.city_id)), by=by)
    return row


@transaction.atomic
def end_membership(membership: Membership, *, by: Any, ends_on: date) -> Membership:
    """`ends_on` is the last day. Raises MembershipHasEnded."""
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if locked.ends_on is not None:
        raise MembershipHasEnded
    before = snapshot(locked)
    locked.ends_on = ends_on
    locked.full_clean()
    locked.save()
    record("participants.membership.ended", by=by, target=locked, before=before, scope=locked.network)
    return locked
