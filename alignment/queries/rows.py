"""From the database to the plain rows that the rules read."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from alignment.checks.cells import cell_errors
from alignment.checks.elements import element_issues
from alignment.checks.rows import CellRow, ElementRow, Issue, MatrixRows
from alignment.checks.warnings import matrix_warnings
from alignment.models import AlignmentMatrix, Evidence, StrategyElement
from alignment.models.matrices import Granularity
from alignment.queries.scope import Basis, basis_of, scored_among


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


def cell_rows(matrix: AlignmentMatrix) -> list[CellRow]:
    evidence = Evidence.cells.through.objects.filter(alignmentcell=OuterRef("pk"))
    rows = matrix.cells.annotate(has_evidence=Exists(evidence)).order_by(
        "element__position", "target__position", "target__code", "goal__number"
    )
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
    )
    return [CellRow(element, str(target or goal), *rest) for element, target, goal, *rest in values]


def matrix_rows(matrix: AlignmentMatrix, basis: Basis | None = None) -> MatrixRows:
    basis = basis or basis_of(matrix)
    scope, scored = basis.scope, scored_among(matrix, basis.elements)
    return MatrixRows(
        granularity="GOAL" if matrix.granularity == Granularity.GOAL else "TARGET",
        known=frozenset(scope.inside) | scope.outside,
        scope=frozenset(scope.inside),
        elements=element_rows(basis.elements),
        scored=frozenset(element.code for element in basis.elements if element.pk in scored),
        cells=cell_rows(matrix),
        period_end=matrix.strategy.period_end,
    )


def matrix_issues(
    matrix: AlignmentMatrix, *, basis: Basis | None = None, today: date | None = None
) -> list[Issue]:
    """Errors first, then warnings: what stands between this matrix and its submission.

    A page that has the basis already gives it along.
    """
    rows = matrix_rows(matrix, basis)
    errors = [*element_issues(rows.elements), *cell_errors(rows)]
    return [*errors, *matrix_warnings(rows, today=today or timezone.localdate())]
