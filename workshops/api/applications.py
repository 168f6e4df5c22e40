"""Applications for those who select, and decisions about them."""

from collections.abc import Callable
from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from sdgplatform.access.api import SIGNED_IN
from workshops.actions import selection
from workshops.actions.applications import note_application
from workshops.models import Application, ApplicationState, Workshop
from workshops.queries.applications import chosen_applications

DECISIONS: dict[str, Callable[..., list[Application]]] = {
    "accept": selection.accept_applications,
    "wait": selection.put_on_waiting_list,
    "decline": selection.decline_applications,
    "reopen": selection.reopen_applications,
}


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """`state` is as the organisers see it: also before the applicant was told."""

    workshop = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    city = serializers.CharField(source="city.slug", default=None, read_only=True)
    country = serializers.CharField(source="city.country_id", default=None, read_only=True)
    network = serializers.CharField(source="network.slug", default=None, read_only=True)
    profile = serializers.CharField(source="profile.code", default=None, read_only=True)

    class Meta:
        model = Application
        fields = [
            "code",
            "workshop",
            "state",
            "waiting_position",
            "given_name",
            "family_name",
            "email",
            "phone",
            "language",
            "gender",
            "city",
            "country",
            "organisation_name",
            "job_title",
            "network",
            "profile",
            "motivation",
            "follow_up",
            "needs",
            "team_note",
            "sent_at",
            "confirmed_at",
            "decided_at",
            "is_sample",
        ]
        read_only_fields = [name for name in fields if name != "team_note"]


class ReasonSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class BulkDecisionSerializer(ReasonSerializer):
    workshop = serializers.SlugField()
    decision = serializers.ChoiceField(choices=list(DECISIONS))
    codes = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=500)


class ApplicationFilter(django_filters.FilterSet):
    workshop = django_filters.CharFilter(field_name="workshop__slug")
    state = django_filters.ChoiceFilter(choices=ApplicationState.choices)
    country = django_filters.CharFilter(field_name="city__country")
    network = django_filters.CharFilter(field_name="network__slug")
    profile = django_filters.CharFilter(field_name="profile__code")
    q = django_filters.CharFilter(method="matching")

    class Meta:
        model = Application
        fields = ["workshop", "state", "country", "network", "profile", "gender"]

    def matching(self, rows: Any, name: str, value: str) -> Any:
        return rows.matching(value)


class ApplicationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Application]
):
    """Confirmed applications of the workshops that one selects for; decisions refuse with 409."""

    lookup_field = "code"
    queryset = Application.objects.none()
    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    action_permissions = {
        "list": SIGNED_IN,
        "retrieve": "workshops.note_application",
        "partial_update": "workshops.note_application",
        "accept": "workshops.decide_application",
        "wait": "workshops.decide_application",
        "decline": "workshops.decide_application",
        "reopen": "workshops.decide_application",
        "decide": SIGNED_IN,
    }

    def get_queryset(self) -> Any:
        rows = Application.objects.selected_by(self.request.user).received()
        return rows.with_place().select_related("workshop").order_by("pk")

    @extend_schema(request=ApplicationSerializer, responses=ApplicationSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        """Only the note of the selection team."""
        application = self.get_object()
        given = ApplicationSerializer(application, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        note = given.validated_data.get("team_note", application.team_note)
        note_application(application, note, by=request.user)
        return self._answer()

    @extend_schema(request=None, responses=ApplicationSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, code: str) -> Response:
        return self._decide(request, "accept")

    @extend_schema(request=None, responses=ApplicationSerializer)
    @action(detail=True, methods=["post"])
    def wait(self, request: Request, code: str) -> Response:
        return self._decide(request, "wait")

    @extend_schema(request=ReasonSerializer, responses=ApplicationSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, code: str) -> Response:
        given = ReasonSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return self._decide(request, "decline", reason=given.validated_data["reason"])

    @extend_schema(request=None, responses=ApplicationSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, code: str) -> Response:
        return self._decide(request, "reopen")

    @extend_schema(request=BulkDecisionSerializer, responses=ApplicationSerializer(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def decide(self, request: Request) -> Response:
        """One decision about many, all or none."""
        given = BulkDecisionSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        words = given.validated_data
        workshop = Workshop.objects.visible_to(request.user).filter(slug=words["workshop"]).first()
        if workshop is None:
            raise serializers.ValidationError({"workshop": ["There is no such workshop."]})
        if not request.user.has_perm("workshops.decide_applications", workshop):
            raise PermissionDenied
        chosen = chosen_applications(workshop, words["codes"])
        if unknown := set(words["codes"]) - {one.code for one in chosen}:
            raise serializers.ValidationError({"codes": [f"Unknown: {', '.join(sorted(unknown))}"]})
        _apply(workshop, chosen, words["decision"], by=request.user, reason=words["reason"])
        rows = self.get_queryset().filter(code__in=words["codes"])
        return Response(ApplicationSerializer(rows, many=True).data)

    def _decide(self, request: Request, decision: str, *, reason: str = "") -> Response:
        application = self.get_object()
        _apply(application.workshop, [application], decision, by=request.user, reason=reason)
        return self._answer()

    def _answer(self) -> Response:
        return Response(ApplicationSerializer(self.get_object()).data)


def _apply(workshop: Workshop, chosen: list[Application], decision: str, *, by: Any, reason: str) -> None:
    details = {"reason": reason} if decision == "decline" else {}
    DECISIONS[decision](workshop, chosen, by=by, **details)
