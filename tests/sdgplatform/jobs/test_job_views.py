import pytest
from django.test import Client

from sdgplatform.jobs.models import Job, JobState
from sdgplatform.jobs.runners import JobKind, register_job
from tests.factories.participants import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> Job:
    register_job(JobKind("shown", (("first", "First"),), lambda job: ""))
    steps = [{"key": "first", "state": "todo", "done": 0, "total": 0}]
    return Job.objects.create(
        kind="shown", subject="s", title="A thing", steps=steps, requested_by=AccountFactory()
    )


def _get(client: Client, job: Job, **headers: str) -> int:
    return client.get(f"/jobs/{job.code}/", headers=headers).status_code


def test_job_detail_is_shown_to_who_asked(client: Client, job: Job) -> None:
    client.force_login(job.requested_by)
    assert _get(client, job) == 200


def test_job_detail_is_hidden_from_others(client: Client, job: Job) -> None:
    client.force_login(AccountFactory())
    assert _get(client, job) == 404


def test_job_detail_asks_visitors_to_sign_in(client: Client, job: Job) -> None:
    assert _get(client, job) == 302


def test_job_detail_fragment_polls_while_the_job_is_open(client: Client, job: Job) -> None:
    client.force_login(job.requested_by)
    page = client.get(f"/jobs/{job.code}/", headers={"HX-Request": "true"}).content.decode()
    Job.objects.update(state=JobState.STOPPED)
    after = client.get(f"/jobs/{job.code}/", headers={"HX-Request": "true"}).content.decode()
    assert ("every 2s" in page, "every 2s" in after, "<html" in page) == (True, False, False)


def test_job_stop_by_post_only(client: Client, job: Job) -> None:
    client.force_login(job.requested_by)
    assert client.get(f"/jobs/{job.code}/stop/").status_code == 405
    assert client.post(f"/jobs/{job.code}/stop/").status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.STOPPED


def test_job_stop_of_a_finished_job_says_so(client: Client, job: Job) -> None:
    Job.objects.update(state=JobState.STOPPED)
    client.force_login(job.requested_by)
    page = client.post(f"/jobs/{job.code}/stop/", follow=True)
    assert "already over" in page.content.decode()
