from typing import Any

from django_filters import CharFilter, ChoiceFilter, FilterSet, NumberFilter

from alignment.models import AlignmentMatrix, Strategy, Target
from alignment.models.framework import TargetKind
from alignment.models.matrices import MatrixState


class TargetFilter(FilterSet):
    goal = NumberFilter(field_name="goal__number")
    kind = ChoiceFilter(choices=TargetKind.choices)

    class Meta:
        model = Target
        fields = ("goal", "kind")


class StrategyFilter(FilterSet):
    q = CharFilter(method="matching", help_text="Words of title or city; accents do not matter.")
    city = CharFilter(field_name="city__slug")
    network = CharFilter(field_name="network__slug")

    class Meta:
        model = Strategy
        fields = ("q", "city", "network", "kind")

    def matching(self, rows: Any, _name: str, value: str) -> Any:
        return rows.matching(value)


class MatrixFilter(FilterSet):
    state = ChoiceFilter(choices=MatrixState.choices)
    strategy = CharFilter(field_name="strategy__code")
    city = CharFilter(field_name="strategy__city__slug")
    network = CharFilter(field_name="strategy__network__slug")

    class Meta:
        model = AlignmentMatrix
        fields = ("state", "strategy", "city", "network", "granularity", "framework")
