from typing import Any

import pytest

from alignment.actions.cells import CellChange, CellValues, save_cells
from alignment.actions.edits import Edit, save_edits
from alignment.actions.evidence import add_evidence
from alignment.actions.revisions import replace_for_readers
from alignment.actions.strategies import add_element
from alignment.models import AlignmentMatrix
from alignment.queries.sync import Changes, changes_since
from tests.factories.alignment import AlignmentMatrixFactory, CellCommentFactory, StrategyElementFactory
from tests.factories.participants import AccountFactory

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix() -> AlignmentMatrix:
    matrix = AlignmentMatrixFactory(framework_id="2025")
    for code in ("A1", "A2"):
        StrategyElementFactory(strategy=matrix.strategy, code=code)
    return matrix


def fresh(matrix: AlignmentMatrix) -> AlignmentMatrix:
    return AlignmentMatrix.objects.get(pk=matrix.pk)


def test_only_what_is_new_is_told(matrix: AlignmentMatrix) -> None:
    by = AccountFactory()
    save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT"), Edit("A1", "11.3", 1, "DIRECT")], by=by)
    save_edits(matrix, [Edit("A2", "1.1", 3, "DIRECT", more={"rationale": "x" * 20})], by=by)
    save_edits(matrix, [Edit("A1", "11.3", None, seen=1)], by=by)
    changes = changes_since(fresh(matrix), 1)
    assert (changes.revision, changes.reload) == (3, False)
    (cell,), (cleared,) = changes.cells, changes.cleared
    assert (cell.element, cell.place, cell.score, cell.kind, cell.revision) == ("A2", "1.1", 3, "DIRECT", 2)
    assert (cell.has_rationale, cell.has_mitigation, cell.has_evidence) == (True, False, False)
    assert (cell.by_id, cleared.by_id) == (by.pk, by.pk)
    assert (cleared.element, cleared.place, cleared.score, cleared.revision) == ("A1", "11.3", None, 3)


def test_a_cell_that_is_scored_again_is_not_told_as_cleared(matrix: AlignmentMatrix) -> None:
    for score in (1, None, 2):
        save_edits(matrix, [Edit("A1", "11.2", score, "DIRECT", seen=9 if score is None else 0)], by=None)
    changes = changes_since(fresh(matrix), 0)
    assert ([cell.score for cell in changes.cells], list(changes.cleared)) == ([2], [])
    save_edits(matrix, [Edit("A1", "11.2", None, seen=9)], by=None)
    changes = changes_since(fresh(matrix), 3)
    assert ([cell.revision for cell in changes.cleared], list(changes.cells)) == ([4], [])


def test_nothing_new_takes_no_query(matrix: AlignmentMatrix, django_assert_num_queries: Any) -> None:
    save_edits(matrix, [Edit("A1", "11.2", 1, "DIRECT")], by=None)
    matrix = fresh(matrix)
    with django_assert_num_queries(0):
        changes = changes_since(matrix, 1)
    assert changes == Changes(1)
    assert changes.is_empty


def test_many_changes_take_as_many_queries_as_one(
    matrix: AlignmentMatrix, django_assert_num_queries: Any
) -> None:
    for count in (1, 12):
        rows = [CellChange("A1", f"{goal}.2", CellValues(1, "DIRECT")) for goal in range(1, 1 + count)]
        save_cells(matrix, rows, by=AccountFactory())
        now = fresh(matrix)
        with django_assert_num_queries(3):
            changes_since(now, 0)


def test_evidence_is_news_of_its_cell(matrix: AlignmentMatrix) -> None:
    save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=None)
    add_evidence(matrix.cells.get(), by=None, citation="Plan")
    assert [cell.has_evidence for cell in changes_since(fresh(matrix), 1).cells] == [True]


def test_open_remarks_come_with_every_change(matrix: AlignmentMatrix) -> None:
    element = matrix.strategy.elements.get(code="A1")
    CellCommentFactory(matrix=matrix, element=element)
    save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=None)
    assert changes_since(fresh(matrix), 0).notes == [("A1", "")]


def test_after_a_replacement_everybody_reads_again(matrix: AlignmentMatrix) -> None:
    save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=None)
    replace_for_readers(matrix.strategy)
    now = fresh(matrix)
    assert (now.revision, now.replaced_at_revision) == (2, 2)
    assert changes_since(now, 1) == Changes(2, reload=True)
    assert changes_since(now, 2).is_empty


def test_a_new_row_is_a_reason_to_read_again(matrix: AlignmentMatrix) -> None:
    save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=None)
    add_element(matrix.strategy, by=None, code="A3", title="New", level="PROJECT")
    assert changes_since(fresh(matrix), 1).reload
