from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from alignment.actions.cells import CellChange, CellValues, UnknownPlace, save_cell
from alignment.actions.local_framework import save_local_goal, save_local_target
from alignment.actions.matrices import MatrixIsNotEditable
from alignment.actions.suggestions import (
    AlreadyScored,
    Choice,
    NotSuggested,
    accept_suggestion,
    accept_suggestions,
    dismiss_suggestion,
    restore_suggestions,
)
from alignment.models import AlignmentMatrix, SuggestionDecision, Target
from alignment.queries.coverage import coverage_by_goal
from alignment.queries.suggestions import suggestions_for, suggestions_of, undecided_elements
from sdgplatform.audit.models import AuditEntry
from tests.alignment.review_matrix import bring_to, personas_matrix
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")
TITLES = {
    "A1": "Red de ciclovías y transporte público",
    "A2": "Huertas urbanas y comedores comunitarios",
    "A3": "Varios",
}


@pytest.fixture
def matrix(personas: Personas) -> AlignmentMatrix:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None, language="es")
    for position, (code, title) in enumerate(TITLES.items()):
        StrategyElementFactory(strategy=strategy, code=code, title=title, position=position)
    return AlignmentMatrixFactory(strategy=strategy, framework_id="2025")


def suggested(matrix: AlignmentMatrix, code: str) -> list[str]:
    element = matrix.strategy.elements.get(code=code)
    return [one.place for one in suggestions_for(matrix, element).places]


def test_accepted_is_a_cell_with_the_score_of_the_person_and_the_words_are_kept(
    personas: Personas, matrix: AlignmentMatrix
) -> None:
    planner = personas["planner"]
    assert suggested(matrix, "A1")[0] == "11.2"
    before = matrix.revision
    cell = accept_suggestion(matrix, Choice("A1", "11.2"), score=2, kind="INDIRECT", by=planner)
    cell.refresh_from_db()
    assert (cell.score, cell.kind, cell.provenance, cell.updated_by) == (2, "INDIRECT", "SUGGESTED", planner)
    matrix.refresh_from_db()
    assert (matrix.revision, cell.revision) == (before + 1, before + 1)
    decision = SuggestionDecision.objects.get()
    assert (decision.decision, decision.by, decision.target) == ("ACCEPTED", planner, cell.target)
    assert decision.words == ["ciclovías", "transporte", "público"]
    entry = AuditEntry.objects.get(action="alignment.suggestion.accepted")
    assert (entry.actor_id, entry.details["words"]) == (str(planner.pk), decision.words)
    assert "11.2" not in suggested(matrix, "A1")


def test_accepted_twice_is_one_cell(personas: Personas, matrix: AlignmentMatrix) -> None:
    for _time in range(2):
        accept_suggestion(matrix, Choice("A1", "11.2"), score=2, kind="DIRECT", by=personas["planner"])
    assert matrix.cells.count() == SuggestionDecision.objects.count() == 1
    assert AuditEntry.objects.filter(action="alignment.suggestion.accepted").count() == 1


def test_a_score_that_is_there_is_never_overwritten(personas: Personas, matrix: AlignmentMatrix) -> None:
    planner = personas["planner"]
    save_cell(matrix, CellChange("A1", "11.2", CellValues(-1, "DIRECT")), by=planner)
    with pytest.raises(AlreadyScored):
        accept_suggestion(matrix, Choice("A1", "11.2"), score=3, kind="DIRECT", by=planner)
    with pytest.raises(AlreadyScored):
        dismiss_suggestion(matrix, Choice("A1", "11.2"), by=planner)
    assert matrix.cells.get().score == -1
    assert not SuggestionDecision.objects.exists()


