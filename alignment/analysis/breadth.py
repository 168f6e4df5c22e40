"""Formula 6: elements that serve no target, elements that claim very many, and how dense the matrix is."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.analysis.inputs import HELPS, Share, Table

WIDE = 0.25


@dataclass(frozen=True)
class Breadth:
    """Of one element; `is_orphan` also when nobody assessed it: `assessed` tells the two apart."""

    element: str
    served: Share
    assessed: int
    is_outlier: bool = False

    @property
    def is_orphan(self) -> bool:
        return self.served.part == 0


@dataclass(frozen=True)
class Breadths:
    elements: tuple[Breadth, ...]
    threshold: float | None
    density: Share

    @property
    def orphans(self) -> list[Breadth]:
        return [row for row in self.elements if row.is_orphan]

    @property
    def outliers(self) -> list[Breadth]:
        return [row for row in self.elements if row.is_outlier]


def breadths_of(table: Table) -> Breadths:
    served = {code: sum(link.score >= HELPS for link in table.of[code]) for code in table.scored}
    targets = len(table.inside)
    threshold = outlier_threshold([count / targets for count in served.values()]) if targets else None
    return Breadths(
        elements=tuple(
            Breadth(
                code,
                Share(count, targets),
                len(table.of[code]),
                threshold is not None and count / targets > threshold,
            )
            for code, count in served.items()
        ),
        threshold=threshold,
        density=Share(sum(link.score != 0 for link in table.counted), table.possible),
    )


def outlier_threshold(values: Sequence[float]) -> float | None:
    """Above it an element claims unusually much: max(0.25, Q3 + 1.5 · IQR)."""
    if not values:
        return None
    first, third = quantile(values, 0.25), quantile(values, 0.75)
    return max(WIDE, third + 1.5 * (third - first))


def quantile(values: Sequence[float], at: float) -> float:
    """Linear between the two nearest values, both ends included."""
    ordered = sorted(values)
    position = at * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])
