from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignment.actions.cells import VALUE_FIELDS, CellChange, CellValues, TooManyCells, save_cell, save_cells
from alignment.actions.edits import Edit, Saved, save_edits
from alignment.actions.evidence import add_evidence
from alignment.actions.matrices import MatrixIsNotEditable
from alignment.actions.one_cell import GOES_WITH_IT
from alignment.actions.readings import mark_read
from alignment.models import AlignmentCell, AlignmentMatrix, Goal, StrategyElement
from alignment.queries.sync import changes_since
from sdgplatform.audit.models import AuditEntry
from tests.factories.alignment import (
    AlignmentMatrixFactory,
    LocalIndicatorFactory,
    StrategyElementFactory,
    TargetFactory,
)
from tests.factories.participants import AccountFactory, CityFactory

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix() -> AlignmentMatrix:
    return build_matrix()


def build_matrix() -> AlignmentMatrix:
    matrix = AlignmentMatrixFactory(framework_id="2025")
    axis = StrategyElementFactory(strategy=matrix.strategy, code="A", level="AXIS")
    for code in ("A1", "A2"):
        StrategyElementFactory(strategy=matrix.strategy, code=code, parent=axis)
    return matrix


def values(matrix: AlignmentMatrix) -> dict[tuple[str, str], tuple[int, str, int]]:
    rows = matrix.cells.values_list("element__code", "target__code", "score", "kind", "revision")
    return {(element, str(place)): (score, kind, revision) for element, place, score, kind, revision in rows}


def test_each_saving_takes_the_next_revision_and_puts_it_on_its_cells(matrix: AlignmentMatrix) -> None:
    by = AccountFactory()
    first = save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT"), Edit("A2", "13.b", 0)], by=by)
    second = save_edits(matrix, [Edit("A1", "11.2", -1, seen=first.revision)], by=by)
    matrix.refresh_from_db()
    assert (first.revision, second.revision, matrix.revision) == (1, 2, 2)
    assert values(matrix) == {("A1", "11.2"): (-1, "DIRECT", 2), ("A2", "13.b"): (0, "", 1)}
    assert matrix.cells.get(score=-1).updated_by == by


def test_a_new_score_keeps_all_else_of_the_cell(matrix: AlignmentMatrix) -> None:
    cell = save_cell(
        matrix,
        CellChange("A1", "11.2", CellValues(3, "INDIRECT", "LONG", 2, "Because", "Less", Decimal(40))),
        by=None,
    )
    assert cell is not None
    add_evidence(cell, by=None, citation="Plan, p. 4")
    saved = save_edits(matrix, [Edit("A1", "11.2", -2, seen=9)], by=None)
    cell = AlignmentCell.objects.get(pk=cell.pk)
    assert (cell.score, cell.kind, cell.horizon, cell.confidence) == (-2, "INDIRECT", "LONG", 2)
    assert (cell.rationale, cell.mitigation, cell.budget_share) == ("Because", "Less", Decimal(40))
    assert cell.evidence.count() == 1
    assert [(now.score, now.kind, now.revision) for now in saved.cells] == [(-2, "INDIRECT", saved.revision)]


def test_a_score_of_zero_has_no_kind_and_a_kind_alone_changes_only_the_kind(matrix: AlignmentMatrix) -> None:
    seen = save_edits(matrix, [Edit("A1", "11.2", 2, "ENABLING")], by=None).revision
    seen = save_edits(matrix, [Edit("A1", "11.2", 2, "INDIRECT", seen)], by=None).revision
    assert values(matrix)["A1", "11.2"] == (2, "INDIRECT", 2)
    save_edits(matrix, [Edit("A1", "11.2", 0, "INDIRECT", seen)], by=None)
    assert values(matrix)["A1", "11.2"] == (0, "", 3)


def test_fields_of_the_panel_change_without_the_others(matrix: AlignmentMatrix) -> None:
    seen = save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT", more={"rationale": "One"})], by=None).revision
    more = {"mitigation": "Two", "confidence": 3}
    save_edits(matrix, [Edit("A1", "11.2", 2, None, seen, more)], by=None)
    cell = matrix.cells.get()
    assert (cell.rationale, cell.mitigation, cell.confidence, cell.kind) == ("One", "Two", 3, "DIRECT")


