"""The workshops' part of /api/v1/; one register line per noun."""

from rest_framework.routers import SimpleRouter

from workshops.api.reports import ReportViewSet
from workshops.api.workshop_views import WorkshopViewSet

router = SimpleRouter()
router.register("workshops", WorkshopViewSet, basename="api-workshop")
router.register("reports", ReportViewSet, basename="api-report")

urlpatterns = router.urls
