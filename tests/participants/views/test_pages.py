"""Every page opens for those who may, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from participants.models import RoleAssignment
from tests.factories.participants import MembershipFactory, OrganisationFactory
from tests.personas import Personas


@pytest.fixture
def addresses(personas: Personas) -> dict[str, str]:
    network, city = personas.network, personas.city
    organisation = OrganisationFactory()
    MembershipFactory(network=network, organisation=organisation)
    assignment = RoleAssignment.objects.get(person__account=personas["trainer"])
    person = personas["trainer"].person
    keys = {
        "city_list": [],
        "city_detail": [city.slug],
        "network_list": [],
        "network_detail": [network.slug],
        "organisation_list": [],
        "organisation_detail": [organisation.code],
        "role_guide": [],
        "network_edit": [network.slug],
        "membership_add": [network.slug],
        "membership_end": [network.slug, personas.membership.code],
        "role_list": [network.slug],
        "role_assign": [network.slug],
        "role_end": [network.slug, assignment.code],
        "invitation_list": [network.slug],
        "invitation_send": [network.slug],
        "person_list": [],
        "person_add": [],
        "person_detail": [person.code],
        "person_edit": [person.code],
        "person_export": [],
        "person_suggest": [],
        "organisation_add": [],
        "organisation_edit": [organisation.code],
        "network_add": [],
        "account_edit": [],
    }
    return {name: reverse(f"participants:{name}", args=args) for name, args in keys.items()}


EVERYBODY = ["city_list", "city_detail", "network_list", "network_detail"]
EVERYBODY += ["organisation_list", "organisation_detail", "role_guide"]
OF_THE_NETWORK = ["network_edit", "membership_add", "membership_end", "role_list", "role_assign"]
OF_THE_NETWORK += ["invitation_list", "invitation_send"]
OF_ANY_NETWORK = ["person_list", "person_add", "person_detail", "person_edit", "person_export"]
OF_ANY_NETWORK += ["person_suggest", "organisation_add", "organisation_edit"]

EXPECTED: dict[str, dict[str, int]] = {
    **{name: {"visitor": 200, "member": 200, "coordinator": 200, "admin": 200} for name in EVERYBODY},
    **{
        name: {"visitor": 302, "member": 403, "other_coordinator": 403, "coordinator": 200, "admin": 200}
        for name in OF_THE_NETWORK
    },
    **{
        name: {"visitor": 302, "member": 403, "planner": 403, "other_coordinator": 200, "coordinator": 200}
        for name in OF_ANY_NETWORK
    },
    # a role is visible to its person and to the coordinators of its network only
    "role_end": {"visitor": 302, "member": 404, "other_coordinator": 404, "trainer": 403, "coordinator": 200},
    "person_detail": {"visitor": 302, "member": 404, "trainer": 200, "other_coordinator": 200},
    "person_edit": {"visitor": 302, "member": 404, "trainer": 200, "other_coordinator": 200},
    "network_add": {"visitor": 302, "coordinator": 403, "admin": 200},
    "account_edit": {"visitor": 302, "member": 200},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_page_opens_for_those_who_may(personas: Personas, addresses: dict[str, str], name: str):
    answers = {}
    for persona in EXPECTED[name]:
        client = Client()
        if persona != "visitor":
            client.force_login(personas[persona])
        answers[persona] = client.get(addresses[name]).status_code
    assert answers == EXPECTED[name]
