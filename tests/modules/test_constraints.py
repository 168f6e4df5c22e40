import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from modules.models import Module
from sdgplatform.uploads.actions import store_upload
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory, SeriesFactory
from tests.factories.uploads import good_file

pytestmark = pytest.mark.django_db


def refused(constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def test_module_number_once_per_series():
    series = SeriesFactory()
    ModuleFactory(series=series, number=1)
    ModuleFactory(series=SeriesFactory(), number=1)
    refused("module_number_once_per_series", lambda: ModuleFactory(series=series, number=1))


def test_module_number_needs_a_series():
    refused("module_number_needs_a_series", lambda: ModuleFactory(number=1))


def test_module_number_counts_from_one():
    refused("module_number_counts_from_one", lambda: ModuleFactory(series=SeriesFactory(), number=0))


def test_module_visibility_is_known():
    refused("module_visibility_is_known", lambda: ModuleFactory(visibility="NOBODY"))


def test_module_licence_is_known():
    refused("module_licence_is_known", lambda: ModuleFactory(licence="GPL"))


def test_part_kind_is_known():
    refused("part_kind_is_known", lambda: PartFactory(kind="SONG"))


def test_edition_version_once():
    edition = EditionFactory(is_current=False)
    refused("edition_version_once", lambda: EditionFactory(part=edition.part))


def test_edition_one_current_per_language():
    edition = EditionFactory()
    EditionFactory(part=edition.part, language="fr")
    refused("edition_one_current_per_language", lambda: EditionFactory(part=edition.part, version=2))


def test_edition_is_a_file_or_a_link():
    upload = store_upload(good_file("pdf"), by=None)
    refused("edition_is_a_file_or_a_link", lambda: EditionFactory(upload=upload))
    refused("edition_is_a_file_or_a_link", lambda: EditionFactory(url=""))


def test_edition_replacement_has_a_note():
    refused("edition_replacement_has_a_note", lambda: EditionFactory(version=2, note=""))


@pytest.mark.parametrize("slug", ["export", "new", "series"])
def test_module_addresses_of_the_site_are_reserved(slug):
    with pytest.raises(ValidationError) as error:
        Module(slug=slug, titles={"en": "x"}).full_clean()
    assert error.value.error_dict["slug"][0].code == "reserved"
