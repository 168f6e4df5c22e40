import pytest

from tests.factories.workshops import WorkshopFactory
from workshops.queries.lists import listed_workshops

pytestmark = pytest.mark.django_db


def test_lines_come_in_the_order_asked_for_and_as_the_list_has_them():
    first, second, third = (WorkshopFactory() for _number in range(3))
    found = listed_workshops([third.pk, first.pk])
    assert [one.pk for one in found] == [third.pk, first.pk]
    assert found[0].network_names == [link.network.name for link in third.organising_links]
    assert second.pk not in {one.pk for one in found}


def test_without_keys_or_with_one_that_is_gone_there_is_no_line():
    assert listed_workshops([]) == []
    assert listed_workshops([0]) == []
