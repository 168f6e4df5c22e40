"""The statement of every page of a matrix finds what `visible_to` lets a person see, and no more."""

from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alignment.models import AlignmentMatrix
from alignment.models.matrices import MatrixState, Visibility
from participants.models import Account, City, Network, Role
from tests.factories.alignment import AlignmentMatrixFactory, StrategyFactory
from tests.factories.participants import (
    AccountFactory,
    CityFactory,
    NetworkFactory,
    PersonFactory,
    RoleAssignmentFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return NetworkFactory()


@pytest.fixture
def city() -> City:
    return CityFactory()


@pytest.fixture
def matrices(network: Network, city: City) -> list[AlignmentMatrix]:
    """Of each state and visibility: of this city and network, of others, with a peer city, of a group."""
    made = []
    for state, visibility in product(MatrixState.values, Visibility.values):
        values = {"state": state, "visibility": visibility, "checksum": "0" * 64}
        if state == MatrixState.PUBLISHED:
            values |= {"consented_by": "Mayor", "consented_on": "2026-01-01"}
        ours = StrategyFactory(city=city, network=network, created_by=None)
        theirs = StrategyFactory(city=CityFactory(), network=NetworkFactory(), created_by=None)
        made += [
            AlignmentMatrixFactory(strategy=ours, created_by=None, **values),
            AlignmentMatrixFactory(strategy=theirs, created_by=None, **values),
            AlignmentMatrixFactory(strategy=theirs, created_by=None, peer_city=city, **values),
            AlignmentMatrixFactory(strategy=ours, created_by=None, is_group_draft=True, **values),
        ]
    return made


def _seen(user: Any, matrices: list[AlignmentMatrix]) -> list[bool]:
    found = [AlignmentMatrix.objects.all().find_for_page(user, code=matrix.code) for matrix in matrices]
    visible = set(AlignmentMatrix.objects.visible_to(user).values_list("pk", flat=True))
    seen = [one is not None for one in found]
    assert seen == [matrix.pk in visible for matrix in matrices]
    assert [one.pk for one in found if one] == [matrix.pk for matrix in matrices if matrix.pk in visible]
    return seen


def _with_role(role: str, network: Network, city: City | None = None) -> Account:
    person = PersonFactory(account=AccountFactory())
    RoleAssignmentFactory(person=person, network=network, role=role, city=city)
    return person.account


def test_each_role_sees_what_is_visible_to_it(
    network: Network, city: City, matrices: list[AlignmentMatrix]
) -> None:
    counts = [
        sum(_seen(user, matrices))
        for user in (
            AnonymousUser(),
            AccountFactory(),
            *(_with_role(role, network) for role in Role.values if role != Role.CITY_PLANNER),
            _with_role(Role.CITY_PLANNER, network, city),
            AccountFactory(is_superuser=True),
        )
    ]
    assert counts[0] == counts[1] == 3
    assert counts[-1] == len(matrices) * 3 // 4
    assert len(set(counts)) > 3


def test_who_began_it_sees_it(matrices: list[AlignmentMatrix]) -> None:
    author = AccountFactory()
    AlignmentMatrix.objects.filter(pk=matrices[1].pk).update(created_by=author)
    assert _seen(author, matrices)[1]


def test_strategy_city_and_network_come_along(network: Network, city: City) -> None:
    matrix = AlignmentMatrixFactory(strategy=StrategyFactory(city=city, network=network))
    user = _with_role(Role.COORDINATOR, network)
    assert user.network_ids
    with CaptureQueriesContext(connection) as captured:
        found = AlignmentMatrix.objects.all().find_for_page(user, code=matrix.code)
        assert found is not None
        assert (found.strategy.city.country, found.strategy.network) == (city.country, network)
        assert (found.framework, found.peer_city) == (matrix.framework, None)
    assert len(captured) == 1


def test_an_unknown_address_is_nobody_s() -> None:
    assert AlignmentMatrix.objects.all().find_for_page(AccountFactory(), code="nowhere") is None
