"""Formula 7: elements that do the same, targets that several serve, targets that are served together."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from alignment.analysis.inputs import HELPS, STRONG, Table

ALIKE = 0.8
FEWEST_COMMON = 3


@dataclass(frozen=True)
class Pair:
    """Two elements; `common` counts the places where both have a score other than 0."""

    first: str
    second: str
    value: float
    common: int

    @property
    def is_reported(self) -> bool:
        return self.value >= ALIKE and self.common >= FEWEST_COMMON


@dataclass(frozen=True)
class Together:
    first: str
    second: str
    elements: int


@dataclass(frozen=True)
class Similarities:
    """`pairs`: all that have a place in common, the most alike first. Pairs without one have S = 0."""

    pairs: tuple[Pair, ...]
    undefined: tuple[str, ...]

    @property
    def reported(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.is_reported]


def similarities_of(table: Table) -> Similarities:
    """S is undefined for an element whose row is all 0 or blank; those are listed instead."""
    squares = {code: sum(link.score**2 for link in links) for code, links in table.of.items()}
    order = {code: index for index, code in enumerate(table.scored)}
    products: dict[tuple[str, str], int] = {}
    common: Counter[tuple[str, str]] = Counter()
    for links in table.at.values():
        linked = sorted((link for link in links if link.score), key=lambda link: order[link.element])
        for one, other in combinations(linked, 2):
            key = one.element, other.element
            products[key] = products.get(key, 0) + one.score * other.score
            common[key] += 1
    pairs = (
        Pair(*key, value / sqrt(squares[key[0]] * squares[key[1]]), common[key])
        for key, value in products.items()
    )
    return Similarities(
        pairs=tuple(sorted(pairs, key=lambda pair: (-pair.value, order[pair.first], order[pair.second]))),
        undefined=tuple(code for code, square in squares.items() if not square),
    )


def similarity(table: Table, first: str, second: str) -> float | None:
    """S of two elements; None when a row is all 0."""
    one = {link.place: link.score for link in table.of[first]}
    other = {link.place: link.score for link in table.of[second]}
    norm = sqrt(sum(score**2 for score in one.values()) * sum(score**2 for score in other.values()))
    return sum(score * other.get(place, 0) for place, score in one.items()) / norm if norm else None


def redundancies_of(table: Table) -> dict[str, tuple[str, ...]]:
    """R: the elements that serve a place strongly; places that nobody serves so are not there."""
    found = {
        code: tuple(link.element for link in links if link.score >= STRONG)
        for code, links in table.at.items()
    }
    return {code: elements for code, elements in found.items() if elements}


def co_occurrences_of(table: Table) -> tuple[Together, ...]:
    """O: how many elements serve two places at once, the most frequent pairs first."""
    counts: Counter[tuple[str, str]] = Counter()
    order = {place.code: index for index, place in enumerate(table.inside)}
    for links in table.of.values():
        served = sorted((link.place for link in links if link.score >= HELPS), key=order.__getitem__)
        counts.update(combinations(served, 2))
    rows = (Together(*key, number) for key, number in counts.items())
    return tuple(sorted(rows, key=lambda row: (-row.elements, order[row.first], order[row.second])))
