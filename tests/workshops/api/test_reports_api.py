import pytest
from rest_framework.test import APIClient

from sdgplatform.jobs.models import Job
from tests.factories.reports import reported_workshop
from tests.personas import Personas
from workshops.actions.reports import make_report
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(personas: Personas) -> Workshop:
    return reported_workshop(personas.network)


def _client(personas: Personas, name: str) -> APIClient:
    client = APIClient()
    if name != "visitor":
        client.force_login(personas[name])
    return client


def test_reports_are_listed_for_those_who_may_see_them(personas: Personas, workshop: Workshop) -> None:
    make_report(workshop, language="es", by=None)
    counts = {
        name: len(_client(personas, name).get("/api/v1/reports/").json()["results"])
        for name in ("coordinator", "trainer", "viewer", "planner", "other_coordinator")
    }
    assert counts == {"coordinator": 1, "trainer": 1, "viewer": 1, "planner": 0, "other_coordinator": 0}


def test_reports_need_an_account(personas: Personas) -> None:
    assert _client(personas, "visitor").get("/api/v1/reports/").status_code == 401


def test_report_is_asked_for_by_post(personas: Personas, workshop: Workshop) -> None:
    body = {"workshop": workshop.slug, "language": "fr"}
    answer = _client(personas, "coordinator").post("/api/v1/reports/", body, format="json")
    assert answer.status_code == 202
    assert answer.json()["code"] == Job.objects.get().code


@pytest.mark.parametrize(("persona", "code"), [("viewer", 403), ("other_coordinator", 403)])
def test_report_is_not_made_for_others(
    personas: Personas, workshop: Workshop, persona: str, code: int
) -> None:
    body = {"workshop": workshop.slug, "language": "fr"}
    assert _client(personas, persona).post("/api/v1/reports/", body, format="json").status_code == code
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"workshop": "nothing", "language": "es"}, {"workshop": "x", "language": "xx"}]
)
def test_bad_request_names_its_fields(personas: Personas, body: dict[str, str]) -> None:
    answer = _client(personas, "coordinator").post("/api/v1/reports/", body, format="json")
    assert answer.status_code == 400
    assert set(answer.json()) <= {"workshop", "language"}


def test_report_pdf_is_downloaded(personas: Personas, workshop: Workshop) -> None:
    report = make_report(workshop, language="es", by=None)
    answer = _client(personas, "viewer").get(f"/api/v1/reports/{report.code}/pdf/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
