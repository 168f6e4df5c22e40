from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from participants.forms import CityField
from participants.forms.people import CityFilterForm
from participants.models import City, Network
from participants.queries.cities import WITH_CITIES, cities_listed, city_lines
from participants.queries.networks import memberships_of_city
from participants.views.rows import city_rows
from sdgplatform.access import public
from sdgplatform.ui.pages import filter_chips, paginate, parse_sort

SORTS: dict[str, str | tuple[str, ...]] = {
    "name": ("folded_name", "country"),
    "population": "population",
    "country": ("country", "folded_name"),
}


@require_GET
@public
def city_list(request: HttpRequest) -> HttpResponse:
    form = CityFilterForm(
        request.GET,
        countries=WITH_CITIES.rows(),
        networks=Network.objects.order_by("name").values_list("slug", "name"),
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = cities_listed(**wanted)
    sort = parse_sort(request, SORTS, "-population")
    if "sort" in request.GET:
        rows = rows.order_by(*sort.fields)
    page = paginate(rows, request)
    page.object_list = city_lines(page.object_list)
    context = {
        "filter_form": form,
        "filters": filter_chips(form, request),
        "page": page,
        "rows": city_rows(page.object_list),
        "sort": sort,
    }
    return render(request, "participants/city_list.html", context)


@require_GET
@public(load=City)
def city_detail(request: HttpRequest, city: City) -> HttpResponse:
    memberships = list(memberships_of_city(city))
    context = {
        "city": city,
        "current": [row for row in memberships if row.is_in_force()],
        "past": [row for row in memberships if not row.is_in_force()],
    }
    return render(request, "participants/city_detail.html", context)


@require_GET
@public
def city_suggest(request: HttpRequest) -> HttpResponse:
    """A fragment for `CityField`."""
    suggestions = CityField().suggestions(request.GET)
    return render(request, "participants/widgets/suggestions.html", {"suggestions": suggestions})
