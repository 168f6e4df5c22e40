from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.modules import ModuleFactory
from tests.factories.participants import AccountFactory, NetworkFactory, PersonFactory
from tests.factories.workshops import (
    ApplicationFactory,
    EventFactory,
    MethodFactory,
    SessionFactory,
    VenueFactory,
    WorkshopFactory,
    WorkshopModuleFactory,
    WorkshopNetworkFactory,
    WorkshopTrainerFactory,
)
from workshops.actions.copying import CopiedPart, copy_workshop
from workshops.actions.shifting import shifted, wall_clock, wall_shift

naive = datetime.fromisoformat
BERLIN = ZoneInfo("Europe/Berlin")
WINTER = datetime(2027, 2, 1, 9, tzinfo=BERLIN)
SUMMER = datetime(2027, 7, 5, 9, tzinfo=BERLIN)


def original():
    workshop = WorkshopFactory(
        lead=NetworkFactory(),
        time_zone=BERLIN.key,
        starts_at=WINTER,
        ends_at=WINTER + timedelta(hours=8),
        applications_open_at=WINTER - timedelta(days=60),
        applications_close_at=WINTER - timedelta(days=20),
        summaries={"en": "About."},
        venue=VenueFactory(),
        event=EventFactory(),
        state="CLOSED",
        narratives={"en": "What happened"},
        is_sample=True,
    )
    WorkshopNetworkFactory(workshop=workshop, network=NetworkFactory())
    person = PersonFactory()
    WorkshopTrainerFactory(workshop=workshop, person=person)
    WorkshopModuleFactory(workshop=workshop, module=ModuleFactory())
    session = SessionFactory(
        workshop=workshop, method=MethodFactory(), room="Sala", starts_at=WINTER + timedelta(hours=2)
    )
    session.trainers.add(person)
    ApplicationFactory(workshop=workshop)
    return workshop


def made(workshop, parts, starts_at=SUMMER):
    return copy_workshop(
        workshop, by=AccountFactory(), titles={"en": "Again"}, starts_at=starts_at, parts=parts
    )


@pytest.mark.django_db
def test_a_full_copy_is_a_draft_with_everything_but_people_and_results():
    workshop = original()
    copy = made(workshop, CopiedPart.values)
    assert (copy.state, copy.made_from, copy.titles, copy.narratives) == (
        "DRAFT",
        workshop,
        {"en": "Again"},
        {},
    )
    assert (copy.venue, copy.event, copy.summaries) == (workshop.venue, workshop.event, {"en": "About."})
    assert set(copy.networks.all()) == set(workshop.networks.all())
    assert list(copy.modules.all()) == list(workshop.modules.all())
    assert copy.applications.count() == 0
    session = copy.sessions.get()
    assert (session.room, session.method) == ("Sala", workshop.sessions.get().method)
    assert [link.person for link in copy.workshop_trainers.all()] == list(session.trainers.all())


@pytest.mark.django_db
def test_dates_of_a_copy_move_with_its_start_by_the_clock_on_the_wall():
    """From winter to summer time: the eleven o'clock block stays at eleven."""
    copy = made(original(), [CopiedPart.PROGRAMME])
    assert wall_clock(copy.sessions.get().starts_at, BERLIN) == naive("2027-07-05T11:00")
    assert wall_clock(copy.ends_at, BERLIN) == naive("2027-07-05T17:00")
    assert wall_clock(copy.applications_close_at, BERLIN) == naive("2027-06-15T09:00")


@pytest.mark.django_db
def test_what_is_not_chosen_stays_behind():
    workshop = original()
    copy = made(workshop, [])
    assert (copy.venue, copy.event, copy.summaries) == (None, None, {})
    assert list(copy.networks.all()) == [workshop.workshop_networks.get(is_lead=True).network]
    assert (copy.modules.count(), copy.workshop_trainers.count(), copy.sessions.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_blocks_come_without_rooms_and_trainers_of_another_place():
    copy = made(original(), [CopiedPart.PROGRAMME])
    assert (copy.sessions.get().room, copy.sessions.get().trainers.count()) == ("", 0)


zones = st.sampled_from(["UTC", "Europe/Berlin", "America/Argentina/Cordoba", "Asia/Kathmandu"]).map(ZoneInfo)
moments = st.datetimes(naive("2020-01-01"), naive("2030-01-01")).map(lambda one: one.replace(tzinfo=UTC))


@given(moments, moments, st.integers(0, 2000), zones, zones)
def test_shifted_keeps_the_distance_on_the_wall(old, new, minutes, old_zone, new_zone):
    moment = old + timedelta(minutes=minutes)
    by = wall_shift(old, new, old_zone=old_zone, new_zone=new_zone)
    result = shifted(moment, by, old_zone=old_zone, new_zone=new_zone)
    distance = wall_clock(moment, old_zone) - wall_clock(old, old_zone)
    assert result.replace(tzinfo=None) - wall_clock(new, new_zone) == distance
