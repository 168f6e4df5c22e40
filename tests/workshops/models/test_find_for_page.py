"""The statement of every page of a workshop finds what `visible_to` lets a person see, and no more."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants.models import Account, Network, Role
from tests.factories.participants import (
    AccountFactory,
    CityFactory,
    NetworkFactory,
    PersonFactory,
    RoleAssignmentFactory,
)
from tests.factories.workshops import EventFactory, VenueFactory, WorkshopFactory
from workshops.models import Workshop, WorkshopNetwork, WorkshopState, WorkshopTrainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return NetworkFactory()


@pytest.fixture
def workshops(network: Network) -> list[Workshop]:
    """A draft and an open one of the network, a draft and an open one of another."""
    made = []
    for organiser in (network, NetworkFactory()):
        for state in (WorkshopState.DRAFT, WorkshopState.OPEN):
            workshop = WorkshopFactory(state=state)
            workshop.workshop_networks.all().delete()
            WorkshopNetwork.objects.create(workshop=workshop, network=organiser, is_lead=True)
            made.append(workshop)
    return made


def _seen(user: Any, workshops: list[Workshop]) -> list[bool]:
    found = [Workshop.objects.all().find_for_page(user, slug=workshop.slug) for workshop in workshops]
    assert [one for one in found if one] == [
        one for one in workshops if Workshop.objects.visible_to(user).filter(pk=one.pk).exists()
    ]
    return [one is not None for one in found]


def _with_role(role: str, network: Network) -> Account:
    person = PersonFactory(account=AccountFactory())
    RoleAssignmentFactory(person=person, network=network, role=role)
    return person.account


def test_visitors_and_accounts_without_a_role_see_no_draft(workshops: list[Workshop]) -> None:
    for user in (AnonymousUser(), AccountFactory(), PersonFactory(account=AccountFactory()).account):
        assert _seen(user, workshops) == [False, True, False, True]


def test_administrators_see_all(workshops: list[Workshop]) -> None:
    assert _seen(AccountFactory(is_superuser=True), workshops) == [True] * 4


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.CITY_PLANNER])
def test_staff_see_the_drafts_of_their_network(
    role: str, network: Network, workshops: list[Workshop]
) -> None:
    _seen(AccountFactory(), workshops)
    assert _seen(_with_role(role, network), workshops) == [True, True, False, True]


def test_trainers_see_the_draft_that_names_them(workshops: list[Workshop]) -> None:
    person = PersonFactory(account=AccountFactory())
    WorkshopTrainer.objects.create(workshop=workshops[2], person=person)
    assert _seen(person.account, workshops) == [False, True, True, True]


def test_place_and_event_come_along(network: Network) -> None:
    venue = VenueFactory(city=CityFactory())
    workshop = WorkshopFactory(state=WorkshopState.OPEN, venue=venue, event=EventFactory())
    user = _with_role(Role.COORDINATOR, network)
    user.networks_with_role(Role.COORDINATOR)
    with CaptureQueriesContext(connection) as captured:
        found = Workshop.objects.all().find_for_page(user, slug=workshop.slug)
        assert found is not None
        assert (found.venue.city.country, found.event) == (venue.city.country, workshop.event)
    assert len(captured) == 1


def test_an_unknown_address_is_nobody_s() -> None:
    assert Workshop.objects.all().find_for_page(AccountFactory(), slug="nowhere") is None
