import io
import zipfile

import pytest

from sdgplatform.uploads.actions import store_upload
from tests.factories.modules import EditionFactory, PartFactory
from tests.factories.uploads import GOOD_BYTES, good_file

pytestmark = pytest.mark.django_db

ARCHIVE = "/modules/planning/archive/es/"


@pytest.fixture
def filled(module):
    """A guide and a film in Spanish, an old guide, and a guide in English."""
    guide = PartFactory(module=module, position=1, titles={"es": "Guía"})
    film = PartFactory(module=module, position=0, titles={"es": "Película"})
    old, new, english = (
        store_upload(good_file(kind, name), by=None)
        for kind, name in (("txt", "guía_v1.txt"), ("pdf", "guía.pdf"), ("docx", "guide.docx"))
    )
    EditionFactory(part=guide, upload=old, url="", is_current=False)
    EditionFactory(part=guide, upload=new, url="", version=2)
    EditionFactory(part=guide, upload=english, url="", language="en")
    EditionFactory(part=film, url="https://example.org/v")
    return module


def test_archive_holds_what_is_in_force_in_one_language(sign_in, filled):
    response = sign_in("trainer").get(ARCHIVE)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None
    assert archive.namelist() == ["02 guía.pdf", "links.txt"]
    assert archive.read("02 guía.pdf") == GOOD_BYTES["pdf"]
    assert archive.read("links.txt").decode() == "Película: https://example.org/v\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="Planning (es).zip"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("persona", ["visitor", "member", "viewer"])
def test_archive_is_for_those_who_see_the_module(sign_in, filled, persona):
    assert sign_in(persona).get(ARCHIVE).status_code == 404


@pytest.mark.parametrize("language", ["fr", "de", "xx-yy"])
def test_archive_of_a_language_that_is_not_there(sign_in, filled, language):
    assert sign_in("trainer").get(f"/modules/planning/archive/{language}/").status_code == 404


def test_module_offers_the_whole_in_the_language_of_the_page(sign_in, filled):
    client = sign_in("trainer")
    shown = {}
    for language in ("en", "fr"):
        client.cookies["django_language"] = language
        whole = client.get("/modules/planning/").context["whole"]
        shown[language] = (whole.language, whole.url, whole.size)
    assert shown == {
        "en": ("en", "/modules/planning/archive/en/", len(GOOD_BYTES["docx"])),
        "fr": ("es", ARCHIVE, len(GOOD_BYTES["pdf"])),
    }
