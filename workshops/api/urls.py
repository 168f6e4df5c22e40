"""The workshops' part of /api/v1/; one register line per noun."""

from rest_framework.routers import SimpleRouter

from workshops.api.applications import ApplicationViewSet
from workshops.api.attendance import AttendanceViewSet, ParticipationViewSet
from workshops.api.exercises import ExerciseViewSet
from workshops.api.reports import ReportViewSet
from workshops.api.workshop_views import WorkshopViewSet

router = SimpleRouter()
router.register("workshops", WorkshopViewSet, basename="api-workshop")
router.register("applications", ApplicationViewSet, basename="api-application")
router.register("participations", ParticipationViewSet, basename="api-participation")
router.register("attendance", AttendanceViewSet, basename="api-attendance")
router.register("exercises", ExerciseViewSet, basename="api-exercise")
router.register("reports", ReportViewSet, basename="api-report")

urlpatterns = router.urls
