from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.participants import CityFactory, PersonFactory
from tests.factories.workshops import SessionFactory, VenueFactory, WorkshopFactory, WorkshopTrainerFactory
from workshops.forms.fields import VenueField, at_place, zone_choices
from workshops.forms.programme import SessionForm
from workshops.forms.workshops import WorkshopForm

BERLIN = ZoneInfo("Europe/Berlin")


def data_of(**values):
    """A filled-in form as a browser sends it."""
    given = {
        "titles_es": "Alinear",
        "languages": ["es"],
        "start_date": "2027-03-01",
        "start_time": "09:00",
        "end_date": "2027-03-01",
        "end_time": "17:30",
        "time_zone": "America/Argentina/Cordoba",
        "capacity": "20",
        **values,
    }
    query = QueryDict(mutable=True)
    for name, value in given.items():
        query.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return query


@pytest.fixture
def user(personas):
    return personas["coordinator"]


@pytest.fixture
def lead(personas):
    return personas.network


def bound(user, lead, workshop=None, **values):
    return WorkshopForm(data_of(lead=lead.pk, **values), user=user, workshop=workshop)


def test_times_are_those_of_the_place(user, lead):
    form = bound(user, lead, close_date="2027-02-10")
    assert form.is_valid(), form.errors
    zone = ZoneInfo("America/Argentina/Cordoba")
    fields = form.plan().fields
    assert fields["starts_at"] == datetime(2027, 3, 1, 9, 0, tzinfo=zone)
    assert fields["applications_close_at"] == datetime(2027, 2, 10, 23, 59, tzinfo=zone)
    assert fields["applications_open_at"] is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"end_time": "09:00"}, {"end_date": ["The workshop ends after it starts."]}),
        (
            {"close_date": "2027-03-02"},
            {"start_date": ["The workshop cannot start before applications close."]},
        ),
        (
            {"open_date": "2027-02-11", "close_date": "2027-02-10"},
            {"close_date": ["Applications close after they open."]},
        ),
        ({"languages": []}, {"languages": ["Choose at least one."]}),
        ({"titles_es": ""}, {"titles": ["Write it in at least one language."]}),
        ({"start_date": "1917-03-01"}, {"start_date": ["This year is too far off. Check the date."]}),
        (
            {"start_date": "tomorrow"},
            {"start_date": ["Write the date as year-month-day, for example 2027-03-09."]},
        ),
        ({"venue": "Nowhere"}, {"venue": [VenueField.default_error_messages["unknown"]]}),
        ({"new_venue_address": "Street 1"}, {"new_venue_name": ["Give the venue a name."]}),
        ({"new_event_place": "Córdoba"}, {"new_event_name": ["Give the event a name."]}),
        (
            {"trainer_emails": "nobody@example.org"},
            {"trainer_emails": ["nobody@example.org: nobody in the directory has this address."]},
        ),
    ],
)
def test_faults_stand_at_their_inputs(user, lead, values, expected):
    form = bound(user, lead, **values)
    assert form.is_valid() is False
    assert form.errors == expected


def test_an_hour_that_the_clocks_leave_out_is_a_fault_of_the_time(user, lead):
    form = bound(
        user,
        lead,
        time_zone="Europe/Berlin",
        start_date="2027-03-28",
        start_time="02:30",
        end_date="2027-03-28",
    )
    assert list(form.errors) == ["start_time"]


def test_a_coordinator_leads_with_own_networks_only(user, personas):
    form = bound(user, personas.other_network)
    assert list(form.errors) == ["lead"]


def test_the_lead_of_a_workshop_of_several_networks_can_stay(user, personas):
    workshop = WorkshopFactory(lead=personas.other_network)
    workshop.workshop_networks.create(network=personas.network)
    form = bound(user, personas.other_network, workshop)
    assert form.is_valid(), form.errors


def test_a_trainer_of_the_directory_is_found_by_address(user, lead):
    person = PersonFactory(email="Sara@example.org")
    form = bound(user, lead, trainer_emails=" sara@EXAMPLE.org ,")
    assert form.is_valid(), form.errors
    assert form.plan().trainers == [person]


def test_trainers_keep_their_order_and_new_ones_come_last(user, lead):
    workshop = WorkshopFactory(lead=lead)
    people = [PersonFactory(given_name=name) for name in ("Zoe", "Ana")]
    for position, person in enumerate(people):
        WorkshopTrainerFactory(workshop=workshop, person=person, position=position)
    new = PersonFactory(email="bo@example.org")
    trainers = [person.pk for person in people]
    form = bound(user, lead, workshop, trainers=trainers, trainer_emails=new.email)
    assert form.is_valid(), form.errors
    assert form.plan().trainers == [*people, new]