def test_a_changed_score_is_the_persons_own(personas: Personas, matrix: AlignmentMatrix) -> None:
    planner, choice = personas["planner"], Choice("A1", "11.2")
    accept_suggestion(matrix, choice, score=2, kind="DIRECT", by=planner)
    save_cell(matrix, CellChange("A1", "11.2", CellValues(1, "DIRECT")), by=planner)
    assert matrix.cells.get().provenance == "MANUAL"
    with pytest.raises(AlreadyScored):
        accept_suggestion(matrix, choice, score=2, kind="DIRECT", by=planner)


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        (Choice("A1", "14.c"), NotSuggested),
        (Choice("A3", "11.2"), NotSuggested),
        (Choice("A1", "11.99"), UnknownPlace),
        (Choice("A1", "11"), UnknownPlace),
        (Choice("Z9", "11.2"), UnknownPlace),
    ],
)
def test_what_is_not_suggested_is_refused(
    personas: Personas, matrix: AlignmentMatrix, choice: Choice, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        accept_suggestion(matrix, choice, score=2, kind="DIRECT", by=personas["planner"])
    with pytest.raises(refusal):
        dismiss_suggestion(matrix, choice, by=personas["planner"])
    assert not matrix.cells.exists()


def test_a_score_out_of_range_is_refused(personas: Personas, matrix: AlignmentMatrix) -> None:
    with pytest.raises(ValidationError):
        accept_suggestion(matrix, Choice("A1", "11.2"), score=4, kind="DIRECT", by=personas["planner"])
    assert not SuggestionDecision.objects.exists()


def test_dismissed_is_not_suggested_again_until_restored(personas: Personas, matrix: AlignmentMatrix) -> None:
    planner = personas["planner"]
    for _time in range(2):
        dismiss_suggestion(matrix, Choice("A1", "11.2"), by=planner)
    assert "11.2" not in suggested(matrix, "A1")
    assert AuditEntry.objects.filter(action="alignment.suggestion.dismissed").count() == 1
    assert restore_suggestions(matrix, "A1", by=planner) == 1
    assert restore_suggestions(matrix, "A1", by=planner) == 0
    assert suggested(matrix, "A1")[0] == "11.2"


def test_dismissed_may_still_be_accepted(personas: Personas, matrix: AlignmentMatrix) -> None:
    planner, choice = personas["planner"], Choice("A1", "11.2")
    dismiss_suggestion(matrix, choice, by=planner)
    accept_suggestion(matrix, choice, score=1, kind="DIRECT", by=planner)
    assert SuggestionDecision.objects.get().decision == "ACCEPTED"


def test_nothing_counts_before_it_is_accepted(personas: Personas, matrix: AlignmentMatrix) -> None:
    before = coverage_by_goal(matrix)
    assert suggested(matrix, "A1")
    dismiss_suggestion(matrix, Choice("A1", "11.2"), by=personas["planner"])
    assert coverage_by_goal(matrix) == before


def test_many_at_once_tell_what_was_kept_and_what_is_gone(
    personas: Personas, matrix: AlignmentMatrix
) -> None:
    planner = personas["planner"]
    save_cell(matrix, CellChange("A1", "11.2", CellValues(1, "DIRECT")), by=planner)
    places = suggested(matrix, "A2")
    assert places[:1] == ["2.1"] or places[:1] == ["2.4"]
    choices = [Choice("A1", "11.2"), Choice("A3", "11.2"), *(Choice("A2", place) for place in places)]
    result = accept_suggestions(matrix, [*choices, choices[-1]], score=2, kind="DIRECT", by=planner)
    assert [str(cell.target.code) for cell in result.cells] == places
    assert (result.kept, result.gone) == ([Choice("A1", "11.2")], [Choice("A3", "11.2")])
    assert {cell.revision for cell in result.cells} == {2}
    assert suggested(matrix, "A2") == []
    assert AuditEntry.objects.filter(action="alignment.suggestions.accepted").count() == 1


def test_a_frozen_matrix_takes_no_decision(personas: Personas) -> None:
    matrix = bring_to(personas_matrix(personas), "SUBMITTED", personas)
    choice, planner = Choice("P1", "11"), personas["planner"]
    with pytest.raises(MatrixIsNotEditable):
        accept_suggestion(matrix, choice, score=1, kind="DIRECT", by=planner)
    with pytest.raises(MatrixIsNotEditable):
        dismiss_suggestion(matrix, choice, by=planner)
    with pytest.raises(MatrixIsNotEditable):
        restore_suggestions(matrix, "P1", by=planner)


def test_a_matrix_of_goals_is_suggested_goals(personas: Personas, matrix: AlignmentMatrix) -> None:
    matrix.granularity = "GOAL"
    matrix.save()
    assert suggested(matrix, "A1") == ["11"]
    cell = accept_suggestion(matrix, Choice("A1", "11"), score=1, kind="DIRECT", by=personas["planner"])
    assert (cell.goal.number, cell.target) == (11, None)


def test_targets_that_the_city_left_out_are_not_suggested(
    personas: Personas, matrix: AlignmentMatrix
) -> None:
    matrix.scope = "RELEVANT"
    matrix.save()
    target = Target.objects.get(code="11.2")
    matrix.strategy.city.left_out_targets.create(target=target, status="NOT_APPLICABLE")
    assert "11.2" not in suggested(matrix, "A1")
    with pytest.raises(NotSuggested):
        accept_suggestion(matrix, Choice("A1", "11.2"), score=1, kind="DIRECT", by=personas["planner"])


def test_the_words_are_marked_in_the_elements_own_text(matrix: AlignmentMatrix) -> None:
    row = suggestions_for(matrix, matrix.strategy.elements.get(code="A1"))
    assert "".join(piece.text for piece in row.title) == TITLES["A1"]
    assert [piece.text for piece in row.title if piece.marked] == ["ciclovías", "transporte", "público"]


def test_elements_without_any_score_can_be_asked_for(personas: Personas, matrix: AlignmentMatrix) -> None:
    save_cell(matrix, CellChange("A1", "11.2", CellValues(1, "DIRECT")), by=personas["planner"])
    assert [row.code for row in undecided_elements(matrix, without_cells=True)] == ["A2", "A3"]
    assert [row.code for row in undecided_elements(matrix, without_cells=False)] == ["A1", "A2", "A3"]


def test_one_element_and_many_take_the_same_queries(
    matrix: AlignmentMatrix, django_assert_num_queries: Any
) -> None:
    rows = list(matrix.strategy.elements.order_by("position"))
    for some in (rows[:1], rows):
        with django_assert_num_queries(4):
            assert len(suggestions_of(matrix, some)) == len(some)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_accept_once(personas: Personas, matrix: AlignmentMatrix) -> None:
    def accept(_number: int) -> str:
        try:
            accept_suggestion(matrix, Choice("A1", "11.2"), score=2, kind="DIRECT", by=personas["planner"])
        except AlreadyScored:
            return "refused"
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(accept, range(2))) == ["accepted", "accepted"]
    assert matrix.cells.count() == 1
    assert AuditEntry.objects.filter(action="alignment.suggestion.accepted").count() == 1


