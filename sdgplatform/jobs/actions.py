"""The life of a job. Every move is a compare-and-set on its state, so a second delivery does nothing."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from sdgplatform.errors import ActionRefused
from sdgplatform.jobs.models import OPEN_STATES, Job, JobState
from sdgplatform.jobs.runners import JobStopped, job_kind
from sdgplatform.jobs.tasks import run_job

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5


def request_job(kind: str, *, subject: str, title: str, by: Any, **arguments: Any) -> Job:
    """Queue a job, or return the open one that does the same: a double click makes one job."""
    steps = [{"key": key, "state": "todo", "done": 0, "total": 0} for key, _words in job_kind(kind).steps]
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                subject=subject,
                title=title,
                arguments=arguments,
                steps=steps,
                requested_by=by,
                language=translation.get_language() or "en",
            )
    except IntegrityError:
        return Job.objects.get(kind=kind, subject=subject, arguments=arguments, state__in=OPEN_STATES)
    transaction.on_commit(lambda: run_job.delay(job_id=job.pk))
    return job


def claim_job(job_id: int) -> Job | None:
    """Take the job for this worker; None when another has it, it is over or it does not exist."""
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None or not _may_start(job):
            return None
        job.state = JobState.RUNNING
        job.attempts += 1
        job.started_at = job.heartbeat_at = now
        job.steps = [step | {"state": "todo", "done": 0, "total": 0} for step in job.steps]
        job.save()
    return job


def _may_start(job: Job) -> bool:
    if job.state == JobState.QUEUED:
        return True
    return job.state == JobState.RUNNING and _is_lost(job)


def _is_lost(job: Job) -> bool:
    return job.heartbeat_at is not None and job.heartbeat_at < _sign_of_life_limit()


def _sign_of_life_limit() -> datetime:
    return timezone.now() - timedelta(seconds=settings.JOBS_LOST_AFTER_SECONDS)


def execute_job(job_id: int) -> None:
    job = claim_job(job_id)
    if job is None:
        return
    try:
        with translation.override(job.language):
            result_url = job_kind(job.kind).run(job)
    except JobStopped:
        return
    except Exception as error:
        logger.exception("Job %s failed.", job.code)
        finish_job(job, JobState.FAILED, error=str(error) or type(error).__name__)
    else:
        finish_job(job, JobState.DONE, result_url=result_url)


def finish_job(job: Job, state: JobState, *, error: str = "", result_url: str = "") -> bool:
    """Close a running job of this attempt; False when it was no longer this attempt's to close."""
    steps = [step | {"state": "done"} for step in job.steps] if state == JobState.DONE else job.steps
    closed = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
        state=state, error=error[:2000], result_url=result_url, finished_at=timezone.now(), steps=steps
    )
    return bool(closed)


def report_step(job: Job, key: str, *, done: int = 0, total: int = 0) -> None:
    """Say that the job is in step `key`; earlier steps are done. Also its sign of life.

    Raises JobStopped when the job was stopped, or taken over by another worker.
    """
    keys = [step["key"] for step in job.steps]
    at = keys.index(key)
    for index, step in enumerate(job.steps):
        step["state"] = "done" if index < at else "doing" if index == at else "todo"
    job.steps[at] |= {"done": done, "total": total}
    alive = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
        steps=job.steps, heartbeat_at=timezone.now()
    )
    if not alive:
        raise JobStopped


def stop_job(job: Job) -> None:
    """Stop a queued or running job; its worker notices at the next step."""
    stopped = Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).update(
        state=JobState.STOPPED, finished_at=timezone.now()
    )
    if not stopped:
        raise JobIsOver


class JobIsOver(ActionRefused):
    code = "job_is_over"
    message = _("The job is already over.")


def requeue_jobs_without_worker() -> int:
    """Queue again what was never started or whose worker gave no sign of life; bounded attempts."""
    limit = _sign_of_life_limit()
    lost = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=limit)
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=timezone.now(), error=str(_("The worker stopped every time."))
    )
    forgotten = Job.objects.filter(state=JobState.QUEUED, requested_at__lt=limit)
    waiting = [*lost.filter(attempts__lt=MAX_ATTEMPTS), *forgotten]
    for job in waiting:
        run_job.delay(job_id=job.pk)
    return len(waiting)