def sent_back(form):
    """What a browser sends when nobody typed anything."""
    sent = QueryDict(mutable=True)
    for field in form:
        value, widget = field.value(), field.field.widget
        if hasattr(widget, "widgets_names"):
            for part, text in zip(widget.widgets_names, widget.decompress(value), strict=True):
                sent[f"{field.html_name}{part}"] = text
        else:
            values = value if isinstance(value, list) else [value]
            sent.setlist(field.html_name, ["" if one is None else str(one) for one in values])
    return sent


def test_an_unchanged_form_gives_the_plan_that_is_there(user, lead):
    """What is shown and sent back changes nothing: every initial value survives the round."""
    workshop = WorkshopFactory(
        lead=lead,
        venue=VenueFactory(),
        starts_at=datetime(2027, 3, 1, 12, tzinfo=BERLIN),
        ends_at=datetime(2027, 3, 1, 18, tzinfo=BERLIN),
        applications_close_at=datetime(2027, 2, 1, 8, 15, tzinfo=BERLIN),
    )
    sent = sent_back(WorkshopForm(user=user, workshop=workshop))
    form = WorkshopForm(sent, user=user, workshop=workshop)
    assert form.is_valid(), form.errors
    plan = form.plan()
    assert {name: getattr(workshop, name) for name in plan.fields} == plan.fields
    assert (plan.lead, list(plan.partners)) == (lead, [])


@pytest.mark.django_db
def test_venue_is_found_with_its_city_whatever_the_accents():
    cordoba, rosario = CityFactory(name="Córdoba"), CityFactory(name="Rosario")
    here = VenueFactory(name="Sala Magna", city=cordoba)
    VenueFactory(name="Sala Magna", city=rosario)
    only = VenueFactory(name="Biblioteca", city=None)
    field = VenueField(required=False)
    assert field.clean("sala magna, cordoba") == here
    assert field.clean("Biblioteca") == only
    assert field.clean("") is None
    with pytest.raises(ValidationError, match="Several venues"):
        field.clean("Sala Magna")


def test_repeated_hours_mean_the_first():
    moment = at_place(date(2027, 10, 31), time(2, 30), BERLIN)
    assert moment.utcoffset().total_seconds() == 2 * 3600


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.times())
def test_at_place_shows_the_same_clock_or_refuses(day, clock):
    try:
        moment = at_place(day, clock, BERLIN)
    except ValidationError:
        assert day.month == 3
        return
    back = moment.astimezone(ZoneInfo("UTC")).astimezone(BERLIN)
    assert (back.date(), back.time()) == (day, clock)


def test_every_offered_zone_is_known():
    offered = [name for _area, names in zone_choices() for name, _label in names]
    assert len(offered) == len(set(offered))
    assert {"UTC", "America/Argentina/Cordoba", "America/Sao_Paulo", "Europe/Paris"} <= set(offered)


def session_data(**values):
    return {
        "title": "Apertura",
        "date": "2027-03-01",
        "start_time": "09:00",
        "end_time": "10:00",
        **values,
    }


@pytest.mark.django_db
def test_a_block_is_read_in_the_time_of_its_workshop():
    workshop = WorkshopFactory(time_zone="Europe/Berlin")
    form = SessionForm(session_data(), workshop=workshop)
    assert form.is_valid(), form.errors
    assert form.columns()["starts_at"] == datetime(2027, 3, 1, 9, tzinfo=BERLIN)


@pytest.mark.django_db
def test_a_block_that_ends_first_is_a_fault_of_its_end():
    form = SessionForm(session_data(end_time="08:00"), workshop=WorkshopFactory())
    assert form.errors == {"end_time": ["A session ends after it starts."]}


@pytest.mark.django_db
def test_a_block_is_led_by_trainers_of_the_workshop():
    workshop = WorkshopFactory()
    known = WorkshopTrainerFactory(workshop=workshop).person
    stranger = PersonFactory()
    assert SessionForm(session_data(trainers=[known.pk]), workshop=workshop).is_valid()
    refused = SessionForm(session_data(trainers=[stranger.pk]), workshop=workshop)
    assert list(refused.errors) == ["trainers"]


@pytest.mark.django_db
def test_a_block_shows_the_hours_of_the_place():
    workshop = WorkshopFactory(time_zone="Europe/Berlin")
    session = SessionFactory(workshop=workshop, starts_at=datetime(2027, 3, 1, 9, tzinfo=BERLIN))
    form = SessionForm(workshop=workshop, instance=session)
    assert (form["date"].value(), form["start_time"].value()) == (date(2027, 3, 1), time(9, 0))


def test_a_new_plan_starts_in_the_zone_of_the_last_one(user, lead):
    assert WorkshopForm(user=user)["time_zone"].value() == "UTC"
    WorkshopFactory(lead=lead, time_zone="America/Montevideo")
    WorkshopFactory(time_zone="Asia/Tokyo")
    assert WorkshopForm(user=user)["time_zone"].value() == "America/Montevideo"
