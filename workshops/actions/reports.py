"""Making a report: gather, check, write, typeset, keep as the next version."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sdgplatform.audit.recording import record, snapshot
from sdgplatform.jobs.actions import report_step, request_job
from sdgplatform.jobs.models import Job
from sdgplatform.jobs.runners import JobKind, register_job
from sdgplatform.uploads.actions import store_upload
from workshops.models import Workshop, WorkshopReport
from workshops.queries.report_facts import Facts, check_facts, workshop_facts
from workshops.reports.document import report_document
from workshops.reports.typesetting import typeset_pdf

JOB_KIND = "workshop_report"
STEPS = (
    ("collect", gettext_lazy("Collect facts and figures")),
    ("check", gettext_lazy("Check figures against each other")),
    ("write", gettext_lazy("Write chapters and draw charts")),
    ("typeset", gettext_lazy("Make PDF")),
    ("keep", gettext_lazy("Keep as a version")),
)
Progress = Callable[[str], None]


def request_report(workshop: Workshop, *, language: str, by: Any) -> Job:
    """Queue the report; the same request while one is open returns that one."""
    with translation.override(language):
        title = _("Report of “%(workshop)s”") % {"workshop": workshop.title}
    return request_job(
        JOB_KIND,
        subject=report_subject(workshop),
        title=title[:200],
        by=by,
        workshop=workshop.pk,
        language=language,
    )


def report_subject(workshop: Workshop) -> str:
    return f"workshops.workshop:{workshop.pk}"


def run_report_job(job: Job) -> str:
    """The job's runner: idempotent, a version that this job already made is not made again."""
    workshop = Workshop.objects.get(pk=job.arguments["workshop"])
    report = WorkshopReport.objects.filter(job=job).first() or make_report(
        workshop,
        language=job.arguments["language"],
        by=job.requested_by,
        job=job,
        progress=lambda step: report_step(job, step),
    )
    return reverse("workshops:report_list", args=[report.workshop.slug])


def make_report(
    workshop: Workshop,
    *,
    language: str,
    by: Any,
    job: Job | None = None,
    progress: Progress = lambda step: None,
) -> WorkshopReport:
    """Make and keep the next version of the report, now. Raises FiguresDisagree, TypesettingFailed.

    The facts are read in one snapshot of the database, so that the figures belong together.
    """
    progress("collect")
    facts = _snapshot(workshop)
    progress("check")
    check_facts(facts)
    progress("write")
    version = _next_version(workshop)
    pdf = _typeset(facts, language=language, version=version, progress=progress)
    progress("keep")
    return _keep(workshop, facts, pdf, language=language, version=version, by=by, job=job)


def _snapshot(workshop: Workshop) -> Facts:
    with transaction.atomic():
        return workshop_facts(Workshop.objects.with_place().get(pk=workshop.pk))


def _next_version(workshop: Workshop) -> int:
    newest = WorkshopReport.objects.filter(workshop=workshop).order_by("-version").first()
    return newest.version + 1 if newest else 1


def _typeset(facts: Facts, *, language: str, version: int, progress: Progress) -> bytes:
    with translation.override(language):
        document = report_document(facts, version=version)
    progress("typeset")
    return typeset_pdf(document, language=language)


@transaction.atomic
def _keep(
    workshop: Workshop, facts: Facts, pdf: bytes, *, language: str, version: int, by: Any, job: Job | None
) -> WorkshopReport:
    """Under the lock of the workshop. When another report took the number meanwhile, set it anew."""
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    if job and (made := WorkshopReport.objects.filter(job=job).first()):
        return made
    if (actual := _next_version(workshop)) != version:
        version = actual
        pdf = _typeset(facts, language=language, version=version, progress=lambda step: None)
    name = f"{workshop.slug}-v{version}-{language}.pdf"
    report = WorkshopReport(
        workshop=workshop,
        version=version,
        language=language,
        facts=facts,
        checksum=facts_checksum(facts),
        pdf=store_upload(ContentFile(pdf, name=name), by=by),
        job=job,
        made_by=by,
    )
    report.full_clean()
    report.save()
    record("workshops.report.made", by=by, target=report, scope=workshop, version=version, language=language)
    return report


@transaction.atomic
def change_narratives(workshop: Workshop, *, narratives: dict[str, str], by: Any) -> Workshop:
    """Keep the account that goes into the next version of the report."""
    locked = Workshop.objects.select_for_update().get(pk=workshop.pk)
    before = snapshot(locked, ["narratives"])
    locked.narratives = narratives
    locked.full_clean()
    locked.save(update_fields=["narratives"])
    record("workshops.report.text_changed", by=by, target=locked, before=before, scope=locked)
    return locked


def facts_checksum(facts: Facts) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


register_job(JobKind(JOB_KIND, STEPS, run_report_job))
