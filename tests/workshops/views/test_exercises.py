"""The facilitator's side: prepare, run, show, compare, merge."""

import csv
import io
import json

import pytest

from alignment.actions.edits import Edit
from alignment.models import AlignmentMatrix
from tests.factories.alignment import (
    FrameworkVersionFactory,
    GoalFactory,
    StrategyElementFactory,
    StrategyFactory,
)
from tests.factories.workshops import ExerciseFactory, SessionFactory, WorkshopFactory
from workshops.actions.exercise_edits import PhoneEdit, save_group_edits
from workshops.actions.exercise_groups import join_exercise
from workshops.actions.exercises import open_exercise, pause_exercise
from workshops.models import Exercise
from workshops.queries.exercise_screen import ScreenCell, median_text

pytestmark = pytest.mark.django_db
DETAIL_QUERIES = 22


@pytest.fixture
def workshop(personas):
    return WorkshopFactory(slug="day", lead=personas.network)


@pytest.fixture
def coordinator(client, personas):
    client.force_login(personas["coordinator"])
    return personas["coordinator"]


@pytest.fixture
def strategy(personas):
    return StrategyFactory(city=personas.city, network=personas.network)


@pytest.fixture
def exercise(workshop, coordinator, strategy):
    session = SessionFactory(workshop=workshop)
    return open_exercise(
        ExerciseFactory(session=session, strategy=strategy, groups=["One", "Two"]), by=coordinator
    )


def page(exercise, name=""):
    return f"/workshops/day/exercises/{exercise.code}/{name}"


def score(exercise, number, *edits):
    member = join_exercise(exercise, name=f"Ana {number}", group=exercise.groups.get(number=number))
    sent = [PhoneEdit(f"{e}{p}", Edit(e, p, s, "DIRECT" if s else "")) for e, p, s in edits]
    save_group_edits(member, sent)
    return member


def test_an_exercise_is_prepared_from_a_block_of_the_programme(client, coordinator, workshop, strategy):
    StrategyElementFactory(strategy=strategy, code="P1")
    session = SessionFactory(workshop=workshop, title="Groups")
    url = f"/workshops/day/programme/{session.code}/exercises/new/"
    assert f'href="{url}"' in client.get("/workshops/day/programme/").content.decode()
    assert client.get(url).context["form"].initial["title"] == "Groups"
    data = {
        "title": "Align the plan",
        "strategy": strategy.code,
        "granularity": "GOAL",
        "goals": [GoalFactory(number=11).pk],
        "groups": "Mobility\n\n  Water  ",
        "minutes": 45,
        "framework": FrameworkVersionFactory().pk,
    }
    wrong = client.post(url, {**data, "groups": "A\na", "minutes": 2})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"groups", "minutes"}
    client.post(url, data)
    exercise = Exercise.objects.get()
    assert [group.name for group in exercise.groups.all()] == ["Mobility", "Water"]
    assert [goal.number for goal in exercise.goals.all()] == [11]
    assert "Align the plan" in client.get("/workshops/day/programme/").content.decode()