def test_targets_and_goals_of_the_city_are_suggested_by_their_titles(
    personas: Personas, matrix: AlignmentMatrix, django_assert_max_num_queries: Any
) -> None:
    planner, strategy = personas["planner"], matrix.strategy
    titles = {"es": "Red de ciclovías protegidas"}
    saves = {"owner": strategy.city, "by": planner, "kind": "OUTCOME"}
    save_local_target(strategy, None, code="11.2-CBA1", titles=titles, **saves)
    goal = {"es": "Comedores y huertas"}
    save_local_goal(strategy, None, owner=strategy.city, by=planner, number=18, titles=goal, pillar="PEOPLE")
    assert "11.2-CBA1" in suggested(matrix, "A1")
    cell = accept_suggestion(matrix, Choice("A1", "11.2-CBA1"), score=2, kind="DIRECT", by=planner)
    assert str(cell.target).startswith("11.2-CBA1")
    assert SuggestionDecision.objects.get().words == ["Red", "ciclovías", "transporte", "público"]
    assert "11.2-CBA1" not in suggested(matrix, "A1")
    matrix.granularity = "GOAL"
    assert "18" in suggested(matrix, "A2")
    with django_assert_max_num_queries(9):
        suggestions_of(matrix, list(strategy.elements.all()))


def test_targets_of_another_city_are_not_suggested(matrix: AlignmentMatrix) -> None:
    strategy = StrategyFactory()
    titles = {"es": "Red de ciclovías y transporte público"}
    values = {"owner": strategy.city, "by": None, "kind": "OUTCOME", "titles": titles}
    save_local_target(strategy, None, code="11.2-XYZ1", **values)
    assert "11.2-XYZ1" not in suggested(matrix, "A1")
