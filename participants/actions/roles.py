from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants.actions.records import add_record
from participants.models import City, Membership, Network, Person, Role, RoleAssignment
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused


class RoleHasEnded(ActionRefused):
    code = "role_has_ended"
    message = _("This role has already ended.")


class CityIsNoMember(ActionRefused):
    code = "city_is_no_member"
    field = "city"

    def __init__(self, city: City, network: Network) -> None:
        text = gettext("%(city)s is not a member of %(network)s today. Add it to the members first.")
        super().__init__(text % {"city": city.full_name, "network": network})


class LastCoordinatorStays(ActionRefused):
    code = "last_coordinator_stays"
    message = _("A network needs a coordinator with an account: name another one first.")


@transaction.atomic
def assign_role(assignment: RoleAssignment, *, by: Any) -> RoleAssignment:
    """The person is locked, so that two at once meet the constraint as a message, not as an error.

    Raises CityIsNoMember.
    """
    require_member(assignment.city, assignment.network)
    Person.objects.select_for_update().get(pk=assignment.person_id)
    return add_record(assignment, by=by, action="participants.role.assigned", scope=assignment.network)


def require_member(city: City | None, network: Network) -> None:
    """A network names planners of its member cities only: they read and write all that the city plans."""
    if city is not None and not Membership.objects.is_member(city.pk, {network.pk}):
        raise CityIsNoMember(city, network)


@transaction.atomic
def end_role(assignment: RoleAssignment, *, by: Any, ends_on: date) -> RoleAssignment:
    """`ends_on` is the last day. Raises RoleHasEnded, LastCoordinatorStays."""
    Network.objects.select_for_update().get(pk=assignment.network_id)
    locked = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    if locked.ends_on is not None and locked.ends_on <= ends_on:
        raise RoleHasEnded
    if locked.role == Role.COORDINATOR and not _others_coordinate(locked, ends_on + timedelta(days=1)):
        raise LastCoordinatorStays
    before = snapshot(locked)
    locked.ends_on = ends_on
    locked.full_clean()
    locked.save()
    record("participants.role.ended", by=by, target=locked, before=before, scope=locked.network)
    return locked


def _others_coordinate(assignment: RoleAssignment, day: date) -> bool:
    others = RoleAssignment.objects.filter(network=assignment.network_id, role=Role.COORDINATOR).in_force(day)
    return others.filter(person__account__is_active=True).exclude(person=assignment.person_id).exists()
