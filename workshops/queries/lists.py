"""What the list of workshops offers to filter by: only what leads to at least one workshop."""

from django.db.models import Exists, Max, Min, OuterRef
from django.utils import timezone

from participants.models import Country, Network
from sdgplatform.search import fold
from workshops.models import Workshop, WorkshopNetwork


def networks_with_workshops() -> list[tuple[str, str]]:
    organising = WorkshopNetwork.objects.filter(network=OuterRef("pk"))
    return list(Network.objects.filter(Exists(organising)).order_by("name").values_list("slug", "name"))


def countries_with_workshops() -> list[tuple[str, str]]:
    places = Workshop.objects.order_by().values("venue__city__country")
    countries = Country.objects.filter(pk__in=places)
    named = [(country.pk, country.name) for country in countries]
    return sorted(named, key=lambda country: fold(country[1]))


def years_with_workshops() -> list[int]:
    """From the last to the first, those without a workshop too: it is two look-ups in the index."""
    ends = Workshop.objects.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    if ends["first"] is None:
        return [timezone.now().year]
    return list(range(ends["last"].year, ends["first"].year - 1, -1))
