"""Attendance: the table, the list at the door for the phone, the sheet to sign, walk-ins."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.ui.parts import Crumb
from workshops.actions import attendance as actions
from workshops.forms.attendance import FindForm, MarkForm, SheetForm, WalkInForm
from workshops.models import AttendanceStatus, Participation, Session, Workshop
from workshops.models.participation import AttendanceSource
from workshops.queries.attendance import (
    attendance_table,
    check_in_rows,
    participation_in,
    session_in,
    sums_of,
)
from workshops.views.attendance_parts import sheet_rows
from workshops.views.tabs import workshop_page

SHORT_LIST = 5


@never_cache
@require("workshops.view_attendance", load=Workshop, by="slug")
def attendance_detail(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    table = attendance_table(workshop)
    records = request.user.has_perm("workshops.record_attendance", workshop)
    edits = records and "edit" in request.GET
    context = {
        **workshop_page(workshop, request.user, "attendance"),
        "table": table,
        "rows": sheet_rows(table, edits=edits),
        "sums": sums_of(table),
        "records": records,
        "edits": edits,
    }
    return render(request, "workshops/attendance_detail.html", context)


@require_POST
@require("workshops.record_attendance", load=Workshop, by="slug")
def attendance_save(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The whole table, typed from the signed sheet or put right afterwards."""
    form = SheetForm(request.POST)
    named = form.marks()
    table = attendance_table(workshop)
    people = {row.participation.code: row.participation for row in table.rows}
    sessions = {session.code: session for session in table.sessions}
    marks = {
        (people[person], sessions[session]): status
        for (person, session), status in named.items()
        if person in people and session in sessions
    }
    if form.unknown or len(marks) < len(named):
        messages.error(
            request, _("Some marks were not understood and were left out. Look at the table again.")
        )
    source = AttendanceSource.PAPER if request.POST.get("source") == "PAPER" else AttendanceSource.LIST
    changed = actions.record_sheet(workshop, marks, by=request.user, source=source)
    text = ngettext("%(n)d mark recorded.", "%(n)d marks recorded.", changed)
    messages.success(request, text % {"n": changed})
    return redirect("workshops:attendance_detail", slug=workshop.slug)


@require("workshops.view_attendance", load=Workshop, by="slug")
def attendance_sheet(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """To print and sign. Names and cities, nothing else."""
    context = {"workshop": workshop, "table": attendance_table(workshop)}
    return render(request, "workshops/attendance_sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@require("workshops.record_attendance", load=Workshop, by="slug")
def session_check_in(request: HttpRequest, workshop: Workshop, session: str) -> HttpResponse:
    """One session on a phone. Every tap is a form, so it works without script."""
    found = _session(workshop, session)
    if request.method == "POST":
        _take_tap(request, workshop, found)
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect(_check_in_url(found, request.GET.urlencode()))
    template = "workshops/session_check_in.html"
    if request.htmx:  # type: ignore[attr-defined]
        template += "#lists"
    return render(request, template, _check_in_context(request, workshop, found))


def _check_in_context(request: HttpRequest, workshop: Workshop, session: Session) -> dict[str, Any]:
    find = FindForm(request.GET)
    missing, recorded = check_in_rows(session, find.words)
    all_missing, all_recorded = check_in_rows(session) if find.words else (missing, recorded)
    here = [row for row in all_recorded if row.mark and row.mark.status == AttendanceStatus.PRESENT]
    awaited = [row for row in all_missing if row.elsewhere is None]
    expected = len(awaited) + len(all_recorded)
    return {
        "workshop": workshop,
        "session": session,
        "find": find,
        "missing": [row for row in missing if row.elsewhere is None],
        "elsewhere": [row for row in missing if row.elsewhere is not None],
        "recorded": recorded if "all" in request.GET or find.words else recorded[:SHORT_LIST],
        "recorded_total": len(recorded),
        "here": len(here),
        "expected": expected,
        "without_mark": len(awaited),
        "away": len(all_recorded) - len(here),
        "share": 100 * len(here) / expected if expected else 0,
        "check_in_url": _check_in_url(session, request.GET.urlencode()),
        "crumbs": [
            Crumb(workshop.title, reverse("workshops:workshop_detail", args=[workshop.slug])),
            Crumb(_("All sessions"), reverse("workshops:attendance_detail", args=[workshop.slug])),
        ],
    }


def _take_tap(request: HttpRequest, workshop: Workshop, session: Session) -> None:
    """`here`, `absent`, `excused` or `undo` with the code of a participation."""
    taps = {"here": "PRESENT", "absent": "ABSENT", "excused": "EXCUSED", "undo": ""}
    tapped = next((name for name in taps if name in request.POST), "")
    form = MarkForm({"participation": request.POST.get(tapped, ""), "status": taps.get(tapped, "")})
    person = participation_in(workshop, form.cleaned_data["participation"]) if form.is_valid() else None
    if not tapped or person is None:
        messages.error(request, _("Nothing was recorded: this person is not on the list."))
        return
    _mark(request, session, person, form.cleaned_data["status"])


def _mark(request: HttpRequest, session: Session, person: Participation, status: str) -> None:
    try:
        if status:
            actions.record_attendance(session, {person: status}, by=request.user)
        else:
            actions.clear_attendance(session, person, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))


@require_POST
@require("workshops.record_attendance", load=Workshop, by="slug")
def session_all_present(request: HttpRequest, workshop: Workshop, session: str) -> HttpResponse:
    found = _session(workshop, session)
    recorded = actions.mark_all_present(found, by=request.user)
    text = ngettext("%(n)d person recorded as here.", "%(n)d people recorded as here.", recorded)
    messages.success(request, text % {"n": recorded})
    return redirect(_check_in_url(found))


@require_http_methods(["GET", "HEAD", "POST"])
@require("workshops.record_attendance", load=Workshop, by="slug")
def walk_in_add(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Somebody not on the list; recorded as here when added from a session's page."""
    code = request.GET.get("session", "")
    session = session_in(workshop, code) if code else None
    back = _check_in_url(session) if session else reverse("workshops:attendance_detail", args=[workshop.slug])
    form = WalkInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_walk_in(workshop, form.walk_in(), by=request.user, session=session)
            messages.success(request, _("Added: %(name)s") % {"name": added.person.full_name})
            return redirect(back)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"workshop": workshop, "session": session, "form": form, "back": back}
    return render(request, "workshops/walk_in_add.html", context, status=422 if form.errors else 200)


def _session(workshop: Workshop, code: str) -> Session:
    found = session_in(workshop, code)
    if found is None:
        raise Http404
    return found


def _check_in_url(session: Session, query: str = "") -> str:
    path = reverse("workshops:session_check_in", args=[session.workshop.slug, session.code])
    return f"{path}?{query}" if query else path
