"""Who may what, and that the lists agree with the permissions."""

import pytest

from participants.models import Person, RoleAssignment
from participants.rules import coordinates, has_any_role, is_coordinator
from tests.factories.participants import OrganisationFactory, PersonFactory
from tests.personas import PERSONA_NAMES, Personas

pytestmark = pytest.mark.django_db

COORDINATORS = {"admin", "coordinator", "other_coordinator"}
OWN_COORDINATORS = {"admin", "coordinator"}


def allowed(personas: Personas, permission: str, obj=None) -> set[str]:
    return {name for name in PERSONA_NAMES if personas[name].has_perm(permission, obj)}


@pytest.mark.parametrize(
    "permission", ["participants.list_people", "participants.add_person", "participants.add_organisation"]
)
def test_any_coordinator_tends_the_directory(personas: Personas, permission: str):
    assert allowed(personas, permission) == COORDINATORS


def test_only_administrators_add_networks(personas: Personas):
    assert allowed(personas, "participants.add_network") == {"admin"}


@pytest.mark.parametrize(
    "verb", ["change_network", "add_membership", "list_roles", "assign_role", "invite_person"]
)
def test_only_the_networks_own_coordinators_run_it(personas: Personas, verb: str):
    assert allowed(personas, f"participants.{verb}", personas.network) == OWN_COORDINATORS


def test_memberships_and_roles_are_ended_by_the_networks_coordinators(personas: Personas):
    role = RoleAssignment.objects.get(person__account=personas["viewer"])
    assert allowed(personas, "participants.end_membership", personas.membership) == OWN_COORDINATORS
    assert allowed(personas, "participants.end_role", role) == OWN_COORDINATORS


@pytest.mark.parametrize("verb", ["view_person", "change_person"])
def test_persons_are_seen_and_changed_by_themselves_and_coordinators(personas: Personas, verb: str):
    assert allowed(personas, f"participants.{verb}", personas["trainer"].person) == {*COORDINATORS, "trainer"}


def test_any_coordinator_changes_organisations(personas: Personas):
    assert allowed(personas, "participants.change_organisation", OrganisationFactory()) == COORDINATORS


def test_view_person_agrees_with_the_list(personas: Personas):
    PersonFactory()
    for name in PERSONA_NAMES:
        user = personas[name]
        seen = set(Person.objects.visible_to(user))
        assert seen == {one for one in Person.objects.all() if user.has_perm("participants.view_person", one)}


def test_roles_are_listed_to_their_person_and_their_coordinators(personas: Personas):
    seen = {name: RoleAssignment.objects.visible_to(personas[name]).count() for name in PERSONA_NAMES}
    assert seen == {
        "admin": 9,
        "coordinator": 8,
        "other_coordinator": 1,
        "member": 0,
        "visitor": 0,
        **dict.fromkeys(
            ["selection_reviewer", "check_in", "trainer", "planner", "reviewer", "translator", "viewer"], 1
        ),
    }


def test_predicates_answer_for_visitors(personas: Personas):
    visitor, member = personas["visitor"], personas["member"]
    assert [is_coordinator(visitor), has_any_role(visitor), has_any_role(member)] == [False, False, False]
    assert has_any_role(personas["viewer"]) is True
    assert coordinates(visitor, {personas.network.pk}) is False
    assert coordinates(personas["coordinator"], {personas.network.pk}) is True
