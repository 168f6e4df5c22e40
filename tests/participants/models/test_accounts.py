from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from participants.models import RoleAssignment
from tests.factories.participants import (
    AccountFactory,
    CityFactory,
    NetworkFactory,
    PersonFactory,
    RoleAssignmentFactory,
)

pytestmark = pytest.mark.django_db


def test_roles_in_force_are_those_that_the_queryset_calls_so():
    """The statement is written out for speed; the formula is `RoleAssignmentQuerySet.in_force`."""
    account = AccountFactory()
    person = PersonFactory(account=account)
    today = timezone.localdate()
    edges = [None, *(today + timedelta(days=n) for n in (-1, 0, 1))]
    for strict, (starts, ends) in enumerate(product(edges, edges)):
        if not (starts and ends and ends < starts):
            network = NetworkFactory(requires_second_factor=bool(strict % 2))
            RoleAssignmentFactory(person=person, network=network, starts_on=starts, ends_on=ends)
    RoleAssignmentFactory(person=person, role="CITY_PLANNER", city=CityFactory(), network=NetworkFactory())
    RoleAssignmentFactory()
    formula = RoleAssignment.objects.filter(person__account=account).in_force().order_by()
    columns = ("role", "network_id", "city_id", "network__requires_second_factor")
    expected = set(formula.values_list(*columns))
    assert len(expected) == 10
    assert {row[3] for row in expected} == {True, False}
    assert set(account._role_rows) == expected
    assert account.planned_city_ids == {row[2] for row in expected if row[2]}
