from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.actions.cells import save_cells
from alignment.actions.matrices import begin_version, create_matrix
from alignment.actions.review import (
    publish_matrix,
    reopen_matrix,
    request_changes,
    start_review,
    submit_matrix,
    validate_matrix,
    withdraw_matrix,
)
from alignment.api.city_plan import CityPlanSerializer, city_plan
from alignment.api.city_records import CITY_RECORD_PERMISSIONS, CityRecordsMixin
from alignment.api.filters import MatrixFilter, StrategyFilter, TargetFilter
from alignment.api.following import FOLLOWING_PERMISSIONS, FollowingMixin
from alignment.api.review import REVIEW_PERMISSIONS, ReviewMixin
from alignment.api.serializers import (
    CellSerializer,
    CellsSerializer,
    CoverageSerializer,
    GoalSerializer,
    MatrixDetailSerializer,
    MatrixIssueSerializer,
    MatrixSerializer,
    NewMatrixSerializer,
    PublishSerializer,
    StepReasonSerializer,
    StrategyDetailSerializer,
    StrategySerializer,
    SubmitSerializer,
    TargetDetailSerializer,
    TargetSerializer,
    cell_change,
    matrix_cells,
)
from alignment.api.suggestions import PERMISSIONS as SUGGESTION_PERMISSIONS
from alignment.api.suggestions import SuggestionsMixin
from alignment.models import AlignmentMatrix, Goal, Strategy, Target
from alignment.queries.coverage import coverage_by_goal
from alignment.queries.rows import matrix_issues
from sdgplatform.access.api import PUBLIC

READ = {"list": PUBLIC, "retrieve": PUBLIC}


class GoalViewSet(viewsets.ReadOnlyModelViewSet[Goal]):
    """The 17 goals with the codes of their targets."""

    queryset = Goal.objects.none()
    lookup_field = "number"
    lookup_value_regex = r"\d{1,2}"
    serializer_class = GoalSerializer
    action_permissions: ClassVar[Mapping[str, str]] = READ

    def get_queryset(self) -> Any:
        return Goal.objects.visible_to(self.request.user).prefetch_related("targets").order_by("number")


class TargetViewSet(viewsets.ReadOnlyModelViewSet[Target]):
    """The 169 targets; one by one with the indicators of each framework version."""

    queryset = Target.objects.none()
    lookup_field = "code"
    lookup_value_regex = r"\d{1,2}\.[0-9a-d]{1,2}"
    filterset_class = TargetFilter
    action_permissions: ClassVar[Mapping[str, str]] = READ

    def get_queryset(self) -> Any:
        rows = Target.objects.visible_to(self.request.user).order_by("pk")
        return rows.prefetch_related("indicators") if self.action == "retrieve" else rows

    def get_serializer_class(self) -> Any:
        return TargetDetailSerializer if self.action == "retrieve" else TargetSerializer


class StrategyViewSet(CityRecordsMixin, viewsets.ReadOnlyModelViewSet[Strategy]):
    """Strategies that this account may see; one by one with the tree of elements. What their city keeps about
    itself is read and written below them."""

    queryset = Strategy.objects.none()
    lookup_field = "code"
    filterset_class = StrategyFilter
    action_permissions: ClassVar[Mapping[str, str]] = {
        **READ,
        **CITY_RECORD_PERMISSIONS,
        "city_plan": "alignment.view_city_plan",
    }

    def get_queryset(self) -> Any:
        visible = Strategy.objects.visible_to(self.request.user).values("pk")
        return Strategy.objects.filter(pk__in=visible).select_related("city", "network").order_by("pk")

    def get_serializer_class(self) -> Any:
        return StrategyDetailSerializer if self.action == "retrieve" else StrategySerializer

    @extend_schema(responses=CityPlanSerializer, filters=False)
    @action(detail=True, url_path="city-plan")
    def city_plan(self, request: Request, code: str) -> Response:
        """What the city adds for all its strategies: local goals and targets, indicators, actors."""
        return Response(city_plan(self.get_object()))