def test_a_conflict_comes_back_with_both_values_and_the_rest_is_saved(matrix: AlignmentMatrix) -> None:
    first, second = AccountFactory(), AccountFactory()
    save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=first)
    mine = Edit("A1", "11.2", -2, "DIRECT", seen=0)
    saved = save_edits(matrix, [mine, Edit("A2", "11.2", 1, "DIRECT")], by=second)
    (conflict,) = saved.conflicts
    assert conflict.edit == mine
    assert conflict.cell is not None
    assert (conflict.cell.score, conflict.cell.updated_by, conflict.cell.revision) == (2, first, 1)
    assert values(matrix) == {("A1", "11.2"): (2, "DIRECT", 1), ("A2", "11.2"): (1, "DIRECT", 2)}
    knowing = Edit("A1", "11.2", -2, "DIRECT", seen=conflict.cell.revision)
    assert save_edits(matrix, [knowing], by=second).conflicts == []
    assert values(matrix)["A1", "11.2"] == (-2, "DIRECT", 3)


def test_scoring_what_another_has_cleared_is_a_conflict_and_clearing_it_too_is_none(
    matrix: AlignmentMatrix,
) -> None:
    seen = save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=None).revision
    save_edits(matrix, [Edit("A1", "11.2", None, seen=seen)], by=None)
    (conflict,) = save_edits(matrix, [Edit("A1", "11.2", 3, "DIRECT", seen)], by=None).conflicts
    assert conflict.cell is None
    again = save_edits(matrix, [Edit("A1", "11.2", None, seen=seen)], by=None)
    assert (again.conflicts, again.revision) == ([], 2)
    assert save_edits(matrix, [Edit("A1", "11.2", 3, "DIRECT", 0)], by=None).conflicts == []


def test_the_same_edits_sent_twice_change_nothing_the_second_time(matrix: AlignmentMatrix) -> None:
    edits = [Edit("A1", "11.2", 2, "DIRECT"), Edit("A2", "11.2", None), Edit("A2", "13.1", -1, "INDIRECT")]
    first, again = (save_edits(matrix, edits, by=None) for _ in range(2))
    assert (again.revision, again.conflicts, again.faults) == (first.revision, [], [])
    assert again.cells[0] == first.cells[0]
    assert matrix.cells.count() == 2
    assert AuditEntry.objects.filter(action="alignment.cells.scored").count() == 1


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Edit("A", "11.2", 1, "DIRECT"), "This matrix has no such cell."),
        (Edit("none", "11.2", 1, "DIRECT"), "This matrix has no such cell."),
        (Edit("A1", "11", 1, "DIRECT"), "This matrix has no such cell."),
        (Edit("A1", "13.9", None), "This matrix has no such cell."),
        (Edit("A1", "11.2", 4, "DIRECT"), "A score is a whole number from −3 to +3."),
        (Edit("A1", "11.2", 1, "DIRECT", more={"budget_share": 101}), "A share lies between 0 and 100 %."),
        (Edit("A1", "11.2", 1, "DIRECT", more={"element": 1}), "A cell has no such field."),
    ],
)
def test_a_faulty_edit_is_named_and_the_rest_is_saved(
    matrix: AlignmentMatrix, edit: Edit, message: str
) -> None:
    saved = save_edits(matrix, [edit, Edit("A2", "11.3", 1, "DIRECT")], by=None)
    assert [(fault.edit, fault.message) for fault in saved.faults] == [(edit, message)]
    assert values(matrix) == {("A2", "11.3"): (1, "DIRECT", 1)}


def test_goals_take_edits_in_a_matrix_of_goals(matrix: AlignmentMatrix) -> None:
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(granularity="GOAL")
    matrix.refresh_from_db()
    saved = save_edits(
        matrix, [Edit("A1", "11", 2, "DIRECT"), Edit("A1", "07", 1), Edit("A1", "²", 1)], by=None
    )
    assert [cell.place for cell in saved.cells] == ["11"]
    assert [fault.edit.place for fault in saved.faults] == ["07", "²"]


def test_a_cell_left_over_from_a_former_tree_can_be_cleared(matrix: AlignmentMatrix) -> None:
    seen = save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=None).revision
    parent = matrix.strategy.elements.get(code="A1")
    StrategyElement.objects.filter(code="A2").update(parent=parent)
    assert save_edits(matrix, [Edit("A1", "11.2", None, seen=seen)], by=None).faults == []
    assert values(matrix) == {}


def test_a_matrix_under_review_takes_no_edits_and_nobody_sends_a_million(matrix: AlignmentMatrix) -> None:
    with pytest.raises(TooManyCells):
        save_edits(matrix, [Edit("A1", "11.2", 1)] * 5001, by=None)
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(state="SUBMITTED")
    with pytest.raises(MatrixIsNotEditable):
        save_edits(matrix, [Edit("A1", "11.2", 1)], by=None)


