from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sdgplatform.access import require
from sdgplatform.jobs.models import Job
from sdgplatform.jobs.views import job_context
from sdgplatform.ui.parts import CheckItem, Crumb
from sdgplatform.uploads.responses import serve_upload
from workshops.actions.reports import change_narratives, report_subject, request_report
from workshops.forms.reports import ReportRequestForm, ReportTextForm
from workshops.models import Workshop, WorkshopReport
from workshops.queries.report_gaps import report_gaps
from workshops.reports.chapters.matrices import mean_shares
from workshops.reports.document import report_document
from workshops.views.tabs import workshop_page


@require_GET
@require("workshops.view_reports", load=Workshop)
def report_list(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Versions, the newest job, what the report lacks. The job fragment polls its own address."""
    reports = list(
        WorkshopReport.objects.filter(workshop=workshop)
        .select_related("pdf", "made_by__person")
        .order_by("-version")
    )
    job = Job.objects.filter(subject=report_subject(workshop)).order_by("-pk").first()
    context = workshop_page(workshop, request.user, "report") | {
        "reports": reports,
        "preview": _first_page(reports[0]) if reports else None,
        "preview_shares": _shares(reports[0]) if reports else None,
        "running": job_context(job) if job and (job.is_open or job.state == "FAILED") else None,
        "gaps": _gap_items(workshop),
        "form": ReportRequestForm(initial={"language": _default_language(workshop)}),
    }
    return render(request, "workshops/report_list.html", context)


def _first_page(report: WorkshopReport) -> dict[str, Any]:
    with translation.override(report.language):
        return report_document(report.facts, version=report.version)


def _shares(report: WorkshopReport) -> dict[int, float | None]:
    rows = report.facts["matrices"]
    return dict(enumerate(mean_shares(rows), start=1)) if rows else {}


def _default_language(workshop: Workshop) -> str:
    return workshop.languages[0] if workshop.languages else get_language() or settings.LANGUAGE_CODE


def _gap_items(workshop: Workshop) -> list[CheckItem]:
    return [CheckItem(gap.text, note=gap.note, url=gap.url, link=gap.link) for gap in report_gaps(workshop)]


@require_POST
@require("workshops.make_report", load=Workshop)
def report_make(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = ReportRequestForm(request.POST)
    if form.is_valid():
        request_report(workshop, language=form.cleaned_data["language"], by=request.user)
    else:
        messages.error(request, _("Choose one of the four languages."))
    return redirect("workshops:report_list", slug=workshop.slug)


@require_http_methods(["GET", "POST"])
@require("workshops.make_report", load=Workshop)
def report_text(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = ReportTextForm(request.POST or None, initial={"narratives": workshop.narratives})
    if request.method == "POST" and form.is_valid():
        change_narratives(workshop, narratives=form.cleaned_data["narratives"] or {}, by=request.user)
        messages.success(request, _("The account is saved. It goes into the next version of the report."))
        return redirect("workshops:report_list", slug=workshop.slug)
    crumbs = [Crumb(_("Report"), request.path.removesuffix("text/"))]
    context: dict[str, Any] = workshop_page(workshop, request.user, "report", crumbs=crumbs) | {"form": form}
    return render(request, "workshops/report_text.html", context, status=422 if form.errors else 200)


@require_GET
@require("workshops.view_report", load=WorkshopReport, by={"slug": "workshop__slug", "code": "code"})
def report_pdf(request: HttpRequest, report: WorkshopReport) -> HttpResponseBase:
    return serve_upload(report.pdf, request)
