from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.ui.parts import CheckItem
from sdgplatform.ui.texts import in_zone, moment_text
from workshops.actions.life_cycle import move_workshop
from workshops.forms.life_cycle import CancelForm, MoveForm
from workshops.models import Workshop, WorkshopState
from workshops.queries.life_cycle import is_back, moves_from
from workshops.queries.numbers import WorkshopNumbers, workshop_numbers
from workshops.queries.readiness import Requirement, readiness
from workshops.views.posted import posted
from workshops.views.tabs import workshop_page
from workshops.views.words import move_label, page_url

LINKS = {
    "edit": gettext_lazy("Edit"),
    "programme": gettext_lazy("Open programme"),
    "applications": gettext_lazy("Open selection"),
    "attendance": gettext_lazy("Open attendance"),
    "mail": gettext_lazy("Open mail"),
    "report": gettext_lazy("Open report"),
    "matrices": gettext_lazy("Open matrices"),
}
PAGES = {
    "edit": "workshop_edit",
    "programme": "programme_detail",
    "applications": "application_list",
    "attendance": "attendance_detail",
    "mail": "mail_list",
    "report": "report_list",
    "matrices": "workshop_matrices",
}


@require("workshops.move_workshop", load=Workshop)
def workshop_move(request: HttpRequest, workshop: Workshop, to: str) -> HttpResponse:
    """GET says what the step will do, POST takes it."""
    target = to.upper()
    if target not in WorkshopState.values:
        raise Http404
    form = (CancelForm if target == WorkshopState.CANCELLED else MoveForm)(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_workshop(workshop, target, by=request.user, reason=form.cleaned_data["reason"])
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
            return _asking(request, workshop, target, form, status=409)
        messages.success(request, _("The workshop is now: %(state)s.") % {"state": moved.get_state_display()})
        return redirect("workshops:workshop_overview", slug=workshop.slug)
    return _asking(request, workshop, target, form, status=422 if form.is_bound else 200)


def _asking(request: HttpRequest, workshop: Workshop, target: str, form: Any, *, status: int) -> HttpResponse:
    back = is_back(workshop.state, target) and target != WorkshopState.OPEN
    needs = [] if back else readiness(workshop, target)
    context = {
        **workshop_page(workshop, request.user, "move"),
        "form": form,
        "label": move_label(target),
        "effects": effects(workshop, target, workshop_numbers(workshop)),
        "missing": checklist(workshop, [need for need in needs if not need.is_met], can_change=True),
        "is_allowed": target in moves_from(workshop.state),
        "is_blocked": any(need.blocks and not need.is_met for need in needs),
        "is_cancelling": target == WorkshopState.CANCELLED,
        "cancel_url": page_url("workshop_overview", workshop),
    }
    return render(request, "workshops/workshop_move.html", context, status=status)


def checklist(workshop: Workshop, needs: Sequence[Requirement], *, can_change: bool) -> list[CheckItem]:
    """Missing first; blockers look like errors only where they stop the step."""
    return [
        CheckItem(
            need.text,
            "done" if need.is_met else "missing",
            need.note,
            _place_url(workshop, need.place, can_change=can_change),
            _("View") if need.is_met else LINKS[need.place.partition(":")[0]],
        )
        for need in needs
    ]


def _place_url(workshop: Workshop, place: str, *, can_change: bool) -> str:
    key, _colon, field = place.partition(":")
    if key == "edit" and not can_change:
        return ""
    url = page_url(PAGES[key], workshop)
    return f"{url}#id_{field}" if url and field else url


def effects(workshop: Workshop, target: str, numbers: WorkshopNumbers) -> list[str]:
    """What the step does, in sentences, before it is taken."""
    say = {
        WorkshopState.OPEN: _opening,
        WorkshopState.SELECTION: _selecting,
        WorkshopState.CONFIRMED: _confirming,
        WorkshopState.RUNNING: _running,
        WorkshopState.CLOSED: _closing,
        WorkshopState.REPORTED: _reporting,
        WorkshopState.CANCELLED: _cancelling,
    }.get(WorkshopState(target))
    return say(workshop, numbers) if say else []


def _opening(workshop: Workshop, numbers: WorkshopNumbers) -> list[str]:
    said = [_("Everyone can see the page of the workshop.")]
    closes = workshop.applications_close_at
    if closes:
        until = moment_text(in_zone(closes, workshop.zone), "datetime", with_zone=True)
        said.append(_("People can apply until %(time)s.") % {"time": until})
    return said


def _selecting(workshop: Workshop, numbers: WorkshopNumbers) -> list[str]:
    said = [_("Nobody can apply any more.")]
    closes = workshop.applications_close_at
    if workshop.state == WorkshopState.OPEN and closes and closes > timezone.now():
        until = moment_text(in_zone(closes, workshop.zone), "datetime", with_zone=True)
        said.append(_("The call would have been open until %(time)s.") % {"time": until})
    waiting = ngettext(
        "%(count)d application waits for a decision.",
        "%(count)d applications wait for a decision.",
        numbers.undecided,
    )
    return [*said, waiting % {"count": numbers.undecided}]


def _confirming(workshop: Workshop, numbers: WorkshopNumbers) -> list[str]:
    taken = _("%(accepted)d of %(places)d places are taken.")
    return [
        taken % {"accepted": numbers.accepted, "places": workshop.capacity},
        _("No mail leaves by this step; held mails wait in the outbox until they are released."),
    ]


def _running(workshop: Workshop, numbers: WorkshopNumbers) -> list[str]:
    return [_("The workshop is shown as running. Attendance can be taken.")]


def _closing(workshop: Workshop, numbers: WorkshopNumbers) -> list[str]:
    done = _("Attendance is recorded in %(done)d of %(needed)d sessions.")
    return [
        _("The workshop is over; its report can be made."),
        done % {"done": numbers.blocks_with_attendance, "needed": numbers.attended_blocks},
    ]


def _reporting(workshop: Workshop, numbers: WorkshopNumbers) -> list[str]:
    versions = ngettext("%(count)d report is kept.", "%(count)d reports are kept.", numbers.reports)
    return [_("The programme cannot be changed any more."), versions % {"count": numbers.reports}]


def _cancelling(workshop: Workshop, numbers: WorkshopNumbers) -> list[str]:
    mails = ngettext(
        "%(count)d mail that has not left is withdrawn.",
        "%(count)d mails that have not left are withdrawn.",
        numbers.unsent_mails,
    )
    people = ngettext(
        "%(count)d accepted person is not told by this step: write to them.",
        "%(count)d accepted people are not told by this step: write to them.",
        numbers.accepted,
    )
    return [
        _("The workshop is shown as cancelled. This cannot be undone; it can be copied."),
        mails % {"count": numbers.unsent_mails},
        *([people % {"count": numbers.accepted}] if numbers.accepted else []),
    ]
