"""What a document says of its city as tables: its own goals and targets, indicators, actors, competences."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from alignment.exchange.city_lines import LANGUAGES, TIERS
from alignment.exchange.codes import prefixed
from alignment.exchange.documents import (
    CompetenceRow,
    Document,
    IndicatorRow,
    LocalRow,
    ObservationRow,
    YearValue,
)
from alignment.exchange.headers import ACTOR_ROLES, ACTORS, COMPETENCE, INDICATORS, LOCAL, OBSERVATIONS

CITY_HEADERS: Mapping[str, tuple[str, ...]] = {
    LOCAL: ("code", "parent_target", *(f"title_{code}" for code in LANGUAGES), "due_year", "aim"),
    INDICATORS: (
        *("code", "name", "unit", "direction", "un_indicator", "relation", "type", "source", "periodicity"),
        *("responsible", "disaggregation", "method", "baseline_year", "baseline", "milestone_year"),
        *("milestone", "target_year", "target"),
    ),
    OBSERVATIONS: ("code", "year", "value", "dims", "status", "source_url"),
    ACTORS: ("name", "type", "level", "influence", "interest", "position"),
    ACTOR_ROLES: ("name", "element_code", "target", "role"),
    COMPETENCE: ("target", *(tier.lower() for tier in TIERS), "legal_basis", "checked_on"),
}
Rows = Iterator[Sequence[Any]]


def _local(document: Document) -> Rows:
    return (_local_row(row) for row in document.local)


def _local_row(row: LocalRow) -> Sequence[Any]:
    titles = dict(row.titles)
    parent = prefixed(row.parent) if row.parent else ""
    return (
        *(prefixed(row.code), parent),
        *(titles.get(code, "") for code in LANGUAGES),
        *(row.due_year, row.aim),
    )


def _indicators(document: Document) -> Rows:
    return (_indicator_row(row) for row in document.indicators)


def _indicator_row(row: IndicatorRow) -> Sequence[Any]:
    named = (row.code, row.name, row.unit, row.direction, row.un_indicator, row.relation, row.kind)
    more = (row.source, row.periodicity, row.responsible, row.disaggregation, row.method)
    baseline, aim = ([pair] if pair else [] for pair in (row.baseline, row.aim))
    return (*named, *more, *_columns(baseline), *_columns(row.milestones), *_columns(aim))


def _columns(pairs: Sequence[YearValue]) -> tuple[Any, Any]:
    """A year and its value; several as texts: `2025; 2027` and `10; 12.5`."""
    if len(pairs) == 1:
        return pairs[0]
    return "; ".join(str(year) for year, _value in pairs), "; ".join(f"{value:f}" for _year, value in pairs)


def _observations(document: Document) -> Rows:
    return (_observation_row(row) for row in document.observations)


def _observation_row(row: ObservationRow) -> Sequence[Any]:
    value: Decimal | None = row.value
    return (row.indicator, row.year, value, _dimensions(row.dimensions), row.status, row.url)


def _dimensions(text: str) -> str:
    """`sex=women; age=0-14` where that says it all, else the JSON."""
    found = json.loads(text) if text else {}
    parts = [part for pair in found.items() for part in pair]
    is_simple = all(
        isinstance(part, str) and part == part.strip() and not set(part) & set("=;\n\r") for part in parts
    ) and not any(name[:1] in "{'=+-@\t" for name in found)
    return "; ".join(f"{name}={value}" for name, value in found.items()) if is_simple else text


def _actors(document: Document) -> Rows:
    for row in document.actors:
        yield row.name, row.kind, row.tier, row.influence, row.interest, row.stance


def _roles(document: Document) -> Rows:
    for row in document.roles:
        yield row.actor, row.element, prefixed(row.target) if row.target else "", row.role


def _competences(document: Document) -> Rows:
    """One line for the tiers of a target that share their legal basis and date."""

    def line(row: CompetenceRow) -> tuple[str, str, Any]:
        return row.target, row.legal_basis, row.checked_on

    for (target, basis, day), rows in groupby(_by_line(document.competences), key=line):
        degrees = {row.tier: row.degree for row in rows}
        yield prefixed(target), *(degrees.get(tier) for tier in TIERS), basis, day


def _by_line(rows: Iterable[CompetenceRow]) -> list[CompetenceRow]:
    """Rows of one line beside one another, the lines in the order of their first row."""
    first: dict[Any, int] = {}
    rows = list(rows)
    keys = [(row.target, row.legal_basis, row.checked_on) for row in rows]
    for number, key in enumerate(keys):
        first.setdefault(key, number)
    return [row for _key, row in sorted(zip(keys, rows, strict=True), key=lambda pair: first[pair[0]])]


CITY_ROWS: Mapping[str, Callable[[Document], Rows]] = {
    LOCAL: _local,
    INDICATORS: _indicators,
    OBSERVATIONS: _observations,
    ACTORS: _actors,
    ACTOR_ROLES: _roles,
    COMPETENCE: _competences,
}
