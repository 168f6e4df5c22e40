from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sdgplatform.access import public
from sdgplatform.dashboard.queries.home import (
    cities_that_took_part,
    count_of,
    goals_reached,
    latest_workshops,
    module_cards,
    upcoming_workshops,
)
from sdgplatform.dashboard.queries.waiting import waiting_items


@require_GET
@public
def home(request: HttpRequest) -> HttpResponse:
    upcoming = upcoming_workshops()
    countries = cities_that_took_part()
    context = {
        "workshops": upcoming or latest_workshops(),
        "has_upcoming": bool(upcoming),
        "modules": module_cards(request.user),
        "countries": countries,
        "city_count": count_of(countries),
    }
    if request.user.is_authenticated:
        context["waiting"] = waiting_items(request.user)
    else:
        context["reached"] = goals_reached()
    return render(request, "dashboard/home.html", context)
