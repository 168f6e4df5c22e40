from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from sdgplatform.audit.recording import record
from tests.factories.alignment import AlignmentMatrixFactory, StrategyFactory
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory
from tests.factories.workshops import (
    ApplicationFactory,
    ParticipationFactory,
    SessionFactory,
    VenueFactory,
    WorkshopFactory,
    WorkshopMatrixFactory,
    WorkshopModuleFactory,
    WorkshopTrainerFactory,
)
from workshops.actions.applications import withdraw_application
from workshops.actions.selection import accept_applications
from workshops.models import WorkshopTransition
from workshops.queries.numbers import workshop_numbers
from workshops.views.stepper import steps_of

pytestmark = pytest.mark.django_db
URL = "/workshops/seen/"
QUERIES = 20


@pytest.fixture
def workshop(personas):
    return WorkshopFactory(slug="seen", lead=personas.network, state="OPEN", venue=VenueFactory())


def fill(workshop, personas, count):
    for _n in range(count):
        session = SessionFactory(workshop=workshop)
        link = WorkshopTrainerFactory(workshop=workshop)
        session.trainers.add(link.person)
        ParticipationFactory(workshop=workshop)
        strategy = StrategyFactory(network=personas.network)
        WorkshopMatrixFactory(workshop=workshop, matrix=AlignmentMatrixFactory(strategy=strategy))
        WorkshopModuleFactory(workshop=workshop, module=ModuleFactory(visibility="PUBLIC"))
        record("workshops.workshop.changed", by=personas["coordinator"], target=workshop, scope=workshop)


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_takes_the_same_queries_for_one_of_each_and_three(
    client, personas, workshop, count, django_assert_max_num_queries
):
    fill(workshop, personas, count)
    client.force_login(personas["coordinator"])
    with django_assert_max_num_queries(QUERIES):
        response = client.get(f"{URL}overview/")
    assert len(response.context["sessions"]) == count
    assert len(response.context["matrices"]) == count


def test_the_overview_links_each_missing_thing_to_where_it_is_mended(client, personas, workshop):
    client.force_login(personas["coordinator"])
    workshop.state, workshop.venue = "DRAFT", None
    workshop.save()
    items = client.get(f"{URL}overview/").context["ready_items"]
    missing = {item.text: item.url for item in items if item.state == "missing"}
    assert missing["Choose a venue"] == f"{URL}edit/#id_venue"
    assert missing["Set when applications close"] == f"{URL}edit/#id_close_date"


def test_the_accepted_are_those_of_the_list_behind_the_figure(client, personas, workshop):
    client.force_login(personas["coordinator"])
    for person_is_gone in (False, False, True):
        accepted = ApplicationFactory(workshop=workshop)
        accept_applications(workshop, [accepted], by=personas["coordinator"])
        if person_is_gone:
            withdraw_application(accepted, by=personas["coordinator"])
    ParticipationFactory(workshop=workshop, is_walk_in=True)
    stats = {str(stat.label): stat for stat in client.get(f"{URL}overview/").context["stats"]}
    listed = client.get(stats["Accepted"].url).context["page"]
    assert stats["Accepted"].value == len(listed.object_list) == 2
    came = stats["Came without application"]
    assert (came.value, came.note, came.url) == (1, "not among the accepted", f"{URL}attendance/")


def test_those_who_cannot_edit_get_no_links_to_the_form(client, personas, workshop):
    client.force_login(personas["viewer"])
    workshop.state = "DRAFT"
    workshop.save()
    items = client.get(f"{URL}overview/").context["ready_items"]
    assert {item.url for item in items if item.state == "missing"} == {""}


def test_a_named_trainer_sees_the_pages_of_the_workshop(client, personas, workshop):
    WorkshopTrainerFactory(workshop=workshop, person=personas["member"].person)
    client.force_login(personas["member"])
    for page in ("overview", "programme", "materials", "matrices", "history"):
        assert client.get(f"{URL}{page}/").status_code == 200
    assert client.get(f"{URL}edit/").status_code == 403


