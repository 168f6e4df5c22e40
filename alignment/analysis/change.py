"""Formula 18: what became of the cells between two versions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from alignment.analysis.coverage import intensity
from alignment.analysis.inputs import HELPS, Link, Place, Share, Table

ChangeKind = Literal["added", "removed", "raised", "lowered", "flipped"]
KINDS: tuple[ChangeKind, ...] = ("added", "removed", "raised", "lowered", "flipped")


@dataclass(frozen=True)
class CellChange:
    element: str
    place: str
    before: int | None
    after: int | None

    @property
    def kind(self) -> ChangeKind:
        """A change of sign is flipped, whether the number rose or fell."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        if self.before * self.after < 0:
            return "flipped"
        return "raised" if self.after > self.before else "lowered"


def changes_between(before: Iterable[Link], after: Iterable[Link]) -> tuple[CellChange, ...]:
    """Cells are the same by the codes of element and place; equal scores are no change."""
    old = {(link.element, link.place): link.score for link in before}
    new = {(link.element, link.place): link.score for link in after}
    changes = (CellChange(*key, old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old]))
    return tuple(change for change in changes if change.before != change.after)


def counts_of(changes: Iterable[CellChange]) -> dict[ChangeKind, int]:
    found = Counter(change.kind for change in changes)
    return {kind: found[kind] for kind in KINDS}


@dataclass(frozen=True)
class GoalChange:
    """ΔC and ΔI of one goal, each version in its own scope; undefined where it is out of scope in one.

    `kept`, `gained` and `lost` count places in scope now: helped in both, only now, only before.
    """

    number: int
    before: Share
    now: Share
    intensity_before: float | None
    intensity_now: float | None
    kept: int = 0
    gained: int = 0
    lost: int = 0

    @property
    def coverage(self) -> float | None:
        return difference(self.before.value, self.now.value)

    @property
    def intensity(self) -> float | None:
        return difference(self.intensity_before, self.intensity_now)


def goal_changes(before: Table, now: Table) -> tuple[GoalChange, ...]:
    """Goals in scope in one of the two, in order."""
    return tuple(_goal(before, now, number) for number in sorted({*before.goals, *now.goals}))


def total_change(before: Table, now: Table) -> GoalChange:
    """The same over all places in scope; its number is 0."""
    places = [place for goal in now.goals.values() for place in goal]
    then = [place for goal in before.goals.values() for place in goal]
    return _change(before, now, then, places)


def _goal(before: Table, now: Table, number: int) -> GoalChange:
    change = _change(before, now, before.goals.get(number, []), now.goals.get(number, []))
    return replace(change, number=number)


def _change(before: Table, now: Table, then: Sequence[Place], places: Sequence[Place]) -> GoalChange:
    old, new = _helped(before, then), _helped(now, places)
    inside = {place.code for place in places}
    return GoalChange(
        number=0,
        before=Share(len(old), len(then)),
        now=Share(len(new), len(places)),
        intensity_before=intensity(before, then),
        intensity_now=intensity(now, places),
        kept=len(old & new),
        gained=len(new - old),
        lost=len((old & inside) - new),
    )


def _helped(table: Table, places: Sequence[Place]) -> set[str]:
    return {place.code for place in places if table.best[place.code] >= HELPS}


def difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
