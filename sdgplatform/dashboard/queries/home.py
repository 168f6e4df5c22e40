"""What the start page shows: to everyone, and to the person who is signed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateTimeField, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from alignment.models import AlignmentCell, AlignmentMatrix, Goal
from alignment.models.matrices import FROZEN_STATES
from modules.models import Module, Part, PartEdition, PartKind
from modules.models.modules import asker
from participants.models import City
from sdgplatform.multilingual import localize
from sdgplatform.statements import Given, Statement
from workshops.models import Workshop, WorkshopNetwork, WorkshopState

STRONG = 2
FEWEST_CITIES = 3  # aggregates over fewer cities are not shown
SHOWN_WORKSHOPS = 6
SHOWN_MODULES = 6


ANNOUNCED = (
    "slug",
    "titles",
    "state",
    "time_zone",
    "starts_at",
    "languages",
    "capacity",
    "applications_open_at",
    "applications_close_at",
)


@dataclass(frozen=True)
class WorkshopLine:
    """`workshop` has the columns of `ANNOUNCED` and nothing else."""

    workshop: Workshop
    networks: str
    venue: str
    city: str
    country: str


def _announced() -> "QuerySet[Workshop]":
    """What everyone sees; drafts stand on no start page, not even their organisers'."""
    return Workshop.objects.visible_to(AnonymousUser())


def _lines(rows: "QuerySet[Workshop]") -> "QuerySet[Workshop, tuple[Any, ...]]":
    links = WorkshopNetwork.objects.filter(workshop=OuterRef("pk")).order_by("-is_lead", "network__name")
    names = ArraySubquery(links.values("network__name"))
    place = ("venue__name", "venue__city__name", "venue__city__country__names")
    return rows.annotate(names=names).values_list(*ANNOUNCED, "names", *place)[:SHOWN_WORKSHOPS]


UPCOMING = Statement(
    lambda: _lines(
        _announced()
        .filter(ends_at__gte=Given("now", DateTimeField()))
        .exclude(state=WorkshopState.CANCELLED)
        .order_by("starts_at")
    )
)
LATEST = Statement(lambda: _lines(_announced().exclude(state=WorkshopState.CANCELLED).order_by("-starts_at")))


def upcoming_workshops() -> list[WorkshopLine]:
    return [_workshop_line(row) for row in UPCOMING.rows(now=timezone.now())]


def latest_workshops() -> list[WorkshopLine]:
    """For when nothing is planned: the last ones that took place."""
    return [_workshop_line(row) for row in LATEST.rows()]


def _workshop_line(row: Sequence[Any]) -> WorkshopLine:
    names, venue, city, country = row[len(ANNOUNCED) :]
    workshop = Workshop(**dict(zip(ANNOUNCED, row, strict=False)))
    return WorkshopLine(workshop, ", ".join(names), venue or "", city or "", localize(country))


@dataclass(frozen=True)
class ModuleCard:
    slug: str
    number: int | None
    titles: dict[str, str]
    summaries: dict[str, str]
    part_counts: list[tuple[str, int]]
    languages: list[str]


def _cards(rows: "QuerySet[Module]") -> "QuerySet[Module, tuple[Any, ...]]":
    parts = Part.objects.filter(module=OuterRef("pk")).order_by("kind")
    current = PartEdition.objects.current().filter(part__module=OuterRef("pk")).order_by("language")
    return (
        rows.in_order()  # type: ignore[attr-defined]
        .annotate(
            kinds=ArraySubquery(parts.values("kind")),
            spoken=ArraySubquery(current.values("language").distinct()),
        )
        .values_list("slug", "number", "titles", "summaries", "kinds", "spoken")[:SHOWN_MODULES]
    )


CARDS = Statement(lambda: _cards(Module.objects.all().seen()))
ALL_CARDS = Statement(lambda: _cards(Module.objects.all()))


def module_cards(user: Any) -> list[ModuleCard]:
    rows = ALL_CARDS.rows() if user.is_superuser else CARDS.rows(**asker(user))
    return [
        ModuleCard(slug, number, titles, summaries, _counted(kinds), languages)
        for slug, number, titles, summaries, kinds, languages in rows
    ]


def _counted(kinds: Iterable[str]) -> list[tuple[str, int]]:
    """Kinds in order, each once in words."""
    return [(str(PartKind(kind).label), len(list(found))) for kind, found in groupby(kinds)]


class CityName(NamedTuple):
    slug: str
    name: str
    iso2: str
    country: dict[str, str]


@dataclass(frozen=True)
class CountryCities:
    country: str
    cities: list[CityName]


TOOK_PART = Statement(
    lambda: (
        City.objects.filter(
            participations__workshop__state__in=[
                WorkshopState.RUNNING,
                WorkshopState.CLOSED,
                WorkshopState.REPORTED,
            ],
            participations__cancelled_at__isnull=True,
        )
        .distinct()
        .values_list("slug", "name", "country_id", "country__names")
    )
)


def cities_that_took_part() -> list[CountryCities]:
    """Cities with somebody in a workshop that took place, by country, most cities first."""
    rows = sorted((CityName(*row) for row in TOOK_PART.rows()), key=lambda city: (city.iso2, city.name))
    groups = [
        CountryCities(localize(found[0].country), found)
        for found in (list(group) for _iso2, group in groupby(rows, key=lambda city: city.iso2))
    ]
    return sorted(groups, key=lambda group: (-len(group.cities), group.country))


@dataclass(frozen=True)
class GoalsReached:
    """Share in per cent of reviewed matrices with at least one strong link, per goal."""

    matrices: int = 0
    shares: dict[int, float] = field(default_factory=dict)


def goals_reached() -> GoalsReached:
    """Over the newest validated matrix of each strategy; nothing when they are of fewer than three cities."""
    matrices = AlignmentMatrix.objects.filter(state__in=FROZEN_STATES).exclude(
        superseded_by__state__in=FROZEN_STATES
    )
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
