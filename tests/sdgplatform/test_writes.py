from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from participants.models import City, Membership, Network
from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import new_entry
from sdgplatform.writes import Writes
from tests.factories.participants import CityFactory, MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db


def test_a_new_a_changed_and_a_deleted_row_are_one_query(django_assert_num_queries):
    network = NetworkFactory(name="Before")
    gone = MembershipFactory(network=network, city=CityFactory())
    stays = MembershipFactory(network=network, city=CityFactory())
    city = CityFactory()
    made = Membership(network=network, city=city, starts_on="2024-02-29")
    network.name = "100 % d'aquí"
    writes = Writes()
    writes.update(network, ["name"])
    writes.insert(made)
    writes.delete(Membership.objects.filter(pk=gone.pk))
    with django_assert_num_queries(1):
        writes.run()
    assert Network.objects.get(pk=network.pk).name == "100 % d'aquí"
    assert set(Membership.objects.filter(network=network)) == {stays, made}
    assert (made.pk is not None, made._state.adding) == (True, False)
    assert Membership.objects.get(pk=made.pk).starts_on.isoformat() == "2024-02-29"


def test_a_row_may_name_the_key_of_one_that_is_inserted_with_it():
    membership = Membership(network=NetworkFactory(), city=CityFactory())
    entry = new_entry("participants.membership.added", by=None, target=membership)
    writes = Writes()
    entry.target_id = writes.insert(membership)
    writes.insert(entry)
    writes.run()
    written = AuditEntry.objects.get(pk=entry.pk)
    assert written.target_id == str(membership.pk)
    assert timezone.now() - written.at < timedelta(minutes=1)


def test_only_the_named_fields_of_a_row_are_written():
    network = NetworkFactory(name="Before", slug="before")
    network.name, network.slug = "After", "after"
    writes = Writes()
    writes.update(network, ["name"])
    writes.run()
    assert Network.objects.values_list("name", "slug").get(pk=network.pk) == ("After", "before")


def test_a_row_that_is_gone_is_told_and_nothing_else_is_written():
    city, network = CityFactory(), NetworkFactory(name="Before")
    Network.objects.filter(pk=network.pk).delete()
    writes = Writes()
    writes.update(network, ["name"])
    writes.insert(City(name="Nowhere", country=city.country, latitude=city.latitude))
    with pytest.raises(DatabaseError, match="There is no participants"), transaction.atomic():
        writes.run()
    assert not City.objects.filter(name="Nowhere").exists()


def test_constraints_hold_as_ever():
    there = NetworkFactory(slug="taken")
    writes = Writes()
    writes.insert(Network(slug="taken", name="Again"))
    with pytest.raises(IntegrityError), transaction.atomic():
        writes.run()
    assert list(Network.objects.all()) == [there]
