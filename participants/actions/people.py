from typing import Any

from participants.actions.records import add_record, change_record
from participants.models import Network, Organisation, Person


def add_person(person: Person, *, by: Any) -> Person:
    return add_record(person, by=by, action="participants.person.added")


def change_person(person: Person, *, by: Any) -> Person:
    return change_record(person, by=by, action="participants.person.changed")


def add_organisation(organisation: Organisation, *, by: Any) -> Organisation:
    return add_record(organisation, by=by, action="participants.organisation.added")


def change_organisation(organisation: Organisation, *, by: Any) -> Organisation:
    return change_record(organisation, by=by, action="participants.organisation.changed")


def add_network(network: Network, *, by: Any) -> Network:
    return add_record(network, by=by, action="participants.network.added")


def change_network(network: Network, *, by: Any) -> Network:
    return change_record(network, by=by, action="participants.network.changed", scope=network)
