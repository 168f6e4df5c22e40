from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.workshops import ExerciseFactory, ParticipationFactory, SessionFactory, WorkshopFactory
from tests.personas import PERSONA_NAMES, Personas
from workshops.actions.exercises import end_exercise, open_exercise
from workshops.models import Attendance, Participation, Workshop

pytestmark = pytest.mark.django_db
PAGE = "/workshops/cordoba/my/"


@pytest.fixture
def workshop(personas: Personas) -> Workshop:
    start = timezone.now() - timedelta(hours=1)
    return WorkshopFactory(slug="cordoba", state="RUNNING", lead=personas.network, starts_at=start)


@pytest.fixture
def own(personas: Personas, workshop: Workshop) -> Participation:
    return ParticipationFactory(workshop=workshop, person=personas["member"].person)


@pytest.mark.parametrize("name", PERSONA_NAMES)
def test_my_workshop_is_for_participants(client: Client, personas: Personas, own: Participation, name: str):
    if name not in ("visitor",):
        client.force_login(personas[name])
    # An administrator may open everything but takes no part, so is sent to the workshop's page.
    expected = {"visitor": 302, "member": 200, "admin": 302}.get(name, 403)
    assert client.get(PAGE).status_code == expected


def test_my_workshop_of_somebody_who_cancelled_is_closed(
    client: Client, personas: Personas, own: Participation
):
    Participation.objects.update(cancelled_at=timezone.now())
    client.force_login(personas["member"])
    assert client.get(PAGE).status_code == 403


def test_my_workshop_shows_now_next_and_own_marks(
    client: Client, personas: Personas, workshop: Workshop, own: Participation
):
    now = timezone.now()
    running = SessionFactory(
        workshop=workshop,
        title="Matriz",
        starts_at=now - timedelta(minutes=30),
        ends_at=now + timedelta(hours=1),
    )
    SessionFactory(
        workshop=workshop,
        title="Past",
        starts_at=now - timedelta(hours=1),
        ends_at=now - timedelta(minutes=30),
    )
    SessionFactory(
        workshop=workshop,
        title="Lunch",
        starts_at=now + timedelta(hours=1),
        is_break=True,
        takes_attendance=False,
    )
    client.force_login(personas["member"])
    page = client.get(PAGE)
    assert (page.context["now"], [block.title for block in page.context["next_blocks"]]) == (
        running,
        ["Lunch"],
    )
    assert page.context["now_mark"].label == "You are not checked in yet"
    Attendance.objects.create(session=running, participation=own, status="PRESENT")
    page = client.get(PAGE)
    assert page.context["now_mark"].label == "You are checked in"
    assert [(session.title, mark and mark.kind) for session, mark in page.context["marks"]] == [
        ("Past", None),
        ("Matriz", "done"),
    ]


def test_my_workshop_after_the_end_says_so(client: Client, personas: Personas, own: Participation):
    client.force_login(personas["member"])
    assert b"The programme is over." in client.get(PAGE).content


def test_my_workshop_shows_the_group_that_one_was_in(
    client: Client, personas: Personas, workshop: Workshop, own: Participation
):
    groups = SessionFactory.create_batch(2, workshop=workshop)
    client.force_login(personas["member"])
    assert len(client.get(PAGE).context["marks"]) == 2
    Attendance.objects.create(session=groups[1], participation=own, status="PRESENT")
    assert [session for session, _mark in client.get(PAGE).context["marks"]] == [groups[1]]


def test_an_exercise_that_runs_can_be_joined_from_here(
    client: Client, personas: Personas, workshop: Workshop, own: Participation
):
    client.force_login(personas["member"])
    exercise = open_exercise(ExerciseFactory(session=SessionFactory(workshop=workshop)), by=None)
    door = f"/join/{exercise.join_code}/"
    assert door in client.get(PAGE).content.decode()
    end_exercise(exercise, by=None)
    assert door not in client.get(PAGE).content.decode()
