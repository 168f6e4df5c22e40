from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import CharField, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from modules.models import Module, PartEdition
from modules.models.modules import asker
from sdgplatform.access import require
from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from sdgplatform.statements import Given, Statement
from sdgplatform.ui.parts import Action, Crumb, Stat
from workshops.models import Workshop
from workshops.queries.life_cycle import is_back, moves_from, next_state
from workshops.queries.matrices import matrices_of, with_coverage
from workshops.queries.numbers import WorkshopNumbers, workshop_numbers
from workshops.queries.programme import sessions_of
from workshops.queries.readiness import readiness
from workshops.views.history import history_entries
from workshops.views.life_cycle import checklist
from workshops.views.stepper import steps_of
from workshops.views.tabs import workshop_page
from workshops.views.words import READY_FOR, module_names, move_label, network_names, page_url

SHOWN_SESSIONS, SHOWN_MATRICES, SHOWN_CHANGES = 6, 4, 6


@require("workshops.view_overview", load=Workshop)
def workshop_overview(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    user = request.user
    can_change = user.has_perm("workshops.change_workshop", workshop)
    numbers = workshop_numbers(workshop)
    sessions = sessions_of(workshop)
    target = next_state(workshop)
    needs = readiness(workshop, target, numbers=numbers, sessions=sessions) if target else []
    page = workshop_page(workshop, user, "overview", counts=asdict(numbers))
    year = workshop.starts_local.year
    matrices = list(matrices_of(workshop, user)[:SHOWN_MATRICES]) if numbers.matrices else []
    context = {
        **page,
        "crumbs": [*page["crumbs"], Crumb(str(year), f"{page['crumbs'][0].url}?year={year}")],
        "page_actions": _actions(workshop, user, target),
        "taught": ", ".join(module_names(numbers.taught)),
        "organisers": ", ".join(network_names(workshop)),
        "steps": steps_of(workshop, numbers.steps),
        "ready_heading": READY_FOR[target] if target else "",
        "ready_items": checklist(workshop, needs, can_change=can_change),
        "ready_done": sum(need.is_met for need in needs),
        "sessions": [session for session in sessions if not session.is_break][:SHOWN_SESSIONS],
        "changes": history_entries(_CHANGES.objects(scope=scope_key(workshop))),
        "stats": _stats(workshop, numbers),
        "matrices": with_coverage(matrices),
        "numbers": numbers,
        "made_from": workshop.made_from if workshop.made_from_id else None,
        "back_moves": _steps_back(workshop, user),
    }
    return render(request, "workshops/workshop_overview.html", context)


_CHANGES = Statement(lambda: AuditEntry.objects.under(Given("scope", CharField()))[:SHOWN_CHANGES])


def _steps_back(workshop: Workshop, user: Any) -> list[Action]:
    if not user.has_perm("workshops.move_workshop", workshop):
        return []
    return [
        Action(move_label(state, asks=True), page_url("workshop_move", workshop, to=state.lower()))
        for state in moves_from(workshop.state)
        if is_back(workshop.state, state)
    ]


def _actions(workshop: Workshop, user: Any, target: str | None) -> list[Action]:
    actions = [Action(_("Public page"), page_url("workshop_detail", workshop), "quiet")]
    if user.has_perm("workshops.copy_workshop", workshop):
        actions.append(Action(_("Copy…"), page_url("workshop_copy", workshop), "quiet"))
    if user.has_perm("workshops.change_workshop", workshop):
        actions.append(Action(_("Edit"), page_url("workshop_edit", workshop)))
    if target and user.has_perm("workshops.move_workshop", workshop):
        url = page_url("workshop_move", workshop, to=target.lower())
        actions.append(Action(move_label(target, asks=True), url, "primary"))
    return actions


def _stats(workshop: Workshop, numbers: WorkshopNumbers) -> Sequence[Stat]:
    applications = page_url("application_list", workshop)
    of_people = _("of %(count)d") % {"count": numbers.participants}
    from_cities = _("from %(count)d cities") % {"count": numbers.applying_cities}
    return [
        Stat(_("Applications"), numbers.applications, from_cities, applications),
        Stat(
            pgettext("applications", "Accepted"),
            numbers.accepted,
            _("of %(count)d places") % {"count": workshop.capacity},
            f"{applications}?state=ACCEPTED" if applications else "",
        ),
        Stat(_("Waiting list"), numbers.waiting, "", f"{applications}?state=WAITING" if applications else ""),
        *_walk_ins(numbers, page_url("attendance_detail", workshop)),
        Stat(
            _("Countries"),
            numbers.participant_countries,
            _("of %(count)d applying") % {"count": numbers.applying_countries},
        ),
        Stat(_("Women"), numbers.women, of_people),
        Stat(
            _("Sessions with attendance"),
            numbers.blocks_with_attendance,
            _("of %(count)d") % {"count": numbers.attended_blocks},
            page_url("attendance_detail", workshop),
        ),
        Stat(
            _("Cities with a matrix"),
            numbers.matrix_cities,
            _("of %(count)d cities") % {"count": numbers.participant_cities},
            page_url("workshop_matrices", workshop),
        ),
    ]


def _walk_ins(numbers: WorkshopNumbers, attendance: str) -> list[Stat]:
    """Only when there are any."""
    beside = _("not among the accepted")
    found = numbers.walk_ins
    return [Stat(_("Came without application"), found, beside, attendance)] if found else []


@require("workshops.view_overview", load=Workshop)
def workshop_materials(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    context = {
        **workshop_page(workshop, request.user, "materials"),
        "modules": modules_taught(workshop, request.user),
        "hidden": workshop.workshop_modules.exclude(
            module__in=Module.objects.visible_to(request.user)
        ).count(),
        "edit_url": page_url("workshop_edit", workshop)
        if request.user.has_perm("workshops.change_workshop", workshop)
        else "",
    }
    return render(request, "workshops/workshop_materials.html", context)


def modules_taught(workshop: Workshop, user: Any) -> Sequence[Module]:
    """In the order of the workshop, as far as the person may see them, with the current editions."""
    if user.is_superuser:
        return list(_as_taught(Module.objects.filter(workshop_modules__workshop=workshop)))
    return _TAUGHT.objects(workshop=workshop.pk, **asker(user))


def _as_taught(rows: QuerySet[Module]) -> QuerySet[Module]:
    current = Prefetch(
        "parts__editions",
        queryset=PartEdition.objects.current().select_related("upload").order_by("language"),
        to_attr="current_editions",
    )
    rows = rows.select_related("series").prefetch_related("parts", current)
    return rows.order_by("workshop_modules__position")


_TAUGHT = Statement(
    lambda: _as_taught(Module.objects.all().seen().filter(workshop_modules__workshop=Given("workshop")))
)
