"""What a matrix may have and its author should explain: W1 to W14, one issue for each place it concerns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import floor

from django.utils.translation import gettext as _

from alignment.checks.cells import is_score
from alignment.checks.rows import CellRow, Issue, MatrixRows
from sdgplatform.ui.texts import number_text, score_text

EXPECTED_COMPLETENESS = 80
EXPECTED_BREADTH = 25
STRONG = 2
MIN_EQUAL = 3

Rows = Mapping[str, Sequence[CellRow]]


def matrix_warnings(matrix: MatrixRows, *, today: date) -> list[Issue]:
    """In the order of the list on the page: what is quickest to mend first."""
    cells = [cell for cell in matrix.cells if is_score(cell.score)]
    rows: dict[str, list[CellRow]] = defaultdict(list)
    for cell in cells:
        rows[cell.element].append(cell)
    return [
        *without_mitigation(cells),
        *without_evidence(cells),
        *without_link(matrix, rows),
        *too_broad(matrix, rows),
        *without_competence(matrix, cells),
        *without_indicator(cells),
        *against_direction(matrix),
        *not_applicable_but_scored(matrix, cells),
        *incomplete(matrix, cells),
        *all_equal(rows),
        *against_parent(matrix, cells),
        *changed_meaning(matrix),
        *without_responsible(matrix),
        *period_ended(matrix, today),
    ]


def without_evidence(cells: Sequence[CellRow]) -> Iterator[Issue]:
    """W1: a score of ±2 or ±3."""
    text = _("%(element)s × %(place)s: a score of %(score)s without evidence")
    for cell in cells:
        if abs(cell.score) >= STRONG and not cell.has_evidence:
            yield _of_cell("W1", text, cell, "evidence")


def without_mitigation(cells: Sequence[CellRow]) -> Iterator[Issue]:
    """W2."""
    text = _("%(element)s × %(place)s: a hindering link without a mitigation")
    for cell in cells:
        if cell.score < 0 and not cell.mitigation.strip():
            yield _of_cell("W2", text, cell, "mitigation")


def without_link(matrix: MatrixRows, rows: Rows) -> Iterator[Issue]:
    """W3: a scored element that has only zeros or nothing."""
    text = _("%(element)s: a row without any link")
    for element in matrix.elements:
        if element.code in matrix.scored and not any(cell.score for cell in rows.get(element.code, ())):
            yield Issue("W3", text % {"element": element.code}, element.code)


def too_broad(matrix: MatrixRows, rows: Rows) -> Iterator[Issue]:
    """W4: more than a quarter of the targets in scope are helped."""
    if matrix.granularity == "GOAL" or not matrix.scope:
        return
    text = _("%(element)s helps %(count)d of %(targets)d targets, more than a quarter")
    for element, cells in rows.items():
        helped = sum(cell.score >= 1 for cell in cells)
        if helped * 100 > EXPECTED_BREADTH * len(matrix.scope):
            figures = {"element": element, "count": helped, "targets": len(matrix.scope)}
            yield Issue("W4", text % figures, element)


def without_competence(matrix: MatrixRows, cells: Sequence[CellRow]) -> Iterator[Issue]:
    """W5: strong where the local tier has no competence and neither element nor target has a partner."""
    if not matrix.no_competence:
        return
    text = _("%(element)s × %(place)s: the city has no competence here and names no partner")
    for cell in cells:
        is_alone = cell.element not in matrix.partnered and cell.place not in matrix.partnered
        if cell.score >= STRONG and cell.place in matrix.no_competence and is_alone:
            yield _of_cell("W5", text, cell)


def without_indicator(cells: Sequence[CellRow]) -> Iterator[Issue]:
    """W6: a score of +2 or +3."""
    text = _("%(element)s × %(place)s: a strong link without a local indicator")
    for cell in cells:
        if cell.score >= STRONG and not cell.has_indicator:
            yield _of_cell("W6", text, cell, "indicators")


def against_direction(matrix: MatrixRows) -> Iterator[Issue]:
    """W7: the value to reach lies on the other side of the baseline than the direction says."""
    text = _("%(indicator)s: its value to reach goes against its direction")
    for row in matrix.indicators:
        if row.baseline is None or row.target is None:
            continue
        difference = row.target[1] - row.baseline[1]
        wrong = {"UP": difference < 0, "DOWN": difference > 0, "HOLD": difference != 0}
        if wrong[row.direction]:
            yield Issue("W7", text % {"indicator": row.code}, indicator=row.code)


def not_applicable_but_scored(matrix: MatrixRows, cells: Sequence[CellRow]) -> Iterator[Issue]:
    """W8: a score of 0 says the same as "not applicable" and is no contradiction."""
    text = _("%(element)s × %(place)s: scored, although the city marked it as not applicable")
    for cell in cells:
        if cell.score and cell.place in matrix.not_applicable:
            yield _of_cell("W8", text, cell)


def incomplete(matrix: MatrixRows, cells: Sequence[CellRow]) -> Iterator[Issue]:
    """W9: less than four fifths of the cells in scope are assessed."""
    possible = len(matrix.scored) * len(matrix.scope)
    assessed = sum(cell.place in matrix.scope and cell.element in matrix.scored for cell in cells)
    if possible and assessed * 100 < EXPECTED_COMPLETENESS * possible:
        text = _("%(share)s %% of the cells are assessed; %(expected)d %% are expected")
        share = floor(1000 * assessed / possible) / 10  # never rounded up to what is expected
        figures = {"share": number_text(share, 1), "expected": EXPECTED_COMPLETENESS}
        note = _("%(assessed)s of %(possible)s cells")
        counts = {"assessed": number_text(assessed), "possible": number_text(possible)}
        yield Issue("W9", text % figures, note=note % counts)


def all_equal(rows: Rows) -> Iterator[Issue]:
    """W10: at least three cells, all with the same score; a row of zeros is W3."""
    text = _("%(element)s: all its scores are the same")
    for element, cells in rows.items():
        scores = {cell.score for cell in cells}
        if len(cells) >= MIN_EQUAL and len(scores) == 1 and scores != {0}:
            yield Issue("W10", text % {"element": element}, element)


def against_parent(matrix: MatrixRows, cells: Sequence[CellRow]) -> Iterator[Issue]:
    """W11: parent and child are both scored at a place, one helping and one hindering."""
    parents = {element.code: element.parent for element in matrix.elements if element.parent}
    if not parents:
        return
    scores = {(cell.element, cell.place): cell.score for cell in cells if cell.score}
    text = _("%(element)s × %(place)s: %(score)s, while %(parent)s above it has %(above)s")
    for cell in cells:
        parent = parents.get(cell.element, "")
        above = scores.get((parent, cell.place), 0)
        if above * cell.score < 0:
            figures = {"parent": parent, "above": score_text(above)}
            yield _of_cell("W11", text, cell, **figures)


def changed_meaning(matrix: MatrixRows) -> Iterator[Issue]:
    """W12: the UN code of an indicator means another thing, or is gone, in the current framework version."""
    text = _("%(indicator)s follows %(code)s, which means another thing in the current UN framework")
    for row in matrix.indicators:
        if row.has_changed_meaning:
            figures = {"indicator": row.code, "code": row.un_code}
            yield Issue("W12", text % figures, indicator=row.code)


def without_responsible(matrix: MatrixRows) -> Iterator[Issue]:
    """W13: neither a unit nor an actor is responsible for a scored element."""
    text = _("%(element)s has no responsible unit")
    for element in matrix.elements:
        if element.code in matrix.scored and not element.responsible.strip():
            yield Issue("W13", text % {"element": element.code}, element.code, field="responsible")


def period_ended(matrix: MatrixRows, today: date) -> Iterator[Issue]:
    """W14."""
    if matrix.period_end and matrix.period_end < today.year:
        text = _("The period of the strategy ended in %(year)d")
        yield Issue("W14", text % {"year": matrix.period_end})


def _of_cell(rule: str, text: str, cell: CellRow, field: str = "", **figures: str) -> Issue:
    values = {"element": cell.element, "place": cell.place, "score": score_text(cell.score), **figures}
    return Issue(rule, text % values, cell.element, cell.place, field)
