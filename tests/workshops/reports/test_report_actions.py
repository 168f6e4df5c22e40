import pytest

from sdgplatform.audit.models import AuditEntry
from sdgplatform.jobs.actions import execute_job
from sdgplatform.jobs.models import Job, JobState
from tests.factories.participants import AccountFactory
from tests.factories.reports import reported_workshop
from workshops.actions.reports import change_narratives, facts_checksum, make_report, request_report
from workshops.models import WorkshopReport

pytestmark = pytest.mark.django_db


def test_make_report_numbers_the_versions() -> None:
    workshop = reported_workshop()
    versions = [make_report(workshop, language=language, by=None).version for language in ("es", "fr")]
    assert versions == [1, 2]


def test_make_report_keeps_the_facts_frozen() -> None:
    workshop = reported_workshop()
    report = make_report(workshop, language="es", by=None)
    workshop.participations.all().delete()
    report.refresh_from_db()
    assert report.facts["participants"]["total"] == 5
    assert report.checksum == facts_checksum(report.facts)


def test_make_report_is_recorded() -> None:
    by = AccountFactory()
    report = make_report(reported_workshop(), language="es", by=by)
    entry = AuditEntry.objects.of(report).get()
    assert (entry.action, entry.actor_id) == ("workshops.report.made", str(by.pk))


def test_request_report_twice_is_one_job() -> None:
    workshop, by = reported_workshop(), AccountFactory()
    first = request_report(workshop, language="es", by=by)
    second = request_report(workshop, language="es", by=by)
    assert first == second
    assert request_report(workshop, language="pt-br", by=by) != first


def test_execute_job_makes_one_version_however_often_it_is_delivered() -> None:
    job = request_report(reported_workshop(), language="es", by=AccountFactory())
    execute_job(job.pk)
    execute_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.steps_done == 5
    assert WorkshopReport.objects.get().job == job


def test_a_job_taken_over_does_not_repeat_a_version_that_is_kept() -> None:
    """The first worker died after it kept the version and before it closed the job."""
    workshop = reported_workshop()
    job = request_report(workshop, language="es", by=AccountFactory())
    make_report(workshop, language="es", by=None, job=job)
    execute_job(job.pk)
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert WorkshopReport.objects.count() == 1


def test_change_narratives_goes_into_the_next_version() -> None:
    workshop = reported_workshop()
    change_narratives(workshop, narratives={"es": "Se acordó seguir."}, by=None)
    report = make_report(workshop, language="es", by=None)
    assert report.facts["workshop"]["narratives"] == {"es": "Se acordó seguir."}
