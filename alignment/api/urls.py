"""The alignment's part of /api/v1/; one register line per noun."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from alignment.api import exchange
from alignment.api.analysis import MatrixAnalysisViewSet
from alignment.api.network import NetworkAlignmentViewSet
from alignment.api.views import GoalViewSet, MatrixViewSet, StrategyViewSet, TargetViewSet

router = SimpleRouter()
router.register("goals", GoalViewSet, basename="api-goal")
router.register("targets", TargetViewSet, basename="api-target")
router.register("strategies", StrategyViewSet, basename="api-strategy")
router.register("matrices", MatrixViewSet, basename="api-matrix")

analysis_urls = [
    path(
        "matrices/<slug:code>/analysis/",
        MatrixAnalysisViewSet.as_view({"get": "analysis"}, detail=True),
        name="api-matrix-analysis",
    ),
    path(
        "networks/<slug:slug>/alignment/",
        NetworkAlignmentViewSet.as_view({"get": "figures"}, detail=True),
        name="api-network-alignment",
    ),
]

urlpatterns = [*exchange.urlpatterns, *analysis_urls, *router.urls]
