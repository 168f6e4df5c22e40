import io
import zipfile

import openpyxl
import pytest
from pypdf import PdfReader

from alignment.actions.framework import load_framework
from modules.demo import sample_content, seed_demo, texts
from modules.demo.video import sample_video
from modules.models import Module, PartEdition, Series
from modules.queries import parts_of
from sdgplatform.uploads.checks import check_file
from tests.factories.participants import AccountFactory, NetworkFactory
from tests.factories.uploads import uploaded


@pytest.fixture
def cast(db):
    load_framework()
    for slug in ("uclg-learning", "mercociudades"):
        NetworkFactory(slug=slug)
    return {"trainer": AccountFactory()}


SAMPLES = [
    pytest.param(module, part, language, id=f"{module.number}-{part.stem}-{language}")
    for module in texts.MODULES
    for part in module.parts
    for language in part.languages
]


@pytest.mark.parametrize(("module", "part", "language"), SAMPLES)
def test_samples_are_what_their_names_say(module, part, language):
    content = sample_content(part, module, language)
    assert check_file(uploaded(f"x.{part.extension}", content)).kind == part.extension


def test_samples_say_that_they_are_samples():
    module = texts.MODULES[1]
    by_type = {part.extension: sample_content(part, module, "es") for part in module.parts}
    notice = "Archivo de muestra de la demostración."
    assert notice in PdfReader(io.BytesIO(by_type["pdf"])).pages[0].extract_text().replace("\n", " ")
    sheet = openpyxl.load_workbook(io.BytesIO(by_type["xlsx"])).worksheets[0]
    assert str(sheet["A1"].value).startswith(notice)
    for kind, member in (("docx", "word/document.xml"), ("pptx", "ppt/slides/slide1.xml")):
        with zipfile.ZipFile(io.BytesIO(by_type[kind])) as archive:
            assert notice in archive.read(member).decode()


def test_sample_video_is_always_the_same():
    assert sample_video() == sample_video()


def test_seed_demo_twice_adds_once(cast):
    seed_demo(cast)
    counts = [model.objects.count() for model in (Series, Module, PartEdition)]
    seed_demo(cast)
    assert [model.objects.count() for model in (Series, Module, PartEdition)] == counts
    assert counts[:2] == [1, 2]


def test_seed_demo_has_the_five_kinds_and_a_translation_that_is_behind(cast):
    seed_demo(cast)
    module = Module.objects.get(number=2)
    states = parts_of(module)
    assert sorted(state.part.kind for state in states) == [
        "GUIDE",
        "HANDOUT",
        "PRESENTATION",
        "TOOL",
        "VIDEO",
    ]
    guide = states[0].by_language
    behind = {language: (state.edition.version, state.behind) for language, state in guide.items()}
    assert behind == {"es": (2, None), "pt-br": (1, 2), "en": (1, None)}
    assert (module.is_sample, module.visibility) == (True, "PUBLIC")
    assert set(module.targets.values_list("code", flat=True)) == set(texts.MODULES[1].targets)
