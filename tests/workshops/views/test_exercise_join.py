"""The guest's side without a script: join by code, score by forms, and nothing else."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from tests.architecture.test_view_access import ALL_VIEWS
from tests.factories.participants import AccountFactory, PersonFactory
from tests.factories.workshops import ExerciseFactory
from workshops.actions.exercise_groups import choose_group, remove_member, set_group_lock
from workshops.actions.exercises import end_exercise, open_exercise, pause_exercise
from workshops.models import ExerciseMember
from workshops.views import exercise_join

pytestmark = pytest.mark.django_db
STATE_QUERIES = 2


@pytest.fixture
def exercise():
    return open_exercise(ExerciseFactory(groups=["One", "Two"]), by=None)


@pytest.fixture
def door(exercise):
    return f"/join/{exercise.join_code}/"


def phone(door, name="Ana", group=1):
    client = Client()
    response = client.post(door, {"name": name, "group": group})
    assert response.status_code == 302, response.content.decode()
    return client


def form_of(page, **values):
    """What a browser would send of the form on the page: each row as it is shown, with these scores."""
    data = {}
    for _number, _title, rows in page.context["goals"]:
        for row in rows:
            place = row.place.code
            data[f"score_{place}"] = "" if row.score is None else row.score
            data[f"kind_{place}"] = row.kind
            data[f"was_{place}"] = row.shown
            data[f"said_{place}"] = data[f"why_{place}"] = row.why
    return {**data, "group": page.context["group"].number, "go": "next", **values}


def cells(exercise, number=1):
    rows = exercise.groups.get(number=number).matrix.cells
    return sorted(rows.values_list("element__code", "goal__number", "score", "kind", "rationale"))


@pytest.mark.parametrize("typed", ["{code}", " {upper} ", "{spaced}", "{hyphen}"])
def test_the_code_is_read_as_people_type_it(client, exercise, door, typed):
    code = exercise.join_code
    spaced = f"{code[:3]} {code[3:]}"
    words = {
        "code": code,
        "upper": code.upper(),
        "spaced": spaced.upper(),
        "hyphen": spaced.replace(" ", "-"),
    }
    response = client.post("/join/", {"code": typed.format(**words)})
    assert response["Location"] == door


@pytest.mark.parametrize("code", ["", "abc", "zzzzzz", "%00", "\u00df" * 6])
def test_a_wrong_code_says_so_and_keeps_what_was_typed(client, code):
    assert client.post("/join/", {"code": code}).status_code == 422


def test_wrong_codes_are_counted_per_connection_and_right_ones_are_not(client, exercise, door, monkeypatch):
    monkeypatch.setattr(exercise_join, "WRONG_CODES", 3)
    for _n in range(5):
        assert client.post("/join/", {"code": exercise.join_code}).status_code == 302
    joined = phone(door)
    answers = [client.post("/join/", {"code": "wrong"}).status_code for _n in range(2)]
    answers.append(client.get("/join/wrong2/").status_code)
    assert answers == [422, 422, 404]
    assert client.post("/join/", {"code": exercise.join_code}).status_code == 429
    assert client.get(door).status_code == 429
    assert joined.get(door).status_code == 302, "who has joined goes on"
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert elsewhere.get(door).status_code == 200
    cache.clear()
    assert client.get(door).status_code == 200


@pytest.mark.parametrize("closed", ["prepared", "ended"])
def test_only_a_running_exercise_lets_people_in(client, closed):
    exercise = ExerciseFactory()
    if closed == "ended":
        end_exercise(open_exercise(exercise, by=None), by=None)
    assert client.get(f"/join/{exercise.join_code}/").status_code == 404
    assert client.post("/join/", {"code": exercise.join_code}).status_code == 422


def test_the_cookie_is_signed_hidden_from_scripts_and_sent_to_this_exercise_only(client, exercise, door):
    response = client.post(door, {"name": "Ana", "group": 1})
    cookie = response.cookies[f"exercise_{exercise.join_code}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (door, True, "Lax")
    assert set(response.cookies) == {f"exercise_{exercise.join_code}"}
    forged = Client()
    forged.cookies[f"exercise_{exercise.join_code}"] = ExerciseMember.objects.get().key
    assert forged.get(f"{door}score/state/").status_code == 404


@pytest.mark.parametrize(
    "data", [{}, {"name": "Ana"}, {"name": "Ana", "group": 9}, {"name": "\t", "group": 1}]
)
def test_name_and_group_are_needed(client, door, data):
    assert client.post(door, data).status_code == 422
    assert not ExerciseMember.objects.exists()


def test_somebody_with_an_account_need_not_write_their_name(client, exercise, door):
    person = PersonFactory(account=AccountFactory(), given_name="Ana", family_name="Gil")
    client.force_login(person.account)
    assert client.get(door).context["form"]["name"].value() == "Ana Gil"
    client.post(door, {"name": "Ana Gil", "group": 2})
    client.post(door, {"name": "Ana Gil", "group": 1})
    assert [(one.account, one.group.number) for one in ExerciseMember.objects.all()] == [(person.account, 1)]


def test_a_phone_without_script_scores_element_by_element(exercise, door):
    client = phone(door)
    page = client.get(f"{door}score/", follow=True)
    assert page.context["here"].code == "P1"
    sent = form_of(page, score_11="3", kind_11="INDIRECT", why_11="Busways", score_13="0")
    page = client.post(f"{door}score/at/P1/", sent, follow=True)
    assert page.context["here"].code == "P2"
    assert cells(exercise) == [("P1", 11, 3, "INDIRECT", "Busways"), ("P1", 13, 0, "", "")]
    page = client.post(f"{door}score/at/P2/", form_of(page, go="previous"), follow=True)
    assert page.context["here"].code == "P1"
    client.post(f"{door}score/at/P1/", form_of(page, score_11=""))
    assert cells(exercise) == [("P1", 13, 0, "", "")]


def test_the_kind_is_direct_unless_another_is_chosen(exercise, door):
    client = phone(door)
    page = client.get(f"{door}score/at/P1/")
    client.post(f"{door}score/at/P1/", form_of(page, score_11="-2", kind_11="NONSENSE"))
    assert cells(exercise) == [("P1", 11, -2, "DIRECT", "")]


def test_an_untouched_row_keeps_what_somebody_else_set_meanwhile(exercise, door):
    ana, bea = phone(door), phone(door, "Bea")
    shown = form_of(ana.get(f"{door}score/at/P1/"), score_11="1")
    bea.post(f"{door}score/at/P1/", form_of(bea.get(f"{door}score/at/P1/"), score_13="2"))
    ana.post(f"{door}score/at/P1/", shown)
    assert cells(exercise) == [("P1", 11, 1, "DIRECT", ""), ("P1", 13, 2, "DIRECT", "")]


def test_a_conflict_shows_both_and_saving_again_means_mine(exercise, door):
    ana, bea = phone(door), phone(door, "Bea")
    shown = form_of(ana.get(f"{door}score/at/P1/"), score_11="1")
    bea.post(f"{door}score/at/P1/", form_of(bea.get(f"{door}score/at/P1/"), score_11="3"))
    page = ana.post(f"{door}score/at/P1/", shown)
    assert page.status_code == 409
    row = page.context["goals"][0][2][0]
    assert (row.score, row.theirs, row.refusal.member) == (1, 3, "Bea")
    assert cells(exercise)[0][2] == 3
    assert "Bea chose another score meanwhile" in page.content.decode()
    ana.post(f"{door}score/at/P1/", form_of(page))
    assert cells(exercise)[0][2] == 1


@pytest.mark.parametrize("lock", ["all", "group"])
def test_a_locked_group_is_told_and_keeps_what_it_has(exercise, door, lock):
    client = phone(door)
    sent = form_of(client.get(f"{door}score/at/P1/"), score_11="1")
    if lock == "all":
        pause_exercise(exercise, by=None)
    else:
        set_group_lock(exercise.groups.get(number=1), is_locked=True, by=None)
    page = client.post(f"{door}score/at/P1/", sent)
    assert page.status_code == 409
    assert "The facilitator has locked this" in page.content.decode()
    assert cells(exercise) == []
    assert client.get(f"{door}score/state/").json()["locked"] is True


def test_the_group_can_be_changed(exercise, door):
    client = phone(door)
    client.post(f"{door}group/", {"group": 2})
    page = client.get(f"{door}score/at/P1/")
    assert page.context["group"].name == "Two"
    client.post(f"{door}score/at/P1/", form_of(page, score_11="2"))
    assert (cells(exercise, 1), cells(exercise, 2)) == ([], [("P1", 11, 2, "DIRECT", "")])


def test_a_form_of_the_group_before_reaches_that_group(exercise, door):
    ana, bea = phone(door, "Ana"), phone(door, "Bea")
    address = f"{door}score/at/P1/"
    opened = ana.get(address)
    bea.post(address, form_of(bea.get(address), score_11="3"))
    choose_group(exercise.members.get(name="Ana"), exercise.groups.get(number=2))
    answer = ana.post(address, form_of(opened, score_11="1", score_13="2"))
    assert answer.status_code == 409
    assert answer.context["group"].number == 1
    assert "You are in another group now." in answer.content.decode()
    ana.post(address, form_of(answer, score_11="1"))
    assert [row[:3] for row in cells(exercise)] == [("P1", 11, 1), ("P1", 13, 2)]
    assert cells(exercise, 2) == []
    assert ana.get(address).context["group"].number == 2


def test_who_was_taken_out_is_at_the_door_again(exercise, door):
    client = phone(door)
    remove_member(ExerciseMember.objects.get(), by=None)
    assert client.get(f"{door}score/").status_code == 302
    assert client.get(f"{door}score/state/").status_code == 404
    assert client.post(f"{door}score/edits/", "{}", content_type="application/json").status_code == 404
    assert client.get(door).status_code == 200


def post_edits(client, door, *edits):
    body = json.dumps({"edits": list(edits)})
    return client.post(f"{door}score/edits/", body, content_type="application/json")


def one(key="k1", **values):
    return {
        "key": key,
        "element": "P1",
        "place": "11",
        "score": 2,
        "kind": "",
        "why": "",
        "seen": 0,
        **values,
    }


def test_a_script_sends_edits_and_learns_what_others_did(exercise, door, django_assert_num_queries):
    ana, bea = phone(door), phone(door, "Bea")
    answer = post_edits(ana, door, one()).json()
    assert answer["conflicts"] == []
    assert post_edits(bea, door, one("b1", score=-1)).json()["conflicts"] == [
        {
            "key": "b1",
            "score": 2,
            "kind": "DIRECT",
            "why": "",
            "revision": answer["done"]["k1"],
            "member": "Ana",
        }
    ]
    with django_assert_num_queries(STATE_QUERIES):
        news = bea.get(f"{door}score/state/?since=0").json()
    element = exercise.strategy.elements.get(code="P1").pk
    assert news["edits"] == [[element, "11", 2, "DIRECT", "", answer["done"]["k1"], "Ana"]]
    with django_assert_num_queries(1):
        quiet = bea.get(f"{door}score/state/?since={news['known']}").json()
    assert (quiet["edits"], quiet["locked"], quiet["group"]) == ([], False, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_the_same_for_one_edit_and_three(exercise, door, count, django_assert_num_queries):
    client = phone(door)
    places = [("P1", "11"), ("P1", "13"), ("P2", "11")][:count]
    post_edits(client, door, *(one(f"k{e}{p}", element=e, place=p) for e, p in places))
    with django_assert_num_queries(STATE_QUERIES):
        assert len(client.get(f"{door}score/state/?since=0").json()["edits"]) == count


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"edits": 3}',
        '{"edits": [], "group": "1"}',
        '{"edits": [3]}',
        json.dumps({"edits": [one(score=4)]}),
        json.dumps({"edits": [one(score="2")]}),
        json.dumps({"edits": [one(score=True)]}),
        json.dumps({"edits": [one(seen=-1)]}),
        json.dumps({"edits": [one(key="")]}),
        json.dumps({"edits": [one(key="k" * 41)]}),
        json.dumps({"edits": [one(why="\u0000")]}),
        "[" * 100_000,
    ],
    ids=lambda body: body[:40],
)
def test_what_is_no_list_of_edits_is_refused_whole(exercise, door, body):
    client = phone(door)
    answer = client.post(f"{door}score/edits/", body, content_type="application/json")
    assert answer.status_code == 400
    assert cells(exercise) == []


def test_edits_need_the_token_of_the_page(exercise, door):
    client = Client(enforce_csrf_checks=True)
    client.cookies = phone(door).cookies
    assert post_edits(client, door, one()).status_code == 403


def test_the_cookie_of_a_guest_opens_nothing_else(exercise, door):
    """Every other page treats a guest as the visitor they are."""
    guest, visitor = phone(door), Client()
    own = exercise.workshop.slug
    pages = [
        f"/workshops/{own}/exercises/{exercise.code}/",
        f"/workshops/{own}/exercises/{exercise.code}/screen/",
        f"/workshops/{own}/exercises/{exercise.code}/screen/state/",
        f"/workshops/{own}/exercises/{exercise.code}/compare/",
        f"/workshops/{own}/programme/",
        f"/alignment/matrices/{exercise.groups.get(number=1).matrix.code}/",
        f"/alignment/strategies/{exercise.strategy.code}/",
        "/alignment/matrices/",
    ]
    other = open_exercise(ExerciseFactory(), by=None)
    pages += [f"/join/{other.join_code}/score/state/", f"/join/{other.join_code}/score/edits/"]
    for page in pages:
        answers = [client.get(page, follow=False) for client in (guest, visitor)]
        assert answers[0].status_code == answers[1].status_code, page
        assert answers[0].status_code in (302, 401, 403, 404, 405), page
    assert guest.get("/api/v1/matrices/").json()["results"] == []


def test_all_that_lies_below_join_is_meant_for_guests():
    below = {address for address, _pattern in ALL_VIEWS if address.startswith("join/")}
    assert below == {
        "join/",
        "join/<slug:code>/",
        "join/<slug:code>/group/",
        "join/<slug:code>/score/",
        "join/<slug:code>/score/state/",
        "join/<slug:code>/score/edits/",
        "join/<slug:code>/score/at/<str:element>/",
    }
