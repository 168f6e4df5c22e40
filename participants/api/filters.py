from django_filters import CharFilter, FilterSet

from participants.models import City
from participants.models.cities import CityQuerySet
from participants.models.networks import NetworkQuerySet


class CityFilter(FilterSet):
    q = CharFilter(method="matching", help_text="Words of name, province or country; accents do not matter.")
    country = CharFilter(
        field_name="country__iso2", lookup_expr="iexact", help_text="ISO 3166-1, two letters."
    )
    network = CharFilter(method="members", help_text="Slug of a network: its member cities today.")

    class Meta:
        model = City
        fields = ("q", "country", "network")

    def matching(self, rows: CityQuerySet, _name: str, value: str) -> CityQuerySet:
        return rows.found_by(value)

    def members(self, rows: CityQuerySet, _name: str, value: str) -> CityQuerySet:
        return rows.members_of(value)


class NetworkFilter(FilterSet):
    q = CharFilter(method="matching")

    def matching(self, rows: NetworkQuerySet, _name: str, value: str) -> NetworkQuerySet:
        return rows.matching(value)
