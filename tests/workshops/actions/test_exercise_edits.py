import threading
import time

import pytest
from django.db import connection, transaction

from alignment.actions.edits import Edit
from tests.factories.participants import AccountFactory
from tests.factories.workshops import ExerciseFactory
from workshops.actions.exercise_edits import (
    ExerciseHasEnded,
    GroupHasChanged,
    GroupIsLocked,
    PhoneEdit,
    TooManyEdits,
    save_group_edits,
)
from workshops.actions.exercise_groups import (
    WasRemoved,
    choose_group,
    join_exercise,
    remove_member,
    set_group_lock,
)
from workshops.actions.exercises import end_exercise, open_exercise, pause_exercise, resume_exercise
from workshops.models import ExerciseEdit

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise():
    return open_exercise(ExerciseFactory(groups=["One", "Two"]), by=None)


@pytest.fixture
def group(exercise):
    return exercise.groups.get(number=1)


@pytest.fixture
def ana(exercise, group):
    return join_exercise(exercise, name="Ana", group=group)


@pytest.fixture
def bea(exercise, group):
    return join_exercise(exercise, name="Bea", group=group, account=AccountFactory())


def edit(key, score, *, element="P1", place="11", seen=0, why="", kind="DIRECT"):
    more = {"rationale": why} if score is not None else {}
    return PhoneEdit(key, Edit(element, place, score, kind if score else "", seen=seen, more=more))


def cells(group):
    rows = group.matrix.cells.values_list("element__code", "goal__number", "score", "kind")
    return sorted(rows)


def test_an_edit_is_saved_logged_and_who_sent_it_is_known(ana, bea, group):
    outcome = save_group_edits(ana, [edit("a1", 2, why="Busways")])
    save_group_edits(bea, [edit("b1", -1, element="P2", place="13")])
    assert outcome.done == {"a1": outcome.revision}
    assert cells(group) == [("P1", 11, 2, "DIRECT"), ("P2", 13, -1, "DIRECT")]
    assert list(ExerciseEdit.objects.order_by("pk").values_list("member__name", "score", "rationale")) == [
        ("Ana", 2, "Busways"),
        ("Bea", -1, ""),
    ]
    assert [cell.updated_by for cell in group.matrix.cells.order_by("pk")] == [None, bea.account]


def test_the_same_sending_twice_counts_once_even_after_somebody_else(ana, bea, group):
    first = save_group_edits(ana, [edit("a1", 2)])
    save_group_edits(bea, [edit("b1", 3, seen=first.revision)])
    again = save_group_edits(ana, [edit("a1", 2)])
    assert (again.done, again.conflicts) == (first.done, [])
    assert cells(group) == [("P1", 11, 3, "DIRECT")]
    assert ExerciseEdit.objects.count() == 2


def test_an_unseen_score_of_another_is_asked_about_and_never_overwritten(ana, bea, group):
    theirs = save_group_edits(bea, [edit("b1", 3)])
    outcome = save_group_edits(ana, [edit("a1", 1), edit("a2", 2, place="13")])
    (refusal,) = outcome.conflicts
    assert (refusal.key, refusal.member, refusal.conflict.cell.score) == ("a1", "Bea", 3)
    assert list(outcome.done) == ["a2"]
    assert cells(group)[0][2] == 3
    save_group_edits(ana, [edit("a3", 1, seen=theirs.revision)])
    assert cells(group)[0][2] == 1


def test_a_lost_answer_is_no_conflict_with_oneself(ana, group):
    """The phone never heard that its +1 arrived, so its next choice still says that it saw a blank cell."""
    save_group_edits(ana, [edit("a1", 1)])
    outcome = save_group_edits(ana, [edit("a2", -2)])
    assert (outcome.conflicts, list(outcome.done)) == ([], ["a2"])
    assert cells(group) == [("P1", 11, -2, "DIRECT")]


def test_of_several_edits_of_one_cell_the_last_one_counts_and_all_are_done(ana, group):
    outcome = save_group_edits(ana, [edit("a1", 1), edit("a2", 2), edit("a3", 3)])
    assert set(outcome.done) == {"a1", "a2", "a3"}
    assert cells(group) == [("P1", 11, 3, "DIRECT")]


def test_a_score_is_taken_back(ana, group):
    first = save_group_edits(ana, [edit("a1", 1)])
    save_group_edits(ana, [edit("a2", None, seen=first.revision)])
    assert cells(group) == []
    assert ExerciseEdit.objects.get(key="a2").score is None


