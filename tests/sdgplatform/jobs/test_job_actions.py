from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sdgplatform.jobs.actions import (
    MAX_ATTEMPTS,
    JobIsOver,
    claim_job,
    execute_job,
    finish_job,
    report_step,
    request_job,
    requeue_jobs_without_worker,
    stop_job,
)
from sdgplatform.jobs.models import Job, JobState
from sdgplatform.jobs.runners import JobKind, JobStopped, register_job
from tests.factories.participants import AccountFactory

pytestmark = pytest.mark.django_db
KIND = "test_kind"


def _register(run: object = lambda job: "/done/") -> None:
    register_job(JobKind(KIND, (("first", "First"), ("second", "Second")), run))  # type: ignore[arg-type]


def _job() -> Job:
    return request_job(KIND, subject="thing:1", title="A thing", by=AccountFactory())


def _lose(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))


def test_request_job_twice_is_one_open_job() -> None:
    _register()
    assert _job() == _job()


def test_a_finished_job_may_be_requested_again() -> None:
    _register()
    first = _job()
    execute_job(first.pk)
    assert _job() != first


def test_execute_job_keeps_the_result() -> None:
    _register()
    job = _job()
    execute_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url, job.percent) == (JobState.DONE, "/done/", 100)


def test_claim_job_gives_a_job_to_one_worker() -> None:
    _register()
    job = _job()
    assert claim_job(job.pk) is not None
    assert claim_job(job.pk) is None


def test_claim_job_of_a_lost_worker() -> None:
    _register()
    job = _job()
    claim_job(job.pk)
    _lose(job)
    taken = claim_job(job.pk)
    assert taken is not None
    assert taken.attempts == 2


def test_a_worker_that_comes_back_cannot_close_the_job_of_another() -> None:
    _register()
    job = _job()
    slow = claim_job(job.pk)
    _lose(job)
    claim_job(job.pk)
    assert slow is not None
    assert finish_job(slow, JobState.DONE) is False
    with pytest.raises(JobStopped):
        report_step(slow, "second")


def test_report_step_counts_parts_of_the_step_in_hand() -> None:
    _register()
    job = claim_job(_job().pk)
    assert job is not None
    report_step(job, "second", done=1, total=2)
    assert Job.objects.get(pk=job.pk).percent == 75


def test_failure_is_kept_with_its_words() -> None:
    def fail(job: Job) -> str:
        raise RuntimeError("The figures disagree.")

    _register(fail)
    job = _job()
    execute_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "The figures disagree.")


def test_stop_job_ends_it_at_the_next_step() -> None:
    def stop_midway(job: Job) -> str:
        stop_job(job)
        report_step(job, "second")
        return "/never/"

    _register(stop_midway)
    job = _job()
    execute_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url) == (JobState.STOPPED, "")
    with pytest.raises(JobIsOver):
        stop_job(job)


def test_requeue_gives_up_after_many_attempts() -> None:
    _register()
    job = _job()
    claim_job(job.pk)
    Job.objects.filter(pk=job.pk).update(attempts=MAX_ATTEMPTS)
    _lose(job)
    assert requeue_jobs_without_worker() == 0
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED


def test_requeue_leaves_a_job_that_gives_signs_of_life() -> None:
    _register()
    claim_job(_job().pk)
    assert requeue_jobs_without_worker() == 0


def test_constraint_one_open_job_per_kind_and_subject() -> None:
    Job.objects.create(kind="k", subject="s", title="t")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="k", subject="s", title="t")


def test_constraint_open_job_is_not_finished() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="k", subject="s", title="t", finished_at=timezone.now())


def test_constraint_start_and_sign_of_life_together() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="k", subject="s", title="t", started_at=timezone.now())
