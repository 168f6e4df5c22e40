"""A coordinator plans the Córdoba workshop, calls, selects, runs it, and gets the report."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from modules.models import Module
from participants.models import Account, City, Network, Person
from sdgplatform.outbox.models import MailState, QueuedMail
from tests.e2e.steps import fill, link_in_mail, look, send, sign_in, visit, with_password
from tests.factories.alignment import AlignmentMatrixFactory, StrategyFactory
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory
from tests.factories.participants import (
    CityFactory,
    NetworkFactory,
    ProfileFactory,
    SubdivisionFactory,
)
from tests.personas import make_account
from workshops.models import Application, ApplicationState, Attendance, Workshop, WorkshopReport

TITLE = "Alinear las estrategias de ciudad con los ODS"


@pytest.fixture
def network(transactional_db: None) -> Network:
    return NetworkFactory(slug="mercociudades", name="Mercociudades")


@pytest.fixture
def coordinator(network: Network) -> Account:
    return with_password(make_account("lucia", "COORDINATOR", network))


@pytest.fixture
def city(transactional_db: None) -> City:
    province = SubdivisionFactory(country__names={"es": "Argentina", "en": "Argentina"})
    return CityFactory(name="Córdoba", slug="cordoba-ar", country=province.country, subdivision=province)


@pytest.fixture
def module(network: Network) -> Module:
    made = ModuleFactory(slug="module-2", titles={"es": "Planificación territorial"}, networks=[network])
    EditionFactory(part=PartFactory(module=made))
    return made


@pytest.fixture
def trainer(network: Network) -> Person:
    return make_account("sara", "TRAINER", network).person


def _plan(page: Page, network: Network, module: Module, trainer: Person) -> Workshop:
    starts = timezone.localdate() + timedelta(days=40)
    visit(page, "/workshops/new/")
    fill(
        page,
        {
            "titles_es": TITLE,
            "summaries_es": "Un día sobre el segundo módulo.",
            "languages": ["es"],
            "modules": [module.pk],
            "lead": network.pk,
            "trainers": [trainer.pk],
            "contact_email": "secretaria@example.org",
            "start_date": starts.isoformat(),
            "start_time": "09:00",
            "end_date": starts.isoformat(),
            "end_time": "18:00",
            "time_zone": "America/Argentina/Cordoba",
            "new_venue_name": "Academia Nacional de Ciencias",
            "new_venue_city": "cordoba",
            "capacity": "20",
            "close_date": (starts - timedelta(days=20)).isoformat(),
            "close_time": "23:00",
        },
    )
    send(page)
    return Workshop.objects.get()


def _add_session(page: Page, workshop: Workshop, trainer: Person) -> None:
    visit(page, f"/workshops/{workshop.slug}/programme/new/")
    fill(
        page,
        {
            "start_time": "09:00",
            "end_time": "10:30",
            "title": "Apertura y expectativas",
            "room": "Sala Magna",
        },
    )
    send(page)
    expect(page.locator("main")).to_contain_text("Apertura y expectativas")


def _move(page: Page, workshop: Workshop, to: str) -> None:
    visit(page, f"/workshops/{workshop.slug}/move/{to}/")
    send(page)
    workshop.refresh_from_db()
    assert workshop.state == to.upper()


def _apply(page: Page, workshop: Workshop, profile: str) -> None:
    """Without an account; the link in the mail makes the application count."""
    visit(page, f"/workshops/{workshop.slug}/")
    visit(page, f"/workshops/{workshop.slug}/apply/")
    fill(
        page,
        {
            "email": "paula@example.org",
            "given_name": "Paula",
            "family_name": "Riquelme",
            "gender": "WOMAN",
            "city": "cordoba",
            "organisation_name": "Municipalidad de Córdoba",
            "job_title": "Directora de planificación",
            "profile": profile,
            "motivation": "Actualizamos el plan de metas.",
            "consent": True,
        },
    )
    send(page)
    assert Application.objects.get().state == ApplicationState.UNCONFIRMED
    visit(page, link_in_mail("paula@example.org", "application_confirm"))
    send(page)
    assert Application.objects.get().state == ApplicationState.RECEIVED


def _accept(page: Page, workshop: Workshop) -> None:
    application = Application.objects.get()
    visit(page, f"/workshops/{workshop.slug}/applications/?a={application.code}")
    page.locator(f"[type=checkbox][name=pick][value='{application.code}']").check()
    with page.expect_navigation():
        page.locator("button[name=do][value=accept]").first.click()
    look(page)
    send(page)
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED


def _release_mails(page: Page, workshop: Workshop) -> None:
    visit(page, f"/workshops/{workshop.slug}/mail/")
    held = QueuedMail.objects.get(to_email="paula@example.org", state=MailState.HELD)
    assert held.language == "es"
    send(page, "main button[name=which][value=all]")
    send(page)
    held.refresh_from_db()
    assert held.state != MailState.HELD


def _the_day_comes(workshop: Workshop) -> None:
    """The one thing a test cannot wait for."""
    by = timezone.now() - timedelta(hours=2) - workshop.starts_at
    workshop.sessions.update(
        starts_at=workshop.starts_at + by, ends_at=workshop.starts_at + by + timedelta(hours=1)
    )
    Workshop.objects.filter(pk=workshop.pk).update(
        starts_at=workshop.starts_at + by,
        ends_at=workshop.ends_at + by,
        applications_open_at=workshop.starts_at + by - timedelta(days=9),
        applications_close_at=workshop.starts_at + by - timedelta(days=2),
    )
    workshop.refresh_from_db()


def _take_attendance(page: Page, workshop: Workshop) -> None:
    visit(page, f"/workshops/{workshop.slug}/attendance/")
    visit(page, f"/workshops/{workshop.slug}/attendance/{workshop.sessions.get().code}/")
    page.locator("button[name=here]").first.click()
    expect(page.locator("button[name=undo]")).to_be_visible()
    look(page)
    assert Attendance.objects.get().status == "PRESENT"


def _link_matrix(page: Page, workshop: Workshop, network: Network, city: City) -> None:
    matrix = AlignmentMatrixFactory(
        strategy=StrategyFactory(city=city, network=network, title="Plan de Metas")
    )
    visit(page, f"/workshops/{workshop.slug}/matrices/")
    page.locator("main select[name=matrix]").select_option(
        label=page.locator("main select[name=matrix] option").last.inner_text()
    )
    with page.expect_navigation():
        page.locator("main form:has(select[name=matrix]) button").click()
    look(page)
    assert matrix.workshop_link.workshop == workshop


def _make_report(page: Page, workshop: Workshop) -> str:
    visit(page, f"/workshops/{workshop.slug}/report/text/")
    fill(page, {"narratives_es": "Las ciudades acordaron seguir trabajando."})
    send(page)
    page.locator("main select[name=language]").select_option("es")
    with page.expect_navigation():
        page.locator("main form.toolbar button.btn-primary").click()
    look(page)
    expect(page.locator("#report-state a[href$='/pdf/']")).to_be_visible(timeout=60_000)
    look(page)
    with page.expect_download() as download:
        page.locator("#report-state a[href$='/pdf/']").evaluate(
            "link => { link.download = 'report.pdf'; link.click() }"
        )
    return str(download.value.path())


@pytest.mark.parametrize(("locale", "width"), [("es", 1440), ("es", 390)])
@pytest.mark.usefixtures("worker")
def test_coordinator_plans_cordoba_and_gets_the_report(
    new_page: Callable[..., Page],
    coordinator: Account,
    network: Network,
    city: City,
    module: Module,
    trainer: Person,
    locale: str,
    width: int,
) -> None:
    profile = ProfileFactory(code="planning", names={"es": "Planificación"})
    page, applicant = new_page(locale=locale, width=width), new_page(locale="es", width=390)
    coordinator.language = locale
    coordinator.save()
    sign_in(page, coordinator)
    workshop = _plan(page, network, module, trainer)
    _add_session(page, workshop, trainer)
    _move(page, workshop, "open")
    _apply(applicant, workshop, str(profile.pk))
    _move(page, workshop, "selection")
    _accept(page, workshop)
    _release_mails(page, workshop)
    _move(page, workshop, "confirmed")
    _the_day_comes(workshop)
    _move(page, workshop, "running")
    _take_attendance(page, workshop)
    visit(page, f"/workshops/{workshop.slug}/materials/")
    _link_matrix(page, workshop, network, city)
    Workshop.objects.filter(pk=workshop.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    _move(page, workshop, "closed")
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(_make_report(page, workshop)).pages)
    assert WorkshopReport.objects.get().version == 1
    assert TITLE in " ".join(text.split())
    assert "Mercociudades" in text
    _move(page, workshop, "reported")
