from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.phrases import SAVED
from sdgplatform.ui.parts import CheckItem, Crumb, Fact, Meter
from workshops.actions.programme import (
    FINAL_STATES,
    add_session,
    change_session,
    remove_session,
    swap_session,
)
from workshops.forms.faults import take_faults
from workshops.forms.programme import SessionForm
from workshops.models import Session, Workshop
from workshops.queries.exercises import bring_exercises
from workshops.queries.programme import Programme, hours_text, programme
from workshops.views.posted import posted
from workshops.views.tabs import workshop_page
from workshops.views.words import page_url

INPUTS = {"starts_at": "start_time", "ends_at": "end_time"}
BLOCK = {"slug": "workshop__slug", "code": "code"}


@require("workshops.view_overview", load=Workshop)
def programme_detail(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    plan = programme(workshop, settle=True)
    bring_exercises(plan.sessions)
    is_final = workshop.state in FINAL_STATES
    context = {
        **workshop_page(workshop, request.user, "programme"),
        "programme": plan,
        "can_change": not is_final and request.user.has_perm("workshops.change_programme", workshop),
        "to_settle": _to_settle(workshop, plan),
        "meters": _meters(plan),
        "trainers": [Fact(name, hours_text(minutes)) for name, minutes in plan.trainer_minutes],
        "new_url": page_url("session_new", workshop),
        "calendar_url": request.build_absolute_uri(page_url("workshop_calendar", workshop)),
    }
    return render(request, "workshops/programme_detail.html", context)


def _to_settle(workshop: Workshop, plan: Programme) -> list[CheckItem]:
    return [
        CheckItem(text, "missing", url=f"#{session.code}", link=_("Show")) for session, text in plan.unsettled
    ]


def _meters(plan: Programme) -> list[Meter]:
    longest = max((minutes for _name, minutes in plan.method_minutes), default=1)
    return [
        Meter(name, hours_text(minutes), share=100 * minutes / longest)
        for name, minutes in plan.method_minutes
    ]


@require("workshops.change_programme", load=Workshop)
def session_new(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = SessionForm(posted(request), workshop=workshop, initial=_next_free(workshop))
    if form.is_bound and form.is_valid():
        trainers = form.cleaned_data["trainers"]
        try:
            session = add_session(workshop, form.columns(), by=request.user, trainers=trainers)
        except ValidationError as error:
            take_faults(form, error, INPUTS)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Added: %(block)s") % {"block": session.title})
            return redirect(f"{page_url('programme_detail', workshop)}#{session.code}")
    return _form_page(request, workshop, form, _("Add a session"))


@require("workshops.change_programme_block", load=Session, by=BLOCK)
def session_edit(request: HttpRequest, session: Session) -> HttpResponse:
    workshop = session.workshop
    form = SessionForm(posted(request), workshop=workshop, instance=session)
    if form.is_bound and form.is_valid():
        trainers = form.cleaned_data["trainers"]
        try:
            change_session(session, form.columns(), by=request.user, trainers=trainers)
        except ValidationError as error:
            take_faults(form, error, INPUTS)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SAVED)
            return redirect(f"{page_url('programme_detail', workshop)}#{session.code}")
    return _form_page(request, workshop, form, _("Edit session"), session)


@require("workshops.change_programme_block", load=Session, by=BLOCK)
def session_remove(request: HttpRequest, session: Session) -> HttpResponse:
    workshop = session.workshop
    back = page_url("programme_detail", workshop)
    if request.method == "POST":
        title = session.title
        try:
            remove_session(session, by=request.user)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Removed: %(block)s") % {"block": title})
        return redirect(back)
    context = {
        **workshop_page(workshop, request.user, "programme", crumbs=[Crumb(_("Programme"), back)]),
        "session": session,
        "back": back,
    }
    return render(request, "workshops/session_remove.html", context)


@require_POST
@require("workshops.change_programme_block", load=Session, by=BLOCK)
def session_swap(request: HttpRequest, session: Session) -> HttpResponse:
    try:
        swap_session(session, later=request.POST.get("later") == "1", by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{page_url('programme_detail', session.workshop)}#{session.code}")


def _next_free(workshop: Workshop) -> dict[str, Any]:
    """A new block begins where the last one ends, or where the workshop does."""
    last = workshop.sessions.order_by("-ends_at").first()
    start = (last.ends_at if last else workshop.starts_at).astimezone(workshop.zone)
    return {"date": start.date(), "start_time": start.time(), "takes_attendance": True}


def _form_page(
    request: HttpRequest, workshop: Workshop, form: SessionForm, heading: str, session: Session | None = None
) -> HttpResponse:
    back = page_url("programme_detail", workshop)
    context = {
        **workshop_page(workshop, request.user, "programme", crumbs=[Crumb(_("Programme"), back)]),
        "form": form,
        "heading": heading,
        "session": session,
        "cancel_url": back,
        "danger_url": page_url("session_remove", workshop, code=session.code) if session else "",
    }
    return render(request, "workshops/session_edit.html", context, status=422 if form.is_bound else 200)
