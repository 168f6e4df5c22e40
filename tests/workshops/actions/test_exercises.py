from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from alignment.models import AlignmentMatrix
from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from tests.factories.alignment import (
    FrameworkVersionFactory,
    GoalFactory,
    StrategyElementFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.factories.participants import AccountFactory
from tests.factories.workshops import ExerciseFactory, ExerciseMemberFactory, SessionFactory
from workshops.actions.exercise_groups import (
    CannotJoin,
    WasRemoved,
    add_group,
    choose_group,
    hide_name,
    join_exercise,
    remove_member,
    set_group_lock,
)
from workshops.actions.exercises import (
    ExerciseHasBegun,
    NothingToScore,
    NotNow,
    TooManyGroups,
    TooMuchToScore,
    add_exercise,
    change_exercise,
    end_exercise,
    extend_exercise,
    open_exercise,
    pause_exercise,
    remove_exercise,
    resume_exercise,
)
from workshops.actions.programme import ProgrammeIsFinal, SessionHasExercise, remove_session
from workshops.models import Exercise, ExerciseDecision, ExerciseEdit
from workshops.queries.exercises import board_of

pytestmark = pytest.mark.django_db


def fields_for(strategy, **values):
    return {"title": "Align", "strategy": strategy, "framework": FrameworkVersionFactory(), **values}


@pytest.fixture
def strategy():
    strategy = StrategyFactory()
    axis = StrategyElementFactory(strategy=strategy, code="A", level="AXIS", title="Mobility")
    StrategyElementFactory(strategy=strategy, code="A1", parent=axis)
    StrategyElementFactory(strategy=strategy, code="A2", parent=axis)
    for code in ("11.2", "11.6", "13.2"):
        TargetFactory(code=code)
    return strategy


def test_the_board_holds_the_scored_elements_and_what_is_in_play(strategy):
    exercise = add_exercise(
        SessionFactory(),
        fields_for(strategy, granularity="TARGET"),
        goals=[GoalFactory(number=11)],
        groups=["One", "Two"],
        by=None,
    )
    board = board_of(exercise)
    assert [(element.code, element.path) for element in board.elements] == [
        ("A1", "Mobility"),
        ("A2", "Mobility"),
    ]
    assert [place.code for place in board.places] == ["11.2", "11.6"]
    assert [group.name for group in exercise.groups.all()] == ["One", "Two"]


def test_no_goal_chosen_means_all_of_them(strategy):
    exercise = add_exercise(SessionFactory(), fields_for(strategy), goals=[], groups=["One"], by=None)
    assert [place.code for place in board_of(exercise).places] == ["11", "13"]


@pytest.mark.parametrize("groups", [[], [f"Group {n}" for n in range(21)]])
def test_an_exercise_has_1_to_20_groups(strategy, groups):
    with pytest.raises(TooManyGroups):
        add_exercise(SessionFactory(), fields_for(strategy), goals=[], groups=groups, by=None)
    assert not Exercise.objects.exists()


def test_without_elements_there_is_nothing_to_score():
    GoalFactory(number=11)
    with pytest.raises(NothingToScore):
        add_exercise(SessionFactory(), fields_for(StrategyFactory()), goals=[], groups=["One"], by=None)


def test_too_many_cells_for_a_room_are_refused(strategy, monkeypatch):
    monkeypatch.setattr("workshops.actions.exercises.MOST_CELLS", 3)
    with pytest.raises(TooMuchToScore):
        add_exercise(SessionFactory(), fields_for(strategy), goals=[], groups=["One"], by=None)


def test_a_reported_workshop_takes_no_new_exercise(strategy):
    session = SessionFactory(workshop__state="CANCELLED")
    with pytest.raises(ProgrammeIsFinal):
        add_exercise(session, fields_for(strategy), goals=[], groups=["One"], by=None)


def test_opening_begins_a_draft_for_each_group_that_no_list_shows():
    by = AccountFactory(is_superuser=True)
    exercise = open_exercise(ExerciseFactory(groups=["One", "Two"]), by=by)
    drafts = AlignmentMatrix.objects.filter(exercise_group__exercise=exercise)
    assert [(draft.is_group_draft, draft.created_by) for draft in drafts] == [(True, by)] * 2
    assert not AlignmentMatrix.objects.visible_to(by).exists()
    assert exercise.closes_at - exercise.opened_at == timedelta(minutes=30)


def test_the_draft_of_a_group_is_nobodys_matrix():
    by = AccountFactory()
    exercise = open_exercise(ExerciseFactory(), by=by)
    draft = exercise.groups.get().matrix
    assert not AlignmentMatrix.objects.visible_to(by).exists()
    asked = ("view", "change", "submit", "import", "comment", "publish")
    assert [name for name in asked if by.has_perm(f"alignment.{name}_matrix", draft)] == []


def test_opening_twice_is_opening_once():
    exercise = ExerciseFactory()
    first = open_exercise(exercise, by=None)
    again = open_exercise(exercise, by=None)
    assert (again.opened_at, AlignmentMatrix.objects.count()) == (first.opened_at, 1)


def test_the_life_of_an_exercise_is_logged_and_tells_the_phones():
    exercise = ExerciseFactory()
    for step in (open_exercise, pause_exercise, resume_exercise, end_exercise, resume_exercise):
        before = exercise.revision
        exercise = step(exercise, by=None)
        assert exercise.revision == before + 1
    assert [(one.from_state, one.to_state) for one in exercise.transitions.order_by("pk")] == [
        ("PREPARED", "OPEN"),
        ("OPEN", "LOCKED"),
        ("LOCKED", "OPEN"),
        ("OPEN", "ENDED"),
        ("ENDED", "OPEN"),
    ]
    told = [entry.action for entry in AuditEntry.objects.under(scope_key(exercise.workshop))][::-1]
    assert told == [
        f"workshops.exercise.{word}" for word in ("opened", "locked", "unlocked", "ended", "unlocked")
    ]


@pytest.mark.parametrize("step", [pause_exercise, resume_exercise, end_exercise])
def test_what_is_not_open_cannot_be_locked_or_ended(step):
    with pytest.raises(NotNow):
        step(ExerciseFactory(), by=None)


def test_more_time_counts_from_now_when_the_time_is_over():
    exercise = open_exercise(ExerciseFactory(), by=None)
    Exercise.objects.filter(pk=exercise.pk).update(closes_at=timezone.now() - timedelta(minutes=20))
    longer = extend_exercise(exercise, minutes=5, by=None)
    assert timedelta(minutes=4) < longer.closes_at - timezone.now() <= timedelta(minutes=5)
    with pytest.raises(ValidationError):
        extend_exercise(exercise, minutes=0, by=None)


def test_only_a_prepared_exercise_is_changed_or_removed(strategy):
    exercise = ExerciseFactory()
    change_exercise(exercise, {"title": "New", "strategy": strategy}, goals=[], groups=["X", "Y"], by=None)
    exercise.refresh_from_db()
    assert (exercise.title, exercise.groups.count()) == ("New", 2)
    exercise = open_exercise(exercise, by=None)
    with pytest.raises(ExerciseHasBegun):
        change_exercise(exercise, {"title": "Late"}, goals=[], groups=["X"], by=None)
    with pytest.raises(ExerciseHasBegun):
        remove_exercise(exercise, by=None)
    other = ExerciseFactory()
    remove_exercise(other, by=None)
    assert not Exercise.objects.filter(pk=other.pk).exists()


def test_a_block_with_an_exercise_stays_in_the_programme():
    exercise = ExerciseFactory()
    with pytest.raises(SessionHasExercise):
        remove_session(exercise.session, by=None)


def test_a_group_that_comes_later_has_its_draft_at_once():
    exercise = open_exercise(ExerciseFactory(), by=None)
    group = add_group(exercise, " Latecomers ", by=None)
    assert (group.number, group.name, group.matrix.is_group_draft) == (2, "Latecomers", True)
    with pytest.raises(ValidationError):
        add_group(exercise, "Latecomers", by=None)


def test_one_group_is_locked_by_itself():
    exercise = open_exercise(ExerciseFactory(groups=["One", "Two"]), by=None)
    one, two = exercise.groups.all()
    set_group_lock(one, is_locked=True, by=None)
    set_group_lock(one, is_locked=True, by=None)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.is_locked, two.is_locked) == (True, False)
    assert AuditEntry.objects.filter(action="workshops.exercise_group.locked").count() == 1


