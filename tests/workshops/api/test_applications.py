from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from sdgplatform.outbox.models import QueuedMail
from tests.factories.workshops import (
    ApplicationFactory,
    ParticipationFactory,
    SessionFactory,
    WorkshopFactory,
)
from tests.personas import PERSONA_NAMES, Personas
from workshops.models import Application, Attendance, Workshop

pytestmark = pytest.mark.django_db
URL = "/api/v1/applications/"


@pytest.fixture
def workshop(personas: Personas) -> Workshop:
    return WorkshopFactory(slug="cordoba", state="SELECTION", capacity=1, lead=personas.network)


@pytest.fixture
def application(workshop: Workshop) -> Application:
    return ApplicationFactory(workshop=workshop)


def as_(personas: Personas, name: str) -> APIClient:
    client = APIClient()
    if name != "visitor":
        client.force_authenticate(personas[name])
    return client


@pytest.mark.parametrize("name", PERSONA_NAMES)
def test_applications_are_listed_for_those_who_select(
    personas: Personas, application: Application, name: str
):
    answer = as_(personas, name).get(URL)
    if name == "visitor":
        assert answer.status_code in (401, 403)
        return
    reads = name in ("admin", "coordinator", "selection_reviewer")
    assert [row["code"] for row in answer.json()["results"]] == ([application.code] if reads else [])
    one = as_(personas, name).get(f"{URL}{application.code}/")
    assert one.status_code == (200 if reads else 404)


def test_an_applicant_does_not_read_the_note_or_the_decision(personas: Personas, workshop: Workshop):
    own = ApplicationFactory(workshop=workshop, person=personas["member"].person, team_note="Secret")
    assert as_(personas, "member").get(f"{URL}{own.code}/").status_code == 404


@pytest.mark.parametrize("name", ["coordinator", "selection_reviewer"])
@pytest.mark.parametrize("verb", ["accept", "wait", "decline", "reopen"])
def test_decisions_are_for_coordinators(personas: Personas, application: Application, name: str, verb: str):
    answer = as_(personas, name).post(f"{URL}{application.code}/{verb}/", {}, format="json")
    assert answer.status_code == (200 if name == "coordinator" else 403)
    if name == "coordinator":
        after = {"accept": "ACCEPTED", "wait": "WAITING", "decline": "DECLINED", "reopen": "RECEIVED"}
        assert answer.json()["state"] == after[verb]


