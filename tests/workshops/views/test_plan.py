import pytest

from tests.factories.workshops import SessionFactory, WorkshopFactory
from workshops.models import Venue, Workshop

pytestmark = pytest.mark.django_db
FORBIDDEN = ("selection_reviewer", "check_in", "trainer", "reviewer", "translator", "viewer")


def plan(personas, **values):
    return {
        "titles_en": "Aligning",
        "languages": ["es"],
        "lead": personas.network.pk,
        "start_date": "2027-03-01",
        "start_time": "09:00",
        "end_date": "2027-03-01",
        "end_time": "17:30",
        "time_zone": "America/Argentina/Cordoba",
        "capacity": "20",
        **values,
    }


@pytest.fixture
def workshop(personas):
    return WorkshopFactory(slug="plan", lead=personas.network)


def test_a_coordinator_plans_a_workshop_with_a_new_venue(client, personas):
    client.force_login(personas["coordinator"])
    assert client.get("/workshops/new/").status_code == 200
    response = client.post("/workshops/new/", plan(personas, new_venue_name="Academia"))
    workshop = Workshop.objects.get()
    assert response.url == f"/workshops/{workshop.slug}/overview/"
    assert (workshop.state, workshop.venue.name, workshop.created_by) == (
        "DRAFT",
        "Academia",
        personas["coordinator"],
    )


@pytest.mark.parametrize("name", [*FORBIDDEN, "planner", "member"])
def test_others_do_not_plan(client, personas, name):
    client.force_login(personas[name])
    assert client.get("/workshops/new/").status_code == 403


def test_visitors_are_sent_to_sign_in(client, workshop):
    for url in ("/workshops/new/", "/workshops/plan/edit/", "/workshops/plan/overview/"):
        assert client.get(url).status_code == 302


def test_what_was_typed_comes_back_with_the_faults(client, personas):
    client.force_login(personas["coordinator"])
    response = client.post("/workshops/new/", plan(personas, languages=[], titles_es="Alinear"))
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="Alinear"' in page
    assert response.context["form"].errors == {"languages": ["Choose at least one."]}
    assert Workshop.objects.count() == 0


def test_a_refusal_of_the_database_is_shown_at_its_input(client, personas):
    client.force_login(personas["coordinator"])
    data = plan(
        personas, new_venue_name="Academia", new_venue_map_url="https://" + "x" * 480 + ".org/abcdefghij"
    )
    response = client.post("/workshops/new/", data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["new_venue_map_url"]
    assert Venue.objects.count() == 0


def test_a_coordinator_changes_a_workshop_and_moves_its_programme(client, personas, workshop):
    session = SessionFactory(workshop=workshop)
    client.force_login(personas["coordinator"])
    response = client.post("/workshops/plan/edit/", plan(personas, move_programme="on", capacity="25"))
    assert response.status_code == 302
    workshop.refresh_from_db()
    session.refresh_from_db()
    assert workshop.capacity == 25
    assert session.starts_at == workshop.starts_at


@pytest.mark.parametrize("name", FORBIDDEN)
def test_staff_of_other_roles_see_but_do_not_change(client, personas, workshop, name):
    client.force_login(personas[name])
    assert client.get("/workshops/plan/overview/").status_code == 200
    for page in ("edit", "copy", "move/open"):
        assert client.get(f"/workshops/plan/{page}/").status_code == 403


def test_people_of_another_network_do_not_find_the_draft(client, personas, workshop):
    client.force_login(personas["other_coordinator"])
    for page in ("", "overview/", "edit/", "copy/", "move/open/", "programme/", "calendar.ics"):
        assert client.get(f"/workshops/plan/{page}").status_code == 404


def test_people_of_another_network_see_only_the_public_page(client, personas, workshop):
    Workshop.objects.update(state="OPEN")
    client.force_login(personas["other_coordinator"])
    assert client.get("/workshops/plan/").status_code == 200
    for page in (
        "overview",
        "edit",
        "copy",
        "move/selection",
        "programme",
        "matrices",
        "materials",
        "history",
    ):
        assert client.get(f"/workshops/plan/{page}/").status_code == 403


def test_a_copy_leads_to_its_own_form(client, personas, workshop):
    client.force_login(personas["coordinator"])
    assert client.get("/workshops/plan/copy/").status_code == 200
    data = {"titles_en": "Again", "start_date": "2028-03-01", "start_time": "09:00", "parts": ["texts"]}
    response = client.post("/workshops/plan/copy/", data)
    copy = Workshop.objects.exclude(pk=workshop.pk).get()
    assert response.url == f"/workshops/{copy.slug}/edit/"
    assert copy.made_from == workshop


def test_a_copy_without_a_date_says_so(client, personas, workshop):
    client.force_login(personas["coordinator"])
    response = client.post("/workshops/plan/copy/", {"titles_en": "Again", "start_time": "09:00"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["start_date"]
