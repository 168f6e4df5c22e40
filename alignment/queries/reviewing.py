"""The cells of a matrix one after the other, as a reviewer goes through them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from alignment.models import AlignmentMatrix, CellReading, Evidence
from alignment.queries.changes import CellKey, base_content, changed_cells, possible_bases
from sdgplatform.search import fold

STRONG = 2


@dataclass(frozen=True)
class ReviewedCell:
    """`is_bare`: strong without evidence; `is_changed`: since it was read last."""

    pk: int
    element: str
    title: str
    place: str
    score: int
    is_bare: bool
    is_read: bool
    is_changed: bool
    has_comments: bool

    @property
    def key(self) -> str:
        return f"{self.element}:{self.place}"


# Without a choice only cells with a link: most others are zeros, which say that there is nothing to read.
TESTS: Mapping[str, Callable[[ReviewedCell], bool]] = {
    "": lambda cell: cell.score != 0,
    "all": lambda _cell: True,
    "unread": lambda cell: cell.score != 0 and not cell.is_read,
    "bare": lambda cell: cell.is_bare,
    "negative": lambda cell: cell.score < 0,
    "changed": lambda cell: cell.is_changed,
    "comments": lambda cell: cell.has_comments,
}


def reviewed_cells(matrix: AlignmentMatrix, user: Any) -> list[ReviewedCell]:
    """In the order of the tree; few queries however many cells."""
    rows = _rows(matrix)
    seen = dict(CellReading.objects.filter(by=user, cell__matrix=matrix).values_list("cell", "at"))
    changed, open_at = _changed(matrix, rows), _open_comments(matrix)
    return [
        ReviewedCell(
            pk=row["pk"],
            element=key[0],
            title=row["element__title"],
            place=key[1],
            score=row["score"],
            is_bare=abs(row["score"]) >= STRONG and not row["has_evidence"],
            is_read=row["pk"] in seen and seen[row["pk"]] >= row["updated_at"],
            is_changed=key in changed,
            has_comments=key in open_at,
        )
        for key, row in rows.items()
    ]


def _rows(matrix: AlignmentMatrix) -> dict[CellKey, dict[str, Any]]:
    evidence = Evidence.cells.through.objects.filter(alignmentcell=OuterRef("pk"))
    rows = matrix.cells.annotate(has_evidence=Exists(evidence)).order_by(
        "element__position", "target__position", "target__code", "goal__number"
    )
    names = ("kind", "horizon", "confidence", "rationale", "mitigation", "updated_at", "has_evidence")
    places = ("pk", "element__code", "element__title", "target__code", "goal__number", "score")
    return {
        (row["element__code"], row["target__code"] or str(row["goal__number"])): row
        for row in rows.values(*places, *names)
    }


def _changed(matrix: AlignmentMatrix, rows: Mapping[CellKey, Mapping[str, Any]]) -> set[CellKey]:
    for since in possible_bases(matrix):
        base = base_content(matrix, since)
        if base is not None:
            return changed_cells(base, {key: {**row, "s": row["score"]} for key, row in rows.items()})
    return set()


def _open_comments(matrix: AlignmentMatrix) -> set[CellKey]:
    rows = matrix.comments.filter(resolved_at__isnull=True, element__isnull=False)
    found = rows.values_list("element__code", "target__code", "goal__number")
    return {(element, target or str(goal or "")) for element, target, goal in found}


def chosen_cells(cells: Sequence[ReviewedCell], *, show: str, words: str) -> list[ReviewedCell]:
    test = TESTS.get(show, TESTS[""])
    found = [cell for cell in cells if test(cell)]
    wanted = fold(words).split()
    return [cell for cell in found if all(word in _text(cell) for word in wanted)] if wanted else found


def _text(cell: ReviewedCell) -> str:
    return fold(f"{cell.element} {cell.title} {cell.place}")
