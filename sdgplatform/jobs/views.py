from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.jobs.actions import stop_job
from sdgplatform.jobs.models import Job
from sdgplatform.jobs.runners import step_words


@require_GET
@require("jobs.view_job", load=Job, by="code")
def job_detail(request: HttpRequest, job: Job) -> HttpResponse:
    words = step_words(job)
    steps = [step | {"words": words.get(step["key"], step["key"])} for step in job.steps]
    template = "jobs/job_detail.html" + ("#status" if request.htmx else "")  # type: ignore[attr-defined]
    return render(request, template, {"job": job, "steps": steps})


@require_POST
@require("jobs.stop_job", load=Job, by="code")
def job_stop(request: HttpRequest, job: Job) -> HttpResponse:
    try:
        stop_job(job)
    except ActionRefused:
        messages.info(request, _("The job was already over."))
    return redirect("jobs:job_detail", code=job.code)
