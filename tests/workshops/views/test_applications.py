import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sdgplatform.outbox.models import QueuedMail
from tests.factories.participants import CityFactory, CountryFactory, NetworkFactory, ProfileFactory
from tests.factories.workshops import ApplicationFactory, WorkshopFactory
from tests.personas import PERSONA_NAMES, Personas
from workshops.actions import selection
from workshops.models import Application, Participation, Workshop

pytestmark = pytest.mark.django_db
LIST = "/workshops/rosario/applications/"


@pytest.fixture
def workshop(personas: Personas) -> Workshop:
    return WorkshopFactory(slug="rosario", state="SELECTION", capacity=2, lead=personas.network)


@pytest.fixture
def coordinator(client: Client, personas: Personas) -> Client:
    client.force_login(personas["coordinator"])
    return client


def apply(workshop: Workshop, number: int = 1, **fields: Any) -> list[Application]:
    return ApplicationFactory.create_batch(number, workshop=workshop, **fields)


def status_of(client: Client, personas: Personas, name: str, url: str, data: Any = None) -> int:
    if name != "visitor":
        client.force_login(personas[name])
    answer = client.get(url) if data is None else client.post(url, data)
    return answer.status_code


READERS = {"admin", "coordinator", "selection_reviewer"}
DECIDERS = {"admin", "coordinator"}


@pytest.mark.parametrize("name", PERSONA_NAMES)
def test_application_list_is_for_those_who_select(
    client: Client, personas: Personas, workshop: Workshop, name: str
):
    apply(workshop)
    expected = 302 if name == "visitor" else 200 if name in READERS else 403
    assert status_of(client, personas, name, LIST) == expected
    assert status_of(client, personas, name, f"{LIST}export/") == expected


@pytest.mark.parametrize("name", PERSONA_NAMES)
@pytest.mark.parametrize("path", ["decide/", "promote/", "new/"])
def test_decisions_are_for_coordinators(
    client: Client, personas: Personas, workshop: Workshop, name: str, path: str
):
    (application,) = apply(workshop)
    data = {"do": "accept", "pick": application.code, "confirmed": "1"}
    status = status_of(client, personas, name, LIST + path, data)
    assert (status not in (403, 404) and name != "visitor") is (name in DECIDERS)
    application.refresh_from_db()
    assert application.state == ("ACCEPTED" if path == "decide/" and name in DECIDERS else "RECEIVED")


@pytest.mark.parametrize("name", ["selection_reviewer", "check_in", "other_coordinator", "member"])
def test_application_note_is_for_those_who_select(
    client: Client, personas: Personas, workshop: Workshop, name: str
):
    (application,) = apply(workshop)
    url = f"{LIST}{application.code}/note/"
    status = status_of(client, personas, name, url, {"team_note": "Strong"})
    assert status == (302 if name in READERS else 404)
    application.refresh_from_db()
    assert application.team_note == ("Strong" if name in READERS else "")


def test_application_list_shows_reviewers_no_buttons_to_decide(
    client: Client, personas: Personas, workshop: Workshop
):
    (application,) = apply(workshop)
    client.force_login(personas["selection_reviewer"])
    page = client.get(f"{LIST}?a={application.code}").content
    assert (b'value="accept"' in page, b"/note/" in page) == (False, True)


def test_application_list_asks_the_same_queries_for_one_and_three(coordinator: Client, workshop: Workshop):
    def one_more() -> None:
        apply(workshop, city=CityFactory(), network=NetworkFactory(), profile=ProfileFactory())

    one_more()
    coordinator.get(LIST)
    one = count_queries(coordinator, LIST)
    one_more()
    one_more()
    assert count_queries(coordinator, LIST) == one
    assert one <= 15


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_application_list_counts_states_and_shares(
    coordinator: Client, workshop: Workshop, personas: Personas
):
    apply(workshop, 2, gender="WOMAN", city=CityFactory(country=CountryFactory(iso2="UY")))
    (man,) = apply(workshop, gender="MAN")
    apply(workshop, state="UNCONFIRMED", person=None, confirmed_at=None, given_name="Hidden", family_name="X")
    selection.accept_applications(workshop, [man], by=personas["coordinator"])
    page = coordinator.get(LIST)
    assert page.context["counts"]["received"] == 3
    assert (page.context["counts"]["ACCEPTED"], page.context["places"].left) == (1, 1)
    genders = [(meter.label, meter.value, meter.note) for meter in page.context["meters"][2][1]]
    assert genders == [("Man", 1, "of 1"), ("Woman", 0, "of 2")]
    assert b"Hidden" not in page.content


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Ana", "Bea", "Cid"}),
        ("q=ana", {"Ana"}),
        ("q=cordoba", {"Ana"}),
        ("gender=WOMAN", {"Ana", "Bea"}),
        ("gender=-", {"Cid"}),
        ("country=AR", {"Ana"}),
        ("network=-", {"Ana", "Cid"}),
        ("network=net-a", {"Bea"}),
        ("profile=prof-a", {"Cid"}),
        ("state=RECEIVED", {"Ana", "Bea", "Cid"}),
        ("state=ACCEPTED", set()),
        ("state=NONSENSE&country=XX&network=x&profile=%00&sort=evil&page=zzz", {"Ana", "Bea", "Cid"}),
    ],
)
def test_application_list_filters(coordinator: Client, workshop: Workshop, query: str, names: set[str]):
    fill(workshop)
    page = coordinator.get(f"{LIST}?{query}")
    assert {row.given_name for row in page.context["page"]} == names


def fill(workshop: Workshop) -> None:
    apply(workshop, given_name="Ana", gender="WOMAN", city=CityFactory(name="Córdoba"))
    apply(workshop, given_name="Bea", gender="WOMAN", network=NetworkFactory(slug="net-a"))
    apply(workshop, given_name="Cid", profile=ProfileFactory(code="prof-a"))