@pytest.mark.parametrize("score", [1, -3, 0, None])
def test_one_cell_is_saved_in_three_queries(
    matrix: AlignmentMatrix, score: int | None, django_assert_num_queries: Any
) -> None:
    """The lock, a look at what is there, the writing."""
    by = AccountFactory()
    assert str(by)  # a request has read the name already
    seen = 0
    for wanted in (2, score, 3, None):  # when cleared twice, a note of the first time is there
        with django_assert_num_queries(3 + 2):  # and the savepoint of the test's own transaction
            saved = save_edits(matrix, [Edit("A1", "11.2", wanted, seen=seen)], by=by)
        assert [now.score for now in saved.cells] == [wanted]
        seen = 0 if wanted is None else saved.revision


def test_what_hangs_on_a_cell_goes_with_it(matrix: AlignmentMatrix) -> None:
    by = AccountFactory()
    cell = whole(matrix)
    seen = cell.revision
    mark_read(cell, by=by)
    save_edits(matrix, [Edit("A1", "11.2", None, seen=seen)], by=by)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [model.objects.count() for model, _name in GOES_WITH_IT] == [0] * len(GOES_WITH_IT)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.target_id) == ("alignment.cell.cleared", str(cell.pk))
    hidden = AlignmentCell._meta.get_fields(include_hidden=True)
    refer = {(field.related_model, field.field.name) for field in hidden if field.one_to_many}
    assert refer == set(GOES_WITH_IT)


def test_the_history_of_one_cell_has_its_key_and_what_changed(matrix: AlignmentMatrix) -> None:
    seen = save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=None).revision
    save_edits(matrix, [Edit("A1", "11.2", -1, seen=seen)], by=None)
    cell = matrix.cells.get()
    first, second = AuditEntry.objects.of(cell).order_by("pk")
    assert (first.changes, first.details) == ({}, {"score": 2})
    assert (second.changes, second.details) == ({"score": [2, -1], "revision": [1, 2]}, {"score": -1})
    assert {entry.scope for entry in (first, second)} == {f"alignment.alignmentmatrix:{matrix.pk}"}


def test_a_note_tells_of_the_last_clearing(matrix: AlignmentMatrix) -> None:
    first, second = AccountFactory(), AccountFactory()
    for by in (first, second):
        seen = save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=by).revision
        save_edits(matrix, [Edit("A1", "11.2", None, seen=seen)], by=by)
    note = matrix.cleared_cells.get()
    assert (note.revision, note.by) == (4, second)


def test_a_code_of_another_city_is_no_place_and_a_local_one_is(matrix: AlignmentMatrix) -> None:
    goal = Goal.objects.get(number=11)
    for city in (matrix.strategy.city, CityFactory()):
        TargetFactory(goal=goal, code="11.x", city=city)
    saved = save_edits(matrix, [Edit("A1", "11.x", 2, "DIRECT")], by=None)
    assert matrix.cells.get().target.city == matrix.strategy.city
    assert [(now.place, now.score) for now in saved.cells] == [("11.x", 2)]


def test_a_block_is_saved_in_as_many_queries_as_three_cells(
    matrix: AlignmentMatrix, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for places in (("1.1", "1.2", "1.3"), tuple(f"{goal}.1" for goal in range(2, 17))):
        edits = [Edit(row, place, 1, "DIRECT") for row in ("A1", "A2") for place in places]
        with django_assert_max_num_queries(12) as queries:
            save_edits(matrix, edits, by=None)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_history_tells_of_single_cells_and_of_blocks(matrix: AlignmentMatrix) -> None:
    by = AccountFactory()
    save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=by)
    save_edits(matrix, [Edit("A1", "11.2", None, seen=1), Edit("A2", "11.2", 1, "DIRECT")], by=by)
    save_edits(matrix, [Edit("A2", "11.2", None, seen=2)], by=by)
    entries = AuditEntry.objects.order_by("pk").values_list("action", "details")
    assert [(action, details.get("cells")) for action, details in entries] == [
        ("alignment.cell.scored", None),
        ("alignment.cells.scored", [["A1", "11.2", None], ["A2", "11.2", 1]]),
        ("alignment.cell.cleared", None),
    ]


