import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from sdgplatform.outbox.models import QueuedMail
from tests.factories.participants import AccountFactory, CityFactory, PersonFactory, ProfileFactory
from tests.factories.workshops import ApplicationFactory, WorkshopFactory
from workshops.actions import selection
from workshops.actions.applications import submit_application
from workshops.models import Application, Workshop
from workshops.views import apply

pytestmark = pytest.mark.django_db

GOOD = {
    "email": "dani@example.org",
    "given_name": "Daniela",
    "family_name": "Iturriaga",
    "language": "es",
    "organisation_name": "Municipalidad",
    "job_title": "Clima",
    "motivation": "Actualizar el plan",
    "consent": "on",
}


@pytest.fixture
def workshop() -> Workshop:
    return WorkshopFactory(state="OPEN", slug="cordoba")


@pytest.fixture
def application(workshop: Workshop) -> Application:
    facts = {name: value for name, value in GOOD.items() if name not in ("email", "consent")}
    return submit_application(workshop, facts, email=GOOD["email"], by=None)


def without_tokens(content: bytes) -> bytes:
    return re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken[^A-Za-z0-9]+)[A-Za-z0-9]+', b"", content)


def test_application_new_needs_neither_account_nor_script(client: Client, workshop: Workshop):
    page = client.get("/workshops/cordoba/apply/")
    assert page.status_code == 200
    assert b'name="motivation"' in page.content
    answer = client.post("/workshops/cordoba/apply/", GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/workshops/cordoba/apply/sent/")
    assert Application.objects.get().state == "UNCONFIRMED"
    assert b"dani@example.org" in client.get("/workshops/cordoba/apply/sent/").content


def test_application_new_takes_the_city_and_profile(client: Client, workshop: Workshop):
    city, profile = CityFactory(name="Peñalolén", slug="penalolen-cl"), ProfileFactory()
    client.post("/workshops/cordoba/apply/", {**GOOD, "city": "penalolen", "profile": profile.pk})
    application = Application.objects.get()
    assert (application.city, application.profile) == (city, profile)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", ""),
        ("email", "a@b@c.org"),
        ("given_name", ""),
        ("given_name", "x" * 101),
        ("family_name", ""),
        ("language", "xx"),
        ("gender", "ROBOT"),
        ("phone", "1" * 41),
        ("city", "Atlantis"),
        ("organisation_name", ""),
        ("job_title", "x" * 161),
        ("network", "999999"),
        ("network", "abc"),
        ("profile", "-1"),
        ("motivation", ""),
        ("motivation", "x" * 3001),
        ("follow_up", "x" * 3001),
        ("needs", "x" * 1001),
        ("consent", ""),
        ("given_name", "a\x00b"),
    ],
)
def test_application_new_says_what_is_wrong_at_the_field_and_loses_nothing(
    client: Client, workshop: Workshop, field: str, value: str
):
    answer = client.post("/workshops/cordoba/apply/", {**GOOD, "follow_up": "Kept words", field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Application.objects.count() == 0
    if field != "follow_up":
        assert b"Kept words" in answer.content


def test_application_new_twice_is_one_application_and_a_friendly_page(client: Client, workshop: Workshop):
    for _time in range(2):
        answer = client.post("/workshops/cordoba/apply/", GOOD, follow=True)
        assert answer.status_code == 200
    assert (Application.objects.count(), QueuedMail.objects.count()) == (1, 1)


def test_application_new_does_not_tell_who_applied(client: Client, workshop: Workshop):
    ApplicationFactory(workshop=workshop, email="dani@example.org")
    known = client.post("/workshops/cordoba/apply/", GOOD, follow=True)
    unknown = client.post("/workshops/cordoba/apply/", {**GOOD, "email": "eva@example.org"}, follow=True)
    assert without_tokens(known.content).replace(b"dani@", b"eva@") == without_tokens(unknown.content)


def test_application_new_lets_programs_believe_they_succeeded(client: Client, workshop: Workshop):
    answer = client.post("/workshops/cordoba/apply/", {**GOOD, "website": "http://spam.example"})
    assert (answer.status_code, answer["Location"]) == (302, "/workshops/cordoba/apply/sent/")
    assert Application.objects.count() == 0


def test_application_new_limits_how_often_one_connection_sends(client: Client, workshop: Workshop):
    for number in range(apply.SENDINGS_AN_HOUR):
        client.post("/workshops/cordoba/apply/", {**GOOD, "email": f"p{number}@example.org"})
    answer = client.post("/workshops/cordoba/apply/", GOOD)
    assert (answer.status_code, Application.objects.count()) == (429, apply.SENDINGS_AN_HOUR)
    assert b"Actualizar el plan" in answer.content
    other = Client(REMOTE_ADDR="203.0.113.9").post("/workshops/cordoba/apply/", GOOD)
    assert other.status_code == 302


def test_application_new_is_prefilled_and_confirmed_for_a_signed_in_person(
    client: Client, workshop: Workshop
):
    account = AccountFactory(email="dani@example.org", language="fr")
    PersonFactory(account=account, given_name="Dani", job_title="Clima")
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    client.force_login(account)
    page = client.get("/workshops/cordoba/apply/")
    form = page.context["form"]
    shown = {name: form[name].value() for name in ("email", "given_name", "job_title", "language")}
    assert shown == {
        "email": "dani@example.org",
        "given_name": "Dani",
        "job_title": "Clima",
        "language": "fr",
    }
    answer = client.post("/workshops/cordoba/apply/", GOOD)
    application = Application.objects.get()
    assert (application.state, application.person) == ("RECEIVED", account.person)
    assert answer["Location"] == f"/workshops/applications/{application.key}/"


@pytest.mark.parametrize("state", ["SELECTION", "CONFIRMED", "CLOSED", "CANCELLED"])
def test_application_new_says_when_the_call_was_with_its_zone(client: Client, state: str):
    WorkshopFactory(state=state, slug="past", applications_close_at=timezone.now() - timedelta(days=3))
    for answer in (client.get("/workshops/past/apply/"), client.post("/workshops/past/apply/", GOOD)):
        assert answer.status_code == 200
        assert "UTC−3" in answer.content.decode()
    assert Application.objects.count() == 0


def test_application_new_of_a_draft_is_not_found(client: Client):
    WorkshopFactory(state="DRAFT", slug="draft")
    assert client.get("/workshops/draft/apply/").status_code == 404


def test_application_confirm_asks_before_it_confirms(client: Client, application: Application):
    url = f"/workshops/applications/confirm/{application.key}/"
    assert client.get(url).status_code == 200
    application.refresh_from_db()
    assert application.state == "UNCONFIRMED"
    answer = client.post(url)
    application.refresh_from_db()
    assert (application.state, answer["Location"]) == (
        "RECEIVED",
        f"/workshops/applications/{application.key}/",
    )
    assert client.post(url).status_code == 302


def test_application_confirm_too_late_says_so(client: Client, application: Application):
    Workshop.objects.update(state="CLOSED")
    answer = client.post(f"/workshops/applications/confirm/{application.key}/")
    assert answer.status_code == 409
    assert b"takes no applications now" in answer.content


@pytest.mark.parametrize("page", ["", "edit/", "withdraw/"])
def test_application_pages_open_only_by_the_key(client: Client, application: Application, page: str):
    assert client.get(f"/workshops/applications/wrong{application.key}/{page}").status_code == 404
    assert client.get(f"/workshops/applications/{application.code}/{page}").status_code == 404
    assert client.get("/workshops/applications/confirm/nothing/").status_code == 404


def test_application_status_before_confirming_leads_to_confirming(client: Client, application: Application):
    answer = client.get(f"/workshops/applications/{application.key}/")
    assert answer["Location"] == f"/workshops/applications/confirm/{application.key}/"


@pytest.mark.parametrize(
    ("decide", "words"),
    [
        (selection.accept_applications, b"You have a place."),
        (selection.put_on_waiting_list, b"You are number 1 on the waiting list."),
        (selection.decline_applications, b"could not offer you a place"),
    ],
)
def test_application_status_shows_a_decision_only_after_its_mail(client: Client, decide: Any, words: bytes):
    application = ApplicationFactory(workshop__state="SELECTION")
    decide(application.workshop, [application], by=AccountFactory())
    url = f"/workshops/applications/{application.key}/"
    before = client.get(url).content
    QueuedMail.objects.filter(state="HELD").update(state="SENT", sent_at=timezone.now())
    after = client.get(url).content
    assert (words in before, words in after) == (False, True)
    assert b"will write to you when they have decided" in before


def test_application_edit_changes_until_the_call_closes(client: Client, application: Application):
    client.post(f"/workshops/applications/confirm/{application.key}/")
    url = f"/workshops/applications/{application.key}/edit/"
    assert client.get(url).status_code == 200
    client.post(url, {**GOOD, "job_title": "Jefa", "email": "other@example.org"})
    application.refresh_from_db()
    assert (application.job_title, application.email) == ("Jefa", "dani@example.org")
    assert client.post(url, {**GOOD, "motivation": ""}).status_code == 422
    Workshop.objects.update(state="SELECTION")
    assert client.get(url).status_code == 302
    answer = client.post(url, {**GOOD, "job_title": "Late"})
    assert answer.status_code == 422
    application.refresh_from_db()
    assert application.job_title == "Jefa"


def test_application_withdraw_asks_again_then_withdraws(client: Client, application: Application):
    client.post(f"/workshops/applications/confirm/{application.key}/")
    url = f"/workshops/applications/{application.key}/withdraw/"
    assert client.get(url).status_code == 200
    for _time in range(2):
        assert client.post(url).status_code == 302
    application.refresh_from_db()
    assert application.state == "WITHDRAWN"
    page = client.get(f"/workshops/applications/{application.key}/").content
    assert b"You withdrew this application." in page


def test_application_mail_links_lead_to_the_pages(application: Application, settings: Any):
    (mail,) = QueuedMail.objects.all()
    link = next(word for word in mail.text.split() if "/confirm/" in word)
    assert link == f"{settings.SITE_URL}/workshops/applications/confirm/{application.key}/"
