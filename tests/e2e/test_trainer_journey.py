"""A trainer uploads a guide in two languages; a participant of a workshop that teaches it downloads it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from modules.models import Module, PartEdition
from participants.models import Account, Network
from tests.e2e.steps import fill, look, send, sign_in, visit, with_password
from tests.factories.participants import NetworkFactory
from tests.factories.uploads import office_bytes, pdf_bytes
from tests.factories.workshops import ParticipationFactory, WorkshopFactory, WorkshopModuleFactory
from tests.personas import make_account

GUIDE = office_bytes("docx")


@pytest.fixture
def network(transactional_db: None) -> Network:
    return NetworkFactory(slug="mercociudades", name="Mercociudades")


@pytest.fixture
def trainer(network: Network) -> Account:
    return with_password(make_account("santiago", "TRAINER", network))


@pytest.fixture
def participant(network: Network) -> Account:
    return with_password(make_account("paula", None, network))


def _add_module(page: Page, network: Network) -> Module:
    visit(page, "/modules/new/")
    texts = {"titles_es": "Planificación territorial", "objectives_es": "Alinear el plan con los ODS."}
    fill(page, {**texts, "networks": [network.pk]})
    _choose_participants(page)
    send(page)
    return Module.objects.get()


def _choose_participants(page: Page) -> None:
    field = page.locator("main [name=visibility]")
    if field.first.evaluate("element => element.tagName") == "SELECT":
        field.select_option("PARTICIPANTS")
    else:
        page.locator("main [name=visibility][value=PARTICIPANTS]").check()


def _upload_guides(page: Page, module: Module, folder: Path) -> None:
    guide, manual = folder / "Guía de alineación_es.docx", folder / "Guia de alinhamento_pt.pdf"
    guide.write_bytes(GUIDE)
    manual.write_bytes(pdf_bytes())
    visit(page, f"/modules/{module.slug}/upload/")
    page.set_input_files("main input[type=file]", [guide, manual])
    send(page)
    expect(page.locator("main form fieldset")).to_have_count(2)
    send(page)
    expect(page.locator("main")).to_contain_text("Guía")


def _refuse_a_disguised_file(page: Page, module: Module, folder: Path) -> None:
    disguised = folder / "presentación.pdf"
    disguised.write_bytes(b"MZ this is a program")
    visit(page, f"/modules/{module.slug}/upload/")
    page.set_input_files("main input[type=file]", [disguised])
    page.locator("main form button.btn-primary").last.click()
    expect(page.locator("main .invalid-feedback, main .error-summary").first).to_be_visible()
    look(page)


@pytest.mark.expected_console_errors("422|404")
@pytest.mark.parametrize("width", [1440, 390])
def test_trainer_uploads_a_guide_in_two_languages_and_a_participant_downloads_it(
    new_page: Callable[..., Page],
    trainer: Account,
    participant: Account,
    network: Network,
    tmp_path: Path,
    width: int,
) -> None:
    page = new_page(locale="es", width=width)
    sign_in(page, trainer)
    module = _add_module(page, network)
    _refuse_a_disguised_file(page, module, tmp_path)
    _upload_guides(page, module, tmp_path)
    languages = set(PartEdition.objects.values_list("language", flat=True))
    assert languages == {"es", "pt-br"}

    workshop = WorkshopFactory(lead=network, state="CONFIRMED")
    WorkshopModuleFactory(workshop=workshop, module=module)
    reader = new_page(locale="es", width=390)
    assert reader.goto(f"/modules/{module.slug}/").status == 404
    sign_in(reader, participant)
    ParticipationFactory(workshop=workshop, person=participant.person)
    visit(reader, f"/workshops/{workshop.slug}/my/")
    visit(reader, f"/modules/{module.slug}/")
    edition = PartEdition.objects.get(language="es")
    with reader.expect_download() as download:
        reader.locator(f"a[href*='/editions/{edition.code}/']").first.click()
    assert download.value.suggested_filename == "Guía de alineación_es.docx"
    assert Path(download.value.path()).read_bytes() == GUIDE
