"""Formula 18: what became of the cells between two versions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from alignment.analysis.inputs import Link

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


def differences(
    before: Mapping[int, float | None], after: Mapping[int, float | None]
) -> dict[int, float | None]:
    """ΔI by goal; None where the goal is out of the scope of one of the two."""
    return {
        number: None
        if (old := before.get(number)) is None or (new := after.get(number)) is None
        else new - old
        for number in sorted({*before, *after})
    }