def test_the_former_ways_of_saving_count_revisions_too(matrix: AlignmentMatrix) -> None:
    save_cell(matrix, CellChange("A1", "11.2", CellValues(2, "DIRECT")), by=None)
    save_cells(matrix, [CellChange("A1", "11.2", CellValues(1, "DIRECT")), _zero("A2")], by=None)
    save_cells(matrix, [CellChange("A1", "11.2", None)], by=None)
    save_cell(matrix, CellChange("A2", "11.2", None), by=None)
    matrix.refresh_from_db()
    assert matrix.revision == 4
    changes = changes_since(matrix, 1)
    assert {(row.element, row.place, row.revision) for row in changes.cleared} == {
        ("A1", "11.2", 3),
        ("A2", "11.2", 4),
    }


def _zero(element: str) -> CellChange:
    return CellChange(element, "11.2", CellValues(0))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_lose_nothing() -> None:
    """Each writes thirty cells one by one, half of them cells of the other."""
    matrix = build_matrix()
    places = [f"{goal}.1" for goal in range(1, 16)]
    start, outcomes = Barrier(2), []

    def write(own: str, score: int) -> None:
        start.wait()
        for place in places:
            for element in (own, "A1"):
                saved = save_edits(matrix, [Edit(element, place, score, "DIRECT", 0)], by=None)
                outcomes.append((element, place, score, saved))
        connection.close()

    threads = [Thread(target=write, args=args) for args in (("A1", 1), ("A2", 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(not saved.faults for *_, saved in outcomes)
    now = values(matrix)
    for element, place, score, saved in outcomes:
        assert now[element, place][0] == score or _told(saved, now[element, place][0])
    revisions = sorted(revision for _score, _kind, revision in now.values())
    assert len(set(revisions)) == len(now) == 30


def _told(saved: Saved, score: int) -> bool:
    return [conflict.cell.score for conflict in saved.conflicts if conflict.cell] == [score]


CLIENT = st.integers(0, 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), CLIENT, st.integers(0, 2), st.sampled_from([None, -2, 0, 3])),
        st.tuples(st.just("send"), CLIENT),
        st.tuples(st.just("lose the answer"), CLIENT),
        st.tuples(st.just("look"), CLIENT),
    ),
    max_size=25,
)
CELLS = [("A1", "11.2"), ("A1", "13.1"), ("A2", "1.1")]


class Client:
    """What the grid in the browser does: knows values by revision, keeps edits until they are answered."""

    def __init__(self, matrix: AlignmentMatrix) -> None:
        self.matrix, self.revision = matrix, 0
        self.known: dict[tuple[str, str], tuple[int | None, int]] = {}
        self.wanted: dict[tuple[str, str], int | None] = {}
        self.sending: dict[tuple[str, str], Edit] = {}
        self.told: list[tuple[tuple[str, str], int | None]] = []

    def edit(self, index: int, score: int | None) -> None:
        self.wanted[CELLS[index]] = score

    def send(self, *, answered: bool = True) -> None:
        """What was sent without an answer is sent again first, word for word."""
        if not self.sending:
            for key, score in self.wanted.items():
                seen = (
                    0 if self.known.get(key, (None, 0))[0] is None else max(self.known[key][1], self.revision)
                )
                self.sending[key] = Edit(*key, score, "DIRECT" if score else "", seen)
            self.wanted = {}
        saved = save_edits(self.matrix, list(self.sending.values()), by=None)
        assert not saved.faults
        if not answered:
            return
        for now in saved.cells:
            self.known[now.element, now.place] = (now.score, now.revision)
        for conflict in saved.conflicts:
            key = (conflict.edit.element, conflict.edit.place)
            self.told.append((key, conflict.edit.score))
            cell = conflict.cell
            self.known[key] = (cell.score, cell.revision) if cell else (None, 0)
        self.sending = {}

    def look(self) -> None:
        self.matrix.refresh_from_db()
        changes = changes_since(self.matrix, self.revision)
        for row in [*changes.cells, *changes.cleared]:
            if (row.element, row.place) not in self.sending:
                self.known[row.element, row.place] = (row.score, row.revision)
        self.revision = changes.revision


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_interleaving_of_two_people_ends_equal_and_overwrites_nothing_unseen(
    matrix: AlignmentMatrix, steps: list[tuple[Any, ...]]
) -> None:
    matrix.cells.all().delete()
    matrix.cleared_cells.all().delete()
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(revision=0)
    clients = [Client(AlignmentMatrix.objects.select_related("strategy").get(pk=matrix.pk)) for _ in range(2)]
    for what, who, *rest in steps:
        if what == "edit":
            clients[who].edit(*rest)
        elif what == "look":
            clients[who].look()
        else:
            clients[who].send(answered=what == "send")
    for client in clients:
        client.send()
        client.send()
        assert not client.wanted
    for client in clients:
        client.look()
    now = {key: score for key, (score, _kind, _revision) in values(matrix).items()}
    for client in clients:
        assert {key: score for key, (score, _) in client.known.items() if score is not None} == now