def test_accept_beyond_the_places_is_refused_with_a_code(personas: Personas, application: Application):
    other = ApplicationFactory(workshop=application.workshop)
    data = {"workshop": "cordoba", "decision": "accept", "codes": [application.code, other.code]}
    answer = as_(personas, "coordinator").post(f"{URL}decide/", data, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "workshop_is_full")
    assert (answer.json()["left"], answer.json()["wanted"]) == (1, 2)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"workshop": "nothing"}, "workshop"),
        ({"decision": "explode"}, "decision"),
        ({"codes": []}, "codes"),
        ({"codes": ["unknown"]}, "codes"),
        ({"codes": "abc"}, "codes"),
        ({"reason": "x" * 1001}, "reason"),
    ],
)
def test_decide_answers_bad_input_with_its_path(
    personas: Personas, application: Application, changed: dict[str, Any], field: str
):
    data = {"workshop": "cordoba", "decision": "decline", "codes": [application.code], **changed}
    answer = as_(personas, "coordinator").post(f"{URL}decide/", data, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_decide_of_another_network_is_forbidden(personas: Personas, application: Application):
    data = {"workshop": "cordoba", "decision": "accept", "codes": [application.code]}
    answer = as_(personas, "other_coordinator").post(f"{URL}decide/", data, format="json")
    assert answer.status_code == 403


def test_a_decision_that_was_mailed_is_refused(personas: Personas, application: Application):
    client = as_(personas, "coordinator")
    client.post(f"{URL}{application.code}/accept/")
    QueuedMail.objects.update(state="SENT", sent_at=timezone.now())
    answer = client.post(f"{URL}{application.code}/decline/", {"reason": "x"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "decision_has_left")


def test_only_the_note_is_changed(personas: Personas, application: Application):
    data = {"team_note": "Strong", "email": "x@example.org", "state": "ACCEPTED"}
    answer = as_(personas, "selection_reviewer").patch(f"{URL}{application.code}/", data, format="json")
    application.refresh_from_db()
    assert (answer.status_code, application.team_note, application.state) == (200, "Strong", "RECEIVED")


def test_applications_are_filtered(personas: Personas, application: Application):
    client = as_(personas, "coordinator")
    found = {
        query: len(client.get(f"{URL}?{query}").json()["results"])
        for query in (
            "workshop=cordoba",
            "workshop=x",
            "state=RECEIVED",
            "q=" + application.given_name,
            "country=ZZ",
        )
    }
    assert list(found.values()) == [1, 0, 1, 1, 0]
    assert client.get(f"{URL}?state=NONSENSE").status_code == 400


def test_attendance_is_marked_once_and_taken_back(personas: Personas, workshop: Workshop):
    session, person = SessionFactory(workshop=workshop), ParticipationFactory(workshop=workshop)
    client = as_(personas, "check_in")
    data = {"session": session.code, "participation": person.code, "status": "PRESENT"}
    first = client.post("/api/v1/attendance/", data, format="json")
    second = client.post("/api/v1/attendance/", data, format="json")
    assert (first.status_code, first.json()) == (200, second.json())
    listed = client.get("/api/v1/attendance/?workshop=cordoba").json()["results"]
    assert [row["status"] for row in listed] == ["PRESENT"]
    assert client.post("/api/v1/attendance/", {**data, "status": ""}, format="json").status_code == 204
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "status"),
    [("viewer", 403), ("selection_reviewer", 403), ("member", 400), ("other_coordinator", 400)],
)
def test_attendance_is_not_for_others(personas: Personas, workshop: Workshop, name: str, status: int):
    session, person = SessionFactory(workshop=workshop), ParticipationFactory(workshop=workshop)
    data = {"session": session.code, "participation": person.code, "status": "PRESENT"}
    assert as_(personas, name).post("/api/v1/attendance/", data, format="json").status_code == status
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("changed", [{"status": "LOST"}, {"session": "x"}, {"participation": "x"}])
def test_attendance_answers_bad_input_with_its_path(
    personas: Personas, workshop: Workshop, changed: dict[str, str]
):
    session, person = SessionFactory(workshop=workshop), ParticipationFactory(workshop=workshop)
    data = {"session": session.code, "participation": person.code, "status": "PRESENT", **changed}
    answer = as_(personas, "check_in").post("/api/v1/attendance/", data, format="json")
    assert (answer.status_code, list(answer.json())) == (400, list(changed))


def test_participations_tell_names_and_cities_only(personas: Personas, workshop: Workshop):
    ParticipationFactory(workshop=workshop, person__email="secret@example.org")
    (row,) = as_(personas, "check_in").get("/api/v1/participations/?workshop=cordoba").json()["results"]
    assert set(row) == {"code", "workshop", "name", "city", "is_walk_in"}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("applications", 2), ("participations", 2), ("attendance", 2)])
def test_lists_have_constant_queries(
    personas: Personas,
    workshop: Workshop,
    name: str,
    queries: int,
    count: int,
    django_assert_num_queries: Any,
):
    session = SessionFactory(workshop=workshop)
    for _number in range(count):
        ApplicationFactory(workshop=workshop)
        person = ParticipationFactory(workshop=workshop)
        Attendance.objects.create(session=session, participation=person, status="PRESENT")
    with django_assert_num_queries(queries):
        answer = as_(personas, "coordinator").get(f"/api/v1/{name}/")
    assert len(answer.json()["results"]) == count
