from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from participants.actions.people import change_network
from participants.api.filters import CityFilter, NetworkFilter
from participants.api.serializers import CitySerializer, MembershipSerializer, NetworkSerializer
from participants.models import City, Membership, Network
from participants.queries.networks import networks_with_sizes
from sdgplatform.access.api import PUBLIC


class CityViewSet(viewsets.ReadOnlyModelViewSet[City]):
    """The catalogue of cities."""

    lookup_field = "slug"
    queryset = City.objects.none()
    serializer_class = CitySerializer
    filterset_class = CityFilter
    action_permissions = {"list": PUBLIC, "retrieve": PUBLIC}

    def get_queryset(self) -> Any:
        return City.objects.visible_to(self.request.user).with_place().order_by("pk")


class NetworkViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet[Network],
):
    """City networks and, under `members/`, their memberships past and present."""

    lookup_field = "slug"
    queryset = Network.objects.none()
    serializer_class = NetworkSerializer
    filterset_class = NetworkFilter
    action_permissions = {
        "list": PUBLIC,
        "retrieve": PUBLIC,
        "members": PUBLIC,
        "partial_update": "participants.change_network",
    }

    def get_queryset(self) -> Any:
        return networks_with_sizes().visible_to(self.request.user).order_by("pk")

    def partial_update(self, request: Request, slug: str) -> Response:
        network = self.get_object()
        serializer = self.get_serializer(network, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        for name, value in serializer.validated_data.items():
            setattr(network, name, value)
        change_network(network, by=request.user)
        return Response(serializer.data)

    @extend_schema(responses=MembershipSerializer(many=True))
    @action(detail=True, filterset_class=None)
    def members(self, request: Request, slug: str) -> Response:
        rows = Membership.objects.visible_to(request.user).filter(network=self.get_object()).with_member()
        page = self.paginate_queryset(rows.order_by("pk"))
        return self.get_paginated_response(MembershipSerializer(page, many=True).data)
