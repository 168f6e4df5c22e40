from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from alignment.models import Target
from modules.models import AUTHOR_ROLES, Licence, Module, ModuleVisibility, Part, PartEdition, Series
from modules.queries import networks_for
from participants.models import Network
from sdgplatform.access.api import MultilingualTextField
from sdgplatform.multilingual import validate_texts
from sdgplatform.uploads.fields import UploadSerializerField


class EditionSerializer(serializers.ModelSerializer):
    file_name = serializers.CharField(source="upload.original_name", default="", read_only=True)
    content_type = serializers.CharField(source="upload.content_type", default="", read_only=True)
    size = serializers.IntegerField(source="upload.size", default=None, read_only=True)
    sha256 = serializers.CharField(source="upload.sha256", default="", read_only=True)
    translated_from: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    download_url = serializers.SerializerMethodField()

    class Meta:
        model = PartEdition
        fields = [
            *("code", "language", "version", "note", "is_current", "added_at", "translated_from"),
            *("url", "file_name", "content_type", "size", "sha256", "download_url"),
        ]

    @extend_schema_field(serializers.URLField())
    def get_download_url(self, edition: PartEdition) -> str:
        path = reverse("modules:edition_download", args=[self.context["module_slug"], edition.code])
        request = self.context.get("request")
        return request.build_absolute_uri(path) if request else path


class PartSerializer(serializers.ModelSerializer):
    titles = MultilingualTextField(read_only=True)
    editions = EditionSerializer(many=True, read_only=True, source="shown_editions")

    class Meta:
        model = Part
        fields = ["code", "kind", "titles", "position", "editions"]


class ModuleSummarySerializer(serializers.ModelSerializer):
    titles = MultilingualTextField(read_only=True)
    summaries = MultilingualTextField(read_only=True)
    series: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    languages = serializers.ListField(child=serializers.CharField(), source="language_list", read_only=True)
    goals = serializers.ListField(child=serializers.IntegerField(), source="goal_numbers", read_only=True)

    class Meta:
        model = Module
        fields = [
            *("slug", "series", "number", "titles", "summaries", "licence", "visibility"),
            *("languages", "goals", "is_sample"),
        ]


class ModuleSerializer(serializers.ModelSerializer):
    """One module with its parts and the language editions that the caller may have."""

    titles = MultilingualTextField(read_only=True)
    summaries = MultilingualTextField(read_only=True)
    objectives = MultilingualTextField(read_only=True)
    audiences = MultilingualTextField(read_only=True)
    series: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    networks: Any = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    targets: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    parts = serializers.SerializerMethodField()

    class Meta:
        model = Module
        fields = [
            *("slug", "series", "number", "titles", "summaries", "objectives", "audiences"),
            *("duration_minutes", "source_language", "licence", "authors", "visibility"),
            *("networks", "targets", "is_sample", "created_at", "parts"),
        ]

    @extend_schema_field(PartSerializer(many=True))
    def get_parts(self, module: Module) -> Any:
        context = {**self.context, "module_slug": module.slug}
        return PartSerializer(module.shown_parts, many=True, context=context).data  # type: ignore[attr-defined]


class ModuleWriteSerializer(serializers.Serializer):
    """Fields of a module as they are written; the action checks the rest."""

    titles = MultilingualTextField(validators=[validate_texts])
    summaries = MultilingualTextField(required=False, validators=[validate_texts])
    objectives = MultilingualTextField(required=False, validators=[validate_texts])
    audiences = MultilingualTextField(required=False, validators=[validate_texts])
    series: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Series.objects.all(), required=False, allow_null=True
    )
    number = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=999)
    duration_minutes = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=100_000
    )
    source_language = serializers.CharField(required=False, max_length=10)
    licence = serializers.ChoiceField(choices=Licence.choices, required=False)
    authors = serializers.CharField(required=False, allow_blank=True, max_length=300)
    visibility = serializers.ChoiceField(choices=ModuleVisibility.choices, required=False)
    networks: Any = serializers.SlugRelatedField(
        slug_field="slug", many=True, queryset=Network.objects.none()
    )
    targets: Any = serializers.SlugRelatedField(
        slug_field="code", many=True, queryset=Target.objects.all(), required=False
    )

    def get_fields(self) -> Any:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None and request.user.is_authenticated:
            offered = networks_for(request.user, AUTHOR_ROLES, self.instance)
            fields["networks"].child_relation.queryset = offered  # type: ignore[attr-defined]
        return fields

    def validate_networks(self, networks: list[Network]) -> list[Network]:
        if not networks:
            raise serializers.ValidationError(self.fields["networks"].error_messages["required"])
        return networks


class EditionWriteSerializer(serializers.Serializer):
    """A new language edition or a new version of one: `file` or `url`."""

    part = serializers.SlugField()
    language = serializers.CharField(max_length=10)
    file = UploadSerializerField(required=False)
    url = serializers.URLField(required=False, max_length=500)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    made_from = serializers.IntegerField(required=False, min_value=1)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if ("file" in values) == ("url" in values):
            raise serializers.ValidationError({"file": [_("Give a file or a link, not both.")]})
        return values
