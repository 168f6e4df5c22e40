import pytest
from django.core.files.storage import default_storage

from modules.models import Part, PartEdition
from sdgplatform.uploads.actions import store_upload
from sdgplatform.uploads.models import Upload
from tests.factories.modules import EditionFactory, PartFactory
from tests.factories.uploads import GOOD_BYTES, good_file, mp4_bytes, pdf_bytes, uploaded

pytestmark = pytest.mark.django_db

UPLOAD = "/modules/planning/upload/"


@pytest.fixture
def part(module):
    return PartFactory(module=module, titles={"en": "Trainer guide"})


def edition_of(part, file, **more):
    return EditionFactory(part=part, upload=store_upload(file, by=None), url="", **more)


def download(edition, query=""):
    return f"/modules/planning/editions/{edition.code}/{query}"


def bring(client, *files, query=""):
    """Upload the files and follow to the page that sorts them."""
    response = client.post(f"{UPLOAD}{query}", {"materials": list(files)})
    assert response.status_code == 302, response.context["form"].errors
    return response["Location"]


def row(upload, part, language, **more):
    values = {"part": part, "language": language, "note": "", "made_from": "", **more}
    return {f"{upload.code}-{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    ("persona", "status"), [("trainer", 200), ("translator", 200), ("member", 404), ("visitor", 404)]
)
def test_edition_download_is_for_those_who_see_the_module(sign_in, part, persona, status):
    edition = edition_of(part, good_file("docx", "Guía de formación.docx"))
    response = sign_in(persona).get(download(edition))
    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content) == GOOD_BYTES["docx"]
        assert (
            response["Content-Disposition"]
            == "attachment; filename*=utf-8''Gu%C3%ADa%20de%20formaci%C3%B3n.docx"
        )
        assert response["X-Content-Type-Options"] == "nosniff"


def test_edition_download_of_an_old_version_is_for_staff(sign_in, part, module):
    module.visibility = "PUBLIC"
    module.save()
    old = edition_of(part, good_file("pdf"), is_current=False)
    assert sign_in("visitor").get(download(old)).status_code == 404
    response = sign_in("translator").get(download(old))
    assert b"".join(response.streaming_content) == GOOD_BYTES["pdf"]


