from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.actions import Message, queue_mail
from sdgplatform.outbox.models import QueuedMail
from tests.factories.workshops import WorkshopFactory
from tests.personas import PERSONA_NAMES, Personas
from workshops.models import Workshop

pytestmark = pytest.mark.django_db
PAGE = "/workshops/cordoba/mail/"


@pytest.fixture
def workshop(personas: Personas) -> Workshop:
    return WorkshopFactory(slug="cordoba", state="SELECTION", lead=personas.network)


@pytest.fixture
def coordinator(client: Client, personas: Personas) -> Client:
    client.force_login(personas["coordinator"])
    return client


def held(workshop: Workshop, number: int = 1) -> QueuedMail:
    message = Message(
        kind="application_accepted",
        reason=f"application:{number}",
        to_email=f"p{number}@example.org",
        to_name=f"Person {number}",
        language="es",
        subject="Tiene un lugar",
        text="Texto",
        scope=scope_key(workshop),
    )
    mail = queue_mail(message, held=True)
    assert mail is not None
    return mail


def states() -> list[str]:
    return list(QueuedMail.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("name", PERSONA_NAMES)
def test_mail_is_for_coordinators(client: Client, personas: Personas, workshop: Workshop, name: str):
    mail = held(workshop)
    if name != "visitor":
        client.force_login(personas[name])
    allowed = name in ("admin", "coordinator")
    assert client.get(PAGE).status_code == (302 if name == "visitor" else 200 if allowed else 403)
    client.post(f"{PAGE}release/", {"which": "all", "confirmed": "1"})
    client.post(f"{PAGE}{mail.code}/step/", {"do": "cancel"})
    client.post(f"{PAGE}{mail.code}/edit/", {"subject": "x", "text": "y"})
    assert states() == (["CANCELLED"] if allowed else ["HELD"])


def test_mail_list_shows_one_mail_and_filters(coordinator: Client, workshop: Workshop):
    first, second = held(workshop, 1), held(workshop, 2)
    page = coordinator.get(f"{PAGE}?m={first.code}")
    assert page.context["opened"] == first
    assert b"Texto" in page.content
    found = coordinator.get(f"{PAGE}?q=p2@&state=HELD&kind=application_accepted").context["page"]
    assert list(found) == [second]
    assert coordinator.get(f"{PAGE}?state=NONSENSE&m=%00&q=%00&sort=evil&page=-1").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_mail_list_has_constant_queries(
    coordinator: Client, workshop: Workshop, django_assert_num_queries: Any, count: int
):
    for number in range(count):
        held(workshop, number)
    with django_assert_num_queries(8):
        response = coordinator.get(PAGE)
    assert len(response.context["page"].object_list) == count


def test_mails_of_another_workshop_are_not_found(coordinator: Client, workshop: Workshop):
    other = held(WorkshopFactory())
    assert coordinator.get(f"{PAGE}?m={other.code}").context["opened"] is None
    assert coordinator.post(f"{PAGE}{other.code}/step/", {"do": "cancel"}).status_code == 404
    coordinator.post(f"{PAGE}release/", {"pick": other.code, "confirmed": "1"})
    assert states() == ["HELD"]


def test_mail_release_says_how_many_before_it_lets_them_go(coordinator: Client, workshop: Workshop):
    held(workshop, 1)
    second = held(workshop, 2)
    asked = coordinator.post(f"{PAGE}release/", {"which": "all"})
    assert b"Let 2 mails go?" in asked.content
    assert states() == ["HELD", "HELD"]
    coordinator.post(f"{PAGE}release/", {"pick": second.code, "confirmed": "1"})
    assert states() == ["HELD", "QUEUED"]
    entry = AuditEntry.objects.get(action="workshops.mails.released")
    assert (entry.details, entry.target_id) == ({"number": 1}, str(workshop.pk))


def test_mail_release_of_nothing_says_so(coordinator: Client, workshop: Workshop):
    answer = coordinator.post(f"{PAGE}release/", {"pick": "\x00"}, follow=True)
    assert b"None of the chosen mails is held." in answer.content


def test_mail_edit_changes_the_words_until_it_left(coordinator: Client, workshop: Workshop):
    mail = held(workshop)
    url = f"{PAGE}{mail.code}/edit/"
    assert coordinator.post(url, {"subject": "", "text": "T"}).status_code == 422
    assert coordinator.post(url, {"subject": "Nuevo", "text": "T"}).status_code == 302
    mail.refresh_from_db()
    assert (mail.subject, mail.text) == ("Nuevo", "T")
    QueuedMail.objects.update(state="SENT", sent_at=timezone.now())
    late = coordinator.post(url, {"subject": "Zu spät", "text": "T"})
    assert late.status_code == 422
    mail.refresh_from_db()
    assert mail.subject == "Nuevo"


@pytest.mark.parametrize(
    ("before", "do", "after"),
    [
        ("HELD", "release", "QUEUED"),
        ("HELD", "cancel", "CANCELLED"),
        ("QUEUED", "hold", "HELD"),
        ("QUEUED", "cancel", "CANCELLED"),
        ("FAILED", "retry", "QUEUED"),
        ("FAILED", "cancel", "FAILED"),
        ("SENDING", "hold", "SENDING"),
        ("CANCELLED", "release", "CANCELLED"),
        ("CANCELLED", "retry", "CANCELLED"),
        ("HELD", "explode", "HELD"),
        ("HELD", "", "HELD"),
    ],
)
def test_mail_step(coordinator: Client, workshop: Workshop, before: str, do: str, after: str):
    mail = held(workshop)
    QueuedMail.objects.update(state=before)
    assert coordinator.post(f"{PAGE}{mail.code}/step/", {"do": do}).status_code == 302
    assert states() == [after]
