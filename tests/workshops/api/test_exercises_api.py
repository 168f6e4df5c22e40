"""Live exercises through the API: the same steps, refusals and figures as on the pages."""

from typing import Any

import pytest
from django.test import Client

from alignment.actions.edits import Edit
from alignment.models import AlignmentMatrix
from tests.factories.alignment import StrategyFactory
from tests.factories.workshops import ExerciseFactory, SessionFactory, WorkshopFactory
from workshops.actions.exercise_edits import PhoneEdit, save_group_edits
from workshops.actions.exercise_groups import join_exercise
from workshops.actions.exercises import open_exercise, pause_exercise
from workshops.models import Exercise

pytestmark = pytest.mark.django_db
LIST_QUERIES = 3


@pytest.fixture
def exercise(personas) -> Exercise:
    session = SessionFactory(workshop=WorkshopFactory(slug="day", lead=personas.network))
    strategy = StrategyFactory(city=personas.city, network=personas.network)
    return ExerciseFactory(session=session, strategy=strategy, groups=["One", "Two"])


@pytest.fixture
def api(client: Client, personas):
    client.force_login(personas["coordinator"])
    return client


def at(exercise: Exercise, rest: str = "") -> str:
    return f"/api/v1/exercises/{exercise.code}/{rest}"


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data, content_type="application/json")


def score(exercise: Exercise, number: int, *edits: tuple[str, str, int]) -> None:
    member = join_exercise(exercise, name=f"Ana {number}", group=exercise.groups.get(number=number))
    sent = [PhoneEdit(f"{e}{p}", Edit(e, p, s, "DIRECT" if s else "")) for e, p, s in edits]
    save_group_edits(member, sent)


@pytest.mark.parametrize(
    ("name", "listed", "read", "run"),
    [
        ("coordinator", 1, 200, 200),
        ("reviewer", 1, 200, 403),
        ("trainer", 1, 200, 403),
        ("planner", 0, 404, 404),
        ("other_coordinator", 0, 404, 404),
    ],
)
def test_who_sees_and_runs(client: Client, personas, exercise, name, listed, read, run) -> None:
    client.force_login(personas[name])
    rows = client.get("/api/v1/exercises/?workshop=day").json()["results"]
    assert [row["code"] for row in rows] == [exercise.code] * listed
    assert client.get(at(exercise)).status_code == read
    assert client.get(at(exercise, "heat-map/")).status_code == read
    assert client.get(at(exercise, "comparison/")).status_code == read
    assert post(client, at(exercise, "open/")).status_code == run


def test_visitors_see_nothing(client: Client, exercise) -> None:
    assert client.get("/api/v1/exercises/").status_code in (401, 403)
    assert client.get(at(exercise)).status_code in (401, 403, 404)


def test_from_opening_to_the_merged_matrix(api: Client, exercise) -> None:
    opened = post(api, at(exercise, "open/")).json()
    assert (opened["state"], len(opened["join_code"])) == ("OPEN", 6)
    score(exercise, 1, ("P1", "11", 3), ("P1", "13", 1))
    score(exercise, 2, ("P1", "11", 1))
    groups = api.get(at(exercise)).json()["groups"]
    assert [(row["name"], row["assessed"], row["members"], row["present"]) for row in groups] == [
        ("One", 2, 1, 1),
        ("Two", 1, 1, 1),
    ]
    assert api.get(at(exercise, "heat-map/")).json()[0] == {
        "element": "P1",
        "target": "11",
        "scores": [{"group": 1, "score": 3}, {"group": 2, "score": 1}],
        "median": 2.0,
        "low": 1,
        "high": 3,
        "discuss": True,
    }
    assert post(api, at(exercise, "groups/1/lock/")).json()["groups"][0]["is_locked"] is True
    assert post(api, at(exercise, "merge/")).json()["code"] == "exercise_still_open"
    assert post(api, at(exercise, "lock/")).json()["state"] == "LOCKED"
    assert api.get(at(exercise, "comparison/")).json()["undecided"] == 1
    decided = post(api, at(exercise, "decide/"), decisions=[{"element": "P1", "target": "11", "score": 2}])
    assert [(cell["target"], cell["final"]) for cell in decided.json()["cells"]] == [("11", 2), ("13", 1)]
    code = post(api, at(exercise, "merge/")).json()["matrix"]
    assert AlignmentMatrix.objects.get(code=code).cells.count() == 2
    assert api.get(at(exercise)).json()["merged_into"] == code
    assert post(api, at(exercise, "merge/")).json()["matrix"] == code


def test_what_cannot_be_is_refused_with_a_reason(api: Client, exercise) -> None:
    assert post(api, at(exercise, "lock/")).status_code == 409
    open_exercise(exercise, by=None)
    assert post(api, at(exercise, "extend/"), minutes=0).json()["minutes"]
    assert post(api, at(exercise, "extend/"), minutes=5).status_code == 200
    assert post(api, at(exercise, "groups/9/lock/")).status_code == 404
    unknown = post(api, at(exercise, "decide/"), decisions=[{"element": "P9", "target": "11", "score": 2}])
    assert unknown.json() == {"decisions": ["No group has scored: P9 × 11"]}
    assert list(post(api, at(exercise, "merge/"), into="nothing").json()) == ["into"]
    assert post(api, at(exercise, "end/")).json()["state"] == "ENDED"
    late = post(api, at(exercise, "groups/1/lock/"))
    assert (late.status_code, late.json()["code"]) == (409, "exercise_step_not_now")


def test_who_may_not_write_the_matrix_does_not_merge(client: Client, personas, exercise) -> None:
    open_exercise(exercise, by=None)
    score(exercise, 1, ("P1", "11", 3))
    pause_exercise(exercise, by=None)
    type(exercise.strategy).objects.update(network=personas.other_network)
    client.force_login(personas["coordinator"])
    assert post(client, at(exercise, "merge/")).status_code == 403
    assert not AlignmentMatrix.objects.ordinary().exists()


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_for_one_and_three(
    api: Client, exercise, more: int, django_assert_num_queries
) -> None:
    for _number in range(more):
        ExerciseFactory(session=exercise.session, strategy=exercise.strategy, board=False)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(api.get("/api/v1/exercises/").json()["results"]) == 1 + more
