"""The workshops' part of /api/v1/: one register function per noun."""

from rest_framework.routers import DefaultRouter

from workshops.api.reports import ReportViewSet

router = DefaultRouter()
router.register("reports", ReportViewSet, basename="api-report")

urlpatterns = router.urls
