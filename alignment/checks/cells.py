"""Rules of the cells of a matrix: E1, E2, E3, E5, E6, E7, E10 and the warnings that need no other record."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from alignment.checks.rows import CellRow, Issue, MatrixRows
from sdgplatform.ui.texts import score_text

MIN_RATIONALE = 20
SHARE_TOLERANCE = Decimal("0.01")


def is_score(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -3 <= value <= 3


def cell_errors(matrix: MatrixRows) -> list[Issue]:
    """Everything that keeps the cells from being submitted, in the order of the cells."""
    found: list[Issue] = []
    times = Counter([(cell.element, cell.place) for cell in matrix.cells])
    is_double = len(times) < len(matrix.cells)
    for cell in matrix.cells:
        if cell.element not in matrix.scored or cell.place not in matrix.known:
            found += place_errors(cell, matrix)
        if is_double and times[cell.element, cell.place] > 1:
            text = _("%(element)s × %(place)s is scored twice.")
            found.append(_issue("E3", text, cell))
        if not _is_plain(cell):
            found += value_errors(cell)
    return [*found, *share_errors(matrix.cells)]


def _is_plain(cell: CellRow) -> bool:
    """Nothing that `value_errors` would look at: most of the thousands of cells of a matrix."""
    return is_score(cell.score) and abs(cell.score) < 3 and bool(cell.score) == bool(cell.kind)


def place_errors(cell: CellRow, matrix: MatrixRows) -> Iterator[Issue]:
    """E1, E4, E5: the element and the goal or target exist and fit the depth of the matrix."""
    if cell.element not in matrix.scored:
        known = {element.code for element in matrix.elements}
        unscored, unknown = _("%(element)s is not a scored element."), _("%(element)s is no element.")
        text = unscored if cell.element in known else unknown
        yield _issue("E4", text, cell, "element")
    if cell.place in matrix.known:
        return
    is_goal = "." not in cell.place
    if is_goal == (matrix.granularity == "GOAL"):
        yield _issue("E1", _("%(place)s is not in this framework version."), cell, "target")
    elif is_goal:
        yield _issue("E5", _("%(place)s is a goal; this matrix scores targets."), cell, "target")
    else:
        yield _issue("E5", _("%(place)s is a target; this matrix scores goals."), cell, "target")


def value_errors(cell: CellRow) -> Iterator[Issue]:
    """E2, E6, E10 of one cell."""
    if not is_score(cell.score):
        text = _("%(element)s × %(place)s: a score is a whole number from −3 to +3.")
        yield _issue("E2", text, cell, "score")
        return
    if cell.score and not cell.kind:
        text = _("%(element)s × %(place)s: the score %(score)s has no kind of link")
        yield _issue("E6", text, cell, "kind")
    if not cell.score and cell.kind:
        text = _("%(element)s × %(place)s: a score of 0 has no kind of link")
        yield _issue("E6", text, cell, "kind")
    if abs(cell.score) == 3 and len(cell.rationale.strip()) < MIN_RATIONALE:
        text = _(
            "%(element)s × %(place)s: a score of %(score)s needs a rationale of at least %(min)d characters"
        )
        yield _issue("E10", text, cell, "rationale")


def share_errors(cells: Sequence[CellRow]) -> Iterator[Issue]:
    """E7: the shares of an element's budget add up to 100 % at most."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for cell in cells:
        if cell.budget_share:
            sums[cell.element] += cell.budget_share
    for element, total in sums.items():
        if total > 100 + SHARE_TOLERANCE:
            text = _("%(element)s: the shares of its budget add up to %(total)s %%, more than 100 %%")
            yield Issue("E7", text % {"element": element, "total": total}, element, field="budget_share")


def _issue(rule: str, text: str, cell: CellRow, field: str = "") -> Issue:
    score = score_text(cell.score) if is_score(cell.score) else str(cell.score)[:20]
    figures = {"element": cell.element, "place": cell.place, "score": score, "min": MIN_RATIONALE}
    return Issue(rule, text % figures, cell.element, cell.place, field)
