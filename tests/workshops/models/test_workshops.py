from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from tests.factories.modules import ModuleFactory
from tests.factories.participants import NetworkFactory, PersonFactory
from tests.factories.workshops import (
    EventFactory,
    SessionFactory,
    VenueFactory,
    WorkshopFactory,
    WorkshopModuleFactory,
    WorkshopNetworkFactory,
    WorkshopTrainerFactory,
)
from workshops.models import Workshop, WorkshopTransition

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("workshop_state_is_known", {"state": "ASLEEP"}),
        ("workshop_ends_at_not_before_starts_at", {"starts_at": NOON, "ends_at": NOON}),
        (
            "workshop_applications_close_at_not_before_applications_open_at",
            {"applications_open_at": NOON, "applications_close_at": NOON, "starts_at": NOON},
        ),
        (
            "workshop_starts_at_not_before_applications_close_at",
            {"applications_close_at": NOON, "starts_at": NOON - timedelta(hours=1)},
        ),
        ("workshop_has_places", {"capacity": 0}),
    ],
)
def test_workshop_constraints_hold_in_the_database(name, fields):
    fields.setdefault("starts_at", NOON)
    with pytest.raises(IntegrityError, match=name):
        WorkshopFactory(**fields)


def test_workshop_may_start_the_moment_applications_close():
    assert WorkshopFactory(starts_at=NOON, applications_close_at=NOON).pk


def test_a_network_organises_once_and_one_leads():
    workshop, network = WorkshopFactory(), NetworkFactory()
    WorkshopNetworkFactory(workshop=workshop, network=network, is_lead=True)
    with pytest.raises(ValidationError):
        WorkshopNetworkFactory.build(workshop=workshop, network=network).full_clean()
    with pytest.raises(IntegrityError, match="workshop_network_one_leads"):
        WorkshopNetworkFactory(workshop=workshop, network=NetworkFactory(), is_lead=True)


def test_a_trainer_is_named_once():
    link = WorkshopTrainerFactory(workshop=WorkshopFactory(), person=PersonFactory())
    with pytest.raises(IntegrityError, match="workshop_trainer_once"):
        WorkshopTrainerFactory(workshop=link.workshop, person=link.person)


def test_a_module_is_taught_once():
    link = WorkshopModuleFactory(workshop=WorkshopFactory(), module=ModuleFactory())
    with pytest.raises(IntegrityError, match="workshop_module_once"):
        WorkshopModuleFactory(workshop=link.workshop, module=link.module)


def test_a_step_goes_to_a_known_state():
    with pytest.raises(IntegrityError, match="workshop_transition_to_state_is_known"):
        WorkshopTransition.objects.create(workshop=WorkshopFactory(), from_state="DRAFT", to_state="ASLEEP")


def test_an_event_ends_on_or_after_its_first_day():
    with pytest.raises(IntegrityError, match="event_ends_on_not_before_starts_on"):
        EventFactory(starts_on="2027-03-02", ends_on="2027-03-01")


def test_a_block_ends_after_it_starts():
    with pytest.raises(IntegrityError, match="session_ends_at_not_before_starts_at"):
        SessionFactory(starts_at=NOON, ends_at=NOON)


def test_a_break_takes_no_attendance():
    with pytest.raises(IntegrityError, match="session_break_takes_no_attendance"):
        SessionFactory(is_break=True, takes_attendance=True)


@pytest.mark.parametrize("slug", ["new", "export"])
def test_words_of_the_site_are_no_address(slug):
    with pytest.raises(ValidationError) as error:
        WorkshopFactory.build(slug=slug).full_clean()
    assert list(error.value.message_dict) == ["slug"]


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(ValidationError) as error:
        WorkshopFactory.build(time_zone="Mars/Olympus").full_clean()
    assert list(error.value.message_dict) == ["time_zone"]


def test_lasts_days_counts_where_it_takes_place():
    """22:00 to 01:00 UTC is one evening in Córdoba."""
    start = datetime(2027, 3, 1, 22, tzinfo=UTC)
    here = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    assert WorkshopFactory.build(**here, time_zone="America/Argentina/Cordoba").lasts_days is False
    assert WorkshopFactory.build(**here, time_zone="UTC").lasts_days is True


@pytest.mark.parametrize(
    ("state", "opens", "closes", "expected"),
    [
        ("OPEN", -1, 1, True),
        ("OPEN", None, None, True),
        ("OPEN", 1, 2, False),
        ("OPEN", -2, -1, False),
        ("SELECTION", -1, 1, False),
    ],
)
def test_takes_applications_only_while_the_call_is_open(state, opens, closes, expected):
    def moved(days):
        return None if days is None else timezone.now() + timedelta(days=days)

    workshop = WorkshopFactory.build(
        state=state, applications_open_at=moved(opens), applications_close_at=moved(closes)
    )
    assert workshop.takes_applications is expected


def test_drafts_are_seen_by_staff_and_trainers_only(personas):
    draft = WorkshopFactory(lead=personas.network)
    shown = WorkshopFactory(state="OPEN")
    WorkshopTrainerFactory(workshop=draft, person=personas["member"].person)

    def seen(name):
        return set(Workshop.objects.visible_to(personas[name]))

    assert seen("visitor") == {shown}
    assert seen("planner") == {shown}
    assert seen("other_coordinator") == {shown}
    for name in ("coordinator", "viewer", "check_in", "member", "admin"):
        assert seen(name) == {draft, shown}


def test_search_finds_title_city_and_event_without_accents():
    venue = VenueFactory(name="Academia", city__name="Córdoba")
    event = EventFactory(names={"es": "Cumbre"})
    workshop = WorkshopFactory(titles={"es": "Alineación"}, venue=venue, event=event)
    WorkshopFactory(titles={"es": "Otro"})
    for words in ("alineacion cordoba", "CUMBRE", "academia"):
        assert list(Workshop.objects.all().matching(words)) == [workshop]
