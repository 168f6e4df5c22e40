from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis.pairing import paired

SIZE = 7
PLACES = st.lists(st.dictionaries(st.integers(0, SIZE - 1), st.integers(-3, 3)), max_size=30)


@given(PLACES)
def test_each_pair_has_the_sum_of_its_products(places: list[dict[int, int]]) -> None:
    expected = [
        [sum(values.get(one, 0) * values.get(other, 0) for values in places) for other in range(SIZE)]
        for one in range(SIZE)
    ]
    assert paired(places, SIZE) == expected


def test_the_greatest_sums_of_thousands_of_places_stay_in_their_field() -> None:
    places = [{0: 3, 1: -3, 2: 3}] * 5000
    assert paired(places, 3) == [[45000, -45000, 45000], [-45000, 45000, -45000], [45000, -45000, 45000]]


def test_nothing_gives_nothing() -> None:
    assert paired([], 0) == []
    assert paired([{}], 2) == [[0, 0], [0, 0]]
