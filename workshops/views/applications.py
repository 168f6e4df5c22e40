"""The organisers' side: the list with its panel, decisions in bulk, notes, the file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.exports import export_response
from sdgplatform.ui.pages import filter_chips, paginate, parse_sort
from sdgplatform.ui.parts import Crumb
from workshops.actions import selection
from workshops.actions.applications import add_application, note_application, withdraw_application
from workshops.actions.waiting_list import move_on_waiting_list
from workshops.forms.applications import (
    ApplicationByHandForm,
    ApplicationFilterForm,
    DecisionForm,
    NoteForm,
    PlaceForm,
)
from workshops.models import Application, Workshop
from workshops.queries.applications import (
    LISTED,
    application_in,
    chosen_applications,
    export_header,
    export_rows,
    filtered_applications,
    listed,
    panel_facts,
)
from workshops.queries.effects import effect_of
from workshops.queries.sections import section_counts
from workshops.queries.selection import distribution, standing_from
from workshops.views.application_parts import bulk_actions, meters_of, waiting_mark
from workshops.views.application_rows import application_rows
from workshops.views.tabs import workshop_page

SORTS: dict[str, str | tuple[str, ...]] = {
    "name": ("family_name", "given_name"),
    "city": "city__name",
    "network": "network__name",
    "profile": "profile__position",
    "sent": "sent_at",
    "state": ("state", "waiting_position"),
}
OF_WORKSHOP = {"code": "code", "slug": "workshop__slug"}


@require("workshops.list_applications", load=Workshop, by="slug")
def application_list(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    found = distribution(workshop)
    form = ApplicationFilterForm(request.GET, found=found)
    sort = parse_sort(request, SORTS, "-sent")
    rows = filtered_applications(workshop, form.wanted).order_by(*sort.fields)
    decides = request.user.has_perm("workshops.decide_applications", workshop)
    counts = section_counts(workshop, standing=True)
    standing = standing_from(workshop, counts)
    places = standing.places
    total = None if any(form.wanted.values()) else found.states["received"]
    page = paginate(rows.values_list(*LISTED), request, total=total)
    page.object_list = listed(page)
    panel = _panel(request, workshop)
    code = panel["opened"].code if panel["opened"] else ""
    context = {
        **workshop_page(workshop, request.user, "applications", counts=counts),
        "form": form,
        "filters": filter_chips(form, request),
        "page": page,
        "rows": application_rows(page.object_list, request, workshop, decides=decides, opened=code),
        "sort": sort,
        "counts": found.states,
        "places": places,
        "meters": meters_of(found),
        "decides": decides,
        "held": standing.held if decides else 0,
        "bulk_actions": bulk_actions(),
        "bulk_effect": _places_words(places.left, places.capacity),
        **panel,
    }
    return render(request, "workshops/application_list.html", context)


def _places_words(left: int, capacity: int) -> str:
    text = ngettext(
        "%(left)d of %(capacity)d places is left.", "%(left)d of %(capacity)d places are left.", left
    )
    return text % {"left": left, "capacity": capacity}


def _panel(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    code = request.GET.get("a", "")
    opened = application_in(workshop, code) if code else None
    if opened is None:
        return {"opened": None}
    return {
        "opened": opened,
        "opened_mark": waiting_mark(opened),
        "facts": panel_facts(opened),
        "note_form": NoteForm(instance=opened),
    }


@require("workshops.list_applications", load=Workshop, by="slug")
def application_export(request: HttpRequest, workshop: Workshop) -> HttpResponseBase:
    """Exactly the list: the same filters, the same order."""
    form = ApplicationFilterForm(request.GET, found=distribution(workshop))
    sort = parse_sort(request, SORTS, "-sent")
    rows = filtered_applications(workshop, form.wanted).order_by(*sort.fields)
    name = _("applications-%(slug)s") % {"slug": workshop.slug}
    file_format = request.GET.get("format", "xlsx")
    return export_response(
        export_rows(rows, workshop.zone), header=export_header(), filename=name, format=file_format
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require("workshops.add_application", load=Workshop, by="slug")
def application_add(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = ApplicationByHandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email = form.cleaned_data["email"]
            added = add_application(workshop, form.facts(), email=email, by=request.user)
            messages.success(request, _("Added: %(name)s") % {"name": added.full_name})
            return redirect(_panel_url(added))
        except ActionRefused as refused:
            form.add_error("email", str(refused))
        except ValidationError as error:
            form.add_error(None, error)
    list_url = reverse("workshops:application_list", kwargs={"slug": workshop.slug})
    context = {
        **workshop_page(workshop, request.user, "applications", crumbs=[Crumb(_("Applications"), list_url)]),
        "form": form,
        "cancel_url": list_url,
    }
    return render(request, "workshops/application_add.html", context, status=422 if form.errors else 200)


@require_POST
@require("workshops.decide_applications", load=Workshop, by="slug")
def applications_decide(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """First says what would happen, then, confirmed, does it."""
    back = reverse("workshops:application_list", kwargs={"slug": workshop.slug})
    form = DecisionForm(request.POST)
    chosen = chosen_applications(workshop, request.POST.getlist("pick")) if form.is_valid() else []
    if not chosen:
        messages.error(request, _("Choose at least one application and what to do with it."))
        return redirect(back)
    do = form.cleaned_data["do"]
    effect = effect_of(workshop, chosen, do)
    refusal = ""
    if form.cleaned_data["confirmed"]:
        try:
            moved = _decide(workshop, chosen, do, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _done_words(do, len(moved)))
            return redirect(back if len(chosen) > 1 else _panel_url(chosen[0]))
        except ActionRefused as refused:
            refusal = str(refused)
    context = {
        **workshop_page(workshop, request.user, "applications", crumbs=[Crumb(_("Applications"), back)]),
        "form": form,
        "chosen": chosen,
        "effect": effect,
        "do": do,
        "do_words": dict(DecisionForm.DECISIONS)[do],
        "refusal": refusal,
        "back": back,
    }
    return render(request, "workshops/applications_decide.html", context, status=409 if refusal else 200)


def _decide(
    workshop: Workshop, chosen: list[Application], do: str, *, by: Any, reason: str
) -> list[Application]:
    if do == "decline":
        return selection.decline_applications(workshop, chosen, by=by, reason=reason)
    actions = {
        "accept": selection.accept_applications,
        "wait": selection.put_on_waiting_list,
        "reopen": selection.reopen_applications,
    }
    return actions[do](workshop, chosen, by=by)


def _done_words(do: str, number: int) -> str:
    texts = {
        "accept": ngettext("%(n)d accepted.", "%(n)d accepted.", number),
        "wait": ngettext("%(n)d put on the waiting list.", "%(n)d put on the waiting list.", number),
        "decline": ngettext("%(n)d declined.", "%(n)d declined.", number),
        "reopen": ngettext("%(n)d opened again.", "%(n)d opened again.", number),
    }
    mails = "" if do == "reopen" else _("The mails wait under Mail until you let them go.")
    return f"{texts[do] % {'n': number}} {mails}".strip()


@require_POST
@require("workshops.decide_applications", load=Workshop, by="slug")
def application_promote(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Gives a free place to the first on the waiting list."""
    try:
        promoted = selection.promote_next(workshop, by=request.user)
        text = _("%(name)s has the free place. The mail waits under Mail.") % {"name": promoted.full_name}
        messages.success(request, text)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("workshops:application_list", slug=workshop.slug)