def test_edition_download_seeks_in_a_video(sign_in, part):
    content = mp4_bytes(size=5000)
    edition = edition_of(part, uploaded("video.mp4", content))
    response = sign_in("trainer").get(download(edition), headers={"Range": "bytes=100-199"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == content[100:200]


def test_edition_download_shows_or_saves(sign_in, part):
    edition = edition_of(part, good_file("pdf"))
    client = sign_in("trainer")
    for query, word in (("", "inline"), ("?download", "attachment")):
        response = client.get(download(edition, query))
        assert response["Content-Disposition"] == f'{word}; filename="archivo.pdf"'
        assert b"".join(response.streaming_content) == GOOD_BYTES["pdf"]


def test_edition_download_of_a_link_leads_there(sign_in, part):
    edition = EditionFactory(part=part, url="https://example.org/video")
    assert sign_in("trainer").get(download(edition))["Location"] == "https://example.org/video"


def test_edition_download_is_read_only(sign_in, part):
    assert sign_in("trainer").post(download(EditionFactory(part=part))).status_code == 405


def test_upload_of_several_files_is_sorted_by_name(sign_in, part):
    client = sign_in("translator")
    page = client.get(bring(client, good_file("pdf", "guia_es.pdf"), good_file("pptx", "charla_pt.pptx")))
    shown = [
        (form.upload.original_name, form["part"].value(), form["language"].value())
        for form in page.context["forms"]
    ]
    assert shown == [("guia_es.pdf", part.code, "es"), ("charla_pt.pptx", "new:PRESENTATION", "pt-br")]
    assert PartEdition.objects.count() == 0


def test_upload_and_sort_adds_the_editions(sign_in, part, personas):
    client = sign_in("trainer")
    address = bring(client, good_file("pdf", "guia_es.pdf"), good_file("pptx", "charla_pt.pptx"))
    guide, talk = Upload.objects.order_by("pk")
    data = {**row(guide, part.code, "es"), **row(talk, "new:PRESENTATION", "pt-br")}
    assert client.post(address, data)["Location"] == "/modules/planning/"
    added = [
        (edition.part.kind, edition.language, edition.upload)
        for edition in PartEdition.objects.order_by("pk")
    ]
    assert added == [("GUIDE", "es", guide), ("PRESENTATION", "pt-br", talk)]
    assert Part.objects.get(kind="PRESENTATION").titles == {"pt-br": "charla"}
    assert PartEdition.objects.first().added_by == personas["trainer"]


def test_sort_twice_adds_once_and_says_so(sign_in, part):
    client = sign_in("trainer")
    address = bring(client, good_file("pdf", "guia_es.pdf"))
    data = row(Upload.objects.get(), part.code, "es")
    client.post(address, data)
    response = client.post(address, data, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "1 edition is added.",
        "Trainer guide: this is already version 1.",
    ]
    assert PartEdition.objects.count() == 1


def test_sort_of_a_replacement_asks_for_a_note_and_keeps_the_file(sign_in, part):
    EditionFactory(part=part)
    client = sign_in("trainer")
    address = bring(client, good_file("pdf", "guia_es.pdf"))
    upload = Upload.objects.get()
    response = client.post(address, row(upload, part.code, "es"))
    assert response.status_code == 422
    assert response.context["forms"][0].errors == {"note": ["Say what changed against version 1."]}
    client.post(address, row(upload, part.code, "es", note="New chapter"))
    assert PartEdition.objects.current().get().version == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"part": ""}, "part"),
        ({"part": "nowhere"}, "part"),
        ({"part": "new:SONG"}, "part"),
        ({"language": ""}, "language"),
        ({"language": "de"}, "language"),
        ({"made_from": "0"}, "made_from"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_sort_bad_input_comes_back_at_its_field(sign_in, part, change, field):
    client = sign_in("trainer")
    address = bring(client, good_file("pdf", "guia_es.pdf"))
    response = client.post(
        address, row(Upload.objects.get(), **{"part": part.code, "language": "es", **change})
    )
    assert response.status_code == 422
    assert list(response.context["forms"][0].errors) == [field]
    assert PartEdition.objects.count() == 0


def test_sort_of_a_version_that_is_not_there(sign_in, part):
    client = sign_in("trainer")
    address = bring(client, good_file("pdf", "guide_en.pdf"))
    response = client.post(address, row(Upload.objects.get(), part.code, "en", made_from="4"))
    assert response.context["forms"][0].errors == {"made_from": ["There is no version 4 to translate."]}


def test_sort_refuses_two_files_for_one_place(sign_in, part):
    client = sign_in("trainer")
    address = bring(client, good_file("pdf", "a_es.pdf"), good_file("docx", "b_es.docx"))
    one, two = Upload.objects.order_by("pk")
    response = client.post(address, {**row(one, part.code, "es"), **row(two, part.code, "es")})
    assert [dict(form.errors) for form in response.context["forms"]] == [
        {},
        {"language": ["Another file above is for the same part and language."]},
    ]


def test_upload_takes_the_good_files_and_names_the_bad(sign_in, module):
    client = sign_in("trainer")
    response = client.post(
        UPLOAD, {"materials": [good_file("pdf"), uploaded("malo.docx", b"no")]}, follow=True
    )
    assert [str(message) for message in response.context["messages"]] == [
        "malo.docx: The content is not DOCX. The file may be damaged or have a wrong ending."
    ]
    assert [form.upload.original_name for form in response.context["forms"]] == ["archivo.pdf"]


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ([], "This field is required."),
        ([("vacio.pdf", b"")], "vacio.pdf: The file is empty."),
        (
            [("guia.docm", b"x")],
            "guia.docm: The document contains macros, which are not accepted. Save it without macros.",
        ),
    ],
)
def test_upload_of_bad_files_only(sign_in, module, files, error):
    response = sign_in("trainer").post(UPLOAD, {"materials": [uploaded(*file) for file in files]})
    assert response.status_code == 422
    assert response.context["form"].errors == {"materials": [error]}
    assert Upload.objects.count() == 0


