from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from sdgplatform.access.api import PUBLIC, CursorPages
from workshops.actions.life_cycle import move_workshop
from workshops.actions.programme import add_session, change_session, remove_session
from workshops.actions.workshops import Plan, add_workshop, change_workshop
from workshops.api.workshop_serializers import (
    MoveSerializer,
    SessionSerializer,
    WorkshopListSerializer,
    WorkshopSerializer,
    WorkshopWriteSerializer,
)
from workshops.filters import WorkshopFilter
from workshops.models import Workshop

BLOCK = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="Code of the session.")
LINKS = ("lead", "partners", "modules", "trainers", "new_venue", "new_event")


class NewestFirst(CursorPages):
    ordering = ("-starts_at", "pk")


class WorkshopViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Workshops: drafts for their organisers, everything else for everybody."""

    queryset = Workshop.objects.none()
    lookup_field = "slug"
    filterset_class = WorkshopFilter
    pagination_class = NewestFirst
    serializer_class = WorkshopSerializer
    action_permissions = {
        "list": PUBLIC,
        "retrieve": PUBLIC,
        "create": "workshops.add_workshop",
        "partial_update": "workshops.change_workshop",
        "move": "workshops.move_workshop",
        "sessions": PUBLIC,
        "add_session": "workshops.change_programme",
        "change_session": "workshops.change_programme",
        "remove_session": "workshops.change_programme",
    }

    def get_queryset(self) -> QuerySet[Workshop]:
        rows = Workshop.objects.visible_to(self.request.user)
        if self.action == "list":
            return rows.for_list()
        return rows.with_place().with_names().prefetch_related("workshop_trainers__person", "transitions")

    def get_serializer_class(self) -> type[Any]:
        return WorkshopListSerializer if self.action == "list" else WorkshopSerializer

    @extend_schema(request=WorkshopWriteSerializer, responses={201: WorkshopSerializer})
    def create(self, request: Request) -> Response:
        serializer = WorkshopWriteSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        workshop = add_workshop(_plan(serializer.validated_data), by=request.user)
        return Response(self._shown(workshop), status=status.HTTP_201_CREATED)

    @extend_schema(request=WorkshopWriteSerializer, responses=WorkshopSerializer)
    def partial_update(self, request: Request, slug: str) -> Response:
        workshop = self.get_object()
        serializer = WorkshopWriteSerializer(
            workshop, data=request.data, partial=True, context=self.get_serializer_context()
        )
        serializer.is_valid(raise_exception=True)
        plan = _plan({**_links_now(workshop), **serializer.validated_data})
        return Response(self._shown(change_workshop(workshop, plan, by=request.user)))

    @extend_schema(request=MoveSerializer, responses=WorkshopSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, slug: str) -> Response:
        """Take a step of the life cycle; 409 says what is missing."""
        workshop = self.get_object()
        serializer = MoveSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        moved = move_workshop(workshop, data["to_state"], by=request.user, reason=data["reason"])
        return Response(self._shown(moved))

    @extend_schema(responses=SessionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def sessions(self, request: Request, slug: str) -> Response:
        """The sessions of the programme, in their order."""
        rows = self.get_object().sessions.select_related("method").prefetch_related("trainers").in_order()
        return Response(SessionSerializer(rows, many=True).data)

    @extend_schema(request=SessionSerializer, responses={201: SessionSerializer})
    @sessions.mapping.post
    def add_session(self, request: Request, slug: str) -> Response:
        workshop = self.get_object()
        serializer = SessionSerializer(data=request.data, context={"workshop": workshop})
        serializer.is_valid(raise_exception=True)
        fields = dict(serializer.validated_data)
        session = add_session(workshop, fields, by=request.user, trainers=fields.pop("trainers", []))
        return Response(SessionSerializer(session).data, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[BLOCK], request=SessionSerializer, responses=SessionSerializer)
    @action(detail=True, methods=["patch"], url_path="sessions/(?P<code>[^/.]+)", filter_backends=[])
    def change_session(self, request: Request, slug: str, code: str) -> Response:
        workshop = self.get_object()
        session = get_object_or_404(workshop.sessions, code=code)
        serializer = SessionSerializer(
            session, data=request.data, partial=True, context={"workshop": workshop}
        )
        serializer.is_valid(raise_exception=True)
        fields = dict(serializer.validated_data)
        trainers = fields.pop("trainers", None)
        changed = change_session(session, fields, by=request.user, trainers=trainers)
        return Response(SessionSerializer(changed).data)

    @extend_schema(parameters=[BLOCK], request=None, responses={204: None})
    @change_session.mapping.delete
    def remove_session(self, request: Request, slug: str, code: str) -> Response:
        remove_session(get_object_or_404(self.get_object().sessions, code=code), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _shown(self, workshop: Workshop) -> Any:
        row = self.get_queryset().get(pk=workshop.pk)
        return WorkshopSerializer(row, context=self.get_serializer_context()).data


def _plan(data: Mapping[str, Any]) -> Plan:
    fields = {name: value for name, value in data.items() if name not in LINKS}
    return Plan(
        fields=fields,
        lead=data["lead"],
        partners=data.get("partners", []),
        trainers=data.get("trainers", []),
        modules=data.get("modules", []),
        new_venue=data.get("new_venue", {}),
        new_event=data.get("new_event", {}),
    )


def _links_now(workshop: Workshop) -> dict[str, Any]:
    networks = list(workshop.workshop_networks.select_related("network").order_by("pk"))
    trainers = workshop.workshop_trainers.select_related("person").order_by("position")
    modules = workshop.workshop_modules.select_related("module").order_by("position")
    return {
        "lead": next((link.network for link in networks if link.is_lead), None),
        "partners": [link.network for link in networks if not link.is_lead],
        "trainers": [link.person for link in trainers],
        "modules": [link.module for link in modules],
    }
