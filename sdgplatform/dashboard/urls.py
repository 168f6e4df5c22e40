from django.urls import path

from sdgplatform.dashboard.views import api_reference, home, search, site

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("help/", site.help, name="help"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("about/", site.about, name="about"),
    path("api/v1/", api_reference.api_reference, name="api_reference"),
]
