import pytest

from modules.models import Module, PartEdition
from sdgplatform.uploads.actions import store_upload
from sdgplatform.uploads.models import Upload
from tests.factories.alignment import TargetFactory
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory, SeriesFactory
from tests.factories.uploads import GOOD_BYTES, good_file, uploaded
from tests.factories.workshops import WorkshopFactory, WorkshopModuleFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/modules/"
DETAIL = f"{LIST}planning/"
EDITIONS = f"{DETAIL}editions/"


@pytest.fixture
def part(module):
    return PartFactory(module=module, titles={"en": "Guide"})


def slugs(response):
    return [row["slug"] for row in response.json()["results"]]


def test_list_shows_what_one_may_see(sign_in, module):
    ModuleFactory(slug="open", visibility="PUBLIC")
    assert slugs(sign_in("visitor").get(LIST)) == ["open"]
    assert slugs(sign_in("trainer").get(LIST)) == ["planning", "open"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=es", ["a"]),
        ("target=11.3", ["a"]),
        ("series=s", ["b"]),
        ("q=beta", ["b"]),
        ("visibility=PUBLIC", ["a", "b"]),
    ],
)
def test_list_filters(sign_in, query, found):
    one = ModuleFactory(slug="a", visibility="PUBLIC")
    ModuleFactory(slug="b", titles={"en": "Beta"}, visibility="PUBLIC", series=SeriesFactory(slug="s"))
    one.targets.add(TargetFactory(code="11.3"))
    EditionFactory(part=PartFactory(module=one))
    assert slugs(sign_in("visitor").get(f"{LIST}?{query}")) == found


def test_list_names_languages_and_goals(sign_in):
    module = ModuleFactory(slug="a", visibility="PUBLIC")
    part = PartFactory(module=module)
    for language in ("fr", "es"):
        EditionFactory(part=part, language=language)
    for code in ("16.7", "11.3"):
        module.targets.add(TargetFactory(code=code))
    [row] = sign_in("visitor").get(LIST).json()["results"]
    assert (row["languages"], row["goals"], row["titles"]) == (["es", "fr"], [11, 16], {"en": "a"})


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_rows(sign_in, rows, django_assert_num_queries):
    for _number in range(rows):
        EditionFactory(part=PartFactory(module=ModuleFactory(visibility="PUBLIC", series=SeriesFactory())))
    client = sign_in("visitor")
    with django_assert_num_queries(1):
        client.get(LIST)


def test_detail_has_parts_and_editions(sign_in, part):
    upload = store_upload(good_file("pdf", "guía_es.pdf"), by=None)
    edition = EditionFactory(part=part, upload=upload, url="")
    [found] = sign_in("trainer").get(DETAIL).json()["parts"]
    assert (found["code"], found["kind"], found["titles"]) == (part.code, "GUIDE", {"en": "Guide"})
    [shown] = found["editions"]
    assert (shown["language"], shown["version"], shown["file_name"]) == ("es", 1, "guía_es.pdf")
    assert (shown["size"], shown["sha256"]) == (len(GOOD_BYTES["pdf"]), upload.sha256)
    assert shown["download_url"] == f"http://testserver/modules/planning/editions/{edition.code}/"


def test_detail_has_old_versions_for_staff_only(sign_in, part, module):
    module.visibility = "PUBLIC"
    module.save()
    EditionFactory(part=part, is_current=False)
    EditionFactory(part=part, version=2)
    versions = {
        name: [row["version"] for row in sign_in(name).get(DETAIL).json()["parts"][0]["editions"]]
        for name in ("translator", "visitor")
    }
    assert versions == {"translator": [2, 1], "visitor": [2]}


@pytest.mark.parametrize("persona", ["visitor", "member", "other_coordinator"])
def test_detail_is_for_those_who_see_it(sign_in, module, persona):
    assert sign_in(persona).get(DETAIL).status_code == 404


def test_create(sign_in, personas):
    TargetFactory(code="11.3")
    data = {
        "titles": {"es": "Redes"},
        "networks": ["home-network"],
        "targets": ["11.3"],
        "visibility": "PUBLIC",
    }
    response = sign_in("trainer").post(LIST, data, content_type="application/json")
    assert response.status_code == 201
    module = Module.objects.get()
    assert response.json()["slug"] == module.slug == "redes"
    assert (module.created_by, list(module.networks.all())) == (personas["trainer"], [personas.network])
    assert response.json()["targets"] == ["11.3"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"titles": {}}, "titles"),
        ({"titles": {"de": "x"}}, "titles"),
        ({"titles": "x"}, "titles"),
        ({"networks": []}, "networks"),
        ({"networks": ["other-network"]}, "networks"),
        ({"targets": ["99.9"]}, "targets"),
        ({"visibility": "NOBODY"}, "visibility"),
        ({"number": 0}, "number"),
        ({"source_language": "de"}, "source_language"),
    ],
)
def test_create_bad_input_names_its_field(sign_in, personas, change, field):
    data = {"titles": {"es": "Redes"}, "networks": ["home-network"], **change}
    response = sign_in("trainer").post(LIST, data, content_type="application/json")
    assert (response.status_code, list(response.json())) == (400, [field])
    assert Module.objects.count() == 0


