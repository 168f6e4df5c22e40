from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participants.actions.records import add_record, change_record
from participants.models import Network, Organisation, Person, RoleAssignment
from sdgplatform.errors import ActionRefused


class AddressOpensOtherNetworks(ActionRefused):
    code = "address_opens_other_networks"
    message = _(
        "This person has roles in other networks, which a new address could claim."
        " Ask a coordinator of those networks to change it."
    )


def add_person(person: Person, *, by: Any) -> Person:
    return add_record(person, by=by, action="participants.person.added")


@transaction.atomic
def change_person(person: Person, *, by: Any) -> Person:
    """Raises AddressOpensOtherNetworks."""
    before = Person.objects.select_for_update().get(pk=person.pk)
    if before.email.lower() != person.email.lower() and not _may_move_address(before, by):
        raise AddressOpensOtherNetworks
    return change_record(person, by=by, action="participants.person.changed")


def _may_move_address(person: Person, by: Any) -> bool:
    """An account claims a person by its address, so moving the address hands over the person's roles."""
    if by is None or by.is_superuser or person.account_id is not None:
        return True
    roles = RoleAssignment.objects.filter(person=person)
    return not roles.exclude(network__in=by.coordinated_network_ids).exists()


def add_organisation(organisation: Organisation, *, by: Any) -> Organisation:
    return add_record(organisation, by=by, action="participants.organisation.added")


def change_organisation(organisation: Organisation, *, by: Any) -> Organisation:
    return change_record(organisation, by=by, action="participants.organisation.changed")


def add_network(network: Network, *, by: Any) -> Network:
    return add_record(network, by=by, action="participants.network.added")


def change_network(network: Network, *, by: Any) -> Network:
    return change_record(network, by=by, action="participants.network.changed", scope=network)
