"""The alignment's part of /api/v1/; one register line per noun."""

from rest_framework.routers import SimpleRouter

from alignment.api import exchange
from alignment.api.views import GoalViewSet, MatrixViewSet, StrategyViewSet, TargetViewSet

router = SimpleRouter()
router.register("goals", GoalViewSet, basename="api-goal")
router.register("targets", TargetViewSet, basename="api-target")
router.register("strategies", StrategyViewSet, basename="api-strategy")
router.register("matrices", MatrixViewSet, basename="api-matrix")

urlpatterns = [*exchange.urlpatterns, *router.urls]