def test_application_export_is_exactly_the_list(coordinator: Client, workshop: Workshop):
    fill(workshop)
    Application.objects.filter(given_name="Ana").update(motivation="=1+1")
    answer = coordinator.get(f"{LIST}export/?format=xlsx&gender=WOMAN&sort=-name")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Code", "Given name", "Family name")
    assert [row[1] for row in rows[1:]] == ["Bea", "Ana"]
    assert rows[2][17] == "'=1+1"
    as_csv = b"".join(coordinator.get(f"{LIST}export/?format=csv").streaming_content).decode("utf-8-sig")
    assert len(as_csv.strip().splitlines()) == 4
    assert coordinator.get(f"{LIST}export/?format=exe").status_code == 400


def test_applications_decide_says_the_effect_before_it_acts(coordinator: Client, workshop: Workshop):
    first, second = apply(workshop, 2)
    data = {"do": "accept", "pick": [first.code, second.code]}
    page = coordinator.post(f"{LIST}decide/", data)
    assert page.context["effect"].sentences[0] == (
        "2 applications are accepted and get a place; 0 left then."
    )
    assert Participation.objects.count() == 0
    answer = coordinator.post(f"{LIST}decide/", {**data, "confirmed": "1"})
    assert answer["Location"] == LIST
    assert Participation.objects.count() == 2


def test_applications_decide_beyond_the_places_changes_nothing(coordinator: Client, workshop: Workshop):
    codes = [application.code for application in apply(workshop, 3)]
    data = {"do": "accept", "pick": codes}
    page = coordinator.post(f"{LIST}decide/", data)
    assert page.context["effect"].is_possible is False
    refused = coordinator.post(f"{LIST}decide/", {**data, "confirmed": "1"})
    assert refused.status_code == 409
    assert b"2 places are left, 3 were chosen. Nothing was changed." in refused.content
    assert Participation.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "accept"},
        {"do": "explode", "pick": "x"},
        {"do": "accept", "pick": "unknown"},
        {"do": "accept", "pick": "\x00"},
        {"do": "decline", "pick": "CODE", "reason": "x" * 1001},
    ],
)
def test_applications_decide_survives_bad_input(
    coordinator: Client, workshop: Workshop, data: dict[str, str]
):
    (application,) = apply(workshop)
    data = {name: application.code if value == "CODE" else value for name, value in data.items()}
    answer = coordinator.post(f"{LIST}decide/", data, follow=True)
    assert answer.status_code == 200
    assert b"Choose at least one application" in answer.content


def test_applications_decide_declines_with_a_reason(coordinator: Client, workshop: Workshop):
    (application,) = apply(workshop)
    data = {"do": "decline", "pick": application.code, "reason": "Too late", "confirmed": "1"}
    coordinator.post(f"{LIST}decide/", data)
    assert application.transitions.get().reason == "Too late"
    assert b"Declined" in coordinator.get(f"{LIST}?a={application.code}").content


def test_application_promote_fills_the_free_place(
    coordinator: Client, workshop: Workshop, personas: Personas
):
    waiting = apply(workshop, 2)
    selection.put_on_waiting_list(workshop, waiting, by=personas["coordinator"])
    assert b"2 places are free, and people wait for them." in coordinator.get(LIST).content
    coordinator.post(f"{LIST}promote/")
    waiting[0].refresh_from_db()
    assert waiting[0].state == "ACCEPTED"
    coordinator.post(f"{LIST}promote/")
    answer = coordinator.post(f"{LIST}promote/", follow=True)
    assert b"Nobody is on the waiting list." in answer.content


@pytest.mark.parametrize(
    ("place", "expected"), [("1", 1), ("99", 2), ("0", 2), ("x", 2), ("", 2), ("1e9", 2)]
)
def test_application_move_on_the_waiting_list(
    coordinator: Client, workshop: Workshop, personas: Personas, place: str, expected: int
):
    waiting = apply(workshop, 2)
    selection.put_on_waiting_list(workshop, waiting, by=personas["coordinator"])
    assert coordinator.post(f"{LIST}{waiting[1].code}/move/", {"place": place}).status_code == 302
    waiting[1].refresh_from_db()
    assert waiting[1].waiting_position == expected


def test_application_withdraw_for_somebody_asks_again(coordinator: Client, workshop: Workshop):
    (application,) = apply(workshop)
    url = f"{LIST}{application.code}/withdraw/"
    assert coordinator.get(url).status_code == 200
    coordinator.post(url, {"reason": "By phone"})
    application.refresh_from_db()
    assert application.state == "WITHDRAWN"


def test_application_of_another_workshop_is_not_found(coordinator: Client, workshop: Workshop):
    other = ApplicationFactory()
    for verb in ("note", "move", "withdraw"):
        assert coordinator.post(f"{LIST}{other.code}/{verb}/").status_code == 404
    assert coordinator.get(f"{LIST}?a={other.code}").context["opened"] is None


def test_application_add_by_hand(coordinator: Client, workshop: Workshop):
    good = {
        "email": "dani@example.org",
        "given_name": "Daniela",
        "family_name": "Iturriaga",
        "language": "es",
        "organisation_name": "Municipalidad",
        "job_title": "Clima",
        "motivation": "By phone",
        "consent": "on",
    }
    answer = coordinator.post(f"{LIST}new/", {**good, "consent": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["consent"])
    assert coordinator.post(f"{LIST}new/", good).status_code == 302
    assert Application.objects.get().state == "RECEIVED"
    assert QueuedMail.objects.get().state == "HELD"
    again = coordinator.post(f"{LIST}new/", good)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["email"])
