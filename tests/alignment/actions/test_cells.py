from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from alignment.actions.cells import (
    CellChange,
    CellHasChanged,
    CellValues,
    TooManyCells,
    UnknownPlace,
    cell_stamp,
    save_cell,
    save_cells,
)
from alignment.actions.evidence import add_evidence, remove_evidence
from alignment.actions.matrices import MatrixHasCells, MatrixIsNotEditable, change_matrix
from alignment.models import AlignmentMatrix, Evidence
from sdgplatform.audit.models import AuditEntry
from tests.factories.alignment import AlignmentCellFactory, AlignmentMatrixFactory, StrategyElementFactory
from tests.factories.participants import AccountFactory

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix() -> AlignmentMatrix:
    matrix = AlignmentMatrixFactory(framework_id="2025")
    axis = StrategyElementFactory(strategy=matrix.strategy, code="A", level="AXIS")
    StrategyElementFactory(strategy=matrix.strategy, code="A1", parent=axis)
    return matrix


def test_save_cell_sets_changes_and_clears(matrix: AlignmentMatrix) -> None:
    by = AccountFactory()
    cell = save_cell(
        matrix, CellChange("A1", "11.2", CellValues(3, "DIRECT", rationale="Because"), ""), by=by
    )
    assert cell is not None
    again = CellChange("A1", "11.2", CellValues(-1, "INDIRECT", budget_share=Decimal(50)), cell_stamp(cell))
    cell = save_cell(matrix, again, by=by)
    assert cell is not None
    assert (cell.score, cell.kind, cell.rationale, cell.updated_by) == (-1, "INDIRECT", "", by)
    assert save_cell(matrix, CellChange("A1", "11.2", None, cell_stamp(cell)), by=by) is None
    assert matrix.cells.count() == 0
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["alignment.cell.scored", "alignment.cell.scored", "alignment.cell.cleared"]


def test_two_editors_never_overwrite_each_other_silently(matrix: AlignmentMatrix) -> None:
    first, second = AccountFactory(), AccountFactory()
    seen_by_both = ""
    save_cell(matrix, CellChange("A1", "11.2", CellValues(2, "DIRECT"), seen_by_both), by=first)
    with pytest.raises(CellHasChanged) as refusal:
        save_cell(matrix, CellChange("A1", "11.2", CellValues(-2, "DIRECT"), seen_by_both), by=second)
    assert refusal.value.current is not None
    assert refusal.value.current.score == matrix.cells.get().score == 2
    assert refusal.value.details["current"]["score"] == 2
    knowing = CellChange("A1", "11.2", CellValues(-2, "DIRECT"), cell_stamp(refusal.value.current))
    save_cell(matrix, knowing, by=second)
    assert matrix.cells.get().score == -2


def test_clearing_what_another_changed_is_a_conflict_too(matrix: AlignmentMatrix) -> None:
    cell = AlignmentCellFactory(matrix=matrix, element=matrix.strategy.elements.get(code="A1"))
    old = (cell.updated_at - timedelta(seconds=1)).isoformat()
    with pytest.raises(CellHasChanged):
        save_cell(matrix, CellChange("A1", cell.target.code, None, old), by=None)


@pytest.mark.parametrize(
    ("element", "place"), [("A", "11.2"), ("none", "11.2"), ("A1", "13.9"), ("A1", "11"), ("A1", "x")]
)
def test_save_cell_refuses_what_the_matrix_has_not(matrix: AlignmentMatrix, element: str, place: str) -> None:
    with pytest.raises(UnknownPlace):
        save_cell(matrix, CellChange(element, place, CellValues(0)), by=None)
    with pytest.raises(UnknownPlace):
        save_cells(matrix, [CellChange(element, place, CellValues(0))], by=None)


@pytest.mark.parametrize(
    "values",
    [
        CellValues(4, "DIRECT"),
        CellValues(0, "DIRECT"),
        CellValues(1, "OTHER"),
        CellValues(1, "DIRECT", confidence=4),
        CellValues(1, "DIRECT", budget_share=Decimal(101)),
    ],
)
def test_save_cell_refuses_bad_values(matrix: AlignmentMatrix, values: CellValues) -> None:
    with pytest.raises(ValidationError):
        save_cell(matrix, CellChange("A1", "11.2", values), by=None)
    with pytest.raises(ValidationError) as refusal:
        save_cells(matrix, [CellChange("A1", "11.2", values)], by=None)
    assert list(refusal.value.message_dict) == ["A1:11.2"]
    assert matrix.cells.count() == 0


