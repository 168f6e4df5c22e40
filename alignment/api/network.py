"""What the cities of a network share, for programs: `GET /api/v1/networks/<slug>/alignment/`."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.analysis.inputs import Share
from alignment.api.analysis_data import share
from alignment.api.analysis_schema import ShareSerializer
from alignment.queries.network import NetworkFigures, PlaceFrequency, frameworks_of, network_figures
from alignment.queries.peers import Peers, peers_of
from participants.models import City, Network


class FrequencySerializer(serializers.Serializer[Any]):
    """The shares are null where fewer than three cities have the place in scope."""

    place = serializers.CharField()
    cities = serializers.IntegerField()
    covered = ShareSerializer(allow_null=True)
    strong = ShareSerializer(allow_null=True)
    hindered = ShareSerializer(allow_null=True)
    is_common_gap = serializers.BooleanField()
    is_common_strength = serializers.BooleanField()


class PeerSerializer(serializers.Serializer[Any]):
    city = serializers.CharField()
    complements = ShareSerializer()
    alike = ShareSerializer()


class OfferSerializer(serializers.Serializer[Any]):
    place = serializers.CharField()
    cities = ShareSerializer()
    named = serializers.ListField(child=serializers.CharField())


class PeersSerializer(serializers.Serializer[Any]):
    """Only for a city of one's own; cities in the order of their names, this is no ranking."""

    city = serializers.CharField()
    cities = serializers.IntegerField()
    peers = PeerSerializer(many=True)
    offers = OfferSerializer(many=True)


class NetworkFiguresSerializer(serializers.Serializer[Any]):
    """`is_hidden`: fewer than three cities count, so that nothing but their number is told."""

    network = serializers.CharField()
    framework = serializers.CharField()
    cities = serializers.IntegerField()
    matrices = serializers.IntegerField()
    is_hidden = serializers.BooleanField()
    goals = FrequencySerializer(many=True)
    targets = FrequencySerializer(many=True)
    peers = PeersSerializer(allow_null=True)


class NetworkAlignmentViewSet(viewsets.GenericViewSet[Network]):
    queryset = Network.objects.none()
    lookup_field = "slug"
    serializer_class = NetworkFiguresSerializer
    action_permissions: ClassVar = {"figures": "alignment.view_network_figures"}

    def get_queryset(self) -> Any:
        return Network.objects.visible_to(self.request.user)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "framework", description="Version of the framework; that of most cities by default."
            ),
            OpenApiParameter("city", description="Slug of a city of one's own, for `peers`."),
        ],
        responses=NetworkFiguresSerializer,
    )
    def figures(self, request: Request, slug: str) -> Response:
        """How many cities reach each goal and target, and for one's own city who can complement it."""
        network = self.get_object()
        used = frameworks_of(network)
        framework = request.query_params.get("framework") or next(iter(used), "")
        figures = network_figures(network, framework)
        return Response(
            {
                "network": network.slug,
                "framework": framework,
                "cities": figures.cities,
                "matrices": figures.matrices,
                "is_hidden": figures.is_hidden,
                "goals": [_frequency(row) for row in figures.goals],
                "targets": [_frequency(row) for row in figures.targets],
                "peers": self._peers(network, framework, figures),
            }
        )

    def _peers(self, network: Network, framework: str, figures: NetworkFigures) -> dict[str, Any] | None:
        user: Any = self.request.user
        own = City.objects.filter(pk__in=user.planned_city_ids).order_by("name")
        wanted = self.request.query_params.get("city")
        city = own.filter(slug=wanted).first() if wanted else own.first()
        if city is None or figures.is_hidden:
            return None
        peers = peers_of(network, framework, city, self.request.user)
        return None if peers is None or peers.is_hidden else _peer_data(peers)


def _frequency(row: PlaceFrequency) -> dict[str, Any]:
    return {
        "place": row.code,
        "cities": row.cities,
        "covered": _share(row.covered),
        "strong": _share(row.strong),
        "hindered": _share(row.hindered),
        "is_common_gap": row.is_common_gap,
        "is_common_strength": row.is_common_strength,
    }


def _share(value: Share | None) -> dict[str, Any] | None:
    return None if value is None else share(value)


def _peer_data(peers: Peers) -> dict[str, Any]:
    return {
        "city": peers.city.slug,
        "cities": peers.cities,
        "peers": [
            {"city": peer.city.slug, "complements": share(peer.complements), "alike": share(peer.alike)}
            for peer in peers.peers
        ],
        "offers": [
            {"place": row.code, "cities": share(row.cities), "named": [city.slug for city in row.named]}
            for row in peers.offers
        ],
    }
