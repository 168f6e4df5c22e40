from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.workshops import VenueFactory, WorkshopFactory
from workshops.models import Workshop

pytestmark = pytest.mark.django_db
URL = "/workshops/moved/move/"


@pytest.fixture
def workshop(personas, client):
    client.force_login(personas["coordinator"])
    return WorkshopFactory(
        slug="moved",
        lead=personas.network,
        venue=VenueFactory(),
        summaries={"en": "About"},
        applications_close_at=timezone.now() + timedelta(days=3),
    )


def test_the_page_says_the_effect_and_does_nothing(client, workshop):
    response = client.get(f"{URL}open/")
    assert response.context["effects"][0] == "Everyone can see the page of the workshop."
    assert Workshop.objects.get().state == "DRAFT"


def test_the_button_takes_the_step(client, workshop):
    response = client.post(f"{URL}open/")
    assert response.url == "/workshops/moved/overview/"
    assert Workshop.objects.get().state == "OPEN"


def test_what_is_missing_is_listed_and_the_step_refused(client, workshop):
    workshop.venue = None
    workshop.save()
    assert client.get(f"{URL}open/").context["is_blocked"] is True
    response = client.post(f"{URL}open/")
    assert response.status_code == 409
    assert Workshop.objects.get().state == "DRAFT"
    assert [str(message) for message in response.context["messages"]] == ["Still missing: Choose a venue."]


def test_a_step_that_is_not_in_the_table_is_refused(client, workshop):
    assert client.get(f"{URL}running/").context["is_allowed"] is False
    assert client.post(f"{URL}running/").status_code == 409


def test_cancelling_asks_why(client, workshop):
    response = client.post(f"{URL}cancelled/", {"reason": " "})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reason"]
    client.post(f"{URL}cancelled/", {"reason": "No money"})
    assert Workshop.objects.get().transitions.get().reason == "No money"


def test_an_unknown_state_is_not_found(client, workshop):
    assert client.get(f"{URL}asleep/").status_code == 404
