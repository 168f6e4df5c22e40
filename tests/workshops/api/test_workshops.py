from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.factories.modules import ModuleFactory
from tests.factories.workshops import (
    MethodFactory,
    SessionFactory,
    VenueFactory,
    WorkshopFactory,
    WorkshopModuleFactory,
    WorkshopTrainerFactory,
)
from workshops.models import Session, Workshop

pytestmark = pytest.mark.django_db
URL = "/api/v1/workshops/"
START = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def api():
    return APIClient()


@pytest.fixture
def workshop(personas):
    return WorkshopFactory(slug="one", lead=personas.network, starts_at=START, venue=VenueFactory())


def plan(personas, **values):
    return {
        "titles": {"es": "Alinear"},
        "languages": ["es"],
        "time_zone": "America/Argentina/Cordoba",
        "starts_at": "2027-03-01T09:00:00-03:00",
        "ends_at": "2027-03-01T17:00:00-03:00",
        "lead": personas.network.slug,
        **values,
    }


def slugs(response):
    return [row["slug"] for row in response.json()["results"]]


def test_drafts_are_listed_to_their_organisers_only(api, personas, workshop):
    WorkshopFactory(slug="shown", state="OPEN", starts_at=START + timedelta(days=1))
    assert slugs(api.get(URL)) == ["shown"]
    assert api.get(f"{URL}one/").status_code == 404
    api.force_authenticate(personas["viewer"])
    assert slugs(api.get(URL)) == ["shown", "one"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(api, rows, personas, django_assert_num_queries):
    for _n in range(rows):
        WorkshopFactory(state="OPEN", lead=personas.network, venue=VenueFactory())
    with django_assert_num_queries(4):
        assert len(slugs(api.get(URL))) == rows


def test_filters_are_those_of_the_page(api, personas):
    WorkshopFactory(slug="fr", state="OPEN", languages=["fr"])
    WorkshopFactory(slug="es", state="OPEN", languages=["es"])
    assert slugs(api.get(URL, {"language": "fr"})) == ["fr"]
    assert api.get(URL, {"year": "soon"}).status_code == 400


def test_one_workshop_is_told_with_its_programme(api, personas, workshop):
    workshop.state = "OPEN"
    workshop.save()
    link = WorkshopTrainerFactory(workshop=workshop, note="Consultant")
    WorkshopModuleFactory(workshop=workshop, module=ModuleFactory(slug="two", visibility="PUBLIC"))
    WorkshopModuleFactory(workshop=workshop, module=ModuleFactory(visibility="TRAINERS"))
    SessionFactory(workshop=workshop, title="Apertura", method=MethodFactory(code="talk"))
    told = api.get(f"{URL}one/").json()
    assert (told["networks"], told["modules"]) == (["home-network"], ["two"])
    assert told["trainers"] == [
        {"code": link.person.code, "name": link.person.full_name, "note": "Consultant"}
    ]
    assert [(row["title"], row["method"]) for row in told["sessions"]] == [("Apertura", "talk")]
    assert api.get(f"{URL}one/sessions/").json() == told["sessions"]


def test_a_coordinator_plans(api, personas):
    api.force_authenticate(personas["coordinator"])
    response = api.post(URL, plan(personas, new_venue={"name": "Academia"}), format="json")
    assert response.status_code == 201, response.json()
    workshop = Workshop.objects.get()
    assert (workshop.state, workshop.venue.name, response.json()["slug"]) == (
        "DRAFT",
        "Academia",
        workshop.slug,
    )


def test_faults_have_their_field_paths(api, personas):
    api.force_authenticate(personas["coordinator"])
    faulty = plan(personas, ends_at="2027-03-01T08:00:00-03:00", time_zone="Mars")
    response = api.post(URL, faulty, format="json")
    assert response.status_code == 400
    assert response.json()["time_zone"] == ["Unknown time zone: Mars."]
    missing = api.post(URL, {"languages": []}, format="json").json()
    assert set(missing) == {"titles", "languages", "time_zone", "starts_at", "ends_at", "lead"}
    assert Workshop.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "status"), [("visitor", 401), ("viewer", 403), ("member", 403), ("planner", 403)]
)
def test_others_do_not_plan(api, personas, name, status):
    if name != "visitor":
        api.force_authenticate(personas[name])
    assert api.post(URL, plan(personas), format="json").status_code == status


def test_a_network_that_one_does_not_coordinate_cannot_lead(api, personas):
    api.force_authenticate(personas["coordinator"])
    response = api.post(URL, plan(personas, lead=personas.other_network.slug), format="json")
    assert (response.status_code, list(response.json())) == (400, ["lead"])


def test_a_change_leaves_the_rest_as_it_is(api, personas, workshop):
    link = WorkshopTrainerFactory(workshop=workshop)
    api.force_authenticate(personas["coordinator"])
    response = api.patch(f"{URL}one/", {"capacity": 30}, format="json")
    assert response.status_code == 200, response.json()
    workshop.refresh_from_db()
    assert (workshop.capacity, workshop.titles) == (30, {"en": "Title of one"})
    assert list(workshop.workshop_trainers.all()) == [link]


def test_a_step_is_taken_or_refused_with_what_is_missing(api, personas, workshop):
    api.force_authenticate(personas["coordinator"])
    refused = api.post(f"{URL}one/move/", {"to_state": "OPEN"}, format="json")
    assert refused.status_code == 409
    assert refused.json()["code"] == "workshop_not_ready"
    assert refused.json()["missing"] == ["summary", "close"]
    workshop.summaries = {"es": "Texto"}
    workshop.starts_at = timezone.now() + timedelta(days=30)
    workshop.ends_at = workshop.starts_at + timedelta(hours=8)
    workshop.applications_close_at = timezone.now() + timedelta(days=3)
    workshop.save()
    taken = api.post(f"{URL}one/move/", {"to_state": "OPEN"}, format="json")
    assert (taken.status_code, taken.json()["state"]) == (200, "OPEN")
    assert [step["to_state"] for step in taken.json()["transitions"]] == ["OPEN"]


def test_a_viewer_takes_no_step(api, personas, workshop):
    api.force_authenticate(personas["viewer"])
    assert api.post(f"{URL}one/move/", {"to_state": "CANCELLED"}, format="json").status_code == 403


def test_blocks_are_added_changed_and_removed(api, personas, workshop):
    person = WorkshopTrainerFactory(workshop=workshop).person
    api.force_authenticate(personas["coordinator"])
    fields = {
        "title": "Apertura",
        "starts_at": "2027-03-01T09:00:00-03:00",
        "ends_at": "2027-03-01T10:00:00-03:00",
        "trainers": [person.code],
    }
    added = api.post(f"{URL}one/sessions/", fields, format="json")
    assert added.status_code == 201, added.json()
    url = f"{URL}one/sessions/{added.json()['code']}/"
    assert api.patch(url, {"room": "Sala"}, format="json").json()["trainers"] == [person.code]
    assert Session.objects.get().room == "Sala"
    faulty = api.patch(url, {"ends_at": "2027-03-01T08:00:00-03:00"}, format="json")
    assert faulty.status_code == 400
    assert api.delete(url).status_code == 204
    assert Session.objects.count() == 0


def test_blocks_of_another_workshop_are_not_found_here(api, personas, workshop):
    other = SessionFactory(workshop__state="OPEN")
    api.force_authenticate(personas["coordinator"])
    assert api.patch(f"{URL}one/sessions/{other.code}/", {}, format="json").status_code == 404
    assert api.delete(f"{URL}{other.workshop.slug}/sessions/{other.code}/").status_code == 403
