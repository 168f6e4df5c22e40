from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from sdgplatform.audit.models import AuditEntry
from tests.factories.modules import ModuleFactory
from tests.factories.participants import AccountFactory, CityFactory, NetworkFactory, PersonFactory
from tests.factories.workshops import (
    ParticipationFactory,
    SessionFactory,
    WorkshopFactory,
    WorkshopTrainerFactory,
)
from workshops.actions.workshops import Plan, add_venue, add_workshop, change_venue, change_workshop
from workshops.models import Event, Venue, Workshop

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 1, 12, tzinfo=UTC)


def fields(**changed):
    return {
        "titles": {"es": "Alinear los ODS"},
        "time_zone": "America/Argentina/Cordoba",
        "starts_at": START,
        "ends_at": START + timedelta(hours=8),
        "languages": ["es"],
        **changed,
    }


def test_add_workshop_makes_a_draft_with_its_links_and_an_address():
    lead, partner, person, module = NetworkFactory(), NetworkFactory(), PersonFactory(), ModuleFactory()
    by = AccountFactory()
    city = CityFactory(name="Córdoba")
    plan = Plan(
        fields=fields(),
        lead=lead,
        partners=[partner, lead],
        trainers=[person],
        modules=[module],
        new_venue={"name": "Academia", "city": city},
        new_event={"names": {"es": "Cumbre de Mercociudades"}},
    )
    workshop = add_workshop(plan, by=by)
    assert (workshop.slug, workshop.state, workshop.created_by) == (
        "alinear-los-ods-cordoba-2027",
        "DRAFT",
        by,
    )
    assert {link.network: link.is_lead for link in workshop.workshop_networks.all()} == {
        lead: True,
        partner: False,
    }
    assert [link.person for link in workshop.workshop_trainers.all()] == [person]
    assert [link.module for link in workshop.workshop_modules.all()] == [module]
    assert (workshop.venue.name, workshop.event.slug) == ("Academia", "cumbre-de-mercociudades")
    assert AuditEntry.objects.of(workshop).get().action == "workshops.workshop.added"


def test_addresses_that_are_taken_get_a_number():
    lead = NetworkFactory()
    slugs = [add_workshop(Plan(fields=fields(), lead=lead), by=None).slug for _n in range(3)]
    assert slugs == ["alinear-los-ods-2027", "alinear-los-ods-2027-2", "alinear-los-ods-2027-3"]


def test_a_refused_plan_leaves_nothing_behind():
    plan = Plan(fields=fields(capacity=0), lead=NetworkFactory(), new_venue={"name": "Academia"})
    with pytest.raises(ValidationError) as error:
        add_workshop(plan, by=None)
    assert "capacity" in error.value.message_dict
    assert (Workshop.objects.count(), Venue.objects.count()) == (0, 0)


def test_faults_of_a_new_venue_are_named_as_its_inputs():
    plan = Plan(fields=fields(), lead=NetworkFactory(), new_venue={"name": "A", "map_url": "no address"})
    with pytest.raises(ValidationError) as error:
        add_workshop(plan, by=None)
    assert list(error.value.message_dict) == ["new_venue_map_url"]


def test_a_workshop_needs_a_lead_network():
    with pytest.raises(ValidationError) as error:
        add_workshop(Plan(fields=fields(), lead=None), by=None)
    assert list(error.value.message_dict) == ["lead"]


def test_change_workshop_swaps_the_lead_and_keeps_notes_of_trainers():
    old, new = NetworkFactory(), NetworkFactory()
    workshop = WorkshopFactory(lead=old, starts_at=START)
    kept = WorkshopTrainerFactory(workshop=workshop, note="Consultant")
    gone = WorkshopTrainerFactory(workshop=workshop)
    plan = Plan(fields={"capacity": 30}, lead=new, partners=[old], trainers=[kept.person])
    changed = change_workshop(workshop, plan, by=None)
    assert {link.network: link.is_lead for link in changed.workshop_networks.all()} == {
        new: True,
        old: False,
    }
    assert changed.workshop_trainers.get().note == "Consultant"
    entry = AuditEntry.objects.of(workshop).get()
    assert entry.changes == {"capacity": [20, 30]}
    assert entry.details["links"]["trainers"] == [
        [kept.person.full_name, gone.person.full_name],
        [kept.person.full_name],
    ]
    assert changed.organising_network_ids == {old.pk, new.pk}


def test_change_workshop_refuses_fewer_places_than_people():
    workshop = WorkshopFactory(lead=NetworkFactory())
    for _n in range(2):
        ParticipationFactory(workshop=workshop)
    plan = Plan(fields={"capacity": 1}, lead=workshop.networks.get())
    with pytest.raises(ValidationError) as error:
        change_workshop(workshop, plan, by=None)
    assert error.value.message_dict == {"capacity": ["2 people are accepted already, so 2 or more."]}
    assert Workshop.objects.get().capacity == 20


@pytest.mark.parametrize(("move", "expected"), [(True, 9), (False, 9)])
def test_moving_the_start_over_a_change_of_clocks_keeps_the_hours_of_blocks(move, expected):
    """Berlin: clocks go forward on 28 March 2027; nine o'clock stays nine o'clock."""
    start = datetime(2027, 3, 20, 8, tzinfo=UTC)
    workshop = WorkshopFactory(
        lead=NetworkFactory(), time_zone="Europe/Berlin", starts_at=start, ends_at=start + timedelta(hours=8)
    )
    session = SessionFactory(workshop=workshop)
    later = workshop.starts_local.replace(month=4, day=20)
    plan = Plan(
        fields={"starts_at": later, "ends_at": later + timedelta(hours=8)}, lead=workshop.networks.get()
    )
    change_workshop(workshop, plan, by=None, move_programme=move)
    session.refresh_from_db()
    local = session.starts_at.astimezone(workshop.zone)
    assert (local.month, local.hour) == (4 if move else 3, expected)


def test_change_venue_is_written_into_its_history():
    venue = add_venue({"name": "Academia"}, by=None)
    change_venue(venue, {"access_notes": "Ramp at the side."}, by=None)
    assert [(entry.action, entry.changes) for entry in AuditEntry.objects.of(venue)] == [
        ("workshops.venue.changed", {"access_notes": ["", "Ramp at the side."]}),
        ("workshops.venue.added", {}),
    ]


def test_a_new_event_gets_a_free_address():
    lead = NetworkFactory()
    for _n in range(2):
        add_workshop(Plan(fields=fields(), lead=lead, new_event={"names": {"es": "Cumbre"}}), by=None)
    assert sorted(Event.objects.values_list("slug", flat=True)) == ["cumbre", "cumbre-2"]
