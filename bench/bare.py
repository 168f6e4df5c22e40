"""The floor: what Django itself needs for a session, one query and a table of 50 rows."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from workshops.models import Workshop

DEFAULT_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE = """<!doctype html><html lang="en"><head><title>Bare</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.slug }}</td><td>{{ row.state }}</td><td>{{ row.time_zone }}</td>
<td>{{ row.starts_at }}</td><td>{{ row.ends_at }}</td><td>{{ row.capacity }}</td></tr>{% endfor %}
</table></body></html>"""
FIELDS = ("slug", "state", "time_zone", "starts_at", "ends_at", "capacity")


def bare(request: HttpRequest) -> HttpResponse:
    request.session["visits"] = request.session.get("visits", 0)
    rows = Workshop.objects.order_by("-starts_at", "pk").only(*FIELDS)[:50]
    return HttpResponse(engines["django"].from_string(PAGE).render({"rows": rows}, request))


urlpatterns = [path("bare/", bare)]