def test_what_is_not_of_the_matrix_is_named_and_the_rest_is_saved(ana, group):
    outcome = save_group_edits(ana, [edit("a1", 1, element="NO"), edit("a2", 1, place="99"), edit("a3", 1)])
    assert [key for key, _text in outcome.faults] == ["a1", "a2"]
    assert list(outcome.done) == ["a3"]


def test_nothing_is_saved_while_locked_and_goes_on_after(exercise, ana, group):
    pause_exercise(exercise, by=None)
    with pytest.raises(GroupIsLocked):
        save_group_edits(ana, [edit("a1", 1)])
    resume_exercise(exercise, by=None)
    set_group_lock(group, is_locked=True, by=None)
    with pytest.raises(GroupIsLocked):
        save_group_edits(ana, [edit("a1", 1)])
    set_group_lock(group, is_locked=False, by=None)
    save_group_edits(ana, [edit("a1", 1)])
    end_exercise(exercise, by=None)
    with pytest.raises(ExerciseHasEnded):
        save_group_edits(ana, [edit("a2", 2)])
    assert cells(group) == [("P1", 11, 1, "DIRECT")]


def test_edits_reach_the_group_in_which_they_were_made(exercise, ana, bea, group):
    theirs = save_group_edits(bea, [edit("b1", 3)])
    choose_group(ana, exercise.groups.get(number=2))
    ana.refresh_from_db()
    outcome = save_group_edits(ana, [edit("a1", 1), edit("a2", 2, place="13")], made_in=1)
    assert [(refusal.key, refusal.member) for refusal in outcome.conflicts] == [("a1", "Bea")]
    assert list(outcome.done) == ["a2"]
    save_group_edits(ana, [edit("a3", 1, seen=theirs.revision)], made_in=1)
    save_group_edits(ana, [edit("a4", -1)], made_in=2)
    assert cells(group) == [("P1", 11, 1, "DIRECT"), ("P1", 13, 2, "DIRECT")]
    assert cells(exercise.groups.get(number=2)) == [("P1", 11, -1, "DIRECT")]
    log = ExerciseEdit.objects.filter(member=ana).order_by("pk").values_list("group__number", "key")
    assert list(log) == [(1, "a2"), (1, "a3"), (2, "a4")]


def test_a_former_group_that_is_locked_takes_nothing(exercise, ana, group):
    choose_group(ana, exercise.groups.get(number=2))
    ana.refresh_from_db()
    set_group_lock(group, is_locked=True, by=None)
    with pytest.raises(GroupIsLocked):
        save_group_edits(ana, [edit("a1", 1)], made_in=1)
    with pytest.raises(GroupHasChanged):
        save_group_edits(ana, [edit("a1", 1)], made_in=9)
    assert cells(group) == []


def test_who_was_moved_or_taken_out_does_not_write_into_the_old_group(exercise, ana, bea, group):
    choose_group(ana, exercise.groups.get(number=2))
    with pytest.raises(GroupHasChanged):
        save_group_edits(ana, [edit("a1", 1)])
    remove_member(bea, by=None)
    with pytest.raises(WasRemoved):
        save_group_edits(bea, [edit("b1", 1)])
    assert cells(group) == []


def test_a_sending_has_a_limit(ana):
    with pytest.raises(TooManyEdits):
        save_group_edits(ana, [edit(f"a{n}", 1) for n in range(201)])


@pytest.mark.django_db(transaction=True)
def test_whoever_locks_waits_for_edits_on_their_way_in():
    """The edit holds its draft; the lock comes after it, and nothing comes after the lock."""
    exercise = open_exercise(ExerciseFactory(), by=None)
    member = join_exercise(exercise, name="Ana", group=exercise.groups.get())
    is_writing, order = threading.Event(), []

    def write():
        with transaction.atomic():
            save_group_edits(member, [edit("a1", 2)])
            is_writing.set()
            time.sleep(0.5)
            order.append("edit")
        connection.close()

    def lock():
        is_writing.wait(10)
        pause_exercise(exercise, by=None)
        order.append("lock")
        connection.close()

    threads = [threading.Thread(target=act) for act in (write, lock)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == ["edit", "lock"]
    with pytest.raises(GroupIsLocked):
        save_group_edits(member, [edit("a2", 3)])
