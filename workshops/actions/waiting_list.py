"""The waiting list: places 1, 2, 3 … without gaps, whatever happens to those on it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from workshops.models import Application, ApplicationState, Workshop

Item = TypeVar("Item")


class NotOnWaitingList(ActionRefused):
    code = "not_on_waiting_list"
    message = _("This application is not on the waiting list.")


def moved(line: Sequence[Item], item: Item, place: int) -> list[Item]:
    """The line with one item at another place; places beyond the ends mean the ends."""
    others = [other for other in line if other != item]
    index = min(max(place, 1), len(line)) - 1
    return [*others[:index], item, *others[index:]]


@transaction.atomic
def move_on_waiting_list(application: Application, place: int, *, by: Any) -> Application:
    """Give somebody another place; those between move by one. Raises NotOnWaitingList."""
    Workshop.objects.select_for_update(no_key=True).get(pk=application.workshop_id)
    line = list(Application.objects.filter(workshop=application.workshop_id).waiting())
    found = next((one for one in line if one.pk == application.pk), None)
    if found is None:
        raise NotOnWaitingList
    before = found.waiting_position
    number(moved(line, found, place))
    if found.waiting_position != before:
        record(
            "workshops.application.moved_on_waiting_list",
            by=by,
            target=found,
            scope=found.workshop,
            places=[before, found.waiting_position],
        )
    return found


def close_ranks(workshop: Workshop) -> None:
    """After somebody left the list. The caller holds the workshop's lock."""
    number(list(Application.objects.filter(workshop=workshop).waiting()))


def last_place(workshop: Workshop) -> int:
    return Application.objects.filter(workshop=workshop, state=ApplicationState.WAITING).count()


def number(line: Sequence[Application]) -> None:
    changed = []
    for place, application in enumerate(line, start=1):
        if application.waiting_position != place:
            application.waiting_position = place
            changed.append(application)
    Application.objects.bulk_update(changed, ["waiting_position"])
    # The deferred constraint is checked here, where a mistake was made, not at the commit.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS application_one_per_place_on_the_waiting_list IMMEDIATE")
        cursor.execute("SET CONSTRAINTS application_one_per_place_on_the_waiting_list DEFERRED")
