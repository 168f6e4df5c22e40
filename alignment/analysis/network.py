"""Formula 16 over cities: what many serve, what nobody serves, who complements whom.

The queries of the network must say the same.
"""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from alignment.analysis.inputs import Share

COMMON_GAP = 0.25
COMMON_STRENGTH = 0.75
FEWEST_CITIES = 3
LEAST_COMPLETE = 0.8


@dataclass(frozen=True)
class City:
    """`inside`: places in its scope; `covered` and `strong` of them with a score of 1, of 2 or more."""

    name: str
    inside: frozenset[str]
    covered: frozenset[str] = frozenset()
    strong: frozenset[str] = frozenset()


def is_hidden(cities: int) -> bool:
    return cities < FEWEST_CITIES


def frequency(cities: Collection[City], place: str) -> Share | None:
    """f: cities that serve the place, of those that have it in scope; None for fewer than three."""
    whole = [city for city in cities if place in city.inside]
    return None if is_hidden(len(whole)) else Share(sum(place in city.covered for city in whole), len(whole))


def is_common_gap(share: Share | None) -> bool:
    return share is not None and share.value is not None and share.value <= COMMON_GAP


def is_common_strength(share: Share | None) -> bool:
    return share is not None and share.value is not None and share.value >= COMMON_STRENGTH


def frequencies(cities: Collection[City], places: Collection[str]) -> Mapping[str, Share | None]:
    return {place: frequency(cities, place) for place in places}


def complementarity(mine: Set[str], theirs: Set[str], places: Set[str]) -> float | None:
    """Of what my city does not cover strongly, the share that theirs does; None when nothing is left."""
    lacking = places - mine
    return len((theirs & places) - mine) / len(lacking) if lacking else None


def likeness(mine: Set[str], theirs: Set[str]) -> float | None:
    """Covered by both, of what either covers."""
    either = mine | theirs
    return len(mine & theirs) / len(either) if either else None