def whole(matrix: AlignmentMatrix) -> AlignmentCell:
    """A cell with all that a cell can hold, of the planner `by`."""
    by = AccountFactory()
    values = CellValues(3, "INDIRECT", "LONG", 2, "Because", "Less", Decimal("12.50"))
    cell = save_cell(matrix, CellChange("A1", "11.2", values), by=by)
    assert cell is not None
    AlignmentCell.objects.filter(pk=cell.pk).update(provenance="IMPORTED", original_value="high")
    add_evidence(cell, by=by, citation="Plan, p. 4")
    cell.indicators.add(LocalIndicatorFactory(city=matrix.strategy.city))
    cell.refresh_from_db()
    return cell


def content(cell: AlignmentCell) -> dict[str, Any]:
    names = (*VALUE_FIELDS, "provenance", "original_value", "element_id", "target_id")
    plain = {name: getattr(cell, name) for name in names}
    evidence = set(cell.evidence.values_list("pk", flat=True))
    return {**plain, "evidence": evidence, "indicators": set(cell.indicators.values_list("pk", flat=True))}


def test_undoing_a_clearing_brings_back_the_whole_cell(matrix: AlignmentMatrix) -> None:
    cell = whole(matrix)
    before, by = content(cell), cell.updated_by
    clear, back = Edit("A1", "11.2", None, seen=9), Edit("A1", "11.2", 3, "INDIRECT", back=True)
    for _again in range(2):
        save_edits(matrix, [clear], by=by)
        assert values(matrix) == {}
        assert not save_edits(matrix, [back], by=by).conflicts
        assert content(matrix.cells.get()) == before
    matrix.refresh_from_db()
    assert not save_edits(matrix, [back], by=by).conflicts
    assert (content(matrix.cells.get()), matrix.revision) == (before, AlignmentMatrix.objects.get().revision)


def test_what_is_typed_again_starts_empty(matrix: AlignmentMatrix) -> None:
    cell = whole(matrix)
    save_edits(matrix, [Edit("A1", "11.2", None, seen=9)], by=cell.updated_by)
    save_edits(matrix, [Edit("A1", "11.2", 3, "INDIRECT")], by=cell.updated_by)
    fresh = matrix.cells.get()
    assert (fresh.rationale, fresh.evidence.count(), fresh.indicators.count()) == ("", 0, 0)


def test_the_clearing_of_another_is_not_brought_back(matrix: AlignmentMatrix) -> None:
    cell = whole(matrix)
    save_edits(matrix, [Edit("A1", "11.2", None, seen=9)], by=AccountFactory())
    save_edits(matrix, [Edit("A1", "11.2", 3, "INDIRECT", back=True)], by=cell.updated_by)
    assert matrix.cells.get().rationale == ""


def test_undoing_brings_back_as_far_as_it_still_exists(matrix: AlignmentMatrix) -> None:
    cell = whole(matrix)
    save_edits(matrix, [Edit("A1", "11.2", None, seen=9)], by=cell.updated_by)
    matrix.evidence.all().delete()
    edits = [
        Edit("A1", "11.2", 2, "DIRECT", more={"rationale": "Newer"}, back=True),
        Edit("A2", "11.2", 1, "DIRECT", back=True),
    ]
    save_edits(matrix, edits, by=cell.updated_by)
    again = matrix.cells.get(element__code="A1")
    assert (again.score, again.rationale, again.mitigation, again.evidence.count()) == (2, "Newer", "Less", 0)
    assert again.indicators.count() == 1
    assert matrix.cells.get(element__code="A2").rationale == ""


def test_a_cell_cleared_in_its_panel_keeps_what_it_held_too(matrix: AlignmentMatrix) -> None:
    cell = whole(matrix)
    before = content(cell)
    save_cell(matrix, CellChange("A1", "11.2", None), by=cell.updated_by)
    save_edits(matrix, [Edit("A1", "11.2", 3, "INDIRECT", back=True)], by=cell.updated_by)
    assert content(matrix.cells.get()) == before
