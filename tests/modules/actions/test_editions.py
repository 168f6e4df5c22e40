import pytest
from django.core.exceptions import ValidationError

from modules.actions.editions import AlreadyThisVersion, EditionPlan, add_edition, file_editions
from modules.actions.removal import VersionIsInUse, delete_edition
from modules.models import Part, PartEdition
from modules.queries import part_state
from sdgplatform.audit.models import AuditEntry
from sdgplatform.uploads.actions import store_upload
from tests.factories.modules import ModuleFactory, PartFactory
from tests.factories.participants import AccountFactory
from tests.factories.uploads import pdf_bytes, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return AccountFactory()


@pytest.fixture
def part():
    return PartFactory(module=ModuleFactory(source_language="es"))


def file(content, name="guia_es.pdf"):
    return store_upload(uploaded(name, pdf_bytes(content)), by=None)


def add(part, content, by, language="es", **more):
    return add_edition(part, language=language, upload=file(content), by=by, **more)


def current(part, language="es"):
    return PartEdition.objects.current().get(part=part, language=language)


def test_add_edition_starts_with_version_one(part, by):
    edition = add(part, "one", by)
    assert (edition.version, edition.is_current, edition.note, edition.added_by) == (1, True, "", by)
    assert AuditEntry.objects.of(edition).get().action == "modules.edition.added"


def test_add_edition_replaces_with_a_note(part, by):
    first, second = add(part, "one", by), add(part, "two", by, note="New chapter")
    first.refresh_from_db()
    assert (first.is_current, current(part), second.version) == (False, second, 2)
    assert AuditEntry.objects.of(second).get().action == "modules.edition.replaced"


def test_add_edition_refuses_to_replace_without_a_note(part, by):
    first = add(part, "one", by)
    with pytest.raises(ValidationError) as error:
        add(part, "two", by, note="  ")
    assert error.value.message_dict == {"note": ["Say what changed against version 1."]}
    assert current(part) == first


def test_add_edition_of_the_same_file_is_refused(part, by):
    add(part, "one", by)
    with pytest.raises(AlreadyThisVersion) as refusal:
        add(part, "one", by, note="Again")
    assert str(refusal.value) == f"{part.title}: this is already version 1."
    assert PartEdition.objects.count() == 1


def test_add_edition_of_an_older_file_is_refused_too(part, by):
    add(part, "one", by)
    add(part, "two", by, note="Changed")
    with pytest.raises(AlreadyThisVersion) as refusal:
        add(part, "one", by, note="Back")
    assert refusal.value.details == {"version": 1}


def test_add_edition_of_the_same_file_in_another_language(part, by):
    add(part, "one", by)
    assert add(part, "one", by, language="en").version == 1


def test_add_edition_of_a_link(part, by):
    edition = add_edition(part, language="es", url="https://example.org/video", by=by)
    assert (edition.upload, edition.is_link) == (None, True)
    with pytest.raises(AlreadyThisVersion):
        add_edition(part, language="es", url="https://example.org/video", by=by)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "not a link"])
def test_add_edition_refuses_a_bad_link(part, by, url):
    with pytest.raises(ValidationError) as error:
        add_edition(part, language="es", url=url, by=by)
    assert list(error.value.error_dict) == ["url"]


def test_add_edition_refuses_an_unknown_language(part, by):
    with pytest.raises(ValidationError) as error:
        add(part, "one", by, language="de")
    assert list(error.value.error_dict) == ["language"]


def test_add_edition_refuses_neither_file_nor_link(part, by):
    with pytest.raises(ValidationError) as error:
        add_edition(part, language="es", by=by)
    assert error.value.messages == ["Give a file or a link, not both."]


def test_translation_knows_the_version_it_was_made_from(part, by):
    source = add(part, "uno", by)
    translation = add(part, "um", by, language="pt-br")
    assert translation.translated_from == source
    assert part_state(part).by_language["pt-br"].behind is None


def test_translation_is_behind_once_its_source_is_replaced(part, by):
    add(part, "uno", by)
    add(part, "um", by, language="pt-br")
    add(part, "dos", by, note="Capítulo nuevo")
    assert part_state(part).by_language["pt-br"].behind == 2
    assert part_state(part).by_language["es"].behind is None


def test_translation_catches_up(part, by):
    add(part, "uno", by)
    add(part, "um", by, language="pt-br")
    add(part, "dos", by, note="Capítulo nuevo")
    add(part, "dois", by, language="pt-br", note="Capítulo novo")
    assert part_state(part).by_language["pt-br"].behind is None


def test_translation_of_a_named_older_version_is_behind_at_once(part, by):
    add(part, "uno", by)
    add(part, "dos", by, note="Capítulo nuevo")
    add(part, "one", by, language="en", made_from=1)
    assert part_state(part).by_language["en"].behind == 2


def test_translation_of_a_version_that_is_not_there(part, by):
    with pytest.raises(ValidationError) as error:
        add(part, "one", by, language="en", made_from=7)
    assert error.value.message_dict == {"made_from": ["There is no version 7 to translate."]}


def test_source_language_is_translated_from_nothing(part, by):
    add(part, "one", by, language="en")
    assert add(part, "uno", by, made_from=1).translated_from is None


def test_delete_edition_brings_the_version_before_back(part, by):
    first, second = add(part, "one", by), add(part, "two", by, note="Wrong file")
    delete_edition(second, by=by)
    assert current(part) == first


def test_delete_edition_refuses_a_translated_version(part, by):
    first = add(part, "uno", by)
    add(part, "um", by, language="pt-br")
    with pytest.raises(VersionIsInUse):
        delete_edition(first, by=by)
    assert PartEdition.objects.filter(pk=first.pk).exists()


def test_file_editions_makes_one_part_of_one_name_in_two_languages(by):
    module = ModuleFactory()
    plans = [
        EditionPlan("es", new_kind="HANDOUT", new_title="ficha 1", upload=file("uno")),
        EditionPlan("en", new_kind="HANDOUT", new_title="ficha 1", upload=file("one")),
        EditionPlan("es", new_kind="HANDOUT", new_title="ficha 2", upload=file("dos")),
    ]
    added, refused = file_editions(module, plans, by=by)
    assert [(edition.part.titles, edition.language) for edition in added] == [
        ({"es": "ficha 1"}, "es"),
        ({"es": "ficha 1"}, "en"),
        ({"es": "ficha 2"}, "es"),
    ]
    assert refused == []


def test_file_editions_tells_repetitions_and_adds_the_rest(part, by):
    first = add(part, "uno", by)
    plans = [
        EditionPlan("es", part=part, upload=file("uno"), note="x"),
        EditionPlan("fr", part=part, upload=file("un")),
    ]
    added, refused = file_editions(part.module, plans, by=by)
    assert [edition.language for edition in added] == ["fr"]
    assert [refusal.edition for refusal in refused] == [first]


def test_file_editions_adds_all_or_none(part, by):
    add(part, "uno", by)
    plans = [
        EditionPlan("fr", new_kind="TOOL", new_title="Outil", upload=file("un")),
        EditionPlan("es", part=part, upload=file("dos")),
    ]
    with pytest.raises(ValidationError):
        file_editions(part.module, plans, by=by)
    assert (PartEdition.objects.count(), Part.objects.count()) == (1, 1)
