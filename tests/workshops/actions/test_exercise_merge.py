import pytest

from alignment.actions.edits import Edit, save_edits
from alignment.models import AlignmentMatrix
from alignment.models.matrices import Provenance
from sdgplatform.audit.models import AuditEntry
from tests.factories.alignment import AlignmentMatrixFactory
from tests.factories.participants import AccountFactory
from tests.factories.workshops import ExerciseFactory
from workshops.actions.exercise_edits import PhoneEdit, save_group_edits
from workshops.actions.exercise_groups import join_exercise
from workshops.actions.exercise_merge import (
    DoesNotFit,
    MatrixHasMoved,
    NothingToMerge,
    StillOpen,
    decide_cells,
    merge_exercise,
    take_medians,
)
from workshops.actions.exercises import NotNow, open_exercise, pause_exercise
from workshops.queries.exercise_merge import comparison_of, plan_merge

pytestmark = pytest.mark.django_db
P1_11, P1_13, P2_11 = ("P1", "11"), ("P1", "13"), ("P2", "11")


def scored(*groups, locked=True):
    """An exercise whose groups gave these scores: a dict of (element, place) for each group."""
    exercise = open_exercise(ExerciseFactory(groups=[f"G{n}" for n in range(1, len(groups) + 1)]), by=None)
    for number, scores in enumerate(groups, start=1):
        member = join_exercise(exercise, name="Ana", group=exercise.groups.get(number=number))
        edits = []
        for at, given in scores.items():
            score, kind, why = given if isinstance(given, tuple) else (given, "DIRECT", "")
            wanted = Edit(*at, score, kind if score else "", more={"rationale": why})
            edits.append(PhoneEdit("-".join(at), wanted))
        save_group_edits(member, edits)
    return pause_exercise(exercise, by=None) if locked else exercise


def found(exercise):
    return {(cell.element.code, cell.place.code): cell for cell in comparison_of(exercise).cells}


def written(matrix):
    rows = matrix.cells.values_list("element__code", "goal__number", "score", "kind")
    return {(element, str(goal)): (score, kind) for element, goal, score, kind in rows}


def test_flagged_are_a_range_of_2_and_a_median_between_two_scores():
    cells = found(scored({P1_11: 3, P1_13: 1, P2_11: 2}, {P1_11: 1, P1_13: 2, P2_11: 2}))
    assert {at: (cell.median, cell.range, cell.is_flagged, cell.final) for at, cell in cells.items()} == {
        P1_11: (2.0, 2, True, None),
        P1_13: (1.5, 1, True, None),
        P2_11: (2.0, 0, False, 2),
    }


def test_a_cell_that_a_group_left_blank_stands_apart():
    comparison = comparison_of(scored({P1_11: 2, P1_13: 0}, {P1_11: 2}))
    assert [cell.place.code for cell in comparison.partial] == ["13"]
    assert [cell.place.code for cell in comparison.agreed] == ["11"]
    assert comparison.flagged == []


def test_kappa_is_told_for_two_groups_only():
    two = comparison_of(scored({P1_11: 3, P1_13: 0}, {P1_11: 3, P1_13: 0}))
    three = comparison_of(scored({P1_11: 3}, {P1_11: 1}, {P1_11: 2}))
    assert (two.agreement.kappa, three.agreement.kappa) == (1.0, None)
    assert (two.within_one, three.within_one) == (2, 0)


def test_choices_are_kept_taken_back_and_logged():
    exercise = scored({P1_11: 3, P2_11: 2}, {P1_11: 1, P2_11: 2})
    cells = found(exercise)
    assert decide_cells(exercise, {cells[P1_11].key: 3, cells[P2_11].key: 2}, by=None) == 1
    assert found(exercise)[P1_11].final == 3
    assert decide_cells(exercise, {cells[P1_11].key: None}, by=None) == 1
    assert found(exercise)[P1_11].final is None
    assert AuditEntry.objects.filter(action="workshops.exercise.decided").count() == 2


def test_an_agreed_score_may_be_chosen_differently():
    exercise = scored({P1_11: 2}, {P1_11: 2})
    decide_cells(exercise, {found(exercise)[P1_11].key: 0}, by=None)
    assert found(exercise)[P1_11].final == 0


def test_the_median_is_taken_where_it_is_a_whole_number():
    exercise = scored({P1_11: 3, P1_13: 1}, {P1_11: 1, P1_13: 2})
    assert take_medians(exercise, by=None) == 1
    cells = found(exercise)
    assert (cells[P1_11].final, cells[P1_13].final) == (2, None)


