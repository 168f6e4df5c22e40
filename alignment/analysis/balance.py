"""Formula 4: how evenly the plan works on the goals in scope, by group of goals and by kind of target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from alignment.analysis.coverage import intensity
from alignment.analysis.inputs import HELPS, Place, Share, Table
from alignment.analysis.intensity import Intensities, intensities_of


@dataclass(frozen=True)
class Group:
    """Goals of one of the five P: B is the mean of their intensities, None while none is in scope."""

    name: str
    goals: tuple[int, ...]
    value: float | None


@dataclass(frozen=True)
class KindShare:
    """Outcome targets, or means of implementation."""

    covered: Share
    intensity: float | None


@dataclass(frozen=True)
class Balance:
    evenness: float | None
    goals: int
    mean: float | None
    groups: tuple[Group, ...]
    outcomes: KindShare
    means: KindShare


def balance_of(table: Table, pillars: Mapping[int, str]) -> Balance:
    """`pillars`: goal → its group, in the order in which groups are shown."""
    found = intensities_of(table)
    return Balance(
        evenness=evenness(found),
        goals=len(found.goals),
        mean=found.mean,
        groups=tuple(_group(name, pillars, found) for name in dict.fromkeys(pillars.values())),
        outcomes=_kind(table, [place for place in table.inside if place.is_outcome]),
        means=_kind(table, [place for place in table.inside if not place.is_outcome]),
    )


def evenness(found: Intensities) -> float | None:
    """J, 0 to 1; None for fewer than two goals in scope or when nothing helps."""
    shares = [share for share in found.shares.values() if share]
    if not shares or len(found.goals) < 2:
        return None
    return max(0.0, min(1.0, -sum(share * log(share) for share in shares) / log(len(found.goals))))


def _group(name: str, pillars: Mapping[int, str], found: Intensities) -> Group:
    goals = tuple(sorted(goal for goal, pillar in pillars.items() if pillar == name))
    values = [value for goal in goals if (value := found.goals.get(goal)) is not None]
    return Group(name, goals, sum(values) / len(values) if values else None)


def _kind(table: Table, places: Sequence[Place]) -> KindShare:
    covered = sum(table.best[place.code] >= HELPS for place in places)
    return KindShare(Share(covered, len(places)), intensity(table, places))