def test_guests_join_with_a_name_while_the_exercise_runs():
    exercise = ExerciseFactory()
    group = exercise.groups.get()
    with pytest.raises(CannotJoin):
        join_exercise(exercise, name="Ana", group=group)
    open_exercise(exercise, by=None)
    ana, bea = (join_exercise(exercise, name=name, group=group) for name in ("  Ana\n", "Bea"))
    assert (ana.name, ana.number, bea.number) == ("Ana", 1, 2)
    assert len({ana.key, bea.key}) == 2
    assert len(ana.key) >= 26
    with pytest.raises(ValidationError):
        join_exercise(exercise, name=" \u202e ", group=group)


def test_an_account_is_one_member_and_comes_back_to_the_group_it_chooses():
    exercise = open_exercise(ExerciseFactory(groups=["One", "Two"]), by=None)
    one, two = exercise.groups.all()
    account = AccountFactory()
    first = join_exercise(exercise, name="Ana", group=one, account=account)
    again = join_exercise(exercise, name="Ana", group=two, account=account)
    assert (again.pk, again.group) == (first.pk, two)
    remove_member(first, by=None)
    with pytest.raises(WasRemoved):
        join_exercise(exercise, name="Ana", group=one, account=account)


def test_a_group_of_another_exercise_cannot_be_joined():
    exercise, other = (open_exercise(ExerciseFactory(), by=None) for _n in range(2))
    with pytest.raises(other.groups.model.DoesNotExist):
        join_exercise(exercise, name="Ana", group=other.groups.get())


