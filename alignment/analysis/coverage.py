"""Formulas 2, 3 and 5 by goal: completeness, coverage, intensity."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alignment.analysis.gaps import GapClass, gap_classes
from alignment.analysis.inputs import HELPS, HIGHEST, STRONG, Link, Place, Share, Table

GLOBAL_GOALS = range(1, 18)
NOTHING = Share(0, 0)


@dataclass(frozen=True)
class GoalCoverage:
    """One goal: `covered`, `strong`, `direct` and `hindered` count targets; `intensity` is I of formula 3.

    In a matrix of goals `targets` is 1 when the goal is in scope.
    """

    number: int
    targets: int
    covered: int = 0
    strong: int = 0
    hindered: int = 0
    assessed: int = 0
    intensity: float = 0.0
    direct: int = 0
    outcomes: Share = NOTHING

    @property
    def share(self) -> float | None:
        """Covered targets in per cent; None when the goal has no target in scope."""
        return 100 * self.covered / self.targets if self.targets else None

    @property
    def strong_share(self) -> float:
        return 100 * self.strong / self.targets if self.targets else 0.0

    @property
    def partial_share(self) -> float:
        return 100 * (self.covered - self.strong) / self.targets if self.targets else 0.0


@dataclass(frozen=True)
class Coverage:
    """Figures of a whole matrix, always with their denominators."""

    goals: tuple[GoalCoverage, ...]
    elements: int
    targets: int
    assessed: int
    hindering: Sequence[Link] = ()
    classes: Mapping[str, GapClass] = field(default_factory=dict)

    @property
    def covered(self) -> int:
        return sum(goal.covered for goal in self.goals)

    @property
    def strong(self) -> int:
        return sum(goal.strong for goal in self.goals)

    @property
    def direct(self) -> int:
        return sum(goal.direct for goal in self.goals)

    @property
    def outcomes(self) -> Share:
        shares = [goal.outcomes for goal in self.goals]
        return Share(sum(share.part for share in shares), sum(share.whole for share in shares))

    @property
    def possible(self) -> int:
        return self.elements * self.targets

    @property
    def share(self) -> float | None:
        return 100 * self.covered / self.targets if self.targets else None

    @property
    def completeness(self) -> float | None:
        """Assessed cells in per cent of all cells in scope."""
        return 100 * self.assessed / self.possible if self.possible else None

    @property
    def intensity(self) -> float | None:
        """The mean helping score over all targets in scope, 0 to 1."""
        weighted = sum(goal.intensity * goal.targets for goal in self.goals)
        return weighted / self.targets if self.targets and self.elements else None

    @property
    def shares(self) -> dict[int, float | None]:
        """Covered share of each goal in per cent, as the charts want it."""
        return {goal.number: goal.share for goal in self.goals}

    @property
    def class_counts(self) -> dict[GapClass, int]:
        return dict(Counter(self.classes.values()))


def coverage_of(table: Table) -> Coverage:
    """The 17 goals, those without a target in scope too, then local goals in scope."""
    numbers = [*GLOBAL_GOALS, *sorted(set(table.goals) - set(GLOBAL_GOALS))]
    return Coverage(
        goals=tuple(_goal(table, number, table.goals.get(number, [])) for number in numbers),
        elements=len(table.scored),
        targets=len(table.inside),
        assessed=len(table.counted),
        hindering=sorted((link for link in table.counted if link.score < 0), key=lambda link: link.score),
        classes=gap_classes(table),
    )


def _goal(table: Table, number: int, places: Sequence[Place]) -> GoalCoverage:
    covered = {place.code for place in places if table.best[place.code] >= HELPS}
    outcomes = [place.code for place in places if place.is_outcome]
    return GoalCoverage(
        number=number,
        targets=len(places),
        covered=len(covered),
        strong=sum(table.best[place.code] >= STRONG for place in places),
        hindered=sum(any(link.score < 0 for link in table.at[place.code]) for place in places),
        assessed=sum(len(table.at[place.code]) for place in places),
        intensity=intensity(table, places) or 0.0,
        direct=sum(is_direct(table.at[place.code]) for place in places),
        outcomes=Share(len(covered.intersection(outcomes)), len(outcomes)),
    )


def is_direct(links: Sequence[Link]) -> bool:
    return any(link.score >= HELPS and link.kind == "DIRECT" for link in links)


def intensity(table: Table, places: Sequence[Place]) -> float | None:
    """I of formula 3 over these places; None without places or without elements."""
    if not places or not table.scored:
        return None
    if table.weights is None:
        helping = sum(link.score for place in places for link in table.at[place.code] if link.score > 0)
        return helping / (HIGHEST * len(places) * len(table.scored))
    weighted = sum(
        table.weight(link.element) * link.score
        for place in places
        for link in table.at[place.code]
        if link.score > 0
    )
    return weighted / (HIGHEST * len(places))
