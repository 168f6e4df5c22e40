"""The lines of the list of workshops, and what it offers to filter by: only what leads to at least one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Exists, Max, Min, OuterRef
from django.utils import timezone
from django.utils.translation import get_language

from participants.models import Country, Network
from sdgplatform.multilingual import language_codes
from sdgplatform.search import fold
from sdgplatform.statements import GivenIds, Statement
from workshops.models import Workshop, WorkshopNetwork

KEPT_SECONDS = 300
Named = list[tuple[str, str]]


@dataclass(frozen=True)
class FilterOptions:
    networks: Named
    countries: Named
    years: list[int]


def listed_workshops(ids: Sequence[int]) -> list[Workshop]:
    """As `for_list` has them, in the order of their primary keys given."""
    found = {workshop.pk: workshop for workshop in _LISTED.objects(ids=ids)}
    return [found[pk] for pk in ids if pk in found]


_LISTED = Statement(lambda: Workshop.objects.for_list().filter(pk__in=GivenIds("ids")).order_by())


def filter_options() -> FilterOptions:
    """Kept for a while, since every look at the list needs them and they seldom change."""
    key = _key(get_language() or "en")
    options = cache.get(key)
    if options is None:
        options = FilterOptions(_networks(), _countries(), _years())
        cache.set(key, options, KEPT_SECONDS)
    return options


def forget_filter_options() -> None:
    cache.delete_many([_key(code) for code in language_codes()])


def _key(language: str) -> str:
    return f"workshops.filter_options.{language}"


def _networks() -> Named:
    organising = WorkshopNetwork.objects.filter(network=OuterRef("pk"))
    return list(Network.objects.filter(Exists(organising)).order_by("name").values_list("slug", "name"))


def _countries() -> Named:
    places = Workshop.objects.order_by().values("venue__city__country")
    named = [(country.pk, country.name) for country in Country.objects.filter(pk__in=places)]
    return sorted(named, key=lambda country: fold(country[1]))


def _years() -> list[int]:
    """From the last to the first, those without a workshop too: it is two look-ups in the index."""
    ends = Workshop.objects.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    if ends["first"] is None:
        return [timezone.now().year]
    return list(range(ends["last"].year, ends["first"].year - 1, -1))
