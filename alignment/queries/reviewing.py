"""The cells of a matrix one after the other, as a reviewer goes through them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet

from alignment.models import AlignmentCell, AlignmentMatrix, CellReading, Evidence
from alignment.queries.changes import CellKey, base_content, changed_cells, possible_bases
from sdgplatform.search import fold
from sdgplatform.statements import Given, Statement

STRONG = 2


class ReviewedCell(NamedTuple):
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
    readings = CellReading.objects.filter(by=user, cell__matrix=matrix, at__gte=F("cell__updated_at"))
    read = set(readings.values_list("cell", flat=True))
    changed, open_at = _changed(matrix), _open_comments(matrix)
    cells = []
    for pk, element, title, target, goal, score, has_evidence in _CELLS.rows(matrix=matrix.pk):
        place = target or str(goal)
        cells.append(
            ReviewedCell(
                pk=pk,
                element=element,
                title=title,
                place=place,
                score=score,
                is_bare=abs(score) >= STRONG and not has_evidence,
                is_read=pk in read,
                is_changed=(element, place) in changed,
                has_comments=(element, place) in open_at,
            )
        )
    return cells


def _cells() -> QuerySet[Any]:
    evidence = Evidence.cells.through.objects.filter(alignmentcell=OuterRef("pk"))
    rows = AlignmentCell.objects.filter(matrix=Given("matrix")).order_by(
        "element__position", "target__position", "target__code", "goal__number"
    )
    columns = ("pk", "element__code", "element__title", "target__code", "goal__number", "score")
    return rows.values_list(*columns, Exists(evidence))


_CELLS = Statement(_cells, plain=True)


def _changed(matrix: AlignmentMatrix) -> set[CellKey]:
    """Only a matrix that was submitted before, or goes on from a version, has something to compare with."""
    for since in possible_bases(matrix):
        base = base_content(matrix, since)
        if base is not None:
            return changed_cells(base, _contents(matrix))
    return set()


def _contents(matrix: AlignmentMatrix) -> dict[CellKey, dict[str, Any]]:
    names = ("kind", "horizon", "confidence", "rationale", "mitigation")
    rows = matrix.cells.values_list("element__code", "target__code", "goal__number", "score", *names)
    return {
        (element, target or str(goal)): {"s": score, **dict(zip(names, values, strict=True))}
        for element, target, goal, score, *values in rows
    }


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
