"""Storing and removing files, in step with the database transaction."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils import timezone

from sdgplatform.uploads import types
from sdgplatform.uploads.checks import CheckedFile, check_file
from sdgplatform.uploads.models import STORED_UNDER, Upload
from sdgplatform.uploads.types import FileType

logger = logging.getLogger(__name__)
ORPHAN_AGE = timedelta(days=1)


class _KeptOnCommit:
    """Removes a stored file unless its transaction commits.

    Django has a hook for commit and none for rollback; but on rollback, also of a savepoint or when the
    connection is lost, it drops the commit hooks that it holds, and nothing else holds this one.
    """

    def __init__(self, storage: Storage, name: str) -> None:
        self.storage, self.name, self.is_kept = storage, name, False

    def __call__(self) -> None:
        self.is_kept = True

    def __del__(self) -> None:
        if not self.is_kept:
            _remove(self.storage, self.name)


def _remove_on_rollback(storage: Storage, name: str) -> None:
    transaction.on_commit(_KeptOnCommit(storage, name))
    # First in line: a hook before it that fails would have it dropped although the transaction committed.
    hooks = transaction.get_connection().run_on_commit
    hooks.insert(0, hooks.pop())


def _remove(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except Exception:  # the orphan clean-up tries again
        logger.exception("A stored file could not be removed: %s", name)


def file_hash(file: "File[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


@transaction.atomic
def store_upload(
    file: "File[Any]",
    *,
    by: Any,
    allowed: Iterable[FileType] = types.MATERIALS,
    max_bytes: int | None = None,
    checked: CheckedFile | None = None,
) -> Upload:
    """Checks the file (unless the form that took it did: `checked`) and stores it.

    Raises ValidationError. When the transaction rolls back the stored file is removed too.
    """
    checked = checked or check_file(file, allowed=allowed, max_bytes=max_bytes)
    upload = Upload(
        original_name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=file_hash(file),
        uploaded_by=by if getattr(by, "is_authenticated", False) else None,
    )
    upload.file.save(f"file{checked.extension}", file, save=False)
    _remove_on_rollback(upload.file.storage, upload.file.name or "")
    upload.full_clean(exclude=["file"])
    upload.save()
    return upload


@transaction.atomic
def discard_upload(upload: Upload) -> None:
    """Removes the record now and the stored file when the transaction commits."""
    storage, name = upload.file.storage, upload.file.name or ""
    upload.delete()
    transaction.on_commit(lambda: _remove(storage, name))


def discard_unused(older_than: timedelta = ORPHAN_AGE) -> int:
    """Removes the files that no record holds, e.g. of a form that was never finished."""
    unused = Upload.objects.unused().filter(uploaded_at__lt=timezone.now() - older_than)
    for upload in unused:
        discard_upload(upload)
    return len(unused)


def remove_orphan_files(older_than: timedelta = ORPHAN_AGE) -> int:
    """Removes stored files without a record, left by a process that was killed while it stored them."""
    removed, limit = 0, timezone.now() - older_than
    for name in _stored_names(default_storage):
        if default_storage.get_modified_time(name) < limit and not Upload.objects.filter(file=name).exists():
            _remove(default_storage, name)
            removed += 1
    return removed


def _stored_names(storage: Storage) -> Iterable[str]:
    if not storage.exists(STORED_UNDER):
        return
    for folder in storage.listdir(STORED_UNDER)[0]:
        for name in storage.listdir(f"{STORED_UNDER}/{folder}")[1]:
            yield f"{STORED_UNDER}/{folder}/{name}"
