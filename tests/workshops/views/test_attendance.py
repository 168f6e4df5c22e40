from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.participants import CityFactory, PersonFactory
from tests.factories.workshops import ParticipationFactory, SessionFactory, WorkshopFactory
from tests.personas import PERSONA_NAMES, Personas
from workshops.models import Attendance, Participation, Session, Workshop

pytestmark = pytest.mark.django_db
PAGE = "/workshops/cordoba/attendance/"
READERS = {"admin", "coordinator", "selection_reviewer", "check_in", "trainer", "viewer"}
RECORDERS = {"admin", "coordinator", "check_in"}


@pytest.fixture
def workshop(personas: Personas) -> Workshop:
    return WorkshopFactory(slug="cordoba", state="RUNNING", lead=personas.network)


@pytest.fixture
def session(workshop: Workshop) -> Session:
    return SessionFactory(workshop=workshop, title="Opening", takes_attendance=True)


@pytest.fixture
def person(workshop: Workshop) -> Participation:
    return ParticipationFactory(
        workshop=workshop,
        person=PersonFactory(
            given_name="Daniela", family_name="Iturriaga", email="dani@example.org", phone="+56"
        ),
        city=CityFactory(name="Peñalolén"),
    )


@pytest.fixture
def helper(client: Client, personas: Personas) -> Client:
    client.force_login(personas["check_in"])
    return client


def marks() -> list[tuple[str, str]]:
    return list(Attendance.objects.order_by("pk").values_list("status", "source"))


@pytest.mark.parametrize("name", PERSONA_NAMES)
def test_attendance_pages_are_for_staff(
    client: Client, personas: Personas, session: Session, person: Participation, name: str
):
    if name != "visitor":
        client.force_login(personas[name])
    reading = 302 if name == "visitor" else 200 if name in READERS else 403
    assert client.get(PAGE).status_code == reading
    assert client.get(f"{PAGE}sheet/").status_code == reading
    client.post(f"{PAGE}{session.code}/", {"here": person.code})
    assert Attendance.objects.count() == (name in RECORDERS)


def test_a_trainer_named_for_the_workshop_records(
    client: Client, personas: Personas, workshop: Workshop, session: Session, person: Participation
):
    workshop.workshop_trainers.create(person=personas["member"].person)
    client.force_login(personas["member"])
    client.post(f"{PAGE}{session.code}/", {"here": person.code})
    assert marks() == [("PRESENT", "LIST")]


@pytest.mark.parametrize("path", ["", "?edit=1", "sheet/", "SESSION/"])
def test_check_in_helpers_see_names_and_cities_only(
    helper: Client, session: Session, person: Participation, path: str
):
    page = helper.get(PAGE + path.replace("SESSION", session.code)).content.decode()
    assert ("Daniela Iturriaga" in page, "Peñalolén" in page) == (True, True)
    assert ("dani@example.org" in page, "+56" in page) == (False, False)


def test_session_check_in_records_once_and_shows_when(
    helper: Client, session: Session, person: Participation
):
    url = f"{PAGE}{session.code}/"
    for _tap in range(2):
        assert helper.post(url, {"here": person.code}).status_code == 302
    mark = Attendance.objects.get()
    page = helper.get(url)
    assert (page.context["here"], page.context["without_mark"]) == (1, 0)
    at = mark.recorded_at.astimezone(session.workshop.zone).strftime("%H:%M")
    assert f">{at}</time>" in page.content.decode()
    assert b"Here, recorded" in page.content


def test_session_check_in_keeps_the_time_of_the_first_tap(
    helper: Client, session: Session, person: Participation
):
    helper.post(f"{PAGE}{session.code}/", {"here": person.code})
    first = Attendance.objects.get().recorded_at
    helper.post(f"{PAGE}{session.code}/", {"here": person.code})
    assert Attendance.objects.get().recorded_at == first


def test_session_check_in_can_be_undone(helper: Client, session: Session, person: Participation):
    helper.post(f"{PAGE}{session.code}/", {"here": person.code})
    helper.post(f"{PAGE}{session.code}/", {"undo": person.code})
    assert marks() == []
    assert helper.post(f"{PAGE}{session.code}/", {"undo": person.code}).status_code == 302


def test_session_check_in_by_htmx_answers_the_lists_only(
    helper: Client, session: Session, person: Participation
):
    answer = helper.post(f"{PAGE}{session.code}/", {"here": person.code}, headers={"HX-Request": "true"})
    assert (answer.status_code, b"<html" in answer.content, b'id="lists"' in answer.content) == (
        200,
        False,
        True,
    )
    assert b"Here, recorded" in answer.content


