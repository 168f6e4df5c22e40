"""Who takes part, and marks of attendance: names and cities only, as at the door."""

from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from sdgplatform.access.api import SIGNED_IN
from workshops.actions.attendance import clear_attendance, record_attendance
from workshops.models import Attendance, AttendanceStatus, Participation, Session


class ParticipationSerializer(serializers.ModelSerializer[Participation]):
    workshop = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    name = serializers.CharField(source="person.full_name", read_only=True)
    city = serializers.CharField(source="city.slug", default=None, read_only=True)

    class Meta:
        model = Participation
        fields = ["code", "workshop", "name", "city", "is_walk_in"]
        read_only_fields = fields


class ParticipationFilter(django_filters.FilterSet):
    workshop = django_filters.CharFilter(field_name="workshop__slug")

    class Meta:
        model = Participation
        fields = ["workshop", "is_walk_in"]


class ParticipationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Participation]
):
    lookup_field = "code"
    queryset = Participation.objects.none()
    serializer_class = ParticipationSerializer
    filterset_class = ParticipationFilter
    action_permissions = {"list": SIGNED_IN, "retrieve": "workshops.view_participation"}

    def get_queryset(self) -> Any:
        rows = Participation.objects.visible_to(self.request.user).taking_part()
        return rows.select_related("workshop", "person", "city").order_by("pk")


class AttendanceSerializer(serializers.ModelSerializer[Attendance]):
    """One mark. Sending a blank status takes the mark back."""

    session = serializers.SlugRelatedField(slug_field="code", queryset=Session.objects.none())
    participation = serializers.SlugRelatedField(slug_field="code", queryset=Participation.objects.none())
    status = serializers.ChoiceField(choices=AttendanceStatus.choices, allow_blank=True)

    class Meta:
        model = Attendance
        fields = ["session", "participation", "status", "source", "recorded_at"]
        read_only_fields = ["source", "recorded_at"]
        validators: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.context.get("request")
        if request is not None:
            people = Participation.objects.visible_to(request.user).taking_part()
            self.fields["session"].queryset = Session.objects.visible_to(request.user)  # type: ignore[attr-defined]
            self.fields["participation"].queryset = people  # type: ignore[attr-defined]


class AttendanceFilter(django_filters.FilterSet):
    workshop = django_filters.CharFilter(field_name="session__workshop__slug")
    session = django_filters.CharFilter(field_name="session__code")
    participation = django_filters.CharFilter(field_name="participation__code")

    class Meta:
        model = Attendance
        fields = ["workshop", "session", "participation", "status"]


class AttendanceViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Attendance]):
    """Marks by session and person. POST is idempotent: the same mark twice is one mark."""

    queryset = Attendance.objects.none()
    serializer_class = AttendanceSerializer
    filterset_class = AttendanceFilter
    action_permissions = {"list": SIGNED_IN, "create": SIGNED_IN}

    def get_queryset(self) -> Any:
        rows = Attendance.objects.visible_to(self.request.user)
        return rows.select_related("session", "participation").order_by("pk")

    @extend_schema(request=AttendanceSerializer, responses={200: AttendanceSerializer, 204: None})
    def create(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        session, person = given.validated_data["session"], given.validated_data["participation"]
        if not request.user.has_perm("workshops.record_attendance", session.workshop):
            raise PermissionDenied
        status = given.validated_data["status"]
        if not status:
            clear_attendance(session, person, by=request.user)
            return Response(status=204)
        record_attendance(session, {person: status}, by=request.user)
        mark = Attendance.objects.get(session=session, participation=person)
        return Response(self.get_serializer(mark).data)
