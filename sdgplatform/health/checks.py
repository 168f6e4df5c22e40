"""One function per part of the system: it returns when the part answers and raises when it does not."""

import uuid

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from sdgplatform.celery import app

WORKER_TIMEOUT = 1.5  # seconds a worker has to answer


class PartDown(Exception):
    pass


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_broker() -> None:
    with app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def check_cache() -> None:
    key = f"healthz-{uuid.uuid4()}"
    cache.set(key, 1, 10)
    if cache.get(key) != 1:
        raise PartDown("The cache forgot a value at once.")


def check_worker() -> None:
    if not app.control.ping(timeout=WORKER_TIMEOUT, limit=1):
        raise PartDown("No worker answered.")


def check_storage() -> None:
    """Writes, reads and deletes a small file."""
    name = default_storage.save(f"healthz/{uuid.uuid4()}.txt", ContentFile(b"ok"))
    try:
        with default_storage.open(name) as stored:
            if stored.read() != b"ok":
                raise PartDown("The storage returned other bytes.")
    finally:
        default_storage.delete(name)


CHECKS = {
    "database": check_database,
    "broker": check_broker,
    "cache": check_cache,
    "worker": check_worker,
    "storage": check_storage,
}
