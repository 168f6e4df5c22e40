"""Writing what a file says of its city: indicators with their milestones and values, actors, roles, powers.
Nothing is taken away. The plan was checked by the rules; the constraints hold besides."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alignment.exchange.documents import IndicatorRow, YearValue
from alignment.exchange.planning import Merged, Plan
from alignment.models import (
    Actor,
    ActorRole,
    Competence,
    Indicator,
    LocalIndicator,
    Milestone,
    Observation,
    Strategy,
    StrategyElement,
)
from alignment.models.monitoring import MilestoneRole

BATCH = 2_000
INDICATOR_FIELDS = (
    *("name", "unit", "direction", "relation", "kind", "source", "periodicity", "responsible"),
    *("disaggregation", "method"),
)
ACTOR_FIELDS = ("kind", "tier", "influence", "interest", "stance")
COMPETENCE_FIELDS = ("degree", "legal_basis", "checked_on")


@dataclass(frozen=True)
class Place:
    """Where the rows go: `targets` by code, `elements` by code, codes of `framework` for indicators."""

    strategy: Strategy
    framework: str
    targets: Mapping[str, int]
    elements: Mapping[str, StrategyElement]


def write_city(plan: Plan, place: Place) -> None:
    """In the caller's transaction."""
    if not plan.changes_city:
        return
    city = plan.city
    _write_indicators(city["indicators"], place)
    _write_observations(city["observations"], place)
    _write_actors(city["actors"], place)
    _write_roles(city["roles"], place)
    _write_competences(city["competences"], place)


def _write_indicators(rows: Merged, place: Place) -> None:
    touched: list[IndicatorRow] = [*rows.added, *(change.new for change in rows.changed)]
    if not touched:
        return
    un_indicators = _un_indicators(touched, place.framework)
    own = LocalIndicator.objects.filter(city=place.strategy.city_id)
    found = {row.code: row for row in own.filter(code__in=[row.code for row in touched])}
    for row in touched:
        record = found.setdefault(row.code, LocalIndicator(city_id=place.strategy.city_id, code=row.code))
        for name in INDICATOR_FIELDS:
            setattr(record, name, getattr(row, name))
        record.un_indicator_id = un_indicators.get(row.un_indicator)
    _save(list(found.values()), [*INDICATOR_FIELDS, "un_indicator"])
    _write_milestones(touched, found)


def _un_indicators(rows: Iterable[IndicatorRow], framework: str) -> dict[str, int]:
    codes = {row.un_indicator.rpartition("/")[2] for row in rows if row.un_indicator}
    found = Indicator.objects.filter(code__in=codes).values_list("framework_id", "code", "pk")
    return {code if version == framework else f"{version}/{code}": pk for version, code, pk in found}


def _write_milestones(rows: Sequence[IndicatorRow], indicators: Mapping[str, LocalIndicator]) -> None:
    """Those of a row take the place of all that the indicator had."""
    ids = [indicators[row.code].pk for row in rows]
    Milestone.objects.filter(indicator__in=ids).delete()
    marks = [mark for row in rows for mark in _marks(indicators[row.code], row)]
    Milestone.objects.bulk_create(marks, batch_size=BATCH)


def _marks(indicator: LocalIndicator, row: IndicatorRow) -> Iterator[Milestone]:
    groups: tuple[tuple[str, Sequence[YearValue]], ...] = (
        (MilestoneRole.BASELINE, [row.baseline] if row.baseline else []),
        (MilestoneRole.MILESTONE, row.milestones),
        (MilestoneRole.TARGET, [row.aim] if row.aim else []),
    )
    for role, pairs in groups:
        for year, value in pairs:
            yield Milestone(indicator=indicator, role=role, year=year, value=value)


def _write_observations(rows: Merged, place: Place) -> None:
    touched = [*rows.added, *(change.new for change in rows.changed)]
    if not touched:
        return
    ids = dict(LocalIndicator.objects.filter(city=place.strategy.city_id).values_list("code", "pk"))
    found = [
        Observation(
            indicator_id=ids[row.indicator],
            year=row.year,
            dimensions=json.loads(row.dimensions) if row.dimensions else {},
            value=row.value,
            status=row.status,
            source_url=row.url,
        )
        for row in touched
    ]
    Observation.objects.bulk_create(
        found,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["indicator", "year", "dimensions"],
        update_fields=["value", "status", "source_url"],
    )


def _write_actors(rows: Merged, place: Place) -> None:
    touched = [*rows.added, *(change.new for change in rows.changed)]
    if not touched:
        return
    own = Actor.objects.filter(city=place.strategy.city_id, name__in=[row.name for row in touched])
    found = {row.name: row for row in own}
    for row in touched:
        record = found.setdefault(row.name, Actor(city_id=place.strategy.city_id, name=row.name))
        for name in ACTOR_FIELDS:
            setattr(record, name, getattr(row, name))
    _save(list(found.values()), ACTOR_FIELDS)


def _write_roles(rows: Merged, place: Place) -> None:
    if not rows.added:
        return
    actors = dict(Actor.objects.filter(city=place.strategy.city_id).values_list("name", "pk"))
    roles = [
        ActorRole(
            actor_id=actors[row.actor],
            element=place.elements[row.element] if row.element else None,
            target_id=place.targets[row.target] if row.target else None,
            role=row.role,
        )
        for row in rows.added
    ]
    ActorRole.objects.bulk_create(roles, batch_size=BATCH)


def _write_competences(rows: Merged, place: Place) -> None:
    touched = [*rows.added, *(change.new for change in rows.changed)]
    found = [
        Competence(
            city_id=place.strategy.city_id,
            target_id=place.targets[row.target],
            tier=row.tier,
            **{name: getattr(row, name) for name in COMPETENCE_FIELDS},
        )
        for row in touched
    ]
    Competence.objects.bulk_create(
        found,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["city", "target", "tier"],
        update_fields=COMPETENCE_FIELDS,
    )


def _save(records: Sequence[Any], fields: Iterable[str]) -> None:
    manager = type(records[0]).objects
    manager.bulk_create([row for row in records if row.pk is None], batch_size=BATCH)
    manager.bulk_update([row for row in records if row.pk is not None], list(fields), batch_size=200)
