from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sdgplatform.access import public
from sdgplatform.exports import export_response
from sdgplatform.multilingual import localize, localize_with_language
from sdgplatform.ui.markup import fill_html
from sdgplatform.ui.pages import Sort, filter_chips, paginate, parse_sort
from sdgplatform.ui.parts import Action
from sdgplatform.ui.templatetags.ui import foreign, status
from sdgplatform.ui.texts import language_tag
from workshops.filters import WorkshopFilter
from workshops.models import Workshop
from workshops.models.workshops import WorkshopQuerySet
from workshops.queries.lists import listed_workshops
from workshops.views.words import call_mark, days_text, module_names

SORTS: Mapping[str, str | tuple[str, ...]] = {
    "date": "starts_at",
    "place": ("venue__city__name", "starts_at"),
    "places": "capacity",
    "state": ("state", "starts_at"),
}


ROW = (
    '\n    <tr role="row"><th role="rowheader" scope="row">'
    '<a href="{}"{}>{}</a><span class="sub">{}</span></th>'
    '<td role="cell" data-label="{}" class="nowrap num">{}</td>'
    '<td role="cell" data-label="{}"><span>{}<span class="sub">{}</span></span></td>'
    '<td role="cell" data-label="{}">{}</td><td role="cell" data-label="{}" class="r num">{}</td>'
    '<td role="cell" data-label="{}">{}</td></tr>'
)


@public
def workshop_list(request: HttpRequest) -> HttpResponse:
    found, chosen, sort = _found(request)
    page = paginate(found.values_list("pk", flat=True), request)
    page.object_list = listed_workshops(list(page.object_list))
    context = {
        "page": page,
        "rows": SafeString("".join(_rows(page.object_list))),
        "form": chosen.form,
        "filters": filter_chips(chosen.form, request),
        "sort": sort,
        "export_actions": _export_actions(request),
        "section": "workshops",
    }
    return render(request, "workshops/workshop_list.html", context)


@public
def workshop_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the list, all its pages."""
    found, _chosen, _sort = _found(request)
    return export_response(
        _exported(found.for_list()),
        header=_export_header(),
        filename="workshops",
        format=request.GET.get("format", "csv"),
    )


def _found(request: HttpRequest) -> tuple[WorkshopQuerySet, WorkshopFilter, Sort]:
    chosen = WorkshopFilter(request.GET, queryset=Workshop.objects.visible_to(request.user))
    sort = parse_sort(request, SORTS, "-date")
    return chosen.qs.order_by(*sort.fields), chosen, sort


def _rows(workshops: Any) -> Iterator[SafeString]:
    """Ready to print: a template would take five times as long for them."""
    start = reverse("workshops:workshop_list")
    when, where, languages, places, state = _("When"), _("Where"), _("Languages"), _("Places"), _("State")
    for workshop in workshops:
        title, language = localize_with_language(workshop.titles)
        country = localize(workshop.country_names)
        yield fill_html(
            ROW,
            f"{start}{workshop.slug}/",
            foreign(language),
            title,
            " · ".join(
                filter(None, (", ".join(module_names(workshop.taught)), ", ".join(workshop.network_names)))
            ),
            when,
            days_text(workshop),
            where,
            *_place(workshop, country),
            languages,
            ", ".join(language_tag(code) for code in workshop.languages),
            places,
            workshop.capacity,
            state,
            status(call_mark(workshop)),
        )


def _place(workshop: Any, country: str) -> tuple[str, str]:
    """City and venue; a dash while there is neither, since an empty cell falls together on a phone."""
    city = f"{workshop.city_name}, {country}" if workshop.city_name else ""
    venue = workshop.venue_name or ""
    return city if city or venue else "–", venue


def _export_actions(request: HttpRequest) -> list[Action]:
    query = request.GET.copy()
    query.pop("page", None)
    actions = []
    for kind in ("csv", "xlsx"):
        query["format"] = kind
        address = f"{reverse('workshops:workshop_export')}?{query.urlencode()}"
        actions.append(Action(kind.upper(), address, "quiet", "download"))
    return actions


def _export_header() -> list[str]:
    return [
        _("Address"),
        _("Title"),
        _("State"),
        _("Start"),
        pgettext("noun", "End"),
        _("Time zone"),
        _("Venue"),
        _("City"),
        _("Country"),
        _("Networks"),
        _("Modules"),
        _("Languages"),
        _("Places"),
        _("Applications close"),
    ]


def _exported(found: Any) -> Iterator[list[Any]]:
    for workshop in found.iterator(chunk_size=500):
        closes = workshop.applications_close_at
        yield [
            workshop.slug,
            localize(workshop.titles),
            str(workshop.get_state_display()),
            workshop.starts_local.replace(tzinfo=None),
            workshop.ends_local.replace(tzinfo=None),
            workshop.time_zone,
            workshop.venue_name,
            workshop.city_name,
            localize(workshop.country_names),
            ", ".join(workshop.network_names),
            ", ".join(localize(module["titles"]) for module in workshop.taught),
            ", ".join(workshop.languages),
            workshop.capacity,
            closes.astimezone(workshop.zone).replace(tzinfo=None) if closes else None,
        ]
