"""What SQL says of a network is what the formulas say of its matrices."""

from collections.abc import Sequence

import pytest

from alignment.actions.summaries import rebuild_summaries, refresh_summary
from alignment.analysis.network import LEAST_COMPLETE, complementarity, frequencies, likeness
from alignment.analysis.network import City as CitySets
from alignment.models import AlignmentMatrix, MatrixSummary, PlaceSummary
from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.network import network_figures
from alignment.queries.peers import peers_of
from participants.models import Account, Network
from tests.alignment.network_matrices import SCOPE, limit_scope, make_random_network, validated
from tests.factories.participants import AccountFactory, CityFactory, NetworkFactory

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def network(db: None) -> Network:
    found: Network = NetworkFactory()
    return found


@pytest.fixture
def everyone(db: None) -> Account:
    account: Account = AccountFactory(is_superuser=True)
    return account


def sets_of(matrices: Sequence[AlignmentMatrix], *, goals: bool) -> list[CitySets]:
    """Cities of the matrices that count, with what they have in scope, cover, and cover strongly."""
    found: dict[int, list[set[str]]] = {}
    for matrix in matrices:
        table = MatrixAnalysis(matrix).table
        completeness = table.completeness.value
        if completeness is None or completeness < LEAST_COMPLETE:
            continue
        if not goals and matrix.granularity == "GOAL":
            continue
        sets = found.setdefault(matrix.strategy.city_id, [set(), set(), set()])
        for code, best in table.best.items():
            place = code.split(".")[0] if goals else code
            for least, places in enumerate(sets):
                if best >= least:
                    places.add(place)
    return [CitySets(str(city), *map(frozenset, sets)) for city, sets in found.items()]


@pytest.mark.parametrize("seed", range(6))
def test_the_sql_agrees_with_the_formulas(network: Network, seed: int) -> None:
    matrices = make_random_network(seed, network)
    figures = network_figures(network, "2025")
    for goals, rows in ((True, figures.goals), (False, figures.targets)):
        cities = sets_of(matrices, goals=goals)
        expected = frequencies(cities, [row.code for row in rows])
        assert {row.code: row.covered for row in rows} == expected
        assert {row.code for row in rows} == {place for city in cities for place in city.inside}
    assert figures.cities == len(sets_of(matrices, goals=True)) >= 3


@pytest.mark.parametrize("seed", range(6))
def test_peers_agree_with_the_formulas(network: Network, everyone: Account, seed: int) -> None:
    matrices = make_random_network(seed, network)
    counted = {city.name: city for city in sets_of(matrices, goals=True)}
    by_target = {city.name: city for city in sets_of(matrices, goals=False)}
    for matrix in matrices:
        city, key = matrix.strategy.city, str(matrix.strategy.city_id)
        found = peers_of(network, "2025", city, everyone)
        if key not in counted:
            assert found is None
            continue
        sets = by_target if key in by_target else counted
        mine = sets[key]
        assert found is not None
        assert found.cities == len(sets) - 1
        for peer in found.peers:
            theirs = sets[str(peer.city.pk)]
            assert peer.complements.value == complementarity(mine.strong, theirs.strong, mine.inside)
            assert peer.alike.value == likeness(mine.covered, theirs.covered)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_kept_step_by_step_is_what_is_built_anew(network: Network, seed: int) -> None:
    make_random_network(seed, network)
    fields = ("network", "framework", "city", "goal", "target", "best", "best_direct", "worst")
    kept = set(PlaceSummary.objects.values_list(*fields))
    counts = set(MatrixSummary.objects.values_list("matrix", "elements", "places", "assessed"))
    assert rebuild_summaries() == 8
    assert set(PlaceSummary.objects.values_list(*fields)) == kept
    assert set(MatrixSummary.objects.values_list("matrix", "elements", "places", "assessed")) == counts


def test_only_what_is_validated_counts(network: Network) -> None:
    city = CityFactory()
    limit_scope(city, SCOPE)
    first = validated(city, network, {("P1", code): 1 for code in SCOPE})
    second = validated(city, network, {("P1", code): 2 for code in SCOPE[:5]})
    assert PlaceSummary.objects.get(target__code="6.3").best == 2
    assert PlaceSummary.objects.get(target__code="17.17").best == 1
    for matrix, best in ((second, 1), (first, None)):
        AlignmentMatrix.objects.filter(pk=matrix.pk).update(state="WITHDRAWN")
        refresh_summary(AlignmentMatrix.objects.with_strategy().get(pk=matrix.pk))
        row = PlaceSummary.objects.filter(target__code="6.3").first()
        assert (row.best if row else None) == best
    assert not MatrixSummary.objects.exists()


def test_a_draft_of_a_group_counts_nowhere(network: Network) -> None:
    city = CityFactory()
    limit_scope(city, SCOPE)
    validated(city, network, {("P1", code): 1 for code in SCOPE}, is_group_draft=True)
    assert not MatrixSummary.objects.exists()


def test_below_80_per_cent_nothing_counts(network: Network) -> None:
    city = CityFactory()
    limit_scope(city, SCOPE)
    validated(city, network, {("P1", code): 1 for code in SCOPE[:4]})
    assert (MatrixSummary.objects.count(), PlaceSummary.objects.count()) == (1, 0)


def test_fewer_than_three_cities_are_hidden(network: Network, everyone: Account) -> None:
    cities = [CityFactory() for _number in range(3)]
    for number, city in enumerate(cities):
        limit_scope(city, SCOPE if number else SCOPE[:-1])
        places = SCOPE if number else SCOPE[:-1]
        if number == 2:
            assert network_figures(network, "2025").is_hidden
            assert network_figures(network, "2025").goals == ()
            assert peers_of(network, "2025", cities[0], everyone).is_hidden  # type: ignore[union-attr]
        validated(city, network, {("P1", place): 1 for place in places})
    figures = network_figures(network, "2025")
    rows = {row.code: row for row in figures.targets}
    assert (rows["6.3"].cities, rows["6.3"].is_common_strength) == (3, True)
    assert (rows["17.17"].cities, rows["17.17"].covered, rows["17.17"].is_common_gap) == (2, None, False)
    assert network_figures(network, "2017").cities == 0
    assert network_figures(NetworkFactory(), "2025").cities == 0
