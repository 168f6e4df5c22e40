"""The workshops' part of /api/v1/: one register function per noun."""

from rest_framework.routers import DefaultRouter

router = DefaultRouter()

urlpatterns = router.urls
