"""The shared heat map: for each cell what the groups say together, or one of them alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from alignment.analysis.agreement import DISCUSS
from sdgplatform.ui.heat import look
from sdgplatform.ui.texts import number_text, score_text
from workshops.models import Exercise, ExerciseGroup
from workshops.queries.exercises import Board, ElementInPlay, cells_of

Scores = Mapping[int, int]


def median_text(value: float) -> str:
    """+2, 0, or +1.5 between two scores."""
    if value.is_integer():
        return score_text(int(value))
    return f"{'+' if value > 0 else ''}{number_text(value, 1)}"


@dataclass(frozen=True)
class ScreenCell:
    """`scores`: number of the group -> its score. The screen's script draws the same from the same."""

    key: str
    scores: Scores

    @property
    def median(self) -> float | None:
        return float(median(self.scores.values())) if self.scores else None

    @property
    def median_text(self) -> str:
        return median_text(self.median or 0.0)

    @property
    def look(self) -> str:
        """Away from zero, so that half a step has the look of the stronger score."""
        value = self.median or 0
        return look(int(value + (0.5 if value > 0 else -0.5)) if value else 0)

    @property
    def low(self) -> int:
        return min(self.scores.values())

    @property
    def high(self) -> int:
        return max(self.scores.values())

    @property
    def is_spread(self) -> bool:
        return bool(self.scores) and self.low != self.high

    @property
    def needs_talk(self) -> bool:
        return bool(self.scores) and self.high - self.low >= DISCUSS


@dataclass(frozen=True)
class ScreenRow:
    element: ElementInPlay
    cells: Sequence[ScreenCell]


def screen_rows(
    exercise: Exercise, board: Board, groups: Sequence[ExerciseGroup], only: int = 0
) -> tuple[list[ScreenRow], dict[str, dict[int, int]]]:
    """The rows, of one group when `only` is its number, and all scores by cell for the script; one query."""
    scores: dict[str, dict[int, int]] = {}
    for cell in cells_of(board, groups):
        if cell.score is not None:
            scores.setdefault(f"{cell.element}:{cell.place}", {})[cell.group] = cell.score
    rows = [
        ScreenRow(element, [_cell(f"{element.key}:{place.code}", scores, only) for place in board.places])
        for element in board.elements
    ]
    return rows, scores


def _cell(key: str, scores: Mapping[str, Mapping[int, int]], only: int) -> ScreenCell:
    found: Any = scores.get(key, {})
    return ScreenCell(key, {g: s for g, s in found.items() if not only or g == only})
