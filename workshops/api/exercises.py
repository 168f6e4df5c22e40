"""Live exercises for those who work for their workshop: run them, follow the groups, merge the drafts."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import django_filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.models import AlignmentMatrix
from sdgplatform.access.api import SIGNED_IN
from workshops.actions.exercise_groups import set_group_lock
from workshops.actions.exercise_merge import decide_cells, merge_exercise
from workshops.actions.exercises import (
    end_exercise,
    extend_exercise,
    open_exercise,
    pause_exercise,
    resume_exercise,
)
from workshops.models import Exercise, ExerciseGroup, ExerciseState
from workshops.queries.exercise_merge import Comparison, comparison_of, matrices_to_merge_into
from workshops.queries.exercise_screen import screen_rows
from workshops.queries.exercises import GroupProgress, board_of, progress_of

GROUP = OpenApiParameter("number", OpenApiTypes.INT, OpenApiParameter.PATH, description="Of the group.")


class ExerciseSerializer(serializers.ModelSerializer[Exercise]):
    workshop = serializers.CharField(source="session.workshop.slug")
    session = serializers.CharField(source="session.code")
    strategy = serializers.CharField(source="strategy.code")
    framework = serializers.CharField(source="framework_id")
    merged_into = serializers.CharField(source="merged_into.code", default=None)

    class Meta:
        model = Exercise
        fields = (
            *("code", "title", "workshop", "session", "strategy", "framework", "granularity"),
            *("scored_level", "minutes", "state", "opened_at", "closes_at", "merged_into"),
        )
        read_only_fields = fields


class GroupProgressSerializer(serializers.Serializer[Any]):
    """`assessed` of `total` cells; `present` in the last minute."""

    number = serializers.IntegerField(source="group.number")
    name = serializers.CharField(source="group.name")
    is_locked = serializers.BooleanField(source="group.is_locked")
    members = serializers.SerializerMethodField()
    present = serializers.IntegerField()
    assessed = serializers.IntegerField()
    total = serializers.IntegerField()
    last_edit = serializers.DateTimeField(allow_null=True)

    def get_members(self, progress: GroupProgress) -> int:
        return len(progress.members)


class ExerciseDetailSerializer(ExerciseSerializer):
    """`join_code` is for the room: with it anybody joins."""

    instructions = serializers.CharField()
    goals = serializers.SerializerMethodField()
    groups = serializers.SerializerMethodField()

    class Meta(ExerciseSerializer.Meta):
        fields = (*ExerciseSerializer.Meta.fields, "join_code", "instructions", "goals", "groups")
        read_only_fields = fields

    def get_goals(self, exercise: Exercise) -> list[int]:
        """Empty: all goals are in play."""
        return list(exercise.goals.order_by("number").values_list("number", flat=True))

    @extend_schema_field(GroupProgressSerializer(many=True))
    def get_groups(self, exercise: Exercise) -> Any:
        return GroupProgressSerializer(progress_of(exercise, board_of(exercise)), many=True).data


class ScoreOfGroupSerializer(serializers.Serializer[Any]):
    group = serializers.IntegerField()
    score = serializers.IntegerField()


class HeatCellSerializer(serializers.Serializer[Any]):
    """A cell that a group has scored; `discuss` when the groups lie 2 or more apart."""

    element = serializers.CharField()
    target = serializers.CharField()
    scores = ScoreOfGroupSerializer(many=True)
    median = serializers.FloatField()
    low = serializers.IntegerField()
    high = serializers.IntegerField()
    discuss = serializers.BooleanField()


class ComparedCellSerializer(serializers.Serializer[Any]):
    """`scores` in the order of `groups`, null where a group left the cell blank. `final` is what a merge
    writes, null while nobody has chosen."""

    element = serializers.CharField(source="element.code")
    target = serializers.CharField(source="place.code")
    scores = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    median = serializers.FloatField()
    range = serializers.IntegerField()
    discuss = serializers.BooleanField(source="is_flagged")
    partial = serializers.BooleanField(source="is_partial")
    final = serializers.IntegerField(allow_null=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """`kappa` with quadratic weights, for two groups."""

    groups = serializers.SerializerMethodField()
    kappa = serializers.FloatField(source="agreement.kappa", allow_null=True)
    undecided = serializers.SerializerMethodField()
    cells = ComparedCellSerializer(many=True)

    def get_groups(self, comparison: Comparison) -> list[int]:
        return [group.number for group in comparison.groups]

    def get_undecided(self, comparison: Comparison) -> int:
        return len(comparison.undecided)


class DecisionSerializer(serializers.Serializer[Any]):
    element = serializers.CharField(max_length=30)
    target = serializers.CharField(max_length=16)
    score = serializers.IntegerField(min_value=-3, max_value=3, allow_null=True, help_text="null: take back")


class DecisionsSerializer(serializers.Serializer[Any]):
    decisions = DecisionSerializer(many=True)


class MinutesSerializer(serializers.Serializer[Any]):
    minutes = serializers.IntegerField(min_value=1, max_value=240)


class MergeSerializer(serializers.Serializer[Any]):
    """`into` is the code of a draft of the same strategy and depth, with the `revision` that was seen; a new
    matrix without it."""

    into = serializers.CharField(max_length=20, required=False, allow_null=True, default=None)
    revision = serializers.IntegerField(min_value=0, required=False, default=0)


class MergedSerializer(serializers.Serializer[Any]):
    matrix = serializers.CharField()


class ExerciseFilter(django_filters.FilterSet):
    workshop = django_filters.CharFilter(field_name="session__workshop__slug")
    state = django_filters.ChoiceFilter(choices=ExerciseState.choices)

    class Meta:
        model = Exercise
        fields = ["workshop", "state"]


class ExerciseViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Exercise]):
    """Exercises of the workshops that one works for. A step that is not possible now answers 409."""

    lookup_field = "code"
    queryset = Exercise.objects.none()
    filterset_class = ExerciseFilter
    action_permissions: ClassVar[Mapping[str, str]] = {
        "list": SIGNED_IN,
        "retrieve": "workshops.view_exercise",
        "open": "workshops.run_exercise",
        "lock": "workshops.run_exercise",
        "unlock": "workshops.run_exercise",
        "end": "workshops.run_exercise",
        "extend": "workshops.run_exercise",
        "lock_group": "workshops.run_exercise",
        "unlock_group": "workshops.run_exercise",
        "heat_map": "workshops.view_exercise",
        "comparison": "workshops.view_exercise",
        "decide": "workshops.run_exercise",
        "merge": "workshops.run_exercise",
    }

    def get_queryset(self) -> Any:
        rows = Exercise.objects.worked_for_by(self.request.user)
        return rows.select_related("session__workshop", "strategy", "merged_into").order_by("pk")

    def get_serializer_class(self) -> Any:
        return ExerciseSerializer if self.action == "list" else ExerciseDetailSerializer

    @extend_schema(request=None, responses=ExerciseDetailSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, code: str) -> Response:
        """Groups begin their drafts; the code lets people in."""
        return self._stepped(open_exercise(self.get_object(), by=request.user))

    @extend_schema(request=None, responses=ExerciseDetailSerializer)
    @action(detail=True, methods=["post"])
    def lock(self, request: Request, code: str) -> Response:
        """All groups."""
        return self._stepped(pause_exercise(self.get_object(), by=request.user))

    @extend_schema(request=None, responses=ExerciseDetailSerializer)
    @action(detail=True, methods=["post"])
    def unlock(self, request: Request, code: str) -> Response:
        return self._stepped(resume_exercise(self.get_object(), by=request.user))

    @extend_schema(request=None, responses=ExerciseDetailSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, code: str) -> Response:
        return self._stepped(end_exercise(self.get_object(), by=request.user))

    @extend_schema(request=MinutesSerializer, responses=ExerciseDetailSerializer)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, code: str) -> Response:
        """More time."""
        exercise, given = self.get_object(), _given(MinutesSerializer, request)
        return self._stepped(extend_exercise(exercise, minutes=given["minutes"], by=request.user))

    @extend_schema(request=None, responses=ExerciseDetailSerializer, parameters=[GROUP])
    @action(detail=True, methods=["post"], url_path=r"groups/(?P<number>\d{1,4})/lock")
    def lock_group(self, request: Request, code: str, number: str) -> Response:
        return self._set_lock(request, number, is_locked=True)

    @extend_schema(request=None, responses=ExerciseDetailSerializer, parameters=[GROUP])
    @action(detail=True, methods=["post"], url_path=r"groups/(?P<number>\d{1,4})/unlock")
    def unlock_group(self, request: Request, code: str, number: str) -> Response:
        return self._set_lock(request, number, is_locked=False)

    @extend_schema(responses=HeatCellSerializer(many=True), filters=False)
    @action(detail=True, url_path="heat-map", pagination_class=None)
    def heat_map(self, request: Request, code: str) -> Response:
        """What the groups say together, cell by cell; cells that nobody scored are left out."""
        exercise = self.get_object()
        board, groups = board_of(exercise), list(exercise.groups.order_by("number"))
        rows, _scores = screen_rows(exercise, board, groups)
        places = [place.code for place in board.places]
        return Response(
            [
                _heat(row.element.code, place, cell)
                for row in rows
                for place, cell in zip(places, row.cells, strict=True)
                if cell.scores
            ]
        )

    @extend_schema(responses=ComparisonSerializer, filters=False)
    @action(detail=True)
    def comparison(self, request: Request, code: str) -> Response:
        """The drafts side by side, and what a merge would write."""
        return Response(ComparisonSerializer(comparison_of(self.get_object())).data)

    @extend_schema(request=DecisionsSerializer, responses=ComparisonSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, code: str) -> Response:
        """The scores that the room agreed on."""
        exercise, given = self.get_object(), _given(DecisionsSerializer, request)
        keys = {(cell.element.code, cell.place.code): cell.key for cell in comparison_of(exercise).cells}
        _refuse_unknown(given["decisions"], keys)
        choices = {keys[one["element"], one["target"]]: one["score"] for one in given["decisions"]}
        decide_cells(exercise, choices, by=request.user)
        return Response(ComparisonSerializer(comparison_of(exercise)).data)

    @extend_schema(request=MergeSerializer, responses=MergedSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, code: str) -> Response:
        """Into a new matrix, or into a draft. A second time answers with the same matrix."""
        exercise, given = self.get_object(), _given(MergeSerializer, request)
        into = _draft(exercise, given["into"], request.user)
        matrix = merge_exercise(exercise, into=into, seen=given["revision"], by=request.user)
        return Response({"matrix": matrix.code})

    def _set_lock(self, request: Request, number: str, *, is_locked: bool) -> Response:
        exercise = self.get_object()
        group: ExerciseGroup | None = exercise.groups.filter(number=int(number)).first()
        if group is None:
            raise NotFound
        set_group_lock(group, is_locked=is_locked, by=request.user)
        return self._stepped(exercise)

    def _stepped(self, exercise: Exercise) -> Response:
        now = self.get_queryset().get(pk=exercise.pk)
        return Response(ExerciseDetailSerializer(now).data)


def _given(serializer: type[serializers.Serializer[Any]], request: Request) -> Any:
    found = serializer(data=request.data)
    found.is_valid(raise_exception=True)
    return found.validated_data


def _heat(element: str, place: str, cell: Any) -> Any:
    scores = [{"group": group, "score": score} for group, score in sorted(cell.scores.items())]
    found = {"element": element, "target": place, "scores": scores, "median": cell.median}
    found |= {"low": cell.low, "high": cell.high, "discuss": cell.needs_talk}
    return HeatCellSerializer(found).data


def _refuse_unknown(decisions: Sequence[Mapping[str, Any]], keys: Mapping[tuple[str, str], Any]) -> None:
    unknown = [one for one in decisions if (one["element"], one["target"]) not in keys]
    if unknown:
        names = ", ".join(f"{one['element']} × {one['target']}" for one in unknown[:20])
        raise serializers.ValidationError({"decisions": [f"No group has scored: {names}"]})


def _draft(exercise: Exercise, code: str | None, user: Any) -> AlignmentMatrix | None:
    """The same people as on the page: who may write the matrix."""
    if code is None:
        if not user.has_perm("alignment.add_matrix_to_strategy", exercise.strategy):
            raise PermissionDenied
        return None
    found = matrices_to_merge_into(exercise, user).filter(code=code).first()
    if found is None:
        raise serializers.ValidationError(
            {"into": ["No draft of this strategy and depth that you may change."]}
        )
    return found
