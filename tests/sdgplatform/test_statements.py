from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, DateField, Max, Q
from django.test.utils import CaptureQueriesContext
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


def _of_country() -> Statement:
    return Statement(
        lambda: City.objects.select_related("country").filter(country=Given("country")).order_by("name")
    )


def test_answers_the_same_objects_as_the_queryset() -> None:
    here = CityFactory(name="Rosario")
    also = CityFactory(name="Córdoba", country=here.country)
    CityFactory()
    statement = _of_country()
    for country in (here.country_id, also.country_id, "ZZ"):
        expected = City.objects.filter(country=country).order_by("name")
        assert statement.objects(country=country) == list(expected)
    assert {city.country for city in statement.objects(country=here.country_id)} == {here.country}


def test_is_one_query_with_what_it_selects_along() -> None:
    city = CityFactory()
    statement = _of_country()
    with CaptureQueriesContext(connection) as captured:
        assert statement.objects(country=city.country_id)[0].country.iso2 == city.country_id
    assert len(captured) == 1


def test_builds_the_queryset_once() -> None:
    built = []

    def build() -> Any:
        built.append(1)
        return Network.objects.filter(slug=Given("slug"))

    statement = Statement(build)
    network = NetworkFactory()
    assert [statement.first(slug=network.slug), statement.first(slug="none")] == [network, None]
    assert len(built) == 1


def test_rows_of_values_and_of_groups() -> None:
    city = CityFactory()
    named = Statement(lambda: City.objects.filter(pk=Given("pk")).values("name", "country__names"))
    pairs = Statement(lambda: City.objects.filter(pk=Given("pk")).values_list("name", "slug"))
    flat = Statement(lambda: City.objects.filter(pk=Given("pk")).values_list("slug", flat=True))
    grouped = Statement(lambda: City.objects.filter(pk=Given("pk")).values("country").annotate(n=Count("pk")))
    assert named.objects(pk=city.pk) == [{"name": city.name, "country__names": city.country.names}]
    assert pairs.objects(pk=city.pk) == [(city.name, city.slug)]
    assert flat.objects(pk=city.pk) == [city.slug]
    assert grouped.objects(pk=city.pk) == [{"country": city.country_id, "n": 1}]


@pytest.mark.parametrize("chosen", [[], [0], [0, 1]])
def test_any_number_of_keys(chosen: list[int]) -> None:
    networks = [NetworkFactory(), NetworkFactory(), NetworkFactory()]
    among = Statement(lambda: Network.objects.filter(pk__in=GivenIds("keys")).order_by("pk"))
    keys = [networks[place].pk for place in chosen]
    assert among.objects(keys=keys) == [networks[place] for place in chosen]


def test_brings_along_what_the_queryset_prefetches() -> None:
    city = CityFactory()
    statement = Statement(lambda: City.objects.filter(pk=Given("pk")).prefetch_related("venues"))
    found = statement.objects(pk=city.pk)[0]
    with CaptureQueriesContext(connection) as captured:
        assert list(found.venues.all()) == []
    assert len(captured) == 0


def test_a_value_that_is_not_named_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="country"):
        _of_country().objects(city="AR")


def test_a_time_that_would_stay_is_refused() -> None:
    late = Statement(lambda: Network.objects.filter(roles__ends_on__lt=timezone.localdate()))
    with pytest.raises(ValueError, match="make it a Given"):
        late.objects()


def test_quotes_what_it_is_given() -> None:
    network = NetworkFactory(name="O'Higgins %s \" ; --")
    named = Statement(lambda: Network.objects.filter(name=Given("name")))
    assert named.objects(name=network.name) == [network]


@pytest.mark.django_db(transaction=True)
def test_threads_ask_at_once_each_over_its_own_connection() -> None:
    cities = [CityFactory() for _number in range(4)]
    by_key = Statement(lambda: City.objects.filter(pk=Given("pk")))

    def ask(city: City) -> bool:
        try:
            return all(by_key.objects(pk=city.pk) == [city] for _time in range(20))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, cities)) == [True] * 4


def test_a_plain_statement_answers_as_the_database_sends() -> None:
    numbers = Statement(
        lambda: Membership.objects.values_list("network").annotate(last=Max("pk")).order_by("network"),
        plain=True,
    )
    network = NetworkFactory()
    first, last = (MembershipFactory(network=network, city=CityFactory()) for _ in range(2))
    assert numbers.rows() == [(network.pk, max(first.pk, last.pk))]
