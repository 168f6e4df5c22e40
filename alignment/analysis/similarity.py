"""Formula 7: elements that do the same, targets that several serve, targets that are served together."""

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from alignment.analysis.inputs import HELPS, STRONG, Table
from alignment.analysis.pairing import paired

ALIKE = 0.8
FEWEST_COMMON = 3


class Pair(NamedTuple):
    """Two elements; `common` counts the places where both have a score other than 0."""

    first: str
    second: str
    value: float
    common: int

    @property
    def is_reported(self) -> bool:
        return self.value >= ALIKE and self.common >= FEWEST_COMMON


class Together(NamedTuple):
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
    codes, order = table.scored, {code: index for index, code in enumerate(table.scored)}
    places = [
        {order[link.element]: link.score for link in links if link.score} for links in table.at.values()
    ]
    products = paired(places, len(codes))
    common = paired((dict.fromkeys(scores, 1) for scores in places), len(codes))
    squares = [products[index][index] for index in range(len(codes))]
    values = (
        (products[one][other] / sqrt(squares[one] * squares[other]), one, other, number)
        for one in range(len(codes))
        for other, number in enumerate(common[one][one + 1 :], one + 1)
        if number
    )
    found = sorted((-value, one, other, value, number) for value, one, other, number in values)
    return Similarities(
        pairs=tuple(Pair(codes[one], codes[other], value, number) for _, one, other, value, number in found),
        undefined=tuple(code for code, square in zip(codes, squares, strict=True) if not square),
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
    codes, order = table.inside, {place.code: index for index, place in enumerate(table.inside)}
    served = [{order[link.place]: 1 for link in links if link.score >= HELPS} for links in table.of.values()]
    counts = paired(served, len(codes))
    found = sorted(
        (-number, one, other)
        for one in range(len(codes))
        for other, number in enumerate(counts[one][one + 1 :], one + 1)
        if number
    )
    return tuple(Together(codes[one].code, codes[other].code, -number) for number, one, other in found)