@pytest.mark.parametrize(("persona", "status"), [("visitor", 401), ("member", 403), ("translator", 403)])
def test_create_is_for_authors(sign_in, persona, status):
    assert sign_in(persona).post(LIST, {}, content_type="application/json").status_code == status


def test_partial_update(sign_in, module):
    data = {"visibility": "PUBLIC"}
    response = sign_in("trainer").patch(DETAIL, data, content_type="application/json")
    module.refresh_from_db()
    assert (response.status_code, module.visibility, module.titles) == (200, "PUBLIC", {"en": "Planning"})


@pytest.mark.parametrize(("persona", "status"), [("visitor", 401), ("member", 404), ("translator", 403)])
@pytest.mark.parametrize("method", ["patch", "delete"])
def test_writing_is_for_authors(sign_in, module, persona, status, method):
    response = getattr(sign_in(persona), method)(DETAIL, {}, content_type="application/json")
    assert response.status_code == status


def test_destroy(sign_in, module):
    assert sign_in("trainer").delete(DETAIL).status_code == 204
    assert Module.objects.count() == 0


def test_destroy_is_refused_while_taught(sign_in, module):
    WorkshopModuleFactory(workshop=WorkshopFactory(), module=module)
    response = sign_in("trainer").delete(DETAIL)
    assert (response.status_code, response.json()["code"]) == (409, "module_is_taught")


def test_upload_of_an_edition(sign_in, part):
    data = {"part": part.code, "language": "pt-br", "file": good_file("pptx", "Apresentação.pptx")}
    response = sign_in("translator").post(EDITIONS, data)
    assert response.status_code == 201
    edition = PartEdition.objects.get()
    assert (edition.language, edition.version, edition.upload.original_name) == (
        "pt-br",
        1,
        "Apresentação.pptx",
    )
    assert response.json()["code"] == edition.code


def test_link_as_an_edition(sign_in, part):
    data = {"part": part.code, "language": "es", "url": "https://example.org/v"}
    response = sign_in("trainer").post(EDITIONS, data, content_type="application/json")
    assert (response.status_code, PartEdition.objects.get().url) == (201, "https://example.org/v")


def test_upload_again_is_refused_and_stores_nothing(sign_in, part):
    client = sign_in("trainer")
    for status in (201, 409):
        data = {"part": part.code, "language": "es", "file": good_file("pdf"), "note": "x"}
        response = client.post(EDITIONS, data)
        assert response.status_code == status
    assert response.json()["code"] == "already_this_version"
    assert response.json()["version"] == 1
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        (
            {"file": uploaded("a.pdf", b"no")},
            "file",
            "The content is not PDF. The file may be damaged or have a wrong ending.",
        ),
        ({"url": "https://example.org/v"}, "file", "Give a file or a link, not both."),
        ({"language": "de"}, "language", "Value 'de' is not a valid choice."),
        ({"made_from": 4, "language": "en"}, "made_from", "There is no version 4 to translate."),
    ],
)
def test_upload_bad_input_names_its_field(sign_in, part, change, field, message):
    data = {"part": part.code, "language": "es", "file": good_file("pdf"), **change}
    response = sign_in("trainer").post(EDITIONS, data)
    assert (response.status_code, response.json()) == (400, {field: [message]})
    assert (PartEdition.objects.count(), Upload.objects.count()) == (0, 0)


def test_upload_for_a_part_of_another_module(sign_in, module):
    data = {"part": PartFactory().code, "language": "es", "file": good_file("pdf")}
    assert sign_in("trainer").post(EDITIONS, data).status_code == 404
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("persona", "status"), [("visitor", 401), ("viewer", 404), ("other_coordinator", 404)]
)
def test_upload_is_for_staff(sign_in, part, persona, status):
    data = {"part": part.code, "language": "es", "file": good_file("pdf")}
    assert sign_in(persona).post(EDITIONS, data).status_code == status
