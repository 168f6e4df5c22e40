import pytest
from django.db import IntegrityError

from alignment.actions import imports
from alignment.actions.imports import ChangedSinceCheck, ImportHasErrors, ImportNotPossible, apply_import
from alignment.actions.matrices import MatrixIsNotEditable
from alignment.actions.strategies import ElementIsValidated
from alignment.models import AlignmentCell, AlignmentMatrix
from sdgplatform.audit.models import AuditEntry
from tests.alignment.exchange.conftest import check, framework, matrix, strategy
from tests.alignment.exchange.files import CELLS, MATRIX, STRATEGY, good_workbook, workbook
from tests.factories.alignment import AlignmentCellFactory, EvidenceFactory
from tests.personas import personas

__all__ = ["check", "framework", "matrix", "personas", "strategy"]

NO_META = [["key", "value"]]


@pytest.fixture
def bring(check, matrix, personas):
    """Checks and applies a workbook of these sheets."""

    def run(mode="MERGE", **sheets):
        row = check(workbook(**sheets), matrix=matrix, wishes={"mode": mode})
        assert [issue for issue in row.issues if issue["level"] == "error"] == []
        apply_import(row, by=personas["planner"])
        return row

    return run


def scores(matrix):
    rows = matrix.cells.values_list("element__code", "target__code", "score")
    return {(element, target): score for element, target, score in rows}


def test_blank_is_not_assessed_and_zero_is(bring, matrix):
    bring(STRATEGY=STRATEGY, MATRIX=MATRIX)
    assert scores(matrix) == {("P1", "11.2"): 2, ("P2", "11.2"): 0, ("P2", "6.3"): 1}


@pytest.fixture
def two_more_cells(matrix, strategy):
    """One whose cell of the file is blank, one that the file has no column for."""
    for code in ("6.3", "1.1"):
        AlignmentCellFactory(matrix=matrix, element=strategy.elements.get(code="P1"), target__code=code)


def test_merging_leaves_what_the_file_does_not_have_and_tells_of_blanks(bring, matrix, two_more_cells):
    row = bring(MATRIX=MATRIX)
    assert row.summary["counts"]["cells"] == {"added": 3, "changed": 0, "cleared": 0, "unchanged": 0}
    assert row.summary["left"] == {"blank": 1, "not_in_file": 1}
    notes = [issue["message"] for issue in row.issues if issue["level"] == "note"]
    assert [note.partition(" and")[0] for note in notes] == ["1 cell is blank in MATRIX"]
    assert {("P1", "6.3"), ("P1", "1.1")} <= set(scores(matrix))


def test_replacing_clears_what_the_file_does_not_have_and_lists_it(bring, matrix, two_more_cells):
    row = bring("REPLACE", MATRIX=MATRIX)
    assert row.summary["counts"]["cells"] == {"added": 3, "changed": 0, "cleared": 2, "unchanged": 0}
    gone = [(each["code"], each["target"], each["old"]) for each in row.changes["cells_cleared"]]
    assert gone == [("P1", "1.1", 2), ("P1", "6.3", 2)]
    assert scores(matrix) == {("P1", "11.2"): 2, ("P2", "11.2"): 0, ("P2", "6.3"): 1}


def test_replacing_by_a_file_without_cells_clears_nothing(bring, matrix, two_more_cells):
    bring("REPLACE", STRATEGY=STRATEGY)
    assert set(scores(matrix)) == {("P1", "6.3"), ("P1", "1.1")}


def test_changed_cells_keep_their_row_and_say_what_was(bring, matrix, strategy):
    cell = AlignmentCellFactory(
        matrix=matrix, element=strategy.elements.get(code="P1"), target__code="11.2", score=1, rationale="Old"
    )
    row = bring(
        CELLS=[["element_code", "target", "score", "kind", "rationale"], ["P1", "11.2", 2, "DIRECT", "New"]]
    )
    (change,) = row.changes["cells_changed"]
    assert [change["old"], change["new"], change["fields"]] == [1, 2, {"rationale": ["Old", "New"]}]
    cell.refresh_from_db()
    assert [cell.score, cell.rationale] == [2, "New"]


def test_whoever_follows_the_matrix_reads_all_of_it_again(bring, matrix):
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(revision=7)
    bring(MATRIX=MATRIX)
    matrix.refresh_from_db()
    assert matrix.replaced_at_revision == matrix.revision > 7
    assert set(matrix.cells.values_list("revision", flat=True)) == {matrix.revision}


def test_wide_matrix_changes_the_score_and_keeps_the_details(bring, matrix, strategy):
    cell = AlignmentCellFactory(
        matrix=matrix,
        element=strategy.elements.get(code="P1"),
        target__code="11.2",
        score=1,
        kind="ENABLING",
        rationale="Because",
    )
    EvidenceFactory(matrix=matrix, ref="E1").cells.add(cell)
    bring(MATRIX=MATRIX)
    cell = matrix.cells.get(element__code="P1")
    assert [cell.score, cell.kind, cell.rationale, cell.provenance] == [2, "ENABLING", "Because", "IMPORTED"]
    assert [proof.ref for proof in cell.evidence.all()] == ["E1"]


def test_score_that_becomes_zero_loses_its_kind(bring, matrix, strategy):
    AlignmentCellFactory(
        matrix=matrix, element=strategy.elements.get(code="P2"), target__code="11.2", score=3
    )
    bring(MATRIX=MATRIX)
    cell = matrix.cells.get(element__code="P2", target__code="11.2")
    assert [cell.score, cell.kind] == [0, ""]


