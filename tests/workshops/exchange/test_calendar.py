from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from tests.factories.participants import CityFactory, PersonFactory
from tests.factories.workshops import SessionFactory, VenueFactory, WorkshopFactory
from workshops.exchange.calendar import programme_calendar
from workshops.queries.programme import sessions_of

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 28, 7, tzinfo=UTC)


def workshop_with_blocks(**fields):
    venue = VenueFactory(name="Rathaus", address="Platz 1", city=CityFactory(name="Berlin"))
    workshop = WorkshopFactory(
        time_zone="Europe/Berlin",
        venue=venue,
        starts_at=START,
        ends_at=START + timedelta(hours=8),
        **fields,
    )
    session = SessionFactory(
        workshop=workshop, title="Eröffnung", language="es", room="Saal", learning_goal="Line one\nline two"
    )
    session.trainers.add(PersonFactory(given_name="Sara", family_name="Hoeflich"))
    SessionFactory(
        workshop=workshop, starts_at=START + timedelta(hours=1), is_break=True, takes_attendance=False
    )
    return workshop, session


def read(workshop):
    feed = programme_calendar(workshop, sessions_of(workshop), address="https://example.org/w/")
    return Calendar.from_ical(feed)


def test_each_block_is_an_event_in_the_zone_of_the_place():
    workshop, session = workshop_with_blocks(state="CONFIRMED")
    calendar = read(workshop)
    first, second = calendar.walk("VEVENT")
    assert first["uid"] == f"{session.code}@sdg-workshops"
    assert first["summary"] == "Eröffnung"
    assert first["summary"].params["LANGUAGE"] == "es"
    assert first.decoded("dtstart") == START
    assert first["dtstart"].params["TZID"] == "Europe/Berlin"
    assert first["location"] == "Saal, Rathaus, Platz 1, Berlin"
    assert first["description"] == "Line one\nline two\nSara Hoeflich"
    assert first["url"] == f"https://example.org/w/#{session.code}"
    assert (first["status"], second["transp"]) == ("CONFIRMED", "TRANSPARENT")
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_uids_stay_when_the_programme_changes():
    workshop, session = workshop_with_blocks()
    before = [event["uid"] for event in read(workshop).walk("VEVENT")]
    session.title = "Neu"
    session.save()
    assert [event["uid"] for event in read(workshop).walk("VEVENT")] == before


@pytest.mark.parametrize(
    ("state", "status"), [("OPEN", "TENTATIVE"), ("CANCELLED", "CANCELLED"), ("CLOSED", "CONFIRMED")]
)
def test_the_status_follows_the_state(state, status):
    workshop, _session = workshop_with_blocks(state=state)
    assert {event["status"] for event in read(workshop).walk("VEVENT")} == {status}


def test_without_blocks_the_workshop_is_one_event():
    workshop = WorkshopFactory(state="OPEN", starts_at=START)
    (event,) = read(workshop).walk("VEVENT")
    assert (event["uid"], event["summary"]) == (f"{workshop.slug}@sdg-workshops", workshop.title)