@require_POST
@require("workshops.note_application", load=Application, by=OF_WORKSHOP)
def application_note(request: HttpRequest, application: Application) -> HttpResponse:
    form = NoteForm(request.POST, instance=application)
    if form.is_valid():
        note_application(application, form.cleaned_data["team_note"], by=request.user)
        messages.success(request, _("Note saved"))
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["team_note"]))
    return redirect(_panel_url(application))


@require_POST
@require("workshops.decide_application", load=Application, by=OF_WORKSHOP)
def application_move(request: HttpRequest, application: Application) -> HttpResponse:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a place as a whole number from 1."))
        return redirect(_panel_url(application))
    try:
        moved = move_on_waiting_list(application, form.cleaned_data["place"], by=request.user)
        messages.success(
            request, _("Now on place %(place)d of the waiting list.") % {"place": moved.waiting_position}
        )
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect(_panel_url(application))


@require_http_methods(["GET", "HEAD", "POST"])
@require("workshops.decide_application", load=Application, by=OF_WORKSHOP)
def application_withdraw_for(request: HttpRequest, application: Application) -> HttpResponse:
    """For an applicant who told the organisers; asks again first."""
    workshop = application.workshop
    if request.method == "POST":
        withdraw_application(application, by=request.user, reason=request.POST.get("reason", "")[:1000])
        messages.success(request, _("Withdrawn: %(name)s") % {"name": application.full_name})
        return redirect("workshops:application_list", slug=workshop.slug)
    back = reverse("workshops:application_list", kwargs={"slug": workshop.slug})
    context = {
        **workshop_page(workshop, request.user, "applications", crumbs=[Crumb(_("Applications"), back)]),
        "application": application,
        "back": _panel_url(application),
    }
    return render(request, "workshops/application_withdraw_for.html", context)


def _panel_url(application: Application) -> str:
    path = reverse("workshops:application_list", kwargs={"slug": application.workshop.slug})
    return f"{path}?a={application.code}#panel"
