import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis.inputs import Share
from alignment.analysis.network import (
    City,
    complementarity,
    frequencies,
    frequency,
    is_common_gap,
    is_common_strength,
    likeness,
)

PLACES = ["1.1", "11.2", "14.1", "16.7"]
ALL = frozenset(PLACES)


def test_frequency_hides_fewer_than_three_cities() -> None:
    cities = [
        City("A", ALL, frozenset({"1.1"})),
        City("B", ALL, frozenset({"1.1"})),
        City("C", ALL - {"14.1"}),
    ]
    assert frequencies(cities, PLACES) == {
        "1.1": Share(2, 3),
        "11.2": Share(0, 3),
        "14.1": None,
        "16.7": Share(0, 3),
    }
    assert frequency(cities[:2], "1.1") is None


@pytest.mark.parametrize(
    ("share", "gap", "strength"),
    [
        (Share(1, 4), True, False),
        (Share(2, 4), False, False),
        (Share(3, 4), False, True),
        (None, False, False),
    ],
)
def test_common_gaps_and_strengths(share: Share | None, gap: bool, strength: bool) -> None:
    assert (is_common_gap(share), is_common_strength(share)) == (gap, strength)


def test_complementarity_and_likeness_by_hand() -> None:
    mine, theirs = {"1.1"}, {"1.1", "11.2", "99.9"}
    assert complementarity(mine, theirs, set(PLACES)) == pytest.approx(1 / 3)
    assert complementarity(set(PLACES), theirs, set(PLACES)) is None
    assert likeness(mine, theirs) == pytest.approx(1 / 3)
    assert likeness(set(), set()) is None


sets = st.frozensets(st.sampled_from(PLACES))


@given(sets, sets)
def test_ranges(mine: frozenset[str], theirs: frozenset[str]) -> None:
    assert likeness(mine, theirs) == likeness(theirs, mine)
    for value in (complementarity(mine, theirs, ALL), likeness(mine, theirs)):
        assert value is None or 0 <= value <= 1
    assert complementarity(mine, mine, ALL) in (None, 0)