def test_members_are_moved_renamed_and_taken_out():
    exercise = open_exercise(ExerciseFactory(groups=["One", "Two"]), by=None)
    one, two = exercise.groups.all()
    member = join_exercise(exercise, name="Rude word", group=one)
    assert choose_group(member, two, by=None).group == two
    assert hide_name(member, by=None).name == "Participant 1"
    assert remove_member(member, by=None).removed_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "UNKNOWN"},
        {"state": "OPEN"},
        {"opened_at": timezone.now()},
        {"state": "MERGED", "opened_at": timezone.now(), "closes_at": timezone.now()},
        {"minutes": 4},
        {"granularity": "WORD"},
        {"scored_level": "STREET"},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_the_database_refuses_what_an_exercise_cannot_be(wrong):
    exercise = ExerciseFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Exercise.objects.filter(pk=exercise.pk).update(**wrong)


def test_the_database_keeps_numbers_names_keys_and_accounts_apart():
    exercise = ExerciseFactory(groups=["One", "Two"])
    one, two = exercise.groups.all()
    account = AccountFactory()
    member = ExerciseMemberFactory(group=one, account=account, number=1)
    element = exercise.strategy.elements.first()
    edit = {"group": one, "member": member, "element": element, "place": "11", "revision": 1}
    ExerciseEdit.objects.create(key="a", **edit)
    cell = {"exercise": exercise, "element": element, "place": "11"}
    ExerciseDecision.objects.create(score=1, **cell)
    breaks = [
        lambda: exercise.groups.filter(pk=two.pk).update(number=1),
        lambda: exercise.groups.filter(pk=two.pk).update(name="One"),
        lambda: ExerciseMemberFactory(group=two, account=account, number=2),
        lambda: ExerciseMemberFactory(group=two, number=1),
        lambda: ExerciseMemberFactory(group=two, number=3, key=member.key),
        lambda: ExerciseEdit.objects.create(key="a", **edit),
        lambda: ExerciseEdit.objects.create(key="b", score=4, **edit),
        lambda: ExerciseDecision.objects.create(score=2, **cell),
        lambda: ExerciseDecision.objects.create(score=-4, **{**cell, "place": "13"}),
        lambda: exercise.transitions.create(from_state="OPEN", to_state="NOWHERE"),
    ]
    for attempt in breaks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_the_history_names_a_guest_by_the_name_they_gave():
    exercise = open_exercise(ExerciseFactory(groups=["One", "Two"]), by=None)
    one, two = exercise.groups.all()
    choose_group(join_exercise(exercise, name="Ana", group=one), two)
    entries = AuditEntry.objects.under(scope_key(exercise.workshop))[:2]
    assert [(entry.action.split(".")[-1], entry.actor_text, entry.actor_id) for entry in entries] == [
        ("moved", "Ana", ""),
        ("joined", "Ana", ""),
    ]