def test_a_number_stands_for_that_many_groups(client, exercise):
    form = client.get(f"/workshops/day/programme/{exercise.session.code}/exercises/new/").context["form"]
    form.cleaned_data = {"groups": " 4 "}
    assert form.clean_groups() == ["Group 1", "Group 2", "Group 3", "Group 4"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_group_and_three(
    client, coordinator, workshop, strategy, count, django_assert_max_num_queries
):
    groups = ["One", "Two", "Three"][:count]
    session = SessionFactory(workshop=workshop)
    exercise = open_exercise(ExerciseFactory(session=session, strategy=strategy, groups=groups), by=None)
    for number in range(1, count + 1):
        score(exercise, number, ("P1", "11", 2))
    with django_assert_max_num_queries(DETAIL_QUERIES):
        response = client.get(page(exercise))
    assert [row.assessed for row in response.context["rows"]] == [1] * count


def test_progress_comes_alone_to_the_page_that_asks_again(client, exercise):
    score(exercise, 1, ("P1", "11", 2))
    part = client.get(page(exercise), headers={"HX-Request": "true"}).content.decode()
    assert "Ana 1" in part
    assert "1 of 4" in part
    assert "<html" not in part


def test_the_code_and_its_picture_are_shown_while_people_can_join(client, exercise):
    text = client.get(page(exercise)).content.decode()
    assert exercise.shown_join_code in text
    assert f"http://testserver/join/{exercise.join_code}/" in text
    assert "<svg" in text
    client.post(page(exercise, "step/"), {"step": "end"})
    assert exercise.shown_join_code not in client.get(page(exercise)).content.decode()


def test_it_is_locked_extended_and_ended_from_its_page(client, exercise):
    for step, state in (("lock", "LOCKED"), ("unlock", "OPEN"), ("end", "ENDED"), ("nonsense", "ENDED")):
        client.post(page(exercise, "step/"), {"step": step})
        exercise.refresh_from_db()
        assert exercise.state == state
    client.post(page(exercise, "step/"), {"step": "unlock"})
    before = Exercise.objects.get().closes_at
    client.post(page(exercise, "extend/"), {"minutes": 5})
    client.post(page(exercise, "extend/"), {"minutes": "x"})
    assert (Exercise.objects.get().closes_at - before).total_seconds() == 300


def test_groups_are_added_and_locked_and_people_tended(client, exercise):
    member = score(exercise, 1, ("P1", "11", 2))
    client.post(page(exercise, "groups/add/"), {"name": "Three"})
    client.post(page(exercise, "groups/lock/"), {"lock": 1})
    assert list(exercise.groups.values_list("name", "is_locked")) == [
        ("One", True),
        ("Two", False),
        ("Three", False),
    ]
    client.post(page(exercise, "groups/lock/"), {"unlock": 1})
    assert not exercise.groups.get(number=1).is_locked
    text = client.get(page(exercise, "people/")).content.decode()
    assert member.name in text
    client.post(page(exercise, "people/save/"), {"move": member.number, f"group_{member.number}": 3})
    client.post(page(exercise, "people/save/"), {"hide": member.number})
    client.post(page(exercise, "people/save/"), {"remove": member.number})
    member.refresh_from_db()
    assert (member.group.name, member.name, bool(member.removed_at)) == ("Three", "Participant 1", True)
    assert client.post(page(exercise, "people/save/"), {"hide": 99}).status_code == 404
    assert client.post(page(exercise, "groups/lock/"), {"lock": 99}).status_code == 404


def test_the_screen_shows_the_median_and_how_far_groups_lie_apart(client, exercise):
    score(exercise, 1, ("P1", "11", 3), ("P1", "13", 1))
    score(exercise, 2, ("P1", "11", 1), ("P1", "13", 2))
    rows = client.get(page(exercise, "screen/")).context["rows"]
    first, second = rows[0].cells
    assert (first.median_text, first.low, first.high, first.needs_talk) == ("+2", 1, 3, True)
    assert (second.median_text, second.look, second.needs_talk) == ("+1.5", "p2", False)
    only = client.get(page(exercise, "screen/?group=1")).context["rows"][0].cells[0]
    assert (only.median, only.is_spread) == (3, False)


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "+2"), (0.0, "0"), (-1.0, "−1"), (1.5, "+1.5"), (-0.5, "−0.5"), (0.5, "+0.5")]
)
def test_a_median_is_written_with_its_sign(value, text):
    assert median_text(value) == text


@pytest.mark.parametrize(
    ("scores", "look"), [((1, 2), "p2"), ((-1, -2), "n2"), ((0, 1), "p1"), ((-1, 1), "z")]
)
def test_half_a_step_looks_like_the_stronger_score(scores, look):
    assert ScreenCell("k", dict(enumerate(scores))).look == look


def test_the_screen_asks_what_is_newer_than_it_shows(client, exercise, django_assert_max_num_queries):
    score(exercise, 1, ("P1", "11", 3))
    element = exercise.strategy.elements.get(code="P1").pk
    exercise.refresh_from_db()
    answer = client.get(page(exercise, "screen/state/?known=1.0,2.0")).json()
    assert answer["edits"] == [[1, f"{element}:11", 3]]
    assert answer["revision"] == exercise.revision
    known = ",".join(f"{group}.{revision}" for group, revision in answer["known"].items())
    with django_assert_max_num_queries(9):
        assert client.get(page(exercise, f"screen/state/?known={known}")).json()["edits"] == []
    assert client.get(page(exercise, "screen/state/?known=x.y,,1.-1")).status_code == 200


