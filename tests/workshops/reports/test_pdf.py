import io

import pikepdf
import pytest
from django.utils import translation
from pypdf import PdfReader

from tests.factories.reports import reported_workshop
from workshops.queries.report_facts import workshop_facts
from workshops.reports.document import report_document
from workshops.reports.typesetting import typeset_pdf

pytestmark = pytest.mark.django_db
LANGUAGES = ["es", "pt-br", "en", "fr"]


def _pdf(language: str) -> bytes:
    facts = workshop_facts(reported_workshop())
    with translation.override(language):
        document = report_document(facts, version=1)
    return typeset_pdf(document, language=language)


@pytest.mark.parametrize(("language", "tag"), [("es", "es"), ("pt-br", "pt-BR"), ("en", "en"), ("fr", "fr")])
def test_pdf_says_its_language_title_and_standard(language: str, tag: str) -> None:
    with pikepdf.open(io.BytesIO(_pdf(language))) as pdf:
        assert str(pdf.Root.Lang) == tag
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].startswith(("Alinear", "Aligning"))


def test_pdf_has_a_bookmark_for_each_chapter() -> None:
    reader = PdfReader(io.BytesIO(_pdf("en")))
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == [
        "The workshop in brief",
        "Participants",
        "Programme",
        "Attendance by session",
        "About the figures",
    ]


def test_pdf_describes_its_charts() -> None:
    with pikepdf.open(io.BytesIO(_pdf("en"))) as pdf:
        described = [
            str(thing.Alt)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
    assert any("Participants by network" in text and "Mercociudades: 3 of 5" in text for text in described)
    assert len(described) >= 5


def test_pdf_prints_shares_with_their_denominators() -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(_pdf("en"))).pages)
    assert "3 of 5 (60 %)" in text


def test_the_same_facts_make_the_same_document() -> None:
    facts = workshop_facts(reported_workshop())
    assert report_document(facts, version=2) == report_document(facts, version=2)
