"""What a matrix may have and its author should explain: W1 to W4, W9, W10, W13, W14."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.checks.cells import is_score
from alignment.checks.rows import CellRow, Issue, MatrixRows
from sdgplatform.ui.texts import number_text

EXPECTED_COMPLETENESS = 80
EXPECTED_BREADTH = 25
MIN_EQUAL = 3
SHOWN_ROWS = 4


def matrix_warnings(matrix: MatrixRows, *, today: date) -> list[Issue]:
    cells = [cell for cell in matrix.cells if is_score(cell.score)]
    rows: dict[str, list[CellRow]] = defaultdict(list)
    for cell in cells:
        rows[cell.element].append(cell)
    return [
        *_without_mitigation(cells),
        *_without_evidence(cells),
        *_without_link(matrix, rows),
        *_too_broad(matrix, rows),
        *_all_equal(rows),
        *_incomplete(matrix, cells),
        *_without_responsible(matrix),
        *_period_ended(matrix, today),
    ]


def _named(codes: Sequence[str]) -> str:
    """The first few codes and how many more there are."""
    unique = list(dict.fromkeys(codes))
    shown, rest = unique[:SHOWN_ROWS], len(unique) - SHOWN_ROWS
    if rest <= 0:
        return ", ".join(shown)
    text = ngettext("%(codes)s and %(rest)d more row", "%(codes)s and %(rest)d more rows", rest)
    return text % {"codes": ", ".join(shown), "rest": rest}


def _without_mitigation(cells: Sequence[CellRow]) -> Iterator[Issue]:
    for cell in cells:
        if cell.score < 0 and not cell.mitigation.strip():
            text = _("%(element)s × %(place)s: a hindering link without a mitigation")
            figures = {"element": cell.element, "place": cell.place}
            yield Issue("W2", text % figures, cell.element, cell.place, "mitigation")


def _without_evidence(cells: Sequence[CellRow]) -> Iterator[Issue]:
    found = [cell for cell in cells if abs(cell.score) >= 2 and not cell.has_evidence]
    if found:
        count = len(found)
        text = ngettext(
            "%(count)d score of ±2 or ±3 has no evidence",
            "%(count)d scores of ±2 or ±3 have no evidence",
            count,
        )
        codes = [cell.element for cell in found]
        yield Issue("W1", text % {"count": count}, note=_named(codes), rows=codes)


def _without_link(matrix: MatrixRows, rows: dict[str, list[CellRow]]) -> Iterator[Issue]:
    orphans = [
        element.code
        for element in matrix.elements
        if element.code in matrix.scored and not any(cell.score for cell in rows.get(element.code, ()))
    ]
    if orphans:
        count = len(orphans)
        text = ngettext("%(count)d row without any link", "%(count)d rows without any link", count)
        yield Issue("W3", text % {"count": count}, note=_named(orphans), rows=orphans)


def _too_broad(matrix: MatrixRows, rows: dict[str, list[CellRow]]) -> Iterator[Issue]:
    if matrix.granularity == "GOAL" or not matrix.scope:
        return
    for element, cells in rows.items():
        helped = sum(cell.score >= 1 for cell in cells)
        if helped * 100 > EXPECTED_BREADTH * len(matrix.scope):
            text = _("%(element)s helps %(count)d of %(targets)d targets, more than a quarter")
            figures = {"element": element, "count": helped, "targets": len(matrix.scope)}
            yield Issue("W4", text % figures, element)


def _all_equal(rows: dict[str, list[CellRow]]) -> Iterator[Issue]:
    for element, cells in rows.items():
        scores = {cell.score for cell in cells}
        if len(cells) >= MIN_EQUAL and len(scores) == 1 and scores != {0}:
            text = _("%(element)s: all its scores are the same")
            yield Issue("W10", text % {"element": element}, element)


def _incomplete(matrix: MatrixRows, cells: Sequence[CellRow]) -> Iterator[Issue]:
    possible = len(matrix.scored) * len(matrix.scope)
    assessed = sum(cell.place in matrix.scope and cell.element in matrix.scored for cell in cells)
    if possible and assessed * 100 < EXPECTED_COMPLETENESS * possible:
        text = _("%(share)s %% of the cells are assessed; %(expected)d %% are expected")
        figures = {"share": number_text(100 * assessed / possible, 1), "expected": EXPECTED_COMPLETENESS}
        note = _("%(assessed)s of %(possible)s cells")
        counts = {"assessed": number_text(assessed), "possible": number_text(possible)}
        yield Issue("W9", text % figures, note=note % counts)


def _without_responsible(matrix: MatrixRows) -> Iterator[Issue]:
    missing = [
        element.code
        for element in matrix.elements
        if element.code in matrix.scored and not element.responsible.strip()
    ]
    if missing:
        count = len(missing)
        text = ngettext(
            "%(count)d row has no responsible unit", "%(count)d rows have no responsible unit", count
        )
        yield Issue("W13", text % {"count": count}, note=_named(missing), rows=missing)


def _period_ended(matrix: MatrixRows, today: date) -> Iterator[Issue]:
    if matrix.period_end and matrix.period_end < today.year:
        text = _("The period of the strategy ended in %(year)d")
        yield Issue("W14", text % {"year": matrix.period_end})
