from rest_framework.routers import SimpleRouter

from modules.api.views import ModuleViewSet

router = SimpleRouter()
router.register("modules", ModuleViewSet, basename="api-module")
urlpatterns = router.urls
