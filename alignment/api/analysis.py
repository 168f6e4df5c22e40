"""What a matrix says, for programs: `GET /api/v1/matrices/<code>/analysis/`."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.api.analysis_data import ANALYSES, analysis_data
from alignment.api.analysis_schema import AnalysisSerializer
from alignment.models import AlignmentMatrix
from alignment.queries.analysis import MatrixAnalysis
from sdgplatform.access.api import PUBLIC

WEIGHTS = ("equal", "budget")


class MatrixAnalysisViewSet(viewsets.GenericViewSet[AlignmentMatrix]):
    queryset = AlignmentMatrix.objects.none()
    lookup_field = "code"
    serializer_class = AnalysisSerializer
    action_permissions: ClassVar = {"analysis": PUBLIC}

    def get_queryset(self) -> Any:
        visible = AlignmentMatrix.objects.visible_to(self.request.user).values("pk")
        return AlignmentMatrix.objects.filter(pk__in=visible).with_strategy()

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "only", description=f"Some of: {', '.join(ANALYSES)}; comma between. All by default."
            ),
            OpenApiParameter(
                "weights",
                enum=list(WEIGHTS),
                description="Of the rows in intensity and balance. By budget only where all money has one "
                "currency and year; the answer says which was taken.",
            ),
        ],
        responses=AnalysisSerializer,
    )
    def analysis(self, request: Request, code: str) -> Response:
        """Every analysis of the matrix with its denominators; what is undefined is null, never 0."""
        only = [name for name in request.query_params.get("only", "").split(",") if name] or list(ANALYSES)
        weights = request.query_params.get("weights", "equal")
        unknown = [name for name in only if name not in ANALYSES]
        if unknown or weights not in WEIGHTS:
            raise serializers.ValidationError(
                {"only": unknown} if unknown else {"weights": [_("Choose equal or budget.")]}
            )
        return Response(analysis_data(MatrixAnalysis(self.get_object(), weights=weights), only))
