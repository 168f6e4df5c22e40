"""What the API takes for records of a city; the forms of the pages say whether it is right."""

from typing import Any

from rest_framework import serializers

from alignment.models import Competence
from alignment.models.actors import ActorKind, RoleOfActor, Tier
from alignment.models.monitoring import Direction, IndicatorKind, MilestoneRole, ObservationStatus, Relation


def _text(most: int) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, allow_blank=True)


def _number() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=20, decimal_places=6)


class MilestoneInput(serializers.Serializer[Any]):
    """One of each role."""

    role = serializers.ChoiceField(choices=MilestoneRole.choices)
    year = serializers.IntegerField()
    value = _number()


class IndicatorInput(serializers.Serializer[Any]):
    """`un_indicator` is a code of the current list, such as 11.2.1."""

    code = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=300)
    unit = _text(60)
    direction = serializers.ChoiceField(choices=Direction.choices, default=Direction.UP)
    un_indicator = _text(12)
    relation = serializers.ChoiceField(choices=Relation.choices, default=Relation.LOCAL)
    kind = serializers.ChoiceField(choices=IndicatorKind.choices, required=False, allow_blank=True)
    source = _text(300)
    periodicity = _text(60)
    responsible = _text(200)
    disaggregation = _text(200)
    method = _text(4000)
    milestones = MilestoneInput(many=True, required=False)


class ObservationInput(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    value = _number()
    status = serializers.ChoiceField(choices=ObservationStatus.choices, default=ObservationStatus.FINAL)
    source_url = serializers.URLField(max_length=500, required=False, allow_blank=True)
    dimensions = serializers.DictField(child=serializers.CharField(max_length=200), default=dict)


class ActorInput(serializers.Serializer[Any]):
    """`contact` is taken and never given out."""

    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=ActorKind.choices)
    tier = serializers.ChoiceField(choices=Tier.choices, default=Tier.LOCAL)
    influence = serializers.IntegerField(required=False, allow_null=True)
    interest = serializers.IntegerField(required=False, allow_null=True)
    stance = serializers.IntegerField(required=False, allow_null=True)
    contact = _text(300)


class RoleInput(serializers.Serializer[Any]):
    """In one element or one target, by their codes."""

    role = serializers.ChoiceField(choices=RoleOfActor.choices)
    element = serializers.CharField(max_length=30, allow_blank=True, default="")
    target = serializers.CharField(max_length=16, allow_blank=True, default="")


class CompetenceInput(serializers.Serializer[Any]):
    """`degree` null: not looked into."""

    target = serializers.CharField(max_length=16)
    degree = serializers.ChoiceField(choices=Competence.DEGREES, allow_null=True)
    legal_basis = serializers.CharField(max_length=300, allow_blank=True, default="")
