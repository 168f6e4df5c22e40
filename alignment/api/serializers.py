from typing import Any

from rest_framework import serializers

from alignment.actions.cells import CellChange, CellValues
from alignment.checks.codes import normal_code
from alignment.models import AlignmentMatrix, Goal, Strategy, StrategyElement, Target
from alignment.models.matrices import CellKind, Horizon, Visibility
from alignment.queries.coverage import Coverage
from sdgplatform.access.api import MultilingualTextField


class GoalSerializer(serializers.ModelSerializer[Goal]):
    titles = MultilingualTextField()
    targets = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Goal
        fields = ("number", "titles", "colour", "pillar", "targets")
        read_only_fields = fields


class IndicatorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    framework = serializers.CharField(source="framework_id")
    titles = MultilingualTextField()
    unsd_code = serializers.CharField()
    repeat_group = serializers.CharField()


class TargetSerializer(serializers.ModelSerializer[Target]):
    titles = MultilingualTextField()
    goal = serializers.IntegerField(source="goal.number")

    class Meta:
        model = Target
        fields = ("code", "goal", "kind", "titles")
        read_only_fields = fields


class TargetDetailSerializer(TargetSerializer):
    indicators = IndicatorSerializer(many=True, read_only=True)

    class Meta(TargetSerializer.Meta):
        fields = (*TargetSerializer.Meta.fields, "indicators")
        read_only_fields = fields


class ElementSerializer(serializers.ModelSerializer[StrategyElement]):
    parent = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = StrategyElement
        fields = (
            "code",
            "parent",
            "level",
            "title",
            "description",
            "need",
            "responsible",
            "status",
            "starts_on",
            "ends_on",
            "budget",
            "currency",
            "budget_year",
        )
        read_only_fields = fields


class StrategySerializer(serializers.ModelSerializer[Strategy]):
    city = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    network = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Strategy
        fields = (
            "code",
            "title",
            "city",
            "network",
            "kind",
            "period_start",
            "period_end",
            "language",
            "adoption",
            "url",
            "responsible_unit",
            "is_sample",
        )
        read_only_fields = fields


class StrategyDetailSerializer(StrategySerializer):
    elements = serializers.SerializerMethodField()

    class Meta(StrategySerializer.Meta):
        fields = (*StrategySerializer.Meta.fields, "elements")
        read_only_fields = fields

    def get_elements(self, strategy: Strategy) -> list[dict[str, Any]]:
        rows = strategy.elements.select_related("parent").order_by("position", "pk")
        return list(ElementSerializer(rows, many=True).data)


class CellSerializer(serializers.Serializer[Any]):
    """`target` is the code of a goal or target; `score` null sets the cell to not assessed.

    `seen` is the `stamp` of the cell as it was read, or "" for one that was not assessed: another
    state answers 409. Without it whatever is there is overwritten.
    """

    element = serializers.CharField(max_length=30)
    target = serializers.CharField(max_length=60)
    score = serializers.IntegerField(min_value=-3, max_value=3, allow_null=True)
    kind = serializers.ChoiceField(choices=CellKind.choices, allow_blank=True, default="")
    horizon = serializers.ChoiceField(choices=Horizon.choices, allow_blank=True, default="")
    confidence = serializers.IntegerField(min_value=1, max_value=3, allow_null=True, default=None)
    rationale = serializers.CharField(max_length=4000, allow_blank=True, default="")
    mitigation = serializers.CharField(max_length=4000, allow_blank=True, default="")
    budget_share = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, allow_null=True, default=None
    )
    seen = serializers.CharField(write_only=True, required=False, allow_blank=True)
    stamp = serializers.CharField(read_only=True)

    def validate_target(self, value: str) -> str:
        return normal_code(value) or value


def cell_change(data: dict[str, Any]) -> CellChange:
    names = ("kind", "horizon", "confidence", "rationale", "mitigation", "budget_share")
    values = (
        None if data["score"] is None else CellValues(data["score"], **{name: data[name] for name in names})
    )
    return CellChange(data["element"], data["target"], values, data.get("seen"))


class CellsSerializer(serializers.Serializer[Any]):
    cells = CellSerializer(many=True)


