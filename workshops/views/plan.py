from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sdgplatform.access import require
from sdgplatform.phrases import SAVED
from sdgplatform.ui.parts import Crumb
from workshops.actions.copying import copy_workshop
from workshops.actions.workshops import add_workshop, change_workshop
from workshops.forms.copying import CopyForm
from workshops.forms.faults import take_faults
from workshops.forms.workshops import INPUTS, WorkshopForm
from workshops.models import Workshop, WorkshopState
from workshops.queries.life_cycle import moves_from
from workshops.views.posted import posted
from workshops.views.words import move_label, page_url


@require("workshops.add_workshop")
def workshop_new(request: HttpRequest) -> HttpResponse:
    form = WorkshopForm(posted(request), user=request.user)
    if form.is_bound and form.is_valid():
        try:
            workshop = add_workshop(form.plan(), by=request.user)
        except ValidationError as error:
            take_faults(form, error, INPUTS)
        else:
            messages.success(request, _("The workshop is planned. Only its organisers see the draft."))
            return redirect("workshops:workshop_overview", slug=workshop.slug)
    crumbs = [Crumb(_("Workshops"), reverse("workshops:workshop_list"))]
    context = {"form": form, "crumbs": crumbs, "cancel_url": crumbs[0].url, "section": "workshops"}
    return render(request, "workshops/workshop_new.html", context, status=_status(form))


@require("workshops.change_workshop", load=Workshop)
def workshop_edit(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = WorkshopForm(posted(request), user=request.user, workshop=workshop)
    if form.is_bound and form.is_valid():
        move_programme = bool(form.cleaned_data.get("move_programme"))
        try:
            change_workshop(workshop, form.plan(), by=request.user, move_programme=move_programme)
        except ValidationError as error:
            take_faults(form, error, INPUTS)
        else:
            messages.success(request, SAVED)
            return redirect("workshops:workshop_overview", slug=workshop.slug)
    context = {**_edit_page(workshop), "form": form}
    return render(request, "workshops/workshop_edit.html", context, status=_status(form))


@require("workshops.copy_workshop", load=Workshop)
def workshop_copy(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = CopyForm(posted(request), workshop=workshop)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            copy = copy_workshop(
                workshop,
                by=request.user,
                titles=data["titles"],
                starts_at=data["starts_at"],
                parts=data["parts"],
            )
        except ValidationError as error:
            take_faults(form, error, INPUTS)
        else:
            messages.success(request, _("The copy is a draft. Look through its dates and texts."))
            return redirect("workshops:workshop_edit", slug=copy.slug)
    context = {**_edit_page(workshop), "form": form}
    return render(request, "workshops/workshop_copy.html", context, status=_status(form))


def _edit_page(workshop: Workshop) -> dict[str, Any]:
    overview = page_url("workshop_overview", workshop)
    can_cancel = WorkshopState.CANCELLED in moves_from(workshop.state)
    return {
        "workshop": workshop,
        "crumbs": [
            Crumb(_("Workshops"), reverse("workshops:workshop_list")),
            Crumb(workshop.title, overview),
        ],
        "cancel_url": overview,
        "danger_url": page_url("workshop_move", workshop, to="cancelled") if can_cancel else "",
        "danger": move_label(WorkshopState.CANCELLED, asks=True),
        "section": "workshops",
    }


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200