def test_list_without_a_cell_leaves_it_and_a_blank_score_takes_it_out(bring, matrix, strategy):
    for code in ("P1", "P2"):
        element = strategy.elements.get(code=code)
        AlignmentCellFactory(matrix=matrix, element=element, target__code="11.2")
    bring(CELLS=[CELLS[0], ["P1", "T11.2", None, None]])
    assert scores(matrix) == {("P2", "11.2"): 2}


def test_elements_are_matched_by_code_and_get_only_the_columns_of_the_file(bring, strategy):
    strategy.elements.filter(code="P1").update(description="Kept", title="Old")
    header = ["code", "parent_code", "level", "title"]
    rows = [header, ["A", "", "AXIS", "Axis"], ["P1", "A", "PROJECT", "New"], ["P2", "A", "PROJECT", "Water"]]
    row = bring(STRATEGY=rows)
    assert row.summary["counts"]["elements"] == {"added": 1, "changed": 2, "unchanged": 0}
    found = strategy.elements.order_by("position").values_list("code", "parent__code", "title", "description")
    assert list(found) == [("A", None, "Axis", ""), ("P1", "A", "New", "Kept"), ("P2", "A", "Water", "")]


def test_new_element_stands_after_its_neighbour_of_the_file(bring, strategy):
    header = ["code", "level", "title"]
    bring(STRATEGY=[header, ["P1", "PROJECT", "Buses"], ["P1b", "PROJECT", "Trams"]])
    assert list(strategy.elements.order_by("position").values_list("code", flat=True)) == ["P1", "P1b", "P2"]


def test_evidence_is_written_and_linked(bring, matrix):
    bring(
        CELLS=[["element_code", "target", "score", "evidence_ref"], ["P1", "11.2", 2, "E2; E1"]],
        EVIDENCE=[["ref", "citation"], ["E1", "Plan, p. 1"], ["E2", "Plan, p. 2"]],
    )
    cell = matrix.cells.get()
    assert sorted(proof.citation for proof in cell.evidence.all()) == ["Plan, p. 1", "Plan, p. 2"]


def test_goals_for_a_matrix_of_goals(bring, matrix):
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(granularity="GOAL")
    matrix.refresh_from_db()
    bring(MATRIX=[["code", "title", "G11", "ODS 6"], ["P1", "Buses", 2, 1]])
    assert list(matrix.cells.order_by("goal").values_list("goal_id", "score")) == [(6, 1), (11, 2)]


def test_depth_of_a_new_matrix_is_told_by_its_codes(check, strategy, personas):
    row = check(workbook(MATRIX=[["code", "title", "G11"], ["P1", "Buses", 2]]), strategy=strategy)
    assert apply_import(row, by=personas["planner"]).matrix.granularity == "GOAL"


def test_words_are_read_as_scores_and_the_original_is_kept(bring, matrix):
    bring(MATRIX=[["code", "title", "11.2", "6.3", "1.a"], ["P1", "Buses", "✓", "indirecto", "Parcial"]])
    found = matrix.cells.order_by("target__position").values_list("score", "kind", "original_value")
    assert list(found) == [(1, "", "Parcial"), (1, "INDIRECT", "indirecto"), (2, "", "✓")]


def test_import_is_in_the_history_with_its_counts(bring, matrix, personas):
    bring(MATRIX=MATRIX)
    entry = AuditEntry.objects.get(action="alignment.matrix.imported")
    assert [entry.actor_text, entry.details["file"]] == [str(personas["planner"]), "matrix.xlsx"]
    assert entry.details["counts"]["cells"]["added"] == 3


def test_refused_file_is_not_applied(check, matrix, personas):
    row = check(workbook(MATRIX=[["code", "title", "T11.2"], ["P1", "x", 9]]), matrix=matrix)
    with pytest.raises(ImportHasErrors):
        apply_import(row, by=personas["planner"])


def test_change_of_the_strategy_after_the_check_is_noticed(check, matrix, strategy, personas):
    row = check(workbook(MATRIX=MATRIX), matrix=matrix)
    strategy.elements.filter(code="P1").update(title="Other")
    with pytest.raises(ChangedSinceCheck):
        apply_import(row, by=personas["planner"])
    assert AlignmentCell.objects.count() == 0


def test_matrix_that_was_submitted_meanwhile_is_refused(check, matrix, personas):
    row = check(workbook(MATRIX=MATRIX), matrix=matrix)
    AlignmentMatrix.objects.update(state="SUBMITTED")
    with pytest.raises(MatrixIsNotEditable):
        apply_import(row, by=personas["planner"])


def test_validated_element_keeps_its_place(check, matrix, strategy, personas, framework):
    old = AlignmentMatrix.objects.create(
        strategy=strategy, framework=framework, state="VALIDATED", checksum="x" * 64
    )
    AlignmentCellFactory(matrix=old, element=strategy.elements.get(code="P1"), target__code="11.2")
    row = check(workbook(STRATEGY=[STRATEGY[0], ["P1", "", "ACTION", "Buses"]]), matrix=matrix)
    with pytest.raises(ElementIsValidated):
        apply_import(row, by=personas["planner"])


def test_constraint_that_breaks_all_the_same_is_a_refusal(check, matrix, personas, monkeypatch):
    row = check(workbook(MATRIX=MATRIX), matrix=matrix)

    def fail(*args, **kwargs):
        raise IntegrityError("cell_once_per_target")

    monkeypatch.setattr(imports, "write_matrix", fail)
    with pytest.raises(ImportNotPossible):
        apply_import(row, by=personas["planner"])


def test_remarks_that_wait_for_submission_do_not_stop_the_import(check, matrix):
    row = check(good_workbook(META=NO_META, MATRIX=[MATRIX[0], ["P1", "Buses", 3, None]]), matrix=matrix)
    assert row.state == "CHECKED"
    assert [(issue["level"], issue["rule"]) for issue in row.issues] == [("submit", "E6"), ("submit", "E10")]
