"""Forty phones on one matrix lose no edit: real requests, at the same time, many of them sent twice."""

import json
import random
import threading
import time
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest

from tests.factories.alignment import StrategyElementFactory
from tests.factories.workshops import ExerciseFactory
from workshops.actions.exercises import open_exercise
from workshops.models import ExerciseEdit, ExerciseMember

pytestmark = pytest.mark.django_db(transaction=True)
PHONES, ROUNDS, ELEMENTS = 40, 3, 12


class Phone:
    """Joins as a browser does and sends edits; what it knows of a cell it learns from the answers."""

    def __init__(self, server: str, door: str, number: int) -> None:
        self.address, self.number = f"{server}{door}", number
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.seen: dict[tuple[str, str], int] = {}
        self.accepted: list[tuple[int, str, str, int]] = []
        self.conflicts = 0
        self.random = random.Random(number)

    def join(self) -> None:
        self.opener.open(self.address).read()
        data = {"name": f"Phone {self.number}", "group": 1, "csrfmiddlewaretoken": self.token}
        self.opener.open(self.address, urlencode(data).encode()).read()

    @property
    def token(self) -> str:
        return next(cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken")

    def send(self, edit: dict) -> dict:
        body = json.dumps({"edits": [edit]}).encode()
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        request = urllib.request.Request(f"{self.address}score/edits/", body, headers)
        return json.load(self.opener.open(request))

    def work(self) -> None:
        """Cells of its own, then one that all fight over, then its own again; a third is sent twice."""
        for turn in range(ROUNDS):
            own = turn % 2 == 0
            element = f"E{(self.number if own else turn) % ELEMENTS}"
            place = str(self.number // ELEMENTS + 1) if own else "17"
            self.score(turn, element, place, self.random.randint(-3, 3))

    def score(self, turn: int, element: str, place: str, score: int) -> None:
        for attempt in range(200):
            key = f"{self.number}-{turn}-{attempt}"
            edit = {"key": key, "element": element, "place": place, "score": score, "kind": "", "why": ""}
            edit["seen"] = self.seen.get((element, place), 0)
            answer = self.send(edit)
            if turn % 3 == 0:
                again = self.send(edit)
                assert again["done"] or again["conflicts"]
            if key in answer["done"]:
                self.seen[element, place] = answer["done"][key]
                self.accepted.append((answer["done"][key], element, place, score))
                return
            (conflict,) = answer["conflicts"]
            self.conflicts += 1
            self.seen[element, place] = conflict["revision"]
        raise AssertionError("It never got through.")


@pytest.fixture
def exercise():
    from tests.factories.alignment import GoalFactory

    exercise = ExerciseFactory()
    for number in range(1, 18):
        GoalFactory(number=number)
    for number in range(ELEMENTS):
        StrategyElementFactory(strategy=exercise.strategy, code=f"E{number}")
    return open_exercise(exercise, by=None)


def test_forty_phones_on_one_matrix_lose_no_edit(live_server, exercise):
    phones = [Phone(live_server.url, f"/join/{exercise.join_code}/", number) for number in range(PHONES)]
    faults: list[BaseException] = []

    def together(act: str) -> float:
        def run(phone: Phone) -> None:
            try:
                getattr(phone, act)()
            except BaseException as fault:
                faults.append(fault)

        start = time.monotonic()
        threads = [threading.Thread(target=run, args=(phone,)) for phone in phones]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.monotonic() - start

    together("join")
    took = together("work")
    assert faults == []
    assert ExerciseMember.objects.count() == PHONES
    accepted = [one for phone in phones for one in phone.accepted]
    assert len(accepted) == PHONES * ROUNDS, "each phone got each of its edits through"
    last = {(element, place): score for _revision, element, place, score in sorted(accepted)}
    matrix = exercise.groups.get().matrix
    there = {
        (element, str(goal)): score
        for element, goal, score in matrix.cells.values_list("element__code", "goal__number", "score")
    }
    assert there == last, "each cell holds the last score that the server accepted"
    log = ExerciseEdit.objects.values_list("element__code", "place", "score", "revision").order_by("revision")
    assert {(e, p): s for e, p, s, _revision in log} == last
    assert len({revision for *_rest, revision in log}) == len(log), "no edit is counted twice"
    conflicts = sum(phone.conflicts for phone in phones)
    assert conflicts > 0, "else nobody met anybody"
    print(f"\n{len(accepted)} edits, {conflicts} conflicts asked about, {took:.1f} s")
