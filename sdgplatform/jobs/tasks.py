from typing import Any

from celery import shared_task


@shared_task
def run_job(*, job_id: int, **_future: Any) -> None:
    from sdgplatform.jobs.actions import execute_job

    execute_job(job_id)


@shared_task
def requeue_lost_jobs(**_future: Any) -> None:
    from sdgplatform.jobs.actions import requeue_jobs_without_worker

    requeue_jobs_without_worker()
