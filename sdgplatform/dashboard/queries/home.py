"""What the start page shows: to everyone, and to the person who is signed in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from alignment.models import AlignmentCell, AlignmentMatrix, Goal
from alignment.models.matrices import FROZEN_STATES
from modules.models import Module
from participants.models import City
from workshops.models import Workshop, WorkshopState

STRONG = 2
FEWEST_CITIES = 3  # aggregates over fewer cities are not shown
SHOWN_WORKSHOPS = 6
SHOWN_MODULES = 6


def upcoming_workshops(user: Any) -> "QuerySet[Workshop]":
    rows = Workshop.objects.visible_to(user).upcoming().exclude(state=WorkshopState.DRAFT)
    return rows.with_place().prefetch_related("networks").order_by("starts_at")[:SHOWN_WORKSHOPS]


def latest_workshops(user: Any) -> "QuerySet[Workshop]":
    """For when nothing is planned: the last ones that took place."""
    rows = Workshop.objects.visible_to(user).exclude(state__in=[WorkshopState.DRAFT, WorkshopState.CANCELLED])
    return rows.with_place().prefetch_related("networks").order_by("-starts_at")[:SHOWN_WORKSHOPS]


@dataclass(frozen=True)
class ModuleCard:
    module: Module
    part_counts: list[tuple[str, int]]
    languages: list[str]


def module_cards(user: Any) -> list[ModuleCard]:
    modules = Module.objects.visible_to(user).in_order().prefetch_related("parts__editions")[:SHOWN_MODULES]
    return [_module_card(module) for module in modules]


def _module_card(module: Module) -> ModuleCard:
    parts = sorted(module.parts.all(), key=lambda part: part.kind)
    counts = [
        (str(kind), len(list(group)))
        for kind, group in groupby(parts, key=lambda part: part.get_kind_display())
    ]
    current = {edition.language for part in parts for edition in part.editions.all() if edition.is_current}
    return ModuleCard(module, counts, sorted(current))


@dataclass(frozen=True)
class CountryCities:
    country: str
    cities: list[City]


def cities_that_took_part() -> list[CountryCities]:
    """Cities with somebody in a workshop that took place, by country, most cities first."""
    took_place = [WorkshopState.RUNNING, WorkshopState.CLOSED, WorkshopState.REPORTED]
    cities = City.objects.filter(
        participations__workshop__state__in=took_place, participations__cancelled_at__isnull=True
    ).distinct()
    rows = sorted(cities.select_related("country"), key=lambda city: (city.country_id, city.name))
    groups = [
        CountryCities(found[0].country.name, found)
        for found in (list(group) for _iso2, group in groupby(rows, key=lambda city: city.country_id))
    ]
    return sorted(groups, key=lambda group: (-len(group.cities), group.country))


@dataclass(frozen=True)
class GoalsReached:
    """Share in per cent of reviewed matrices with at least one strong link, per goal."""

    matrices: int = 0
    shares: dict[int, float] = field(default_factory=dict)


def goals_reached() -> GoalsReached:
    """Over the newest validated matrix of each strategy; nothing when they are of fewer than three cities."""
    matrices = AlignmentMatrix.objects.filter(state__in=FROZEN_STATES, superseded_by__isnull=True)
    totals = matrices.aggregate(matrices=Count("pk"), cities=Count("strategy__city", distinct=True))
    if totals["cities"] < FEWEST_CITIES:
        return GoalsReached()
    strong = AlignmentCell.objects.filter(matrix__in=matrices, score__gte=STRONG)
    by_goal = strong.values(of=Coalesce("goal", "target__goal")).annotate(n=Count("matrix", distinct=True))
    reached = {row["of"]: row["n"] for row in by_goal.order_by()}
    total = totals["matrices"]
    return GoalsReached(
        total,
        {
            number: 100 * reached.get(number, 0) / total
            for number in Goal.objects.values_list("number", flat=True)
        },
    )


def count_of(groups: Iterable[CountryCities]) -> int:
    return sum(len(group.cities) for group in groups)
