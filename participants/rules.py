"""Who may do what with people, networks and roles; the predicates that the other apps build on."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from participants.models import (
    Invitation,
    Membership,
    Network,
    Organisation,
    Person,
    Role,
    RoleAssignment,
)
from sdgplatform.audit.registry import register


def coordinated_by(user: Any) -> set[int]:
    """Ids of the networks that the user coordinates; a visitor coordinates none."""
    return user.coordinated_network_ids if user.is_authenticated else set()


def coordinates(user: Any, network_ids: set[int]) -> bool:
    return bool(coordinated_by(user) & network_ids)


@rules.predicate
def is_coordinator(user: Any) -> bool:
    """Of any network, today."""
    return bool(coordinated_by(user))


@rules.predicate
def is_coordinator_of_network(user: Any, network: Network) -> bool:
    return network.pk in coordinated_by(user)


@rules.predicate
def is_coordinator_of_its_network(user: Any, row: RoleAssignment | Invitation | Membership) -> bool:
    return row.network_id in coordinated_by(user)


@rules.predicate
def is_oneself(user: Any, person: Person) -> bool:
    return user.is_authenticated and person.account_id == user.pk


@rules.predicate
def is_coordinator_and_sees(user: Any, row: Person | Organisation) -> bool:
    """All networks share people and organisations, so any coordinator may tend them."""
    return bool(coordinated_by(user))


@rules.predicate
def has_any_role(user: Any) -> bool:
    return user.is_authenticated and user.has_role(*Role.values)


@rules.predicate
def is_administrator(user: Any) -> bool:
    return bool(user.is_superuser)


rules.add_perm("participants.list_people", is_coordinator)
rules.add_perm("participants.view_person", is_oneself | is_coordinator_and_sees)
rules.add_perm("participants.add_person", is_coordinator)
rules.add_perm("participants.change_person", is_oneself | is_coordinator_and_sees)
rules.add_perm("participants.add_organisation", is_coordinator)
rules.add_perm("participants.change_organisation", is_coordinator_and_sees)
rules.add_perm("participants.add_network", is_administrator)
rules.add_perm("participants.change_network", is_coordinator_of_network)
rules.add_perm("participants.add_membership", is_coordinator_of_network)
rules.add_perm("participants.end_membership", is_coordinator_of_its_network)
rules.add_perm("participants.list_roles", is_coordinator_of_network)
rules.add_perm("participants.assign_role", is_coordinator_of_network)
rules.add_perm("participants.end_role", is_coordinator_of_its_network)
rules.add_perm("participants.invite_person", is_coordinator_of_network)
rules.add_perm("participants.resend_invitation", is_coordinator_of_its_network)
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
        "invitation.resent": _("sent an invitation again"),
        "invitation.revoked": _("revoked an invitation"),
        "invitation.accepted": _("accepted an invitation"),
    },
)
