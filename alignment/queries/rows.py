"""From the database to the plain rows that the rules read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from alignment.checks.catalogue import summed_up
from alignment.checks.cells import cell_errors
from alignment.checks.elements import element_issues
from alignment.checks.monitoring import indicator_errors
from alignment.checks.notices import matrix_notices
from alignment.checks.rows import CellRow, ElementRow, Issue, MatrixRows
from alignment.checks.warnings import matrix_warnings
from alignment.models import AlignmentCell, AlignmentMatrix, Evidence, StrategyElement
from alignment.models.matrices import Granularity
from alignment.queries.scope import Basis, basis_of, scored_among
from alignment.queries.suggestions import undecided_counts
from alignment.queries.surroundings import (
    indicator_rows,
    means_places,
    not_applicable_places,
    places_without_competence,
    voices_of,
)


def element_row(element: StrategyElement, parent_code: str) -> ElementRow:
    return ElementRow(
        code=element.code,
        title=element.title,
        level=element.level,
        parent=parent_code,
        starts_on=element.starts_on,
        ends_on=element.ends_on,
        budget=element.budget,
        currency=element.currency,
        budget_year=element.budget_year,
        responsible=element.responsible,
    )


def element_rows(elements: Iterable[StrategyElement]) -> list[ElementRow]:
    rows = list(elements)
    codes = {row.pk: row.code for row in rows if row.pk}
    return [element_row(row, codes.get(row.parent_id or 0, "")) for row in rows]


def cell_rows(matrix: AlignmentMatrix, elements: Collection[str] = ()) -> list[CellRow]:
    """Of all elements, or of some by their codes."""
    evidence = Evidence.cells.through.objects.filter(alignmentcell=OuterRef("pk"))
    indicators = AlignmentCell.indicators.through.objects.filter(alignmentcell=OuterRef("pk"))
    found = matrix.cells.annotate(has_evidence=Exists(evidence), has_indicator=Exists(indicators))
    if elements:
        found = found.filter(element__code__in=elements)
    rows = found.order_by("element__position", "target__position", "target__code", "goal__number")
    values = rows.values_list(
        "element__code",
        "target__code",
        "goal__number",
        "score",
        "kind",
        "rationale",
        "mitigation",
        "budget_share",
        "has_evidence",
        "has_indicator",
    )
    return [CellRow(element, str(target or goal), *rest) for element, target, goal, *rest in values]


def matrix_rows(
    matrix: AlignmentMatrix, basis: Basis | None = None, elements: Collection[str] = ()
) -> MatrixRows:
    """`elements`: only their cells."""
    basis = basis or basis_of(matrix)
    scope, scored = basis.scope, scored_among(matrix, basis.elements)
    voices, cells = voices_of(matrix), cell_rows(matrix, elements)
    return MatrixRows(
        granularity="GOAL" if matrix.granularity == Granularity.GOAL else "TARGET",
        known=frozenset(scope.inside) | scope.outside,
        scope=frozenset(scope.inside),
        elements=_with_responsible(element_rows(basis.elements), voices.responsible),
        scored=frozenset(element.code for element in basis.elements if element.pk in scored),
        cells=cells,
        period_end=matrix.strategy.period_end,
        indicators=indicator_rows(matrix) if any(cell.has_indicator for cell in cells) else (),
        not_applicable=not_applicable_places(matrix),
        no_competence=places_without_competence(matrix),
        partnered=frozenset(voices.partnered),
    )


def _with_responsible(elements: list[ElementRow], actors: Mapping[str, str]) -> list[ElementRow]:
    """An actor with that role is as good as the name of a unit."""
    return [
        replace(row, responsible=actors[row.code]) if not row.responsible and row.code in actors else row
        for row in elements
    ]


def matrix_findings(
    matrix: AlignmentMatrix, *, basis: Basis | None = None, today: date | None = None, notices: bool = False
) -> list[Issue]:
    """Errors first, then warnings, each for itself, as reasons are given; then notices if they are asked for.

    A page that has the basis already gives it along.
    """
    basis = basis or basis_of(matrix)
    rows = matrix_rows(matrix, basis)
    errors = [*element_issues(rows.elements), *cell_errors(rows), *indicator_errors(rows.indicators)]
    found = [*errors, *matrix_warnings(rows, today=today or timezone.localdate())]
    if notices:
        suggested = _suggested(matrix, basis, rows) if matrix.is_editable else {}
        found += matrix_notices(replace(rows, means=means_places(matrix), suggested=suggested))
    return found


def row_findings(
    matrix: AlignmentMatrix, element: StrategyElement, basis: Basis | None = None
) -> list[Issue]:
    """Errors and warnings of one row; its parent's cells are looked at too."""
    basis = basis or basis_of(matrix)
    above = [row.code for row in basis.elements if row.pk == element.parent_id]
    rows = matrix_rows(matrix, basis, elements=[element.code, *above])
    found = [*cell_errors(rows), *matrix_warnings(rows, today=timezone.localdate())]
    return [issue for issue in found if issue.element == element.code]


def _suggested(matrix: AlignmentMatrix, basis: Basis, rows: MatrixRows) -> dict[str, int]:
    taken: dict[str, set[str]] = defaultdict(set)
    for cell in rows.cells:
        taken[cell.element].add(cell.place)
    scored = [element for element in basis.elements if element.code in rows.scored]
    return undecided_counts(matrix, scored, inside=rows.scope, taken=taken)


def matrix_issues(
    matrix: AlignmentMatrix, *, basis: Basis | None = None, today: date | None = None
) -> list[Issue]:
    """The short list: what stands between this matrix and its submission, many findings of a rule in one."""
    return summed_up(matrix_findings(matrix, basis=basis, today=today))
