"""The participants' part of /api/v1/; one register line per noun."""

from rest_framework.routers import SimpleRouter

from participants.api.views import CityViewSet, NetworkViewSet

router = SimpleRouter()
router.register("cities", CityViewSet, basename="api-city")
router.register("networks", NetworkViewSet, basename="api-network")

urlpatterns = router.urls
