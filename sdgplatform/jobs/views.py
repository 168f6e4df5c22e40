from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.jobs.actions import stop_job
from sdgplatform.jobs.models import Job, JobState
from sdgplatform.jobs.runners import step_words
from sdgplatform.ui.parts import JobStep, Kind, Mark

KINDS: dict[str, Kind] = {
    JobState.QUEUED: "wait",
    JobState.RUNNING: "doing",
    JobState.DONE: "done",
    JobState.FAILED: "stop",
    JobState.STOPPED: "off",
}


def job_context(job: Job) -> dict[str, Any]:
    """What `components/job.html` shows of a job; also for pages that show it among other things."""
    words = step_words(job)
    return {
        "job": job,
        "mark": Mark(KINDS[job.state], job.get_state_display()),
        "percent": job.percent if job.is_open else None,
        "note": _note(job),
        "steps": [_step(step, words) for step in job.steps],
        "poll_url": reverse("jobs:job_detail", args=[job.code]) if job.is_open else "",
        "stop_url": reverse("jobs:job_stop", args=[job.code]) if job.is_open else "",
    }


def _note(job: Job) -> str:
    if job.is_open:
        return _("You can leave this page; the work goes on.")
    return _("It did not work: %(error)s") % {"error": job.error} if job.state == JobState.FAILED else ""


def _step(step: dict[str, Any], words: dict[str, str]) -> JobStep:
    note = _("%(done)d of %(total)d") % step if step["total"] and step["state"] == "doing" else ""
    return JobStep(words.get(step["key"], step["key"]), step["state"], note)


@require_GET
@require("jobs.view_job", load=Job, by="code")
def job_detail(request: HttpRequest, job: Job) -> HttpResponse:
    template = "jobs/job_detail.html" + ("#status" if request.htmx else "")  # type: ignore[attr-defined]
    return render(request, template, job_context(job))


@require_POST
@require("jobs.stop_job", load=Job, by="code")
def job_stop(request: HttpRequest, job: Job) -> HttpResponse:
    try:
        stop_job(job)
    except ActionRefused:
        messages.info(request, _("The job was already over."))
    return redirect("jobs:job_detail", code=job.code)
