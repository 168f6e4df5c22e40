"""What the city of a strategy adds: local goals and targets, indicators, actors, competences."""

from typing import Any

from rest_framework import serializers

from alignment.models import (
    Actor,
    ActorRole,
    Competence,
    Goal,
    LocalIndicator,
    Milestone,
    Observation,
    Strategy,
    Target,
)
from alignment.queries.scope import goals_of_strategy, targets_of_strategy


class LocalGoalSerializer(serializers.ModelSerializer[Goal]):
    class Meta:
        model = Goal
        fields = ("number", "titles", "pillar")


class LocalTargetSerializer(serializers.ModelSerializer[Target]):
    goal = serializers.IntegerField(source="goal.number")
    parent = serializers.CharField(source="parent.code", default="")

    class Meta:
        model = Target
        fields = ("code", "goal", "parent", "kind", "titles", "aim", "due_year")


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    value = serializers.DecimalField(source="amount", max_digits=20, decimal_places=None)

    class Meta:
        model = Milestone
        fields = ("role", "year", "value")


class ObservationSerializer(serializers.ModelSerializer[Observation]):
    value = serializers.DecimalField(source="amount", max_digits=20, decimal_places=None)

    class Meta:
        model = Observation
        fields = ("id", "year", "value", "status", "dimensions", "source_url")


class LocalIndicatorSerializer(serializers.ModelSerializer[LocalIndicator]):
    un_indicator = serializers.CharField(source="un_indicator.code", default="")
    milestones = MilestoneSerializer(many=True)
    observations = ObservationSerializer(many=True)

    class Meta:
        model = LocalIndicator
        fields = (
            *("code", "name", "unit", "direction", "un_indicator", "relation", "kind", "source"),
            *("periodicity", "responsible", "disaggregation", "method", "milestones", "observations"),
        )


class ActorRoleSerializer(serializers.ModelSerializer[ActorRole]):
    element = serializers.CharField(source="element.code", default="")
    target = serializers.CharField(source="target.code", default="")

    class Meta:
        model = ActorRole
        fields = ("id", "role", "element", "target")


class ActorSerializer(serializers.ModelSerializer[Actor]):
    """Without the contact, which only the pages show to those who edit it."""

    roles = ActorRoleSerializer(many=True)

    class Meta:
        model = Actor
        fields = ("id", "name", "kind", "tier", "influence", "interest", "stance", "roles")


class CompetenceSerializer(serializers.ModelSerializer[Competence]):
    target = serializers.CharField(source="target.code")

    class Meta:
        model = Competence
        fields = ("target", "tier", "degree", "legal_basis", "checked_on")


class CityPlanSerializer(serializers.Serializer[Any]):
    goals = LocalGoalSerializer(many=True)
    targets = LocalTargetSerializer(many=True)
    indicators = LocalIndicatorSerializer(many=True)
    actors = ActorSerializer(many=True)
    competences = CompetenceSerializer(many=True)


def city_plan(strategy: Strategy) -> dict[str, Any]:
    """A few queries, however much there is."""
    city = strategy.city
    local = {"city__isnull": True, "network__isnull": True}
    indicators = city.indicators.select_related("un_indicator").order_by("code")
    competences = city.competences.select_related("target").order_by("target__position", "tier")
    plan = {
        "goals": goals_of_strategy(strategy).exclude(**local),
        "targets": targets_of_strategy(strategy).exclude(**local).select_related("goal", "parent"),
        "indicators": indicators.prefetch_related("milestones", "observations"),
        "actors": city.actors.order_by("name").prefetch_related("roles__element", "roles__target"),
        "competences": competences,
    }
    return dict(CityPlanSerializer(plan).data)
