import hashlib
import os
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from sdgplatform.uploads.actions import discard_unused, discard_upload, remove_orphan_files, store_upload
from sdgplatform.uploads.models import Upload
from sdgplatform.uploads.tasks import remove_orphans
from tests.factories.participants import AccountFactory
from tests.factories.uploads import GOOD_BYTES, good_file, uploaded


class Stopped(Exception):
    pass


def store(name="Guía.pdf", by=None):
    return store_upload(uploaded(name, GOOD_BYTES["pdf"]), by=by or AnonymousUser())


@pytest.mark.django_db
def test_store_upload_records_what_it_stored():
    account = AccountFactory()
    upload = store("../Guía de formación.pdf", by=account)
    upload.refresh_from_db()
    assert upload.original_name == "Guía de formación.pdf"
    assert upload.content_type == "application/pdf"
    assert upload.size == len(GOOD_BYTES["pdf"])
    assert upload.sha256 == hashlib.sha256(GOOD_BYTES["pdf"]).hexdigest()
    assert upload.uploaded_by == account
    assert upload.file.name == f"uploads/{upload.code[:2]}/{upload.code}.pdf"
    with upload.file.open() as stored:
        assert stored.read() == GOOD_BYTES["pdf"]


@pytest.mark.django_db
def test_store_upload_refuses_and_stores_nothing():
    with pytest.raises(ValidationError):
        store_upload(uploaded("guia.pdf", b"no pdf"), by=None)
    assert Upload.objects.count() == 0


@pytest.mark.django_db
def test_store_upload_of_a_visitor_names_nobody():
    assert store(by=AnonymousUser()).uploaded_by is None


def _stop_after_storing():
    with transaction.atomic():
        name = store().file.name
        assert default_storage.exists(name)
        _stop_after_storing.name = name
        raise Stopped


@pytest.mark.django_db(transaction=True)
def test_store_upload_leaves_no_file_when_the_transaction_rolls_back():
    with pytest.raises(Stopped):
        _stop_after_storing()
    assert not default_storage.exists(_stop_after_storing.name)


@pytest.mark.django_db(transaction=True)
def test_store_upload_leaves_no_file_when_its_savepoint_rolls_back():
    with transaction.atomic():
        with pytest.raises(Stopped):
            _stop_after_storing()
        assert not default_storage.exists(_stop_after_storing.name)
        kept = store()
    assert default_storage.exists(kept.file.name)


@pytest.mark.django_db(transaction=True)
def test_store_upload_keeps_the_file_after_commit():
    assert default_storage.exists(store().file.name)


def _fail():
    raise Stopped


@transaction.atomic
def _store_with_a_failing_hook():
    transaction.on_commit(_fail)
    store()


@pytest.mark.django_db(transaction=True)
def test_store_upload_keeps_the_file_when_another_hook_fails_after_commit():
    with pytest.raises(Stopped):
        _store_with_a_failing_hook()
    upload = Upload.objects.get()
    assert default_storage.exists(upload.file.name)


@transaction.atomic
def _discard_and_stop():
    discard_upload(Upload.objects.get())
    raise Stopped


@pytest.mark.django_db(transaction=True)
def test_discard_upload_removes_record_and_file_together():
    upload = store()
    with pytest.raises(Stopped):
        _discard_and_stop()
    assert default_storage.exists(upload.file.name)
    discard_upload(Upload.objects.get())
    assert Upload.objects.count() == 0
    assert not default_storage.exists(upload.file.name)


@pytest.mark.django_db(transaction=True)
def test_discard_unused_takes_old_files_that_nothing_holds(used_upload):
    old, fresh = store(), store()
    for upload in (old, used_upload):
        Upload.objects.filter(pk=upload.pk).update(uploaded_at=timezone.now() - timedelta(days=2))
    assert discard_unused() == 1
    assert set(Upload.objects.all()) == {fresh, used_upload}
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(used_upload.file.name)


@pytest.fixture
def used_upload():
    from tests.factories.modules import EditionFactory

    return EditionFactory(upload=store(), url="").upload


@pytest.mark.django_db(transaction=True)
def test_remove_orphan_files_takes_old_files_without_a_record():
    kept = store()
    names = [
        default_storage.save(f"uploads/zz/{name}.pdf", ContentFile(b"x")) for name in ("orphan", "fresh")
    ]
    two_days_ago = time.time() - 2 * 86_400
    for name in (names[0], kept.file.name):
        os.utime(default_storage.path(name), (two_days_ago, two_days_ago))
    remove_orphans()
    assert [default_storage.exists(name) for name in (*names, kept.file.name)] == [False, True, True]
    default_storage.delete(names[1])


def test_remove_orphan_files_without_any_file(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    assert remove_orphan_files() == 0


@pytest.mark.django_db
def test_upload_type_label():
    assert store_upload(good_file("pptx"), by=None).type_label == "PPTX"
