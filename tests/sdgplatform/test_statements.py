import pytest
from django.db.models import DateField, Q
from django.utils import timezone

from participants.models import City, Membership, Network
from sdgplatform.statements import Given, GivenIds, Statement
from tests.factories.participants import CityFactory, MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db

MEMBERS = Statement(
    lambda: (
        Membership.objects.filter(
            Q(network__in=GivenIds("networks")) | Q(city=Given("city")),
            Q(ends_on__isnull=True) | Q(ends_on__gte=Given("today", DateField())),
        )
        .order_by("pk")
        .values_list("city__name", "city__country__names", "starts_on")
    )
)
OF_NETWORKS = Statement(
    lambda: City.objects.filter(memberships__network__in=GivenIds("networks")).values("pk")
)


def formula(networks, city, today):
    rows = Membership.objects.filter(
        Q(network__in=networks) | Q(city=city), Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    return list(rows.order_by("pk").values_list("city__name", "city__country__names", "starts_on"))


def test_a_statement_answers_what_its_queryset_would(django_assert_num_queries):
    one, two = NetworkFactory(), NetworkFactory()
    city = CityFactory(name="100 % d'aquí")
    MembershipFactory(network=one, city=CityFactory(), starts_on="2020-01-31")
    MembershipFactory(network=one, city=CityFactory(), ends_on="2020-12-31")
    MembershipFactory(network=two, city=city)
    today = timezone.localdate()
    found = {}
    for networks in ([], [one.pk], {one.pk, two.pk}):
        for chosen in (None, city.pk):
            expected = formula(networks, chosen, today)
            with django_assert_num_queries(1):
                assert MEMBERS.rows(networks=networks, city=chosen, today=today) == expected
            found[len(networks), chosen] = len(expected)
    assert found == {
        (0, None): 0,
        (0, city.pk): 1,
        (1, None): 1,
        (1, city.pk): 2,
        (2, None): 2,
        (2, city.pk): 2,
    }


def test_a_statement_narrows_another_queryset():
    network = NetworkFactory()
    inside = MembershipFactory(network=network, city=CityFactory()).city
    MembershipFactory(network=NetworkFactory(), city=CityFactory())
    cities = City.objects.filter(pk__in=OF_NETWORKS.subquery(networks=[network.pk]))
    assert list(cities) == [inside]
    assert list(City.objects.filter(pk__in=OF_NETWORKS.subquery(networks=[]))) == []
    assert list(Network.objects.filter(memberships__city__in=cities)) == [network]


def test_a_statement_without_its_values_is_refused():
    with pytest.raises(KeyError):
        MEMBERS.rows(networks=[])
