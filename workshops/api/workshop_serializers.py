from typing import Any

from rest_framework import serializers

from modules.models import Module
from participants.models import City, Network, Person
from sdgplatform.access.api import MultilingualTextField
from workshops.models import Event, Method, Session, Venue, Workshop, WorkshopState, WorkshopTransition


def _choose_from(field: Any, rows: Any) -> None:
    """Rows that a related field accepts; a field of many has its own field inside."""
    getattr(field, "child_relation", field).queryset = rows


class VenueSerializer(serializers.ModelSerializer):
    city = serializers.SlugRelatedField(
        slug_field="slug", queryset=City.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = Venue
        fields = ["name", "address", "city", "map_url", "access_notes"]


class EventSerializer(serializers.ModelSerializer):
    names = MultilingualTextField()

    class Meta:
        model = Event
        fields = ["slug", "names", "place", "starts_on", "ends_on", "website"]
        read_only_fields = ["slug"]


class TransitionSerializer(serializers.ModelSerializer):
    class Meta:
        model = WorkshopTransition
        fields = ["from_state", "to_state", "at"]


class SessionSerializer(serializers.ModelSerializer):
    """`trainers` are codes of people named as trainers of the workshop; `method` is its code."""

    method = serializers.SlugRelatedField(
        slug_field="code", queryset=Method.objects.all(), required=False, allow_null=True
    )
    trainers = serializers.SlugRelatedField(
        slug_field="code", queryset=Person.objects.none(), many=True, required=False
    )

    class Meta:
        model = Session
        fields = [
            "code",
            "title",
            "language",
            "starts_at",
            "ends_at",
            "method",
            "learning_goal",
            "trainers",
            "room",
            "is_break",
            "takes_attendance",
            "is_sample",
        ]
        read_only_fields = ["code", "is_sample"]
        validators: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workshop = self.context.get("workshop")
        if workshop is not None:
            people = Person.objects.filter(trained_workshops__workshop=workshop)
            _choose_from(self.fields["trainers"], people)


class WorkshopListSerializer(serializers.ModelSerializer):
    titles = MultilingualTextField(read_only=True)
    venue = serializers.CharField(source="venue_name", allow_null=True)
    city = serializers.CharField(source="city_slug", allow_null=True)
    country = serializers.CharField(source="country_code", allow_null=True)
    networks = serializers.SerializerMethodField()

    class Meta:
        model = Workshop
        fields = [
            "slug",
            "titles",
            "state",
            "starts_at",
            "ends_at",
            "time_zone",
            "venue",
            "city",
            "country",
            "networks",
            "languages",
            "capacity",
            "applications_open_at",
            "applications_close_at",
            "is_sample",
        ]

    def get_networks(self, workshop: Any) -> list[str]:
        """The lead first."""
        return list(workshop.network_slugs)


class WorkshopSerializer(WorkshopListSerializer):
    summaries = MultilingualTextField(read_only=True)
    audiences = MultilingualTextField(read_only=True)
    event = EventSerializer(read_only=True)
    venue = VenueSerializer(read_only=True)
    city = serializers.CharField(source="venue.city.slug", default=None)
    country = serializers.CharField(source="venue.city.country_id", default=None)
    modules = serializers.SerializerMethodField()
    trainers = serializers.SerializerMethodField()
    made_from = serializers.SerializerMethodField()
    transitions = TransitionSerializer(many=True, read_only=True)
    sessions = serializers.SerializerMethodField()

    class Meta(WorkshopListSerializer.Meta):
        fields = [
            *WorkshopListSerializer.Meta.fields,
            "summaries",
            "audiences",
            "event",
            "modules",
            "trainers",
            "contact_email",
            "made_from",
            "transitions",
            "sessions",
        ]

    def get_modules(self, workshop: Workshop) -> list[str]:
        visible = Module.objects.visible_to(self.context["request"].user)
        rows = visible.filter(workshop_modules__workshop=workshop).order_by("workshop_modules__position")
        return list(rows.values_list("slug", flat=True))

    def get_trainers(self, workshop: Workshop) -> list[dict[str, str]]:
        links = sorted(workshop.workshop_trainers.all(), key=lambda link: link.position)
        return [
            {"code": link.person.code, "name": link.person.full_name, "note": link.note} for link in links
        ]

    def get_made_from(self, workshop: Workshop) -> str | None:
        """Left out while the original is a draft of others."""
        user = self.context["request"].user
        rows = Workshop.objects.visible_to(user).filter(pk=workshop.made_from_id)
        return rows.values_list("slug", flat=True).first()

    def get_sessions(self, workshop: Workshop) -> list[dict[str, Any]]:
        rows = workshop.sessions.select_related("method").prefetch_related("trainers").in_order()
        return SessionSerializer(rows, many=True).data  # type: ignore[return-value]


class WorkshopWriteSerializer(serializers.Serializer):
    """A plan. Left out on an update, a value stays as it is."""

    titles = MultilingualTextField()
    summaries = MultilingualTextField(required=False)
    audiences = MultilingualTextField(required=False)
    languages = serializers.ListField(child=serializers.CharField(max_length=10), allow_empty=False)
    time_zone = serializers.CharField(max_length=60)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    capacity = serializers.IntegerField(min_value=1, max_value=10_000, required=False)
    applications_open_at = serializers.DateTimeField(required=False, allow_null=True)
    applications_close_at = serializers.DateTimeField(required=False, allow_null=True)
    contact_email = serializers.EmailField(required=False, allow_blank=True)
    lead = serializers.SlugRelatedField(slug_field="slug", queryset=Network.objects.none())
    partners = serializers.SlugRelatedField(
        slug_field="slug", queryset=Network.objects.all(), many=True, required=False
    )
    modules = serializers.SlugRelatedField(
        slug_field="slug", queryset=Module.objects.none(), many=True, required=False
    )
    trainers = serializers.SlugRelatedField(
        slug_field="code", queryset=Person.objects.none(), many=True, required=False
    )
    event = serializers.SlugRelatedField(
        slug_field="slug", queryset=Event.objects.all(), required=False, allow_null=True
    )
    new_venue = VenueSerializer(required=False)
    new_event = EventSerializer(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.context.get("request")
        if request is None or not request.user.is_authenticated:
            return
        user = request.user
        own = (
            Network.objects.all()
            if user.is_superuser
            else Network.objects.filter(pk__in=user.coordinated_network_ids | self._organising())
        )
        _choose_from(self.fields["lead"], own)
        _choose_from(self.fields["modules"], Module.objects.visible_to(user))
        _choose_from(self.fields["trainers"], Person.objects.visible_to(user))

    def _organising(self) -> set[int]:
        return self.instance.organising_network_ids if isinstance(self.instance, Workshop) else set()


class MoveSerializer(serializers.Serializer):
    to_state = serializers.ChoiceField(choices=WorkshopState.choices)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")
