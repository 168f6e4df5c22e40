import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.forms.guesses import Guess, guess_language, guess_place, plain_stem
from modules.models import PartEdition
from sdgplatform.uploads.actions import store_upload
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory
from tests.factories.uploads import good_file


@pytest.mark.parametrize(
    ("name", "language", "stem"),
    [
        ("guia_es.pdf", "es", "guia"),
        ("guia-formador_pt.pdf", "pt-br", "guia-formador"),
        ("Guía PT-BR.pdf", "pt-br", "Guía"),
        ("guia.pt_BR.pdf", "pt-br", "guia"),
        ("guia_EN_v3.pdf", "en", "guia"),
        ("guia_v3_fra.pdf", "fr", "guia"),
        ("guia (es).pdf", "es", "guia"),
        ("guia_es_v2.pdf", "es", "guia"),
        ("ficha_03_por.docx", "pt-br", "ficha 03"),
        ("ciudades.pdf", "", "ciudades"),
        ("redes.pdf", "", "redes"),
        ("es.pdf", "", "es"),
        ("guia_de.pdf", "", "guia de"),
    ],
)
def test_guess_language(name, language, stem):
    assert (guess_language(name), plain_stem(name)) == (language, stem)


@given(st.text(max_size=80))
def test_guess_language_of_any_name(name):
    assert guess_language(name) in ("", "es", "pt-br", "en", "fr")
    assert isinstance(plain_stem(name), str)


@pytest.fixture
def module(db):
    return ModuleFactory()


def guess(module, kind, name):
    upload = store_upload(good_file(kind, name), by=None)
    parts = list(module.parts.all().in_order())
    editions = list(PartEdition.objects.filter(part__module=module).select_related("part", "upload"))
    return guess_place(upload, parts, editions)


def test_guess_place_by_a_name_used_before(module):
    part = PartFactory(module=module, kind="HANDOUT")
    PartFactory(module=module, kind="HANDOUT")
    upload = store_upload(good_file("pdf", "Ficha 3_es.pdf"), by=None)
    EditionFactory(part=part, upload=upload, url="")
    assert guess(module, "docx", "ficha_3_pt_v2.docx") == Guess(part.code, "pt-br")


def test_guess_place_by_the_title_of_a_part(module):
    part = PartFactory(module=module, kind="TOOL", titles={"es": "Matriz de alineación"})
    PartFactory(module=module, kind="TOOL")
    assert guess(module, "xlsx", "matriz de alineacion_en.xlsx") == Guess(part.code, "en")


def test_guess_place_by_the_only_part_of_the_kind(module):
    part = PartFactory(module=module, kind="PRESENTATION")
    assert guess(module, "pptx", "otra.pptx") == Guess(part.code, "")


@pytest.mark.parametrize(
    ("kind", "name", "part"),
    [
        ("mp4", "clip.mp4", "new:VIDEO"),
        ("pptx", "charla.pptx", "new:PRESENTATION"),
        ("ods", "tabla.ods", "new:TOOL"),
        ("pdf", "Guía.pdf", "new:GUIDE"),
        ("pdf", "ficha.pdf", "new:HANDOUT"),
    ],
)
def test_guess_place_in_an_empty_module(module, kind, name, part):
    assert guess(module, kind, name) == Guess(part, "")


def test_guess_place_never_joins_hand_outs(module):
    PartFactory(module=module, kind="HANDOUT")
    assert guess(module, "pdf", "ficha nueva.pdf") == Guess("new:HANDOUT", "")
