"""Formula 17: whether groups that scored the same strategy agree."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Scores = Mapping[tuple[str, str], int]
WIDEST = 6
DISCUSS = 2


@dataclass(frozen=True)
class CellAgreement:
    """`scores` by group, None where a group left the cell blank."""

    element: str
    place: str
    scores: tuple[int | None, ...]

    @property
    def given(self) -> list[int]:
        return [score for score in self.scores if score is not None]

    @property
    def range(self) -> int:
        return max(self.given) - min(self.given)

    @property
    def median(self) -> float:
        return float(median(self.given))

    @property
    def needs_talk(self) -> bool:
        return self.range >= DISCUSS


@dataclass(frozen=True)
class Agreement:
    """Cells that at least two groups scored; `kappa` for two groups, else None."""

    groups: int
    cells: tuple[CellAgreement, ...]
    kappa: float | None

    @property
    def to_discuss(self) -> list[CellAgreement]:
        """The widest first."""
        return sorted((cell for cell in self.cells if cell.needs_talk), key=lambda cell: -cell.range)


def agreement_of(groups: Sequence[Scores]) -> Agreement:
    """Blank is no opinion: a cell counts where two groups or more scored it."""
    keys = dict.fromkeys(key for scores in groups for key in scores)
    cells = [CellAgreement(*key, tuple(scores.get(key) for scores in groups)) for key in keys]
    both = tuple(cell for cell in cells if len(cell.given) > 1)
    kappa = weighted_kappa((cell.given[0], cell.given[1]) for cell in both) if len(groups) == 2 else None
    return Agreement(len(groups), both, kappa)


def weighted_kappa(pairs: Iterable[tuple[int, int]]) -> float | None:
    """κ of two raters on −3…3, weights (i − j)²/36; None when chance alone leaves nothing to disagree on."""
    observed = Counter(pairs)
    total = sum(observed.values())
    first: Counter[int] = Counter()
    second: Counter[int] = Counter()
    for (one, other), count in observed.items():
        first[one] += count
        second[other] += count
    expected = sum(_weight(i, j) * first[i] * second[j] for i in first for j in second)
    if not expected:
        return None
    return 1 - total * sum(_weight(i, j) * count for (i, j), count in observed.items()) / expected


def _weight(one: int, other: int) -> float:
    return (one - other) ** 2 / WIDEST**2
