from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from participants.actions.memberships import MembershipHasEnded, add_membership, end_membership
from participants.actions.people import (
    AddressOpensOtherNetworks,
    add_network,
    add_organisation,
    add_person,
    change_network,
    change_person,
)
from participants.actions.roles import LastCoordinatorStays, RoleHasEnded, assign_role, end_role
from participants.models import Membership, Network, Organisation, Person, RoleAssignment
from sdgplatform.audit.models import AuditEntry
from tests.factories.participants import (
    CityFactory,
    MembershipFactory,
    PersonFactory,
    RoleAssignmentFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.django_db


def last_entry() -> tuple[str, str, str]:
    entry = AuditEntry.objects.latest("pk")
    return entry.action, entry.actor_text, entry.target_text


def test_add_person_writes_history(personas: Personas):
    person = add_person(Person(given_name="Ana", family_name="Paz"), by=personas["coordinator"])
    assert person.search_text == "ana paz"
    assert last_entry() == ("participants.person.added", "Coordinator", "Ana Paz")


def test_add_person_refuses_what_is_not_valid(personas: Personas):
    with pytest.raises(ValidationError) as error:
        add_person(Person(given_name="", email="no address"), by=personas["coordinator"])
    assert set(error.value.error_dict) == {"given_name", "email"}
    assert AuditEntry.objects.count() == 0


def test_change_person_records_what_changed_and_nothing_when_nothing_did(personas: Personas):
    person = PersonFactory(given_name="Ana")
    change_person(person, by=personas["coordinator"])
    assert AuditEntry.objects.count() == 0
    person.given_name = "Anna"
    change_person(person, by=personas["coordinator"])
    assert AuditEntry.objects.of(person).get().changes == {"given_name": ["Ana", "Anna"]}


def test_change_person_does_not_move_the_address_of_somebody_with_roles_elsewhere(personas: Personas):
    person = PersonFactory(email="ana@example.org")
    RoleAssignmentFactory(person=person, network=personas.other_network, role="COORDINATOR")
    person.email = "mine@example.org"
    with pytest.raises(AddressOpensOtherNetworks):
        change_person(person, by=personas["coordinator"])
    change_person(person, by=personas["other_coordinator"])
    assert Person.objects.get(pk=person.pk).email == "mine@example.org"


def test_change_person_moves_the_address_of_ones_own_network(personas: Personas):
    person = PersonFactory(email="ana@example.org")
    RoleAssignmentFactory(person=person, network=personas.network, role="TRAINER")
    person.email = "ana@example.com"
    change_person(person, by=personas["coordinator"])
    assert Person.objects.get(pk=person.pk).email == "ana@example.com"


def test_networks_and_organisations_are_added_and_changed_with_history(personas: Personas):
    network = add_network(Network(slug="flacma", name="FLACMA"), by=personas["admin"])
    network.requires_second_factor = True
    change_network(network, by=personas["admin"])
    add_organisation(Organisation(name="CNM"), by=personas["coordinator"])
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "participants.network.added",
        "participants.network.changed",
        "participants.organisation.added",
    ]


def test_add_membership_refuses_the_same_days_in_words(personas: Personas):
    city = CityFactory()
    add_membership(Membership(network=personas.network, city=city), by=personas["coordinator"])
    with pytest.raises(ValidationError) as error:
        add_membership(Membership(network=personas.network, city=city), by=personas["coordinator"])
    assert error.value.messages == ["It is already a member of this network in these days."]


def test_end_membership_once(personas: Personas):
    membership = personas.membership
    ended = end_membership(membership, by=personas["coordinator"], ends_on=date(2020, 5, 1))
    assert Membership.objects.get(pk=ended.pk).ends_on == date(2020, 5, 1)
    assert AuditEntry.objects.latest("pk").changes == {"ends_on": [None, "2020-05-01"]}
    with pytest.raises(MembershipHasEnded):
        end_membership(membership, by=personas["coordinator"], ends_on=date(2021, 5, 1))


def test_end_membership_not_before_it_began(personas: Personas):
    membership = MembershipFactory(network=personas.network, city=CityFactory(), starts_on=date(2020, 1, 1))
    with pytest.raises(ValidationError) as error:
        end_membership(membership, by=personas["coordinator"], ends_on=date(2019, 1, 1))
    assert error.value.messages == ["The last day is before the first."]


def test_assign_role_writes_history_under_the_network(personas: Personas):
    person = PersonFactory(given_name="Ana", family_name="Paz")
    assign_role(
        RoleAssignment(person=person, network=personas.network, role="TRAINER"), by=personas["coordinator"]
    )
    scope = f"participants.network:{personas.network.pk}"
    assert [entry.action for entry in AuditEntry.objects.under(scope)] == ["participants.role.assigned"]


def test_assign_role_refuses_the_same_role_twice_in_words(personas: Personas):
    person = personas["trainer"].person
    with pytest.raises(ValidationError) as error:
        assign_role(RoleAssignment(person=person, network=personas.network, role="TRAINER"), by=None)
    assert error.value.messages == ["This person already has this role in these days."]


def test_end_role_takes_the_right_away_the_day_after(personas: Personas):
    assignment = RoleAssignment.objects.get(person__account=personas["trainer"])
    end_role(assignment, by=personas["coordinator"], ends_on=timezone.localdate())
    assert assignment in RoleAssignment.objects.in_force()
    assert assignment not in RoleAssignment.objects.in_force(timezone.localdate() + timedelta(days=1))
    with pytest.raises(RoleHasEnded):
        end_role(assignment, by=personas["coordinator"], ends_on=timezone.localdate())


def test_end_role_can_come_earlier_than_planned(personas: Personas):
    assignment = RoleAssignment.objects.get(person__account=personas["trainer"])
    today = timezone.localdate()
    end_role(assignment, by=None, ends_on=today + timedelta(days=30))
    assert end_role(assignment, by=None, ends_on=today).ends_on == today


def test_end_role_keeps_a_coordinator_who_can_sign_in(personas: Personas):
    assignment = RoleAssignment.objects.get(person__account=personas["coordinator"])
    RoleAssignmentFactory(network=personas.network, role="COORDINATOR")  # without account
    with pytest.raises(LastCoordinatorStays):
        end_role(assignment, by=personas["coordinator"], ends_on=timezone.localdate())
    RoleAssignmentFactory(network=personas.network, role="COORDINATOR", person=personas["trainer"].person)
    end_role(assignment, by=personas["coordinator"], ends_on=timezone.localdate())
    assert AuditEntry.objects.latest("pk").action == "participants.role.ended"
