"""Suggestions of a matrix in the API: looked at, accepted, set aside."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.actions.cells import cell_stamp
from alignment.actions.suggestions import Choice, accept_suggestion, dismiss_suggestion
from alignment.checks.codes import normal_code
from alignment.models import AlignmentMatrix
from alignment.models.matrices import CellKind
from alignment.queries.scope import scored_elements
from alignment.queries.suggestions import suggestions_of

ELEMENT = OpenApiParameter(
    "element", description="Code of an element; without it those of all elements that are scored."
)
PERMISSIONS = {
    "suggestions": "alignment.change_matrix",
    "accept_suggestion": "alignment.change_matrix",
    "dismiss_suggestion": "alignment.change_matrix",
}


class SuggestionSerializer(serializers.Serializer[Any]):
    element = serializers.CharField()
    target = serializers.CharField(help_text="Code of the target, or of the goal in a matrix of goals.")
    title = serializers.CharField()
    rank = serializers.FloatField(help_text="Only orders the suggestions of an element.")
    words = serializers.ListField(child=serializers.CharField(), help_text="Words of the element that match.")


class ChoiceSerializer(serializers.Serializer[Any]):
    element = serializers.CharField()
    target = serializers.CharField()

    def validate_target(self, value: str) -> str:
        return normal_code(value) or value

    def place(self) -> dict[str, str]:
        return {name: self.validated_data[name] for name in ("element", "target")}

    def choice(self) -> Choice:
        return Choice(self.validated_data["element"], self.validated_data["target"])


class AcceptSerializer(ChoiceSerializer):
    score = serializers.IntegerField(min_value=-3, max_value=3)
    kind = serializers.ChoiceField(choices=CellKind.choices, default=CellKind.DIRECT)

    def validate_score(self, value: int) -> int:
        if value == 0:
            raise serializers.ValidationError("To accept is to score a link; dismiss what has none.")
        return value


class AcceptedSerializer(serializers.Serializer[Any]):
    element = serializers.CharField()
    target = serializers.CharField()
    score = serializers.IntegerField()
    kind = serializers.CharField()
    stamp = serializers.CharField()
    revision = serializers.IntegerField()


class SuggestionsMixin:
    """The part of the matrices' viewset that deals with suggestions."""

    @extend_schema(parameters=[ELEMENT], responses=SuggestionSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def suggestions(self, request: Request, code: str) -> Response:
        """What the words of the elements suggest, but for what is scored or was dismissed."""
        matrix: AlignmentMatrix = self.get_object()  # type: ignore[attr-defined]
        elements = scored_elements(matrix)
        wanted = request.query_params.get("element")
        if wanted is not None:
            elements = [element for element in elements if element.code == wanted]
            if not elements:
                raise NotFound
        rows = [
            {
                "element": one.element.code,
                "target": place.place,
                "title": place.title,
                "rank": place.score,
                "words": place.words,
            }
            for one in suggestions_of(matrix, elements)
            for place in one.places
        ]
        return Response(SuggestionSerializer(rows, many=True).data)

    @extend_schema(request=AcceptSerializer, responses=AcceptedSerializer)
    @action(detail=True, methods=["post"], url_path="suggestions/accept")
    def accept_suggestion(self, request: Request, code: str) -> Response:
        """Score the cell; it never overwrites one that is scored."""
        matrix = self.get_object()  # type: ignore[attr-defined]
        data = AcceptSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        values = {name: data.validated_data[name] for name in ("score", "kind")}
        cell = accept_suggestion(matrix, data.choice(), by=request.user, **values)
        answer = {name: getattr(cell, name) for name in ("score", "kind", "revision")}
        answer |= {**data.place(), "stamp": cell_stamp(cell)}
        return Response(AcceptedSerializer(answer).data)

    @extend_schema(request=ChoiceSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="suggestions/dismiss")
    def dismiss_suggestion(self, request: Request, code: str) -> Response:
        """It is not suggested again for this element."""
        matrix = self.get_object()  # type: ignore[attr-defined]
        data = ChoiceSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        dismiss_suggestion(matrix, data.choice(), by=request.user)
        return Response(status=204)
