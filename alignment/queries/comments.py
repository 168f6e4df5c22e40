"""Comments by what they are about: the matrix, an element or a cell; together they are its thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from alignment.models import AlignmentMatrix, CellComment, Goal, StrategyElement, Target
from alignment.queries.scope import find_place
from sdgplatform.search import fold


@dataclass(frozen=True)
class Anchor:
    """Nothing: the whole matrix. Only an element: its row."""

    element: StrategyElement | None = None
    spot: Goal | Target | None = None

    @property
    def keys(self) -> dict[str, Any]:
        spot = self.spot
        return {
            "element": self.element,
            "goal_id": spot.pk if isinstance(spot, Goal) else None,
            "target_id": spot.pk if isinstance(spot, Target) else None,
        }

    @property
    def place(self) -> str:
        if isinstance(self.spot, Target):
            return self.spot.code
        return str(self.spot.number) if self.spot else ""


@dataclass(frozen=True)
class Thread:
    anchor: Anchor
    comments: Sequence[CellComment]

    @property
    def is_open(self) -> bool:
        return any(comment.resolved_at is None for comment in self.comments)


def find_anchor(matrix: AlignmentMatrix, element_code: str, place: str) -> Anchor | None:
    """None when the matrix has nothing there."""
    if not element_code:
        return None if place else Anchor()
    if "\0" in element_code + place:  # PostgreSQL has no NUL
        return None
    element = matrix.strategy.elements.filter(code=element_code).first()
    spot = find_place(matrix, place) if place else None
    return None if element is None or (place and spot is None) else Anchor(element, spot)


def threads_of(matrix: AlignmentMatrix) -> list[Thread]:
    """In one query: first what is about the matrix, then by row, and in the row by goal and target."""
    rows = matrix.comments.select_related(
        "element", "goal", "target", "by__person", "resolved_by__person"
    ).order_by("pk")
    groups: dict[tuple[Any, ...], list[CellComment]] = {}
    for row in rows:
        groups.setdefault((row.element_id, row.goal_id, row.target_id), []).append(row)
    threads = [
        Thread(Anchor(found[0].element, found[0].target or found[0].goal), found) for found in groups.values()
    ]
    return sorted(threads, key=_place)


def _place(thread: Thread) -> tuple[int, int]:
    element, spot = thread.anchor.element, thread.anchor.spot
    if element is None:
        return (-1, 0)
    if spot is None:
        return (element.position, -1)
    return (element.position, spot.position if isinstance(spot, Target) else spot.number)


def chosen_threads(threads: Sequence[Thread], *, state: str, words: str, mine: Any = None) -> list[Thread]:
    """`mine`: those in which this account has written."""
    found = [row for row in threads if not state or row.is_open == (state == "open")]
    if mine is not None:
        found = [row for row in found if any(comment.by_id == mine.pk for comment in row.comments)]
    wanted = fold(words).split()
    return [row for row in found if all(word in _text(row) for word in wanted)] if wanted else found


def _text(thread: Thread) -> str:
    element = thread.anchor.element
    texts = [comment.text for comment in thread.comments]
    return fold(" ".join([str(element or ""), thread.anchor.place, *texts]))
