from rest_framework import serializers

from participants.models import City, Membership, Network
from sdgplatform.access.api import MultilingualTextField


class CitySerializer(serializers.ModelSerializer[City]):
    country = serializers.CharField(source="country_id", help_text="ISO 3166-1, two letters.")
    country_names = MultilingualTextField(source="country.names")
    province = serializers.CharField(source="subdivision.name", default="")

    class Meta:
        model = City
        fields = (
            "slug",
            "geonameid",
            "name",
            "province",
            "country",
            "country_names",
            "tier",
            "latitude",
            "longitude",
            "population",
            "time_zone",
        )
        read_only_fields = fields


class NetworkSerializer(serializers.ModelSerializer[Network]):
    descriptions = MultilingualTextField(required=False)
    city_count = serializers.IntegerField(read_only=True, help_text="Member cities today.")
    organisation_count = serializers.IntegerField(read_only=True, help_text="Member organisations today.")

    class Meta:
        model = Network
        fields = (
            "slug",
            "name",
            "descriptions",
            "website",
            "contact_email",
            "city_count",
            "organisation_count",
        )
        read_only_fields = ("slug",)


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    city = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    organisation = serializers.SlugRelatedField(slug_field="code", read_only=True)
    name = serializers.CharField(source="member", read_only=True)

    class Meta:
        model = Membership
        fields = ("code", "name", "city", "organisation", "starts_on", "ends_on")
        read_only_fields = fields
