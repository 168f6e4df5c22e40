"""Import in two steps and export, as the pages do it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import mixins, serializers, viewsets
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.actions.imports import (
    ImportTarget,
    ImportWishes,
    apply_import,
    check_import,
    recheck_import,
)
from alignment.exchange import limits
from alignment.exchange.changes import GROUPS
from alignment.exchange.exporting import CONTENT_TYPES, export_matrix
from alignment.exchange.stored_changes import change_counts, change_slice
from alignment.forms.strategies import networks_of
from alignment.models import AlignmentMatrix, MatrixImport, Strategy
from alignment.models.exchange import ImportMode
from participants.models import City, Network
from sdgplatform.access.api import PUBLIC, JsonBody
from sdgplatform.exports import file_response
from sdgplatform.uploads import types
from sdgplatform.uploads.fields import UploadSerializerField

FIRST_CHANGES = 100


class IssueSerializer(serializers.Serializer[Any]):
    level = serializers.ChoiceField(choices=["error", "submit", "warning", "note"])
    rule = serializers.CharField()
    sheet = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField()
    message = serializers.CharField()


class MatrixImportSerializer(serializers.ModelSerializer[MatrixImport]):
    file = serializers.CharField(source="upload.original_name", read_only=True)
    strategy = serializers.SlugRelatedField(slug_field="code", read_only=True)
    matrix = serializers.SlugRelatedField(slug_field="code", read_only=True)
    issues = IssueSerializer(many=True, read_only=True)
    counts = serializers.SerializerMethodField()
    signs = serializers.SerializerMethodField()
    change_counts = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()

    class Meta:
        model = MatrixImport
        fields = (
            *("code", "file", "state", "mode", "scale", "columns", "strategy", "matrix", "issues"),
            *("counts", "signs", "change_counts", "changes", "uploaded_at", "applied_at"),
        )
        read_only_fields = fields

    def get_counts(self, row: MatrixImport) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = row.summary.get("counts", {})
        return counts

    def get_signs(self, row: MatrixImport) -> list[dict[str, Any]]:
        """What stands in cells, how often, and what it is read as."""
        signs: list[dict[str, Any]] = row.summary.get("signs", [])
        return signs

    def get_change_counts(self, row: MatrixImport) -> dict[str, int]:
        return dict(change_counts(row))

    def get_changes(self, row: MatrixImport) -> dict[str, list[dict[str, Any]]]:
        """The first of each group; `/changes/` has all."""
        return {name: change_slice(row, name, 0, FIRST_CHANGES) for name in change_counts(row)}


class WishesSerializer(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(
        choices=ImportMode.choices,
        required=False,
        help_text="MERGE: scores that the file does not have stay. REPLACE: they are cleared.",
    )
    scale = serializers.JSONField(
        required=False,
        help_text='Sign -> score, null for not assessed: {"x": 3, "i": {"score": 1, "kind": "INDIRECT"}}.',
    )
    columns = serializers.JSONField(
        required=False,
        help_text="Columns of a foreign spreadsheet, by header or letter -> field of an element:"
        ' {"Nombre": "title", "Nro": "code"}; or {"fields": {...}, "level_from": "NUMBERING", "levels":'
        ' ["AXIS", "PROJECT"], "currency": "ARS", "dates": "DMY", "document": {"title": ...}}.',
    )

    @property
    def wishes(self) -> ImportWishes:
        said = self.validated_data
        return ImportWishes(said.get("mode", ImportMode.MERGE), said.get("scale"), said.get("columns"))


class ChangeQuerySerializer(serializers.Serializer[Any]):
    group = serializers.ChoiceField(choices=GROUPS)
    offset = serializers.IntegerField(min_value=0, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=1000, default=FIRST_CHANGES)


class FileSerializer(WishesSerializer):
    file = UploadSerializerField(allowed=types.IMPORTS, max_bytes=limits.FILE_BYTES)


class StrategyFileSerializer(FileSerializer):
    """`city` and `network` by their slugs; only needed where the file does not name its city."""

    city = serializers.SlugRelatedField(slug_field="slug", queryset=City.objects.all(), required=False)
    network = serializers.SlugRelatedField(slug_field="slug", queryset=Network.objects.all(), required=False)

    def validate_network(self, network: Network) -> Network:
        if not networks_of(self.context["request"].user).filter(pk=network.pk).exists():
            raise serializers.ValidationError(_("Choose a network of yours."))
        return network


class ImportViewSet(mixins.RetrieveModelMixin, viewsets.GenericViewSet[MatrixImport]):
    """Dry runs of this person. A new one answers 201 whether or not the file has errors: see `state`."""

    serializer_class = MatrixImportSerializer
    queryset = MatrixImport.objects.none()
    lookup_field = "code"
    parser_classes = (MultiPartParser, JsonBody)
    action_permissions: ClassVar = {
        "create": "alignment.add_strategy",
        "retrieve": "alignment.view_import",
        "changes": "alignment.view_import",
        "check": "alignment.apply_import",
        "apply": "alignment.apply_import",
    }

    def get_queryset(self) -> QuerySet[MatrixImport]:
        return MatrixImport.objects.visible_to(self.request.user).select_related(
            "upload", "matrix", "strategy"
        )

    @extend_schema(
        request={"multipart/form-data": StrategyFileSerializer}, responses={201: MatrixImportSerializer}
    )
    def create(self, request: Request) -> Response:
        """Check a file that becomes a new strategy."""
        data = StrategyFileSerializer(data=request.data, context={"request": request})
        data.is_valid(raise_exception=True)
        values = data.validated_data
        target = ImportTarget(city=values.get("city"), network=values.get("network"))
        return _checked(request, data, target)

    @extend_schema(
        parameters=[ChangeQuerySerializer],
        responses=inline_serializer(
            "ImportChanges", {"count": serializers.IntegerField(), "results": serializers.JSONField()}
        ),
    )
    def changes(self, request: Request, code: str) -> Response:
        """Single changes of one group, as many as are asked for."""
        row = self.get_object()
        query = ChangeQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        group, start = query.validated_data["group"], query.validated_data["offset"]
        rows = change_slice(row, group, start, start + query.validated_data["limit"])
        return Response({"count": change_counts(row).get(group, 0), "results": rows})

    @extend_schema(request=WishesSerializer, responses=MatrixImportSerializer)
    def check(self, request: Request, code: str) -> Response:
        """Check the same file again: other signs, other columns, the other mode. What is left out stays."""
        row = self.get_object()
        said = request.data
        if isinstance(said, Mapping):
            said = {"mode": row.mode, "scale": row.scale, "columns": row.columns, **said}
        data = WishesSerializer(data=said)
        data.is_valid(raise_exception=True)
        return Response(MatrixImportSerializer(recheck_import(row, by=request.user, wishes=data.wishes)).data)

    @extend_schema(
        request=None,
        responses=inline_serializer(
            "AppliedImport",
            {"strategy": serializers.CharField(), "matrix": serializers.CharField(allow_null=True)},
        ),
    )
    def apply(self, request: Request, code: str) -> Response:
        """Write what the dry run said, all or nothing. `matrix` is null when the file had no scores."""
        row = apply_import(self.get_object(), by=request.user)
        codes = {
            "strategy": row.strategy.code if row.strategy else None,
            "matrix": row.matrix.code if row.matrix else None,
        }
        return Response(codes)


def _checked(request: Request, data: FileSerializer, target: ImportTarget) -> Response:
    file = data.validated_data["file"]
    row = check_import(file, by=request.user, target=target, checked=file.checked, wishes=data.wishes)
    return Response(MatrixImportSerializer(row).data, status=201)


class MatrixExchangeViewSet(viewsets.GenericViewSet[AlignmentMatrix]):
    queryset = AlignmentMatrix.objects.none()
    lookup_field = "code"
    parser_classes = (MultiPartParser,)
    serializer_class = FileSerializer
    action_permissions: ClassVar = {"import_file": "alignment.import_matrix"}

    def get_queryset(self) -> QuerySet[AlignmentMatrix]:
        return AlignmentMatrix.objects.visible_to(self.request.user).select_related("strategy")

    @extend_schema(request={"multipart/form-data": FileSerializer}, responses={201: MatrixImportSerializer})
    def import_file(self, request: Request, code: str) -> Response:
        """Check a file that goes into this matrix."""
        matrix = self.get_object()
        data = FileSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        return _checked(request, data, ImportTarget(matrix=matrix))


class StrategyExchangeViewSet(viewsets.GenericViewSet[Strategy]):
    queryset = Strategy.objects.none()
    lookup_field = "code"
    parser_classes = (MultiPartParser,)
    serializer_class = FileSerializer
    action_permissions: ClassVar = {"import_file": "alignment.add_matrix_to_strategy"}

    def get_queryset(self) -> QuerySet[Strategy]:
        return Strategy.objects.visible_to(self.request.user)

    @extend_schema(request={"multipart/form-data": FileSerializer}, responses={201: MatrixImportSerializer})
    def import_file(self, request: Request, code: str) -> Response:
        """Check a file that becomes a new matrix of this strategy."""
        strategy = self.get_object()
        data = FileSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        return _checked(request, data, ImportTarget(strategy=strategy))


class AnyFormat(BaseContentNegotiation):
    """`?format=` names the file that is asked for, not the form of the answer."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class MatrixExportViewSet(viewsets.GenericViewSet[AlignmentMatrix]):
    queryset = AlignmentMatrix.objects.none()
    lookup_field = "code"
    content_negotiation_class = AnyFormat
    serializer_class = FileSerializer
    action_permissions: ClassVar = {"export_file": PUBLIC}

    def get_queryset(self) -> QuerySet[AlignmentMatrix]:
        return AlignmentMatrix.objects.visible_to(self.request.user).with_strategy()

    @extend_schema(
        parameters=[OpenApiParameter("format", enum=list(CONTENT_TYPES), description="json by default.")],
        responses={(200, kind): OpenApiTypes.BINARY for kind in CONTENT_TYPES.values()},
    )
    def export_file(self, request: Request, code: str) -> HttpResponseBase:
        """The matrix as XLSX workbook, zip of CSV tables or JSON."""
        kind = request.query_params.get("format", "json")
        if kind not in CONTENT_TYPES:
            raise serializers.ValidationError({"format": [f"Choose one of {', '.join(CONTENT_TYPES)}."]})
        matrix = self.get_object()
        with_city = request.user.has_perm("alignment.view_city_plan", matrix.strategy)
        file = export_matrix(matrix, kind, with_city=with_city)
        return file_response(file.content, filename=file.name, content_type=file.content_type)


urlpatterns = [
    path("imports/", ImportViewSet.as_view({"post": "create"}), name="api-import-list"),
    path(
        "imports/<slug:code>/",
        ImportViewSet.as_view({"get": "retrieve"}, detail=True),
        name="api-import-detail",
    ),
    path(
        "imports/<slug:code>/changes/",
        ImportViewSet.as_view({"get": "changes"}, detail=True),
        name="api-import-changes",
    ),
    path(
        "imports/<slug:code>/check/",
        ImportViewSet.as_view({"post": "check"}, detail=True),
        name="api-import-check",
    ),
    path(
        "imports/<slug:code>/apply/",
        ImportViewSet.as_view({"post": "apply"}, detail=True),
        name="api-import-apply",
    ),
    path(
        "matrices/<slug:code>/import/",
        MatrixExchangeViewSet.as_view({"post": "import_file"}, detail=True),
        name="api-matrix-import",
    ),
    path(
        "matrices/<slug:code>/export/",
        MatrixExportViewSet.as_view({"get": "export_file"}, detail=True),
        name="api-matrix-export",
    ),
    path(
        "strategies/<slug:code>/import/",
        StrategyExchangeViewSet.as_view({"post": "import_file"}, detail=True),
        name="api-strategy-import",
    ),
]
