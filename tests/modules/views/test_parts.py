import pytest

from modules.models import Part
from sdgplatform.uploads.actions import store_upload
from tests.factories.modules import EditionFactory, PartFactory
from tests.factories.uploads import good_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(module):
    return PartFactory(module=module, titles={"en": "Guide"})


def address(part, page=""):
    return f"/modules/planning/parts/{part.code}/{page}"


@pytest.mark.parametrize(
    ("persona", "status"), [("trainer", 200), ("translator", 200), ("member", 404), ("visitor", 404)]
)
def test_part_detail_is_for_those_who_see_the_module(sign_in, part, persona, status):
    assert sign_in(persona).get(address(part)).status_code == status


def test_part_detail_belongs_to_its_module(sign_in, part):
    other = PartFactory()
    assert sign_in("admin").get(address(other)).status_code == 404


def test_part_detail_plays_videos_without_loading_them_at_once(sign_in, part):
    upload = store_upload(good_file("mp4"), by=None)
    edition = EditionFactory(part=part, upload=upload, url="")
    content = sign_in("trainer").get(address(part)).content.decode()
    link = f"/modules/planning/editions/{edition.code}/"
    assert f'<video class="w-100" controls preload="none" src="{link}"' in content
    assert f'href="{link}?download"' in content


def test_part_detail_shows_old_versions_to_staff_only(sign_in, part, module):
    module.visibility = "PUBLIC"
    module.save()
    EditionFactory(part=part, is_current=False)
    EditionFactory(part=part, version=2)
    shown = sign_in("translator").get(address(part)).context["versions"]
    assert [(code, [edition.version for edition in rows]) for code, rows in shown] == [("es", [2, 1])]
    assert sign_in("visitor").get(address(part)).context["versions"] == []


def test_part_add(sign_in, module):
    response = sign_in("trainer").post(
        "/modules/planning/parts/new/", {"kind": "TOOL", "titles_es": "Matriz de alineación"}
    )
    assert response["Location"] == "/modules/planning/"
    assert (Part.objects.get().kind, Part.objects.get().titles) == ("TOOL", {"es": "Matriz de alineación"})


@pytest.mark.parametrize(
    ("data", "field"), [({"kind": "TOOL"}, "titles"), ({"kind": "SONG", "titles_es": "x"}, "kind")]
)
def test_part_add_bad_input(sign_in, module, data, field):
    response = sign_in("trainer").post("/modules/planning/parts/new/", data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Part.objects.count() == 0


def test_part_edit(sign_in, part):
    response = sign_in("trainer").post(address(part, "edit/"), {"kind": "HANDOUT", "titles_en": "Sheets"})
    part.refresh_from_db()
    assert response["Location"] == address(part)
    assert (part.kind, part.titles) == ("HANDOUT", {"en": "Sheets"})


def test_part_edit_bad_input(sign_in, part):
    assert sign_in("trainer").post(address(part, "edit/"), {"kind": "HANDOUT"}).status_code == 422


def test_part_move(sign_in, part, module):
    second = PartFactory(module=module, position=1)
    response = sign_in("trainer").post(address(second, "move/"), {"direction": "up"})
    assert response["Location"] == "/modules/planning/parts/"
    assert list(module.parts.all().in_order()) == [second, part]


def test_part_move_is_post_only(sign_in, part):
    assert sign_in("trainer").get(address(part, "move/")).status_code == 405


def test_part_delete_asks_and_then_deletes(sign_in, part):
    client = sign_in("trainer")
    assert client.get(address(part, "delete/")).status_code == 200
    assert Part.objects.count() == 1
    client.post(address(part, "delete/"))
    assert Part.objects.count() == 0


@pytest.mark.parametrize(
    ("persona", "status"),
    [("translator", 403), ("member", 404), ("other_coordinator", 404), ("visitor", 302)],
)
@pytest.mark.parametrize("page", ["edit/", "delete/", "move/"])
def test_part_pages_of_authors(sign_in, part, persona, status, page):
    assert sign_in(persona).post(address(part, page)).status_code == status
    assert Part.objects.count() == 1