@pytest.mark.parametrize(
    "data", [{}, {"here": ""}, {"here": "nobody"}, {"here": "\x00"}, {"here": "x" * 200}]
)
def test_session_check_in_of_nobody_records_nothing_and_says_so(
    helper: Client, session: Session, person: Participation, data: dict[str, str]
):
    answer = helper.post(f"{PAGE}{session.code}/", data, follow=True)
    assert answer.status_code == 200
    assert b"Nothing was recorded" in answer.content
    assert marks() == []


def test_session_check_in_of_somebody_who_cancelled_records_nothing(
    helper: Client, session: Session, person: Participation
):
    Participation.objects.update(cancelled_at=session.starts_at)
    helper.post(f"{PAGE}{session.code}/", {"here": person.code})
    assert marks() == []


def test_session_of_another_workshop_is_not_found(helper: Client, session: Session):
    other = SessionFactory()
    break_ = SessionFactory(workshop=session.workshop, is_break=True, takes_attendance=False)
    for code in (other.code, break_.code, "nothing"):
        assert helper.get(f"{PAGE}{code}/").status_code == 404


def test_session_check_in_finds_without_accents(helper: Client, session: Session, person: Participation):
    ParticipationFactory(workshop=session.workshop, person__given_name="Óscar")
    page = helper.get(f"{PAGE}{session.code}/?q=oscar")
    assert [row.participation.person.given_name for row in page.context["missing"]] == ["Óscar"]


def test_session_all_present_leaves_other_marks(helper: Client, session: Session, person: Participation):
    other = ParticipationFactory(workshop=session.workshop)
    helper.post(f"{PAGE}{session.code}/", {"excused": person.code})
    helper.post(f"{PAGE}{session.code}/all/")
    found = dict(Attendance.objects.values_list("participation", "status"))
    assert found == {person.pk: "EXCUSED", other.pk: "PRESENT"}


def test_attendance_save_records_the_signed_sheet(helper: Client, session: Session, person: Participation):
    name = f"mark-{person.code}-{session.code}"
    helper.post(f"{PAGE}save/", {name: "ABSENT", "source": "PAPER"})
    assert marks() == [("ABSENT", "PAPER")]
    helper.post(f"{PAGE}save/", {name: ""})
    assert marks() == []


def test_attendance_save_leaves_out_what_it_does_not_understand(
    helper: Client, session: Session, person: Participation
):
    other = ParticipationFactory()
    data = {
        f"mark-{person.code}-{session.code}": "PRESENT",
        f"mark-{other.code}-{session.code}": "PRESENT",
        "mark-x-y": "PRESENT",
        f"mark-{person.code}-": "PRESENT",
        f"mark-{person.code}-{SessionFactory().code}": "LOST",
    }
    answer = helper.post(f"{PAGE}save/", data, follow=True)
    assert b"Some marks were not understood" in answer.content
    assert marks() == [("PRESENT", "LIST")]


def test_walk_in_add_needs_a_name_only_and_is_here(helper: Client, session: Session):
    url = f"{PAGE}new/?session={session.code}"
    assert helper.post(url, {"given_name": ""}).status_code == 422
    assert helper.post(url, {"given_name": "Inés", "email": "nobody"}).status_code == 422
    answer = helper.post(url, {"given_name": "Inés", "city": ""})
    assert answer["Location"] == f"{PAGE}{session.code}/"
    walked_in = Participation.objects.get()
    assert (walked_in.is_walk_in, walked_in.person.given_name) == (True, "Inés")
    assert marks() == [("PRESENT", "LIST")]


def test_walk_in_add_finds_a_known_person(helper: Client, workshop: Workshop):
    known = PersonFactory(email="ines@example.org")
    for _time in range(2):
        helper.post(f"{PAGE}new/", {"given_name": "I", "email": "INES@example.org"})
    assert Participation.objects.get().person == known


def test_attendance_pages_ask_the_same_queries_for_one_and_three(
    helper: Client, workshop: Workshop, session: Session, person: Participation
):
    urls = [PAGE, f"{PAGE}{session.code}/"]
    SessionFactory(workshop=workshop)
    helper.get(PAGE)
    one = [queries(helper, url) for url in urls]
    for _more in range(2):
        ParticipationFactory(workshop=workshop, city=person.city)
        SessionFactory(workshop=workshop)
    assert [queries(helper, url) for url in urls] == one
    assert max(one) <= 18


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["", "sheet/"])
def test_attendance_pages_without_sessions_or_people_work(helper: Client, workshop: Workshop, path: str):
    answer: Any = helper.get(PAGE + path)
    assert answer.status_code == 200