def test_the_public_page_is_complete_without_an_account(client, workshop):
    workshop.summaries = {"es": "Texto"}
    workshop.applications_close_at = timezone.now() + timedelta(days=3)
    workshop.venue.map_url, workshop.venue.access_notes = "https://map.example.org/", "Ramp at the side"
    workshop.venue.save()
    workshop.save()
    SessionFactory(workshop=workshop, title="Apertura", language="es")
    module = ModuleFactory(visibility="PUBLIC", titles={"en": "Module two"})
    hidden = ModuleFactory(visibility="TRAINERS", titles={"en": "Hidden"})
    EditionFactory(part=PartFactory(module=module, titles={"en": "The guide"}))
    for taught in (module, hidden):
        WorkshopModuleFactory(workshop=workshop, module=taught)
    page = client.get(URL).content.decode()
    for words in ("Texto", "Apertura", "https://map.example.org/", "Ramp at the side", "The guide"):
        assert words in page
    assert "/workshops/seen/apply/" in page
    assert "Hidden" not in page
    assert "/workshops/seen/overview/" not in page


def test_a_closed_call_has_no_button(client, workshop):
    workshop.state = "SELECTION"
    workshop.save()
    assert "/workshops/seen/apply/" not in client.get(URL).content.decode()


def test_the_calendar_is_as_public_as_the_page(client, workshop):
    response = client.get(f"{URL}calendar.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VCALENDAR" in response.content


def test_history_tells_who_did_what(client, personas, workshop):
    record("workshops.workshop.changed", by=personas["coordinator"], target=workshop, scope=workshop)
    client.force_login(personas["viewer"])
    entries = client.get(f"{URL}history/").context["entries"]
    assert [entry.text for entry in entries] == ["Coordinator changed the workshop"]


def test_materials_tell_how_many_modules_are_not_shown(client, personas, workshop):
    WorkshopModuleFactory(workshop=workshop, module=ModuleFactory(visibility="TRAINERS"))
    client.force_login(personas["viewer"])
    response = client.get(f"{URL}materials/")
    assert (response.context["modules"], response.context["hidden"]) == ([], 1)


@time_machine.travel(datetime(2017, 11, 13, 12, tzinfo=UTC), tick=False)
def test_the_steps_carry_their_dates():
    zone = UTC
    workshop = WorkshopFactory(
        state="SELECTION",
        created_at=datetime(2017, 9, 4, 12, tzinfo=zone),
        starts_at=datetime(2017, 11, 28, 12, tzinfo=zone),
        applications_open_at=datetime(2017, 9, 18, 12, tzinfo=zone),
        applications_close_at=datetime(2017, 11, 3, 12, tzinfo=zone),
    )
    for state, day in (("OPEN", (9, 18)), ("SELECTION", (11, 4))):
        at = datetime(2017, *day, 12, tzinfo=zone)
        WorkshopTransition.objects.create(workshop=workshop, from_state="DRAFT", to_state=state, at=at)
    steps = steps_of(workshop, workshop_numbers(workshop).steps)
    assert [(step.state, step.note) for step in steps] == [
        ("done", "4 Sep"),
        ("done", "18 Sep to 3 Nov"),
        ("current", "since 4 Nov, day 10"),
        ("todo", ""),
        ("todo", "28 Nov"),
        ("todo", "from 28 Nov"),
        ("todo", ""),
    ]


def test_the_steps_of_a_cancelled_workshop_end_there():
    workshop = WorkshopFactory(state="CANCELLED")
    WorkshopTransition.objects.create(workshop=workshop, from_state="DRAFT", to_state="CANCELLED")
    steps = steps_of(workshop, workshop_numbers(workshop).steps)
    assert [(str(step.label), step.state) for step in steps] == [("Draft", "done"), ("Cancelled", "current")]
