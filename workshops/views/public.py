from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sdgplatform.access import public
from sdgplatform.multilingual import localize_with_language
from sdgplatform.statements import Given, Statement
from sdgplatform.ui.parts import Action, Crumb
from workshops.models import Workshop, WorkshopTrainer
from workshops.queries.programme import programme
from workshops.views.overview import modules_taught
from workshops.views.words import call_mark, page_url, zone_label


@public(load=Workshop)
def workshop_detail(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """What everybody sees; staff find the way to their own pages."""
    trainers = _TRAINERS.objects(workshop=workshop.pk)
    context = {
        "workshop": workshop,
        "crumbs": [Crumb(_("Workshops"), reverse("workshops:workshop_list"))],
        "page_actions": _actions(workshop, request.user),
        "mark": call_mark(workshop),
        "about": localize_with_language(workshop.summaries),
        "audience": localize_with_language(workshop.audiences),
        "apply_url": page_url("application_new", workshop) if workshop.takes_applications else "",
        "networks": [link.network for link in workshop.organising_links],
        "trainers": trainers,
        "programme": programme(workshop),
        "modules": modules_taught(workshop, request.user),
        "calendar_url": request.build_absolute_uri(page_url("workshop_calendar", workshop)),
        "zone_label": zone_label(workshop),
        "section": "workshops",
    }
    return render(request, "workshops/workshop_detail.html", context)


_TRAINERS = Statement(
    lambda: (
        WorkshopTrainer.objects.filter(workshop=Given("workshop"))
        .select_related("person")
        .order_by("position", "pk")
    )
)


def _actions(workshop: Workshop, user: Any) -> list[Action]:
    actions = []
    if user.has_perm("workshops.view_my_workshop", workshop):
        url = page_url("my_workshop", workshop)
        actions += [Action(_("My workshop"), url, "secondary")] if url else []
    if user.has_perm("workshops.view_overview", workshop):
        actions.append(Action(_("Organise"), page_url("workshop_overview", workshop), "secondary"))
    if workshop.takes_applications and (url := page_url("application_new", workshop)):
        actions.append(Action(_("Apply"), url, "primary"))
    return actions
