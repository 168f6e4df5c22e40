"""What the city of a matrix keeps about itself, as rows of the neutral document. The contact of an actor
is left out: it goes into no file."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from alignment.exchange.city_lines import LANGUAGES, dimensions_text, plain_decimal
from alignment.exchange.documents import (
    ActorRow,
    CompetenceRow,
    IndicatorRow,
    LocalRow,
    ObservationRow,
    RoleRow,
    YearValue,
)
from alignment.models import (
    Actor,
    ActorRole,
    AlignmentMatrix,
    Competence,
    Goal,
    LocalIndicator,
    Milestone,
    Observation,
    Strategy,
    Target,
)
from alignment.models.actors import Tier

TIERS = list(Tier)


def local_rows(strategy: Strategy) -> tuple[LocalRow, ...]:
    """Goals and targets that the city or its network added."""
    owner = {"city": strategy.city_id, "network": strategy.network_id}
    goals = Goal.with_local.of_owner(**owner).filter(number__gt=17).order_by("number")
    rows = [LocalRow(str(goal.number), titles=_titles(goal.titles)) for goal in goals]
    targets = Target.with_local.of_owner(**owner).exclude(city=None, network=None).select_related("parent")
    return (*rows, *(_local_target(target) for target in targets.in_order()))


def _local_target(target: Target) -> LocalRow:
    parent = target.parent.code if target.parent else ""
    return LocalRow(target.code, parent, _titles(target.titles), target.due_year, target.aim)


def _titles(titles: Any) -> tuple[tuple[str, str], ...]:
    return tuple((code, titles[code]) for code in LANGUAGES if titles.get(code))


def indicator_rows(city_id: int, framework: str, *, of: AlignmentMatrix | None) -> tuple[IndicatorRow, ...]:
    """All of the city, or those that cells of a matrix name."""
    rows = LocalIndicator.objects.filter(city=city_id).select_related("un_indicator").order_by("code")
    if of is not None:
        links = LocalIndicator.cells.through.objects.filter(alignmentcell__matrix=of)
        rows = rows.filter(pk__in=links.values("localindicator"))
    marks: dict[int, dict[str, list[YearValue]]] = defaultdict(lambda: defaultdict(list))
    for mark in Milestone.objects.filter(indicator__in=rows).order_by("indicator", "year"):
        marks[mark.indicator_id][mark.role].append((mark.year, plain_decimal(mark.value)))
    return tuple(_indicator(row, framework, marks[row.pk]) for row in rows)


def _indicator(row: LocalIndicator, framework: str, marks: dict[str, list[YearValue]]) -> IndicatorRow:
    names = ("name", "unit", "direction", "relation", "kind", "source", "periodicity", "responsible")
    texts = {name: getattr(row, name) for name in (*names, "disaggregation")}
    return IndicatorRow(
        row.code,
        **texts,
        method=row.method.replace("\r\n", "\n"),
        un_indicator=_un_code(row.un_indicator, framework),
        baseline=next(iter(marks["BASELINE"]), None),
        milestones=tuple(marks["MILESTONE"]),
        aim=next(iter(marks["TARGET"]), None),
    )


def _un_code(indicator: Any, framework: str) -> str:
    if indicator is None:
        return ""
    version, code = indicator.framework_id, indicator.code
    return str(code) if version == framework else f"{version}/{code}"


def observation_rows(city_id: int) -> tuple[ObservationRow, ...]:
    rows = Observation.objects.filter(indicator__city=city_id).order_by("indicator__code", "year")
    fields = ("indicator__code", "year", "dimensions", "value", "status", "source_url")
    found = [
        ObservationRow(code, year, dimensions_text(dimensions), plain_decimal(value), status, url)
        for code, year, dimensions, value, status, url in rows.values_list(*fields)
    ]
    return tuple(sorted(found, key=lambda row: row.key))


def actor_rows(city_id: int) -> tuple[ActorRow, ...]:
    rows = Actor.objects.filter(city=city_id)
    names = ("name", "kind", "tier", "influence", "interest", "stance")
    return tuple(sorted((ActorRow(*row) for row in rows.values_list(*names)), key=lambda row: row.name))


def role_rows(strategy: Strategy) -> tuple[RoleRow, ...]:
    """Those at elements of this strategy and at targets in the city."""
    return tuple(sorted(_roles(strategy), key=lambda row: row.key))


def _roles(strategy: Strategy) -> Iterator[RoleRow]:
    rows = ActorRole.objects.filter(actor__city=strategy.city_id)
    at_elements = rows.filter(element__strategy=strategy)
    for actor, element, role in at_elements.values_list("actor__name", "element__code", "role"):
        yield RoleRow(actor, element=element, role=role)
    at_targets = rows.filter(target__isnull=False)
    for actor, target, role in at_targets.values_list("actor__name", "target__code", "role"):
        yield RoleRow(actor, target=target, role=role)


def competence_rows(city_id: int) -> tuple[CompetenceRow, ...]:
    """In the order of the framework, from the local tier up."""
    rows = Competence.objects.filter(city=city_id)
    fields = ("target__position", "target__code", "tier", "degree", "legal_basis", "checked_on")
    found = sorted(rows.values_list(*fields), key=lambda row: (row[0], row[1], TIERS.index(row[2])))
    return tuple(CompetenceRow(*values) for _position, *values in found)
