import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import redis
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation
from hypothesis.database import DirectoryBasedExampleDatabase

from sdgplatform.launcher.children import Child, python_program
from sdgplatform.launcher.processes import kill_group, wait_until
from tests import embedded_servers
from tests.personas import personas

__all__ = ["personas"]

E2E = Path(__file__).parent / "e2e"

hypothesis.settings.register_profile(
    "default",
    max_examples=50,
    deadline=None,  # two busy cores make any deadline a coin toss
    database=DirectoryBasedExampleDatabase(embedded_servers.ROOT / ".cache" / "hypothesis"),
)
hypothesis.settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test is of one kind, told by where it lies and what it uses."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if E2E in item.path.parents:
            item.add_marker("e2e")
        elif "worker" in names:
            item.add_marker("worker")
            item.add_marker("integration")
        elif item.get_closest_marker("django_db") or names & {"db", "transactional_db"}:
            item.add_marker("integration")
        else:
            item.add_marker("unit")


@pytest.fixture(autouse=True)
def _nothing_left_over(request: pytest.FixtureRequest) -> Iterator[None]:
    """Language, time zone and cache are of the process; a test must not meet the one before it in them."""
    yield
    translation.activate(django_settings.LANGUAGE_CODE)
    timezone.deactivate()
    if not request.node.get_closest_marker("unit"):
        cache.clear()


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Child]:
    """A real Celery worker on the test's own database and an empty queue.

    `kill_worker(worker)` ends it as a power cut would; `worker.restart()` starts it again.
    """
    address = django_settings.CELERY_BROKER_URL
    with redis.Redis.from_url(address) as queue:
        queue.flushdb()
    database = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + str(connection.settings_dict["NAME"])
    command = [
        "celery",
        "--app=sdgplatform",
        "worker",
        "--concurrency=1",
        "--loglevel=INFO",
        "--without-mingle",
    ]
    child = Child(
        title="worker",
        command=python_program(*command),
        log=tmp_path / "worker.log",
        env={**os.environ, "DATABASE_URL": database},
        cwd=embedded_servers.ROOT,
    )
    child.start()
    try:
        wait_until(lambda: child.has_ended() or " ready." in child.log.read_text(), seconds=30)
        if child.has_ended() or " ready." not in child.log.read_text():
            pytest.fail(f"The worker does not start:\n{child.log.read_text()}")
        yield child
    finally:
        kill_worker(child)


def kill_worker(child: Child) -> None:
    if child.process is not None:
        kill_group(child.process.pid)
        child.process.wait()
