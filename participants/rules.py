"""Who may do what with people, networks and roles; the predicates that the other apps build on."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from participants.models import Invitation, Network, Person, Role, RoleAssignment
from sdgplatform.audit.registry import register


def coordinates(user: Any, network_ids: set[int]) -> bool:
    return bool(user.coordinated_network_ids & network_ids)


@rules.predicate
def is_coordinator(user: Any) -> bool:
    """Of any network, today."""
    return bool(user.coordinated_network_ids)


@rules.predicate
def is_coordinator_of_network(user: Any, network: Network) -> bool:
    return network.pk in user.coordinated_network_ids


@rules.predicate
def is_coordinator_of_its_network(user: Any, row: RoleAssignment | Invitation) -> bool:
    return row.network_id in user.coordinated_network_ids


@rules.predicate
def is_oneself(user: Any, person: Person) -> bool:
    return person.account_id == user.pk


@rules.predicate
def is_coordinator_and_sees(user: Any, person: Person) -> bool:
    """People are shared by all networks of the installation, so any coordinator may tend them."""
    return bool(user.coordinated_network_ids)


@rules.predicate
def has_any_role(user: Any) -> bool:
    return user.has_role(*Role.values)


rules.add_perm("participants.list_people", is_coordinator)
rules.add_perm("participants.view_person", is_oneself | is_coordinator_and_sees)
rules.add_perm("participants.add_person", is_coordinator)
rules.add_perm("participants.change_person", is_oneself | is_coordinator_and_sees)
rules.add_perm("participants.add_organisation", is_coordinator)
rules.add_perm("participants.change_network", is_coordinator_of_network)
rules.add_perm("participants.assign_role", is_coordinator_of_network)
rules.add_perm("participants.end_role", is_coordinator_of_its_network)
rules.add_perm("participants.invite_person", is_coordinator_of_network)
rules.add_perm("participants.revoke_invitation", is_coordinator_of_its_network)

register(
    "participants",
    {
        "person.added": _("added the person"),
        "person.changed": _("changed the person"),
        "person.claimed": _("claimed the person by the verified address"),
        "organisation.added": _("added the organisation"),
        "organisation.changed": _("changed the organisation"),
        "network.added": _("added the network"),
        "network.changed": _("changed the network"),
        "membership.added": _("added a membership"),
        "membership.ended": _("ended a membership"),
        "role.assigned": _("gave a role"),
        "role.ended": _("ended a role"),
        "invitation.sent": _("sent an invitation"),
        "invitation.revoked": _("revoked an invitation"),
        "invitation.accepted": _("accepted an invitation"),
    },
)