@extend_schema_view(
    create=extend_schema(request=NewMatrixSerializer, responses={201: MatrixDetailSerializer})
)
class MatrixViewSet(
    FollowingMixin,
    SuggestionsMixin,
    ReviewMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet[AlignmentMatrix],
):
    """Matrices with their cells and the steps of their review. A refused step answers 409 with its code."""

    queryset = AlignmentMatrix.objects.none()
    lookup_field = "code"
    serializer_class = MatrixDetailSerializer
    filterset_class = MatrixFilter
    action_permissions: ClassVar[Mapping[str, str]] = {
        **READ,
        "create": "alignment.add_matrix",
        "cells": PUBLIC,
        "put_cells": "alignment.change_matrix",
        "issues": "alignment.comment_matrix",
        "coverage": PUBLIC,
        "submit": "alignment.submit_matrix",
        "start_review": "alignment.review_matrix",
        "request_changes": "alignment.review_matrix",
        "validate": "alignment.review_matrix",
        "publish": "alignment.publish_matrix",
        "withdraw": "alignment.withdraw_matrix",
        "reopen": "alignment.reopen_matrix",
        "new_version": "alignment.add_matrix_version",
        **FOLLOWING_PERMISSIONS,
        **SUGGESTION_PERMISSIONS,
        **REVIEW_PERMISSIONS,
    }

    def get_queryset(self) -> Any:
        visible = AlignmentMatrix.objects.visible_to(self.request.user).values("pk")
        return AlignmentMatrix.objects.filter(pk__in=visible).with_strategy().order_by("pk")

    def get_serializer_class(self) -> Any:
        return MatrixSerializer if self.action == "list" else MatrixDetailSerializer

    def create(self, request: Request) -> Response:
        """Begin a matrix, with its first cells when they are given: all or nothing."""
        data = NewMatrixSerializer(data=request.data)
        data.fields["strategy"].queryset = Strategy.objects.visible_to(request.user)  # type: ignore[attr-defined]
        data.is_valid(raise_exception=True)
        values = dict(data.validated_data)
        strategy, cells = values.pop("strategy"), values.pop("cells", [])
        if not request.user.has_perm("alignment.add_matrix_to_strategy", strategy):
            raise PermissionDenied
        with transaction.atomic():
            matrix = create_matrix(strategy, by=request.user, **values)
            if cells:
                save_cells(matrix, [cell_change(cell) for cell in cells], by=request.user)
        return Response(MatrixDetailSerializer(matrix).data, status=201)

    @extend_schema(responses=CellSerializer(many=True), filters=False)
    @action(detail=True)
    def cells(self, request: Request, code: str) -> Response:
        """All cells; what is not here is not assessed."""
        return Response(matrix_cells(self.get_object()))

    @extend_schema(
        request=CellsSerializer,
        responses={200: {"type": "object", "properties": {"changed": {"type": "integer"}}}},
    )
    @cells.mapping.put
    def put_cells(self, request: Request, code: str) -> Response:
        """Set or clear cells in bulk, all or nothing; other cells stay."""
        matrix = self.get_object()
        data = CellsSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        changes = [cell_change(cell) for cell in data.validated_data["cells"]]
        return Response({"changed": save_cells(matrix, changes, by=request.user)})

    @extend_schema(responses=MatrixIssueSerializer(many=True), filters=False)
    @action(detail=True)
    def issues(self, request: Request, code: str) -> Response:
        """What the rules find: E keeps from submitting, W needs a note."""
        return Response(MatrixIssueSerializer(matrix_issues(self.get_object()), many=True).data)

    @extend_schema(responses=CoverageSerializer)
    @action(detail=True)
    def coverage(self, request: Request, code: str) -> Response:
        return Response(CoverageSerializer(coverage_by_goal(self.get_object())).data)

    @extend_schema(request=SubmitSerializer, responses=MatrixSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, code: str) -> Response:
        return self._step(submit_matrix, SubmitSerializer)

    @extend_schema(request=None, responses=MatrixSerializer)
    @action(detail=True, methods=["post"], url_path="start-review")
    def start_review(self, request: Request, code: str) -> Response:
        return self._step(start_review)

    @extend_schema(request=StepReasonSerializer, responses=MatrixSerializer)
    @action(detail=True, methods=["post"], url_path="request-changes")
    def request_changes(self, request: Request, code: str) -> Response:
        return self._step(request_changes, StepReasonSerializer)

    @extend_schema(request=None, responses=MatrixSerializer)
    @action(detail=True, methods=["post"])
    def validate(self, request: Request, code: str) -> Response:
        return self._step(validate_matrix)

    @extend_schema(request=PublishSerializer, responses=MatrixSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, code: str) -> Response:
        return self._step(publish_matrix, PublishSerializer)

    @extend_schema(request=StepReasonSerializer, responses=MatrixSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, code: str) -> Response:
        return self._step(withdraw_matrix, StepReasonSerializer)

    @extend_schema(request=StepReasonSerializer, responses=MatrixSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, code: str) -> Response:
        return self._step(reopen_matrix, StepReasonSerializer)

    @extend_schema(request=None, responses={201: MatrixSerializer})
    @action(detail=True, methods=["post"], url_path="new-version")
    def new_version(self, request: Request, code: str) -> Response:
        new = begin_version(self.get_object(), by=request.user)
        return Response(MatrixSerializer(new).data, status=201)

    def _step(self, act: Any, form: type[serializers.Serializer[Any]] | None = None) -> Response:
        matrix = self.get_object()
        values: dict[str, Any] = {}
        if form is not None:
            data = form(data=self.request.data)
            data.is_valid(raise_exception=True)
            values = dict(data.validated_data)
        return Response(MatrixSerializer(act(matrix, by=self.request.user, **values)).data)
