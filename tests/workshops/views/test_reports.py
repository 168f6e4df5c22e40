import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sdgplatform.jobs.models import Job
from tests.factories.reports import reported_workshop
from tests.personas import Personas
from workshops.actions.reports import make_report
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(personas: Personas) -> Workshop:
    return reported_workshop(personas.network)


@pytest.fixture
def coordinator(personas: Personas, client: Client) -> Client:
    client.force_login(personas["coordinator"])
    return client


def _address(workshop: Workshop, rest: str = "") -> str:
    return f"/workshops/{workshop.slug}/report/{rest}"


def test_report_list_says_what_the_report_lacks(coordinator: Client, workshop: Workshop) -> None:
    page = coordinator.get(_address(workshop)).content.decode()
    assert "The account of the workshop is not written" in page
    assert "1 session has no attendance" in page


def test_report_list_has_constant_queries(
    coordinator: Client, personas: Personas, workshop: Workshop
) -> None:
    counts = []
    for maker in ("coordinator", "trainer", "viewer"):
        make_report(workshop, language="es", by=personas[maker])
        with CaptureQueriesContext(connection) as captured:
            coordinator.get(_address(workshop))
        counts.append(len(captured))
    assert counts[0] == counts[2] <= 15


def test_report_make_twice_is_one_job(coordinator: Client, workshop: Workshop) -> None:
    for _ in range(2):
        assert coordinator.post(_address(workshop, "make/"), {"language": "es"}).status_code == 302
    assert Job.objects.get().arguments == {"workshop": workshop.pk, "language": "es"}


def test_report_make_in_an_unknown_language_says_so(coordinator: Client, workshop: Workshop) -> None:
    page = coordinator.post(_address(workshop, "make/"), {"language": "xx"}, follow=True)
    assert "Choose one of the four languages." in page.content.decode()
    assert not Job.objects.exists()


def test_report_list_shows_the_running_job_and_polls(coordinator: Client, workshop: Workshop) -> None:
    coordinator.post(_address(workshop, "make/"), {"language": "es"})
    page = coordinator.get(_address(workshop)).content.decode()
    assert "Collect facts and figures" in page
    assert 'hx-trigger="every 2s"' in page


def test_report_text_is_kept_by_language(coordinator: Client, workshop: Workshop) -> None:
    answer = coordinator.post(_address(workshop, "text/"), {"narratives_es": "Se acordó seguir."})
    workshop.refresh_from_db()
    assert answer.status_code == 302
    assert workshop.narratives == {"es": "Se acordó seguir."}


def test_report_text_that_is_too_long_comes_back(coordinator: Client, workshop: Workshop) -> None:
    text = "a" * 10_001
    answer = coordinator.post(_address(workshop, "text/"), {"narratives_es": text})
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_report_pdf_is_sent_with_its_name(coordinator: Client, workshop: Workshop) -> None:
    report = make_report(workshop, language="es", by=None)
    answer = coordinator.get(_address(workshop, f"{report.code}/pdf/"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert "cordoba-2017-v1-es.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("persona", "code"), [("other_coordinator", 404), ("planner", 404), ("visitor", 302)]
)
def test_report_pdf_is_not_for_others(
    personas: Personas, client: Client, workshop: Workshop, persona: str, code: int
) -> None:
    report = make_report(workshop, language="es", by=None)
    if persona != "visitor":
        client.force_login(personas[persona])
    assert client.get(_address(workshop, f"{report.code}/pdf/")).status_code == code