def test_groups_are_compared_decided_exported_and_merged(client, coordinator, exercise):
    score(exercise, 1, ("P1", "11", 3), ("P1", "13", 1), ("P2", "11", 0))
    score(exercise, 2, ("P1", "11", 0), ("P1", "13", 1))
    pause_exercise(exercise, by=None)
    element = exercise.strategy.elements.get(code="P1").pk
    shown = client.get(page(exercise, "compare/"))
    assert shown.context["show"] == "discuss"
    assert [label for _k, label, n in shown.context["kinds_of_rows"] if n == 1] == [
        "To discuss",
        "Not scored by all",
        "Agreed",
    ]
    client.post(
        page(exercise, "compare/decide/"), {f"final:{element}:11": "2", "final:x:y": "1", "show": "all"}
    )
    rows = list(
        csv.reader(
            io.StringIO(
                client.get(page(exercise, "compare/export/?format=csv")).getvalue().decode("utf-8-sig")
            )
        )
    )
    assert rows[0][4:] == [
        "One",
        "Two",
        "Median",
        "Range",
        "To discuss",
        "Not scored by all",
        "Chosen",
        "Kind of link",
    ]
    assert rows[1][0] == "P1"
    assert rows[1][4:] == ["3", "0", "1.5", "3", "1", "0", "2", "Direct"]
    assert client.get(page(exercise, "compare/export/?format=xlsx")).status_code == 200
    assert client.get(page(exercise, "compare/export/?format=doc")).status_code == 400
    preview = client.get(page(exercise, "merge/"))
    assert preview.context["plan"].new == 3
    answer = client.post(page(exercise, "merge/"), {"into": "", "seen": "0"})
    matrix = AlignmentMatrix.objects.ordinary().get()
    assert answer["Location"] == f"/alignment/matrices/{matrix.code}/"
    assert sorted(matrix.cells.values_list("score", flat=True)) == [0, 1, 2]
    assert matrix.code in client.get("/workshops/day/programme/").content.decode()


def test_who_may_not_write_the_matrix_sees_the_preview_and_who_to_ask(client, personas, exercise, workshop):
    score(exercise, 1, ("P1", "11", 3))
    pause_exercise(exercise, by=None)
    AlignmentMatrix.objects.update(created_by=None)
    workshop.workshop_trainers.create(person=personas["trainer"].person)
    client.force_login(personas["trainer"])
    text = client.get(page(exercise, "merge/")).content.decode()
    assert "Ask one of them to merge" in text
    client.post(page(exercise, "merge/"), {"into": "", "seen": "0"})
    assert not AlignmentMatrix.objects.ordinary().exists()


def test_the_data_of_the_screen_is_plain_json(client, exercise):
    """A title may hold what would end a script."""
    exercise.strategy.elements.update(title="</script><b>")
    text = client.get(page(exercise, "screen/")).content.decode()
    start = text.index('type="application/json">') + len('type="application/json">')
    assert json.loads(text[start : text.index("</script>", start)])["total"] == 4


def test_the_drafts_of_groups_appear_nowhere_else(client, personas, exercise, strategy, workshop):
    """Neither for their author, nor for the city, nor for an administrator."""
    score(exercise, 1, ("P1", "11", 3))
    pages = [
        "/",
        "/alignment/matrices/",
        f"/alignment/strategies/{strategy.code}/",
        "/search/?q=plan",
        "/workshops/day/matrices/",
        "/workshops/day/overview/",
        "/api/v1/matrices/",
    ]
    codes = list(AlignmentMatrix.objects.filter(is_group_draft=True).values_list("code", flat=True))
    assert len(codes) == 2
    for persona in ("coordinator", "planner", "reviewer", "admin"):
        client.force_login(personas[persona])
        for address in pages:
            response = client.get(address)
            assert response.status_code in (200, 403, 404), address
            assert not [code for code in codes if code in response.content.decode()], f"{persona}: {address}"
        for code in codes:
            for name in ("", "edit/", "analysis/", "coverage/"):
                assert client.get(f"/alignment/matrices/{code}/{name}").status_code == 404
            assert client.get(f"/api/v1/matrices/{code}/").status_code == 404
