"""The workshops' part of /api/v1/; one register line per noun."""

from rest_framework.routers import DefaultRouter

from workshops.api.workshop_views import WorkshopViewSet

router = DefaultRouter()
router.include_root_view = False
router.register("workshops", WorkshopViewSet, basename="api-workshop")

urlpatterns = router.urls
