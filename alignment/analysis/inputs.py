"""The rows that the formulas read: E are the scored elements, T the places in scope, x the scores."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

HELPS = 1
STRONG = 2
HIGHEST = 3
LeftOut = Literal["", "na", "national"]


@dataclass(frozen=True)
class Place:
    """A goal or target, in the order of the framework; `left_out` says why the city does not count it."""

    code: str
    goal: int
    is_outcome: bool = True
    left_out: LeftOut = ""


@dataclass(frozen=True)
class Link:
    """A cell: `budget_share` in per cent, `indicators` by their codes."""

    element: str
    place: str
    score: int
    kind: str = ""
    budget_share: Decimal | None = None
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Element:
    code: str
    parent: str = ""
    is_scored: bool = True
    is_owned: bool = False
    budget: Decimal | None = None
    currency: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Indicator:
    """`relation` to the UN's indicator: same, proxy or local."""

    code: str
    has_baseline: bool = False
    has_milestone: bool = False
    has_target: bool = False
    has_source: bool = False
    relation: str = ""


@dataclass(frozen=True)
class Voices:
    """Elements and places in which somebody who is not of the municipality has a part."""

    elements: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Share:
    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Table:
    """Links outside the scope, or of elements that are not scored, do not count.

    `indicators` and `voices` are None where nobody asked for them: then no place is called unmonitored.
    `weights` are w of the formulas, by element; without them every element weighs 1/|E|.
    """

    elements: Sequence[Element]
    places: Sequence[Place]
    links: Iterable[Link]
    indicators: Mapping[str, Indicator] | None = None
    voices: Voices | None = None
    weights: Mapping[str, float] | None = None

    @cached_property
    def scored(self) -> tuple[str, ...]:
        return tuple(element.code for element in self.elements if element.is_scored)

    @cached_property
    def inside(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.left_out)

    @cached_property
    def goals(self) -> dict[int, list[Place]]:
        """Goals in scope with their places in scope."""
        found: dict[int, list[Place]] = {}
        for place in self.inside:
            found.setdefault(place.goal, []).append(place)
        return found

    @cached_property
    def goal_at(self) -> dict[str, int]:
        return {place.code: place.goal for place in self.places}

    @cached_property
    def counted(self) -> tuple[Link, ...]:
        scored, inside = set(self.scored), {place.code for place in self.inside}
        return tuple(link for link in self.links if link.element in scored and link.place in inside)

    @cached_property
    def at(self) -> dict[str, list[Link]]:
        """The links of each place in scope, also of those that have none."""
        found: dict[str, list[Link]] = {place.code: [] for place in self.inside}
        for link in self.counted:
            found[link.place].append(link)
        return found

    @cached_property
    def of(self) -> dict[str, list[Link]]:
        """The links of each scored element, also of those that have none."""
        found: dict[str, list[Link]] = {code: [] for code in self.scored}
        for link in self.counted:
            found[link.element].append(link)
        return found

    @cached_property
    def best(self) -> dict[str, int]:
        """The highest helping score of each place in scope; 0 where there is none."""
        return {
            code: max((link.score for link in links if link.score > 0), default=0)
            for code, links in self.at.items()
        }

    @property
    def possible(self) -> int:
        return len(self.scored) * len(self.inside)

    @property
    def completeness(self) -> Share:
        """K of formula 2."""
        return Share(len(self.counted), self.possible)

    def weight(self, element: str) -> float:
        if self.weights is not None:
            return self.weights.get(element, 0.0)
        return 1 / len(self.scored)
