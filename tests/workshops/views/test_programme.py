from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.participants import PersonFactory
from tests.factories.workshops import (
    MethodFactory,
    ParticipationFactory,
    SessionFactory,
    WorkshopFactory,
    WorkshopTrainerFactory,
)
from workshops.models import Attendance, Session

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 1, 12, tzinfo=UTC)
URL = "/workshops/day/programme/"
QUERIES = 18


@pytest.fixture
def workshop(personas):
    return WorkshopFactory(
        slug="day", lead=personas.network, starts_at=START, ends_at=START + timedelta(hours=8)
    )


@pytest.fixture
def coordinator(client, personas):
    client.force_login(personas["coordinator"])
    return personas["coordinator"]


def block_data(**values):
    return {"title": "Apertura", "date": "2027-03-01", "start_time": "09:00", "end_time": "10:00", **values}


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_takes_the_same_queries_for_one_block_and_three(
    client, coordinator, workshop, count, django_assert_max_num_queries
):
    for hour in range(count):
        session = SessionFactory(
            workshop=workshop, starts_at=START + timedelta(hours=hour), method=MethodFactory()
        )
        session.trainers.add(PersonFactory())
    with django_assert_max_num_queries(QUERIES):
        response = client.get(URL)
    assert len(response.context["programme"].sessions) == count


def test_clashes_and_blocks_outside_are_named(client, coordinator, workshop):
    SessionFactory(workshop=workshop, title="One", room="Sala")
    SessionFactory(workshop=workshop, title="Two", room="Sala")
    SessionFactory(workshop=workshop, title="Early", room="Out", starts_at=START - timedelta(hours=2))
    assert [item.text for item in client.get(URL).context["to_settle"]] == [
        "“Early” lies outside the workshop.",
        "Sala is taken twice: “One” and “Two”.",
    ]


def test_groups_at_the_same_time_share_a_slot(client, coordinator, workshop):
    for _n in range(2):
        SessionFactory(workshop=workshop)
    SessionFactory(workshop=workshop, starts_at=START + timedelta(hours=24))
    days = client.get(URL).context["programme"].days
    assert [[len(slot.sessions) for slot in day.slots] for day in days] == [[2], [1]]


def test_a_block_is_added_changed_and_removed(client, coordinator, workshop):
    assert client.get(f"{URL}new/").status_code == 200
    person = WorkshopTrainerFactory(workshop=workshop).person
    client.post(f"{URL}new/", block_data(trainers=[person.pk], takes_attendance="on"))
    session = Session.objects.get()
    assert (session.starts_at, list(session.trainers.all())) == (START, [person])
    edit = f"{URL}{session.code}/edit/"
    assert client.get(edit).status_code == 200
    client.post(edit, block_data(title="Cierre"))
    session.refresh_from_db()
    assert (session.title, session.trainers.count(), session.takes_attendance) == ("Cierre", 0, False)
    remove = f"{URL}{session.code}/remove/"
    assert client.get(remove).status_code == 200
    assert Session.objects.count() == 1
    client.post(remove)
    assert Session.objects.count() == 0


def test_a_faulty_block_comes_back(client, coordinator, workshop):
    response = client.post(f"{URL}new/", block_data(end_time="08:00"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["end_time"]


def test_a_refusal_is_shown_on_the_form(client, coordinator, workshop):
    workshop.state = "CANCELLED"
    workshop.save()
    response = client.post(f"{URL}new/", block_data())
    assert response.status_code == 422
    assert Session.objects.count() == 0


def test_a_block_with_attendance_is_not_removed(client, coordinator, workshop):
    session = SessionFactory(workshop=workshop)
    participation = ParticipationFactory(workshop=workshop)
    Attendance.objects.create(session=session, participation=participation, status="PRESENT")
    response = client.post(f"{URL}{session.code}/remove/", follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Attendance was recorded for this session, so it stays in the programme."
    ]
    assert Session.objects.count() == 1


def test_blocks_change_places_by_post_only(client, coordinator, workshop):
    first = SessionFactory(workshop=workshop, title="A")
    SessionFactory(workshop=workshop, title="B", starts_at=START + timedelta(hours=1))
    url = f"{URL}{first.code}/swap/"
    assert client.get(url).status_code == 405
    client.post(url, {"later": "1"})
    assert [session.title for session in workshop.sessions.in_order()] == ["B", "A"]
    client.post(url, {"later": "1"})
    assert [session.title for session in workshop.sessions.in_order()] == ["B", "A"]


def test_a_named_trainer_tends_the_programme_a_viewer_does_not(client, personas, workshop):
    session = SessionFactory(workshop=workshop)
    client.force_login(personas["viewer"])
    assert client.get(URL).status_code == 200
    assert client.get(f"{URL}{session.code}/edit/").status_code == 403
    WorkshopTrainerFactory(workshop=workshop, person=personas["member"].person)
    client.force_login(personas["member"])
    assert client.get(f"{URL}{session.code}/edit/").status_code == 200


def test_a_block_is_found_only_below_its_own_workshop(client, coordinator, workshop):
    other = SessionFactory(workshop__state="OPEN")
    assert client.get(f"{URL}{other.code}/edit/").status_code == 404
    assert client.get(f"/workshops/{other.workshop.slug}/programme/{other.code}/edit/").status_code == 403
