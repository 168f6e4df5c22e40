"""All addresses of the site: one line for each app, pages first, then the API."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from sdgplatform.access import public
from sdgplatform.access.unsent import unsent
from sdgplatform.health.views import healthz

handler400 = "sdgplatform.access.failures.bad_request"
handler403 = "sdgplatform.access.failures.permission_denied"
handler404 = "sdgplatform.access.failures.not_found"
handler500 = "sdgplatform.access.failures.server_error"

api_patterns = [
    path("", include("participants.api.urls")),
    path("", include("alignment.api.urls")),
    path("", include("modules.api.urls")),
    path("", include("workshops.api.urls")),
    path("schema/", public(SpectacularAPIView.as_view()), name="api-schema"),
]

urlpatterns = [
    path("", include("sdgplatform.dashboard.urls")),
    path("workshops/", include("workshops.urls")),
    path("join/", include("workshops.urls.joining")),
    path("modules/", include("modules.urls")),
    path("alignment/", include("alignment.urls")),
    path("participants/", include("participants.urls")),
    path("jobs/", include("sdgplatform.jobs.urls")),
    path("components/", include("sdgplatform.ui.urls")),
    path("api/v1/", include(api_patterns)),
    path("accounts/unsent/", unsent, name="unsent"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
]