def test_a_cell_left_over_from_a_former_tree_can_be_cleared(matrix: AlignmentMatrix) -> None:
    cell = AlignmentCellFactory(matrix=matrix, element=matrix.strategy.elements.get(code="A"))
    with pytest.raises(UnknownPlace):
        save_cell(matrix, CellChange("A", cell.target.code, CellValues(1, "DIRECT")), by=None)
    save_cell(matrix, CellChange("A", cell.target.code, None, cell_stamp(cell)), by=None)
    assert matrix.cells.count() == 0


def test_save_cells_is_all_or_nothing(matrix: AlignmentMatrix) -> None:
    changes = [CellChange("A1", "11.1", CellValues(1, "DIRECT")), CellChange("A1", "11.2", CellValues(9))]
    with pytest.raises(ValidationError):
        save_cells(matrix, changes, by=None)
    assert matrix.cells.count() == 0


def test_save_cells_counts_what_differs(matrix: AlignmentMatrix) -> None:
    first = [CellChange("A1", f"11.{n}", CellValues(n % 3, "DIRECT" if n % 3 else "")) for n in range(1, 6)]
    assert save_cells(matrix, first, by=None) == 5
    assert save_cells(matrix, first, by=None) == 0
    second = [
        CellChange("A1", "11.1", None),
        CellChange("A1", "11.2", CellValues(-1, "DIRECT")),
        CellChange("A1", "11.7", None),
    ]
    assert save_cells(matrix, second, by=None) == 2
    assert dict(matrix.cells.values_list("target__code", "score")) == {
        "11.2": -1,
        "11.3": 0,
        "11.4": 1,
        "11.5": 2,
    }


def test_save_cells_needs_the_same_queries_for_many_cells(
    matrix: AlignmentMatrix, django_assert_num_queries: object
) -> None:
    for targets in (["1.1"], ["2.1", "2.2", "2.3"]):
        changes = [CellChange("A1", target, CellValues(1, "DIRECT")) for target in targets]
        with django_assert_num_queries(9):
            save_cells(matrix, changes, by=None)


def test_save_cells_refuses_too_many(matrix: AlignmentMatrix) -> None:
    with pytest.raises(TooManyCells):
        save_cells(matrix, [CellChange("A1", "1.1", CellValues(0))] * 5001, by=None)


@pytest.mark.parametrize(
    "state", ["SUBMITTED", "IN_REVIEW", "VALIDATED", "PUBLISHED", "SUPERSEDED", "WITHDRAWN"]
)
def test_cells_change_only_while_the_matrix_is_editable(matrix: AlignmentMatrix, state: str) -> None:
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(
        state=state, checksum="x", consented_by="Mayor", consented_on="2018-03-01"
    )
    change = CellChange("A1", "1.1", CellValues(0))
    for act in (lambda: save_cell(matrix, change, by=None), lambda: save_cells(matrix, [change], by=None)):
        with pytest.raises(MatrixIsNotEditable):
            act()


def test_depth_is_fixed_once_cells_are_scored(matrix: AlignmentMatrix) -> None:
    change_matrix(matrix, by=None, granularity="GOAL")
    save_cell(matrix, CellChange("A1", "11", CellValues(1, "DIRECT")), by=None)
    with pytest.raises(MatrixHasCells):
        change_matrix(matrix, by=None, granularity="TARGET")


def test_evidence_of_the_same_words_is_shared_and_goes_with_its_last_cell(matrix: AlignmentMatrix) -> None:
    element = matrix.strategy.elements.get(code="A1")
    one = AlignmentCellFactory(matrix=matrix, element=element)
    two = AlignmentCellFactory(matrix=matrix, element=element, target__code="11.3")
    first = add_evidence(one, by=None, kind="NORM", citation="Law 1", page="3")
    assert add_evidence(two, by=None, kind="NORM", citation="Law 1", page="3") == first
    other = add_evidence(one, by=None, kind="NORM", citation="Law 2", page="")
    assert (first.ref, other.ref, Evidence.objects.count()) == ("EV1", "EV2", 2)
    remove_evidence(first, one, by=None)
    assert list(first.cells.all()) == [two]
    remove_evidence(first, two, by=None)
    assert list(Evidence.objects.all()) == [other]


def test_save_cells_refuses_one_place_twice(matrix: AlignmentMatrix) -> None:
    with pytest.raises(ValidationError):
        save_cells(matrix, [CellChange("A1", "1.1", CellValues(0), "")] * 2, by=None)
    assert matrix.cells.count() == 0