def test_upload_from_a_part_proposes_it(sign_in, part, module):
    PartFactory(module=module)
    client = sign_in("trainer")
    query = f"?part={part.code}&language=fr"
    forms = client.get(
        bring(client, good_file("docx", "x.docx"), good_file("pdf", "y_es.pdf"), query=query)
    ).context["forms"]
    assert [(form["part"].value(), form["language"].value()) for form in forms] == [
        (part.code, "fr"),
        (part.code, "es"),
    ]


@pytest.mark.parametrize("token", ["", "forged", "eyJhIjoxfQ:1abc:xyz"])
def test_sort_without_files_leads_back(sign_in, module, token):
    response = sign_in("trainer").get(f"{UPLOAD}sort/?files={token}")
    assert response["Location"] == UPLOAD


def test_sort_is_only_for_who_brought_the_files(sign_in, module):
    address = bring(sign_in("trainer"), good_file("pdf"))
    assert sign_in("coordinator").get(address)["Location"] == UPLOAD


@pytest.mark.parametrize(
    ("persona", "status"),
    [("translator", 200), ("viewer", 404), ("other_coordinator", 404), ("visitor", 302)],
)
@pytest.mark.parametrize("page", ["upload/", "link/"])
def test_pages_that_add_editions(sign_in, module, persona, status, page):
    assert sign_in(persona).get(f"/modules/planning/{page}").status_code == status


def test_upload_is_not_for_those_who_only_read(sign_in, module):
    module.visibility = "PUBLIC"
    module.save()
    assert sign_in("viewer").post(UPLOAD, {"materials": [good_file("pdf")]}).status_code == 403
    assert Upload.objects.count() == 0


def test_link_add(sign_in, module):
    data = {"url": "https://example.org/v", "part": "new:VIDEO", "title": "Film", "language": "es"}
    response = sign_in("translator").post("/modules/planning/link/", data)
    edition = PartEdition.objects.get()
    assert response["Location"] == "/modules/planning/"
    assert (edition.url, edition.part.titles, edition.part.kind) == (
        "https://example.org/v",
        {"es": "Film"},
        "VIDEO",
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": ""}, "url"),
        ({"title": ""}, "title"),
        ({"language": ""}, "language"),
    ],
)
def test_link_add_bad_input(sign_in, module, change, field):
    data = {"url": "https://example.org/v", "part": "new:VIDEO", "title": "Film", "language": "es", **change}
    response = sign_in("trainer").post("/modules/planning/link/", data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Part.objects.count() == 0


def test_edition_delete_asks_and_then_deletes(sign_in, part, django_capture_on_commit_callbacks):
    edition = edition_of(part, good_file("pdf"))
    client = sign_in("trainer")
    assert client.get(download(edition, "delete/")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(download(edition, "delete/"))
    assert response["Location"] == f"/modules/planning/parts/{part.code}/"
    assert PartEdition.objects.count() == 0
    assert not default_storage.exists(edition.upload.file.name)


def test_edition_delete_of_a_translated_version_is_refused(sign_in, part):
    source = EditionFactory(part=part)
    EditionFactory(part=part, language="en", translated_from=source)
    response = sign_in("trainer").post(download(source, "delete/"), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "A translation was made from this version, so it stays."
    ]
    assert PartEdition.objects.count() == 2


@pytest.mark.parametrize(("persona", "status"), [("translator", 403), ("member", 404), ("visitor", 302)])
def test_edition_delete_is_for_authors(sign_in, part, persona, status):
    edition = EditionFactory(part=part)
    assert sign_in(persona).post(download(edition, "delete/")).status_code == status


def test_names_of_files_are_escaped(sign_in, part):
    edition_of(part, uploaded("a<img src=x>.pdf", pdf_bytes()))
    assert b"<img src=x>" not in sign_in("trainer").get(f"/modules/planning/parts/{part.code}/").content
