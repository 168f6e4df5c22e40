"""A city of the network reads a matrix along with the reviewers and comments; it changes nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.emails import peer_messages
from alignment.models import AlignmentMatrix
from alignment.models.matrices import FROZEN_STATES, MatrixState
from alignment.queries.people import cities_with_planners
from participants.models import City
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.actions import queue_mail


class ReviewIsOver(ActionRefused):
    code = "review_is_over"
    message = gettext_lazy("The review of this matrix is over; no city reads along any more.")


@transaction.atomic
def invite_peer(matrix: AlignmentMatrix, *, by: Any, city: City) -> AlignmentMatrix:
    """One city at a time: another takes the place of the first. Raises ReviewIsOver, ValidationError."""
    locked = _lock(matrix)
    if not cities_with_planners(locked).filter(pk=city.pk).exists():
        raise ValidationError({"city": _("Choose a city of the network that has planners.")})
    if locked.peer_city_id == city.pk:
        return locked
    locked.peer_city = city
    locked.save(update_fields=["peer_city", "updated_at"])
    record("alignment.peer.invited", by=by, target=locked, city=str(city))
    for message in peer_messages(locked, timezone.now().isoformat()):
        queue_mail(message, by=by)
    return locked


@transaction.atomic
def remove_peer(matrix: AlignmentMatrix, *, by: Any) -> AlignmentMatrix:
    """Its comments stay. Raises ReviewIsOver."""
    locked = _lock(matrix)
    if locked.peer_city is not None:
        record("alignment.peer.removed", by=by, target=locked, city=str(locked.peer_city))
        locked.peer_city = None
        locked.save(update_fields=["peer_city", "updated_at"])
    return locked


def _lock(matrix: AlignmentMatrix) -> AlignmentMatrix:
    rows = AlignmentMatrix.objects.select_for_update(of=("self",))
    locked = rows.select_related("strategy__city", "strategy__network", "peer_city").get(pk=matrix.pk)
    if locked.state in FROZEN_STATES or locked.state == MatrixState.WITHDRAWN:
        raise ReviewIsOver
    return locked
