"""The floor: what Django itself needs for a session, one query and a table of 50 rows."""

from django.http import HttpRequest, HttpResponse
from django.template.backends.django import DjangoTemplates
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
DEFAULT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
ENGINE = DjangoTemplates(
    {"NAME": "bare", "DIRS": [], "APP_DIRS": False, "OPTIONS": {"context_processors": DEFAULT_PROCESSORS}}
)
PAGE = ENGINE.from_string("""<!doctype html><html lang="en"><head><title>Bare</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.slug }}</td><td>{{ row.state }}</td><td>{{ row.time_zone }}</td>
<td>{{ row.starts_at }}</td><td>{{ row.ends_at }}</td><td>{{ row.capacity }}</td></tr>{% endfor %}
</table></body></html>""")
FIELDS = ("slug", "state", "time_zone", "starts_at", "ends_at", "capacity")


def bare(request: HttpRequest) -> HttpResponse:
    visits = request.session.get("visits", 0)
    rows = Workshop.objects.order_by("-starts_at", "pk").only(*FIELDS)[:50]
    return HttpResponse(PAGE.render({"rows": rows, "visits": visits}, request))


urlpatterns = [path("bare/", bare)]
