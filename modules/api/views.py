from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from modules import queries
from modules.actions.editions import add_edition
from modules.actions.modules import add_module, change_module
from modules.actions.removal import delete_module
from modules.api.serializers import (
    EditionSerializer,
    EditionWriteSerializer,
    ModuleSerializer,
    ModuleSummarySerializer,
    ModuleWriteSerializer,
)
from modules.filters import ModuleFilter
from modules.models import Module, PartEdition
from sdgplatform.access.api import PUBLIC, JsonBody
from sdgplatform.uploads.actions import store_upload


class ModuleViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[Module],
):
    """Learning modules that the caller sees, with their parts and language editions."""

    lookup_field = "slug"
    filterset_class = ModuleFilter
    queryset = Module.objects.none()
    action_permissions = {
        "list": PUBLIC,
        "retrieve": PUBLIC,
        "create": "modules.add_module",
        "partial_update": "modules.change_module",
        "destroy": "modules.delete_module",
        "editions": "modules.add_edition",
    }

    def get_queryset(self) -> QuerySet[Module]:
        seen = Module.objects.visible_to(self.request.user)
        if self.action == "list":
            return queries.with_summary(seen)
        return seen.select_related("series").prefetch_related("networks", "targets")

    def get_serializer_class(self) -> Any:
        return ModuleSummarySerializer if self.action == "list" else ModuleSerializer

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._shown(self.get_object())

    def _shown(self, module: Module, status: int = 200) -> Response:
        editions = PartEdition.objects.visible_to(self.request.user).select_related(
            "upload", "translated_from"
        )
        shown = Prefetch("editions", editions.order_by("language", "-version"), to_attr="shown_editions")
        module.shown_parts = module.parts.all().in_order().prefetch_related(shown)  # type: ignore[attr-defined]
        return Response(ModuleSerializer(module, context=self.get_serializer_context()).data, status=status)

    def _values(self, request: Request, module: Module | None = None) -> dict[str, Any]:
        written = ModuleWriteSerializer(
            module, data=request.data, partial=module is not None, context=self.get_serializer_context()
        )
        written.is_valid(raise_exception=True)
        return dict(written.validated_data)

    @extend_schema(request=ModuleWriteSerializer, responses={201: ModuleSerializer})
    def create(self, request: Request) -> Response:
        return self._shown(add_module(self._values(request), by=request.user), status=201)

    @extend_schema(request=ModuleWriteSerializer, responses=ModuleSerializer)
    def partial_update(self, request: Request, slug: str) -> Response:
        module = self.get_object()
        return self._shown(change_module(module, self._values(request, module), by=request.user))

    def perform_destroy(self, instance: Module) -> None:
        delete_module(instance, by=self.request.user)

    @extend_schema(request=EditionWriteSerializer, responses={201: EditionSerializer})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser, JsonBody])
    def editions(self, request: Request, slug: str) -> Response:
        """Adds a language edition, or a new version of one, from a file (multipart) or a link."""
        module = self.get_object()
        written = EditionWriteSerializer(data=request.data)
        written.is_valid(raise_exception=True)
        edition = _add(module, dict(written.validated_data), request.user)
        context = {**self.get_serializer_context(), "module_slug": module.slug}
        return Response(EditionSerializer(edition, context=context).data, status=201)


@transaction.atomic
def _add(module: Module, values: dict[str, Any], by: Any) -> PartEdition:
    part = get_object_or_404(module.parts, code=values.pop("part"))
    file = values.pop("file", None)
    upload = store_upload(file, by=by, checked=file.checked) if file else None
    return add_edition(part, by=by, upload=upload, **values)
