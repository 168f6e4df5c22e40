"""Formula 3: how strongly the plan works on each goal, and which share of the whole that is."""

from collections.abc import Mapping
from dataclasses import dataclass

from alignment.analysis.coverage import intensity
from alignment.analysis.inputs import Table


@dataclass(frozen=True)
class Intensities:
    """`shares` are p, or None for all while nothing helps: the sum is 0."""

    goals: Mapping[int, float | None]
    shares: Mapping[int, float | None]

    @property
    def mean(self) -> float | None:
        """Over the goals in scope: the reference line."""
        known = [value for value in self.goals.values() if value is not None]
        return sum(known) / len(known) if known else None


def intensities_of(table: Table) -> Intensities:
    goals = {number: intensity(table, table.goals[number]) for number in sorted(table.goals)}
    total = sum(value or 0 for value in goals.values())
    shares = {number: (value or 0) / total if total else None for number, value in goals.items()}
    return Intensities(goals, shares)
