"""The people of the tests: one of each role in one network, somebody of another network, a stranger.

The network has one member city, which the planner plans for.

`personas` gives accounts by name. Guard tests run through all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser

from participants.models import Account, City, Membership, Network
from tests.factories.participants import (
    AccountFactory,
    CityFactory,
    MembershipFactory,
    NetworkFactory,
    PersonFactory,
    RoleAssignmentFactory,
)

ROLES = {
    "coordinator": "COORDINATOR",
    "selection_reviewer": "SELECTION_REVIEWER",
    "check_in": "CHECK_IN",
    "trainer": "TRAINER",
    "planner": "CITY_PLANNER",
    "reviewer": "REVIEWER",
    "translator": "TRANSLATOR",
    "viewer": "VIEWER",
}
PERSONA_NAMES = ("admin", *ROLES, "other_coordinator", "member", "visitor")


@dataclass(frozen=True)
class Personas:
    network: Network
    other_network: Network
    city: City
    membership: Membership
    accounts: Mapping[str, Account | AnonymousUser]

    def __getitem__(self, name: str) -> Account | AnonymousUser:
        return self.accounts[name]


def make_account(name: str, role: str | None, network: Network, city: City | None = None) -> Account:
    account = AccountFactory(email=f"{name}@example.org")
    person = PersonFactory(account=account, given_name=name.title(), family_name="", email=account.email)
    if role:
        RoleAssignmentFactory(person=person, network=network, role=role, city=city)
    return account


@pytest.fixture
def personas(db: None) -> Personas:
    network, other = NetworkFactory(slug="home-network"), NetworkFactory(slug="other-network")
    city = CityFactory(slug="home-city", name="Home city")
    membership = MembershipFactory(network=network, city=city)
    accounts: dict[str, Account | AnonymousUser] = {
        name: make_account(name, role, network, city if role == "CITY_PLANNER" else None)
        for name, role in ROLES.items()
    }
    accounts["admin"] = AccountFactory(email="admin@example.org", is_superuser=True, is_staff=True)
    accounts["other_coordinator"] = make_account("other_coordinator", "COORDINATOR", other)
    accounts["member"] = make_account("member", None, network)
    accounts["visitor"] = AnonymousUser()
    return Personas(network, other, city, membership, accounts)
