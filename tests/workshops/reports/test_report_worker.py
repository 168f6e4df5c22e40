"""A worker that is killed in mid report loses nothing and doubles nothing."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from sdgplatform.jobs.actions import requeue_jobs_without_worker
from sdgplatform.jobs.models import Job, JobState
from sdgplatform.launcher.children import Child
from tests.conftest import kill_worker
from tests.factories.participants import AccountFactory
from tests.factories.reports import reported_workshop
from workshops.actions.reports import request_report
from workshops.models import Workshop, WorkshopReport

PATIENCE = 40  # seconds; only reached when something is wrong


def _wait(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"Waited in vain: {what}")
        time.sleep(0.1)


def _state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


@pytest.mark.django_db(transaction=True)
def test_worker_makes_the_report(worker: Child) -> None:
    job = request_report(reported_workshop(), language="es", by=AccountFactory())
    _wait(lambda: _state(job) == JobState.DONE, "the worker makes the report")
    assert WorkshopReport.objects.get().language == "es"


@contextmanager
def _row_locked(workshop: Workshop) -> Iterator[None]:
    """Another connection holds the workshop, so that the worker waits at its last step."""
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Workshop.objects.select_for_update().get(pk=workshop.pk)
                locked.set()
                done.wait(PATIENCE)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(PATIENCE)
    try:
        yield
    finally:
        done.set()
        holder.join()


def _is_keeping(job: Job) -> bool:
    steps = {step["key"]: step["state"] for step in Job.objects.get(pk=job.pk).steps}
    return steps["keep"] == "doing"


@pytest.fixture
def _lost_after_a_second(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """For the worker, which reads the environment, and for this process."""
    monkeypatch.setenv("JOBS_LOST_AFTER_SECONDS", "1")
    settings.JOBS_LOST_AFTER_SECONDS = 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_lost_after_a_second")
def test_killed_worker_loses_no_report_and_makes_it_once(worker: Child) -> None:
    workshop = reported_workshop()
    with _row_locked(workshop):
        job = request_report(workshop, language="es", by=AccountFactory())
        _wait(lambda: _is_keeping(job), "the worker reaches the last step")
        kill_worker(worker)
    assert WorkshopReport.objects.count() == 0
    assert _state(job) == JobState.RUNNING
    worker.start()
    _wait(lambda: requeue_jobs_without_worker() == 1, "the job counts as lost")
    _wait(lambda: _state(job) == JobState.DONE, "another worker finishes the report")
    assert WorkshopReport.objects.count() == 1
    assert Job.objects.get(pk=job.pk).attempts == 2
