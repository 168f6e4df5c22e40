"""Follow a matrix and edit its cells beside others: `changes` and `edits`."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.actions.edits import Edit, Saved, save_edits
from alignment.checks.codes import normal_code
from alignment.models.matrices import CellKind
from alignment.queries.sync import Changes, changes_since
from sdgplatform.access.api import PUBLIC

FOLLOWING_PERMISSIONS: Mapping[str, str] = {"changes": PUBLIC, "edits": "alignment.change_matrix"}


class FollowedCellSerializer(serializers.Serializer[Any]):
    element = serializers.CharField()
    target = serializers.CharField(source="place")
    score = serializers.IntegerField(allow_null=True)
    kind = serializers.CharField()
    revision = serializers.IntegerField()


class ChangesSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    reload = serializers.BooleanField(help_text="Too much has changed: read the whole matrix.")
    cells = FollowedCellSerializer(many=True)
    cleared = FollowedCellSerializer(many=True)


class EditSerializer(serializers.Serializer[Any]):
    element = serializers.CharField()
    target = serializers.CharField()
    score = serializers.IntegerField(allow_null=True, help_text="null: not assessed")
    kind = serializers.ChoiceField(choices=["", *CellKind.values], required=False, help_text="left out: kept")
    seen = serializers.IntegerField(min_value=0, default=0, help_text="revision of the cell that was seen")

    def validate_target(self, value: str) -> str:
        return normal_code(value) or value


class EditsSerializer(serializers.Serializer[Any]):
    edits = EditSerializer(many=True)


class ConflictSerializer(serializers.Serializer[Any]):
    element = serializers.CharField(source="edit.element")
    target = serializers.CharField(source="edit.place")
    score = serializers.IntegerField(source="edit.score", allow_null=True)
    their_score = serializers.IntegerField(source="cell.score", default=None, allow_null=True)
    their_kind = serializers.CharField(source="cell.kind", default="")
    their_revision = serializers.IntegerField(source="cell.revision", default=0)


class FaultSerializer(serializers.Serializer[Any]):
    element = serializers.CharField(source="edit.element")
    target = serializers.CharField(source="edit.place")
    message = serializers.CharField()


class SavedSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    cells = FollowedCellSerializer(many=True)
    conflicts = ConflictSerializer(many=True)
    faults = FaultSerializer(many=True)


class FollowingMixin:
    @extend_schema(
        parameters=[OpenApiParameter("since", int, description="The revision seen last; 0 for all.")],
        responses=ChangesSerializer,
        filters=False,
    )
    @action(detail=True)
    def changes(self, request: Request, code: str) -> Response:
        """What was written or cleared after a revision."""
        since = request.query_params.get("since", "")
        changes: Changes = changes_since(self.get_object(), int(since[:18]) if since.isdecimal() else 0)  # type: ignore[attr-defined]
        return Response(ChangesSerializer(changes).data)

    @extend_schema(request=EditsSerializer, responses=SavedSerializer)
    @action(detail=True, methods=["post"])
    def edits(self, request: Request, code: str) -> Response:
        """Each stands alone: what another has changed since comes back, the rest is saved."""
        data = EditsSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        edits = [
            Edit(row["element"], row["target"], row["score"], row.get("kind"), row["seen"])
            for row in data.validated_data["edits"]
        ]
        saved: Saved = save_edits(self.get_object(), edits, by=request.user)  # type: ignore[attr-defined]
        return Response(SavedSerializer(saved).data)