def test_merging_into_a_new_matrix_writes_scores_kinds_reasons_and_where_they_come_from():
    exercise = scored(
        {P1_11: (3, "DIRECT", "Busways"), P1_13: 1, P2_11: (2, "INDIRECT", "")},
        {P1_11: (3, "DIRECT", "Fares"), P1_13: 2, P2_11: (2, "DIRECT", "")},
        {P1_11: (2, "ENABLING", ""), P2_11: 2},
    )
    by = AccountFactory()
    matrix = merge_exercise(exercise, into=None, by=by)
    assert written(matrix) == {P1_11: (3, "DIRECT"), P2_11: (2, "DIRECT")}
    cell = matrix.cells.get(element__code="P1", goal__number=11)
    assert (cell.provenance, cell.original_value) == (Provenance.MERGED, "3 · 3 · 2")
    assert cell.rationale == "G1: Busways\nG2: Fares"
    assert (matrix.created_by, matrix.is_group_draft, matrix.state) == (by, False, "DRAFT")
    assert matrix.workshop_link.workshop == exercise.workshop
    exercise.refresh_from_db()
    assert (exercise.state, exercise.merged_into) == ("MERGED", matrix)


def test_two_kinds_as_frequent_leave_the_kind_open():
    exercise = scored({P1_11: (2, "DIRECT", "")}, {P1_11: (2, "INDIRECT", "")})
    matrix = merge_exercise(exercise, into=None, by=None)
    assert written(matrix) == {P1_11: (2, "")}


def test_merging_twice_merges_once():
    exercise = scored({P1_11: 2})
    first = merge_exercise(exercise, into=None, by=None)
    assert merge_exercise(exercise, into=None, by=None) == first
    assert AlignmentMatrix.objects.ordinary().count() == 1
    assert AuditEntry.objects.filter(action="workshops.exercise.merged").count() == 1


def existing(exercise, **scores):
    matrix = AlignmentMatrixFactory(strategy=exercise.strategy, granularity="GOAL")
    edits = [Edit("P1", place[1:], score, "DIRECT" if score else "") for place, score in scores.items()]
    save_edits(matrix, edits, by=None)
    matrix.refresh_from_db()
    return matrix


def test_the_preview_tells_new_changed_same_and_left_cells_and_the_merge_does_that():
    exercise = scored({P1_11: 3, P2_11: 1}, {P1_11: 3, P2_11: 1})
    matrix = existing(exercise, g11=1, g13=2)
    plan = plan_merge(comparison_of(exercise), matrix)
    assert (plan.new, len(plan.changed), plan.same, plan.kept) == (1, 1, 0, 1)
    merge_exercise(exercise, into=matrix, seen=matrix.revision, by=None)
    assert written(matrix) == {P1_11: (3, "DIRECT"), P1_13: (2, "DIRECT"), P2_11: (1, "DIRECT")}


def test_a_matrix_that_moved_on_since_the_preview_is_looked_at_again():
    exercise = scored({P1_11: 3})
    matrix = existing(exercise, g11=1)
    with pytest.raises(MatrixHasMoved):
        merge_exercise(exercise, into=matrix, seen=matrix.revision - 1, by=None)
    assert written(matrix) == {P1_11: (1, "DIRECT")}


def test_only_a_matrix_of_the_same_strategy_and_depth_fits():
    exercise = scored({P1_11: 3})
    wrong = [
        AlignmentMatrixFactory(granularity="GOAL"),
        AlignmentMatrixFactory(strategy=exercise.strategy, granularity="TARGET"),
        exercise.groups.get().matrix,
    ]
    for matrix in wrong:
        with pytest.raises(DoesNotFit):
            merge_exercise(exercise, into=matrix, seen=matrix.revision, by=None)


def test_nothing_is_merged_while_groups_edit_or_when_nobody_scored():
    with pytest.raises(StillOpen):
        merge_exercise(scored({P1_11: 3}, locked=False), into=None, by=None)
    with pytest.raises(NothingToMerge):
        merge_exercise(scored({}), into=None, by=None)


def test_after_the_merge_nothing_is_decided_any_more():
    exercise = scored({P1_11: 3}, {P1_11: 1}, {P1_11: 1})
    take_medians(exercise, by=None)
    merge_exercise(exercise, into=None, by=None)
    with pytest.raises(NotNow):
        decide_cells(exercise, {}, by=None)
