from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sdgplatform.access import public
from workshops.exchange.calendar import programme_calendar
from workshops.models import Workshop
from workshops.queries.programme import sessions_of


@public(load=Workshop)
def workshop_calendar(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The feed that calendar programs subscribe to; who sees the page sees its feed."""
    page = request.build_absolute_uri(reverse("workshops:workshop_detail", kwargs={"slug": workshop.slug}))
    feed = programme_calendar(workshop, sessions_of(workshop), address=page)
    response = HttpResponse(feed, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{workshop.slug}.ics"'
    return response