class MatrixSerializer(serializers.ModelSerializer[AlignmentMatrix]):
    """`strategy` and `framework` by their codes."""

    strategy = serializers.SlugRelatedField(slug_field="code", queryset=Strategy.objects.none())
    city = serializers.CharField(source="strategy.city.slug", read_only=True)
    network = serializers.CharField(source="strategy.network.slug", read_only=True, default=None)
    peer_city = serializers.CharField(source="peer_city.slug", read_only=True, default=None)

    class Meta:
        model = AlignmentMatrix
        fields = (
            "code",
            "strategy",
            "city",
            "network",
            "framework",
            "granularity",
            "scored_level",
            "scope",
            "method_note",
            "state",
            "visibility",
            "version",
            "checksum",
            "consented_by",
            "consented_on",
            "peer_city",
            "created_at",
            "updated_at",
        )
        read_only_fields = (
            "code",
            "state",
            "visibility",
            "version",
            "checksum",
            "consented_by",
            "consented_on",
            "created_at",
            "updated_at",
        )


class MatrixDetailSerializer(MatrixSerializer):
    cells = serializers.SerializerMethodField()

    class Meta(MatrixSerializer.Meta):
        fields = (*MatrixSerializer.Meta.fields, "author_note", "cells")
        read_only_fields = (*MatrixSerializer.Meta.read_only_fields, "author_note")

    def get_cells(self, matrix: AlignmentMatrix) -> list[dict[str, Any]]:
        return matrix_cells(matrix)


class NewMatrixSerializer(MatrixSerializer):
    cells = CellSerializer(many=True, required=False)

    class Meta(MatrixSerializer.Meta):
        fields = (*MatrixSerializer.Meta.fields, "cells")


def matrix_cells(matrix: AlignmentMatrix) -> list[dict[str, Any]]:
    """All cells in the order of the tree, in one query."""
    names = (
        "score",
        "kind",
        "horizon",
        "confidence",
        "rationale",
        "mitigation",
        "budget_share",
        "updated_at",
    )
    rows = matrix.cells.order_by("element__position", "target__position", "target__code", "goal__number")
    found = []
    for element, target, goal, *values in rows.values_list(
        "element__code", "target__code", "goal__number", *names
    ):
        cell = dict(zip(names, values, strict=True))
        stamp = cell.pop("updated_at").isoformat()
        share = cell.pop("budget_share")
        found.append(
            {
                "element": element,
                "target": target or str(goal),
                **cell,
                "budget_share": None if share is None else str(share),
                "stamp": stamp,
            }
        )
    return found


class SubmitSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=4000, allow_blank=True, default="")
    reasons = serializers.DictField(
        child=serializers.CharField(max_length=2000, allow_blank=True),
        default=dict,
        help_text="Rule -> why all its warnings without a reason of their own are right as they are.",
    )


class StepReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=4000, allow_blank=True, default="")


class PublishSerializer(serializers.Serializer[Any]):
    visibility = serializers.ChoiceField(choices=Visibility.choices)
    consented_by = serializers.CharField(max_length=200, help_text="Who in the city agreed.")
    consented_on = serializers.DateField(required=False, help_text="Today when it is not given.")


class MatrixIssueSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    severity = serializers.ChoiceField(choices=["E", "W", "I"])
    message = serializers.CharField()
    element = serializers.CharField()
    target = serializers.CharField(source="place")
    field = serializers.CharField()
    note = serializers.CharField()
    elements = serializers.ListField(child=serializers.CharField(), source="rows")


class GoalCoverageSerializer(serializers.Serializer[Any]):
    goal = serializers.IntegerField(source="number")
    targets = serializers.IntegerField()
    covered = serializers.IntegerField()
    strong = serializers.IntegerField()
    hindered = serializers.IntegerField()
    intensity = serializers.FloatField()


class CoverageSerializer(serializers.Serializer[Coverage]):
    """Figures with their denominators; shares are left to the reader of covered and targets."""

    covered = serializers.IntegerField()
    strong = serializers.IntegerField()
    targets = serializers.IntegerField()
    assessed = serializers.IntegerField()
    possible = serializers.IntegerField()
    intensity = serializers.FloatField()
    goals = GoalCoverageSerializer(many=True)
    classes = serializers.DictField(child=serializers.CharField())
