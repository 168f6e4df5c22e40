import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from modules.actions.editions import add_edition
from modules.actions.modules import add_module, add_series, change_module
from modules.actions.parts import add_part, change_part, move_part
from modules.actions.removal import ModuleIsTaught, delete_module, delete_part
from modules.models import Module, Part, PartEdition
from sdgplatform.audit.models import AuditEntry
from sdgplatform.uploads.actions import store_upload
from sdgplatform.uploads.models import Upload
from tests.factories.alignment import TargetFactory
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory, SeriesFactory
from tests.factories.participants import AccountFactory, NetworkFactory
from tests.factories.uploads import good_file
from tests.factories.workshops import WorkshopFactory, WorkshopModuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return AccountFactory()


def actions_of(record):
    return list(AuditEntry.objects.of(record).values_list("action", flat=True))


def test_add_module_sets_everything(by):
    network, target = NetworkFactory(), TargetFactory(code="11.3")
    values = {"titles": {"es": "Planificación"}, "networks": [network], "targets": [target]}
    module = add_module(values, by=by)
    assert (module.slug, module.created_by, module.visibility) == ("planificacion", by, "TRAINERS")
    assert (list(module.networks.all()), list(module.targets.all())) == ([network], [target])
    assert actions_of(module) == ["modules.module.added"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Planning", "planning-2"), ("New", "new-2"), ("Series", "series-2"), ("日本", "module")],
)
def test_add_module_finds_a_free_address(by, title, slug):
    ModuleFactory(slug="planning")
    assert add_module({"titles": {"en": title}}, by=by).slug == slug


def test_add_module_refuses_a_number_twice(by):
    series = SeriesFactory()
    ModuleFactory(series=series, number=2)
    with pytest.raises(ValidationError) as error:
        add_module({"titles": {"en": "Two"}, "series": series, "number": 2}, by=by)
    assert error.value.messages == ["The series already has a module with this number."]
    assert Module.objects.count() == 1


def test_add_module_refuses_an_empty_title(by):
    with pytest.raises(ValidationError) as error:
        add_module({"titles": {}}, by=by)
    assert list(error.value.error_dict) == ["titles"]


def test_change_module_records_before_and_after(by):
    module = ModuleFactory(visibility="TRAINERS")
    network = NetworkFactory(slug="redes")
    change_module(module, {"visibility": "PUBLIC", "networks": [network]}, by=by)
    module.refresh_from_db()
    entry = AuditEntry.objects.of(module).get()
    assert module.visibility == "PUBLIC"
    assert entry.changes == {"visibility": ["TRAINERS", "PUBLIC"]}
    assert entry.details == {"networks": [[], ["redes"]]}


def test_change_module_keeps_what_is_not_given(by):
    target = TargetFactory()
    module = ModuleFactory(authors="UCLG")
    module.targets.add(target)
    change_module(module, {"visibility": "PUBLIC"}, by=by)
    module.refresh_from_db()
    assert (module.authors, list(module.targets.all())) == ("UCLG", [target])


def test_add_series_finds_a_free_address(by):
    SeriesFactory(slug="learning")
    assert add_series({"en": "Learning"}, by=by).slug == "learning-2"


def test_delete_module_refuses_while_it_is_taught(by):
    module = ModuleFactory()
    WorkshopModuleFactory(workshop=WorkshopFactory(), module=module)
    with pytest.raises(ModuleIsTaught) as refusal:
        delete_module(module, by=by)
    assert refusal.value.details == {"workshops": 1}
    assert Module.objects.filter(pk=module.pk).exists()


def test_delete_module_takes_its_files_along(by, django_capture_on_commit_callbacks):
    part = PartFactory()
    upload = store_upload(good_file("pdf"), by=by)
    add_edition(part, language="es", upload=upload, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        delete_module(part.module, by=by)
    assert (Module.objects.count(), Upload.objects.count()) == (0, 0)
    assert not default_storage.exists(upload.file.name)


def test_delete_part_keeps_a_file_that_another_part_uses(by):
    upload = store_upload(good_file("pdf"), by=by)
    part, other = PartFactory(), PartFactory()
    for one in (part, other):
        EditionFactory(part=one, upload=upload, url="")
    delete_part(part, by=by)
    assert list(PartEdition.objects.values_list("part", "upload")) == [(other.pk, upload.pk)]


def test_add_part_comes_last(by):
    module = ModuleFactory()
    parts = [add_part(module, kind="GUIDE", titles={"en": f"{number}"}, by=by) for number in range(3)]
    assert list(module.parts.all().in_order()) == parts
    assert [part.position for part in parts] == [0, 1, 2]


def test_add_part_refuses_an_unknown_kind(by):
    with pytest.raises(ValidationError) as error:
        add_part(ModuleFactory(), kind="SONG", titles={"en": "x"}, by=by)
    assert list(error.value.error_dict) == ["kind"]


def test_change_part(by):
    part = PartFactory()
    change_part(part, {"kind": "TOOL", "titles": {"es": "Matriz"}}, by=by)
    part.refresh_from_db()
    assert (part.kind, part.titles) == ("TOOL", {"es": "Matriz"})
    assert actions_of(part) == ["modules.part.changed"]


@pytest.mark.parametrize(
    ("start", "direction", "order"),
    [(0, "down", [1, 0, 2]), (2, "up", [0, 2, 1]), (0, "up", [0, 1, 2]), (2, "down", [0, 1, 2])],
)
def test_move_part(by, start, direction, order):
    module = ModuleFactory()
    parts = [PartFactory(module=module) for _number in range(3)]
    moved = move_part(parts[start], direction, by=by)
    assert list(Part.objects.in_order()) == [parts[number] for number in order]
    assert moved is (order != [0, 1, 2])
