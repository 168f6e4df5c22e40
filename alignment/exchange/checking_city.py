"""Rules for what a file says of its city: indicators, their values, actors, roles, competences."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from alignment.checks.elements import CODE
from alignment.exchange.documents import IndicatorRow, RoleRow, Row
from alignment.exchange.findings import ERROR, WARNING, Findings, Place
from alignment.exchange.known import Known, unknown_place_text
from alignment.exchange.planning import Plan
from alignment.models.monitoring import Direction, Relation

FIRST_YEAR, LAST_YEAR = 1990, 2100
Fault = tuple[str, str, str, str]  # level, rule, field, message


@dataclass(frozen=True)
class CityKnown:
    """`un_indicators`: codes of the file's framework version, and `2017/3.b.3` of the others."""

    city: str = ""
    may_change: bool = True
    un_indicators: frozenset[str] = field(default_factory=frozenset)


def check_city(
    plan: Plan, known: Known, city: CityKnown, findings: Findings, place_of: Callable[[Row, str], Place]
) -> None:
    """Adds to the findings what the rules say of the rows that the file adds or changes."""
    rows = {
        part: [*merged.added, *(each.new for each in merged.changed)] for part, merged in plan.city.items()
    }
    faults: Mapping[str, Callable[[Any], Iterable[Fault]]] = {
        "indicators": lambda row: _indicator_faults(row, city),
        "observations": lambda row: _unknown_indicator(row.indicator, plan),
        "actors": lambda row: _actor_faults(row),
        "roles": lambda row: _role_faults(row, plan, known),
        "competences": lambda row: _place_faults(row.target, known),
    }
    for part, check in faults.items():
        for row in rows[part]:
            for level, rule, name, message in check(row):
                findings.add(level, rule, message, place_of(row, name))
    first = next((row for part in rows.values() for row in part), None)
    if first and not city.may_change:
        text = _(
            "The file changes indicators, actors or competences of %(city)s. Only those who plan the city"
            " or coordinate its network may do so; take these tables out."
        )
        findings.add(ERROR, "FORMAT", text % {"city": city.city}, place_of(first, ""))


def _indicator_faults(row: IndicatorRow, known: CityKnown) -> Iterator[Fault]:
    if not CODE.match(row.code):
        text = _("“%(code)s” is no code: up to 30 letters, digits, points and hyphens, without spaces.")
        yield ERROR, "E11", "code", text % {"code": row.code[:40]}
    if not row.name:
        yield ERROR, "FORMAT", "name", _("The indicator %(code)s has no name.") % {"code": row.code}
    if row.un_indicator and row.un_indicator not in known.un_indicators:
        text = _("%(code)s is not a global indicator of this framework version.")
        yield ERROR, "E1", "un_indicator", text % {"code": row.un_indicator}
    if row.relation != Relation.LOCAL and not row.un_indicator:
        yield ERROR, "FORMAT", "relation", _("Say which global indicator it is or stands for.")
    yield from _milestone_faults(row)


def _milestone_faults(row: IndicatorRow) -> Iterator[Fault]:
    years = [year for year, _value in row.milestones]
    marks = [row.baseline, *row.milestones, row.aim]
    if any(mark and not FIRST_YEAR <= mark[0] <= LAST_YEAR for mark in marks):
        yield ERROR, "E8", "baseline_year", _("Years lie between 1990 and 2100.")
    if len(set(years)) < len(years):
        yield ERROR, "E3", "milestone_year", _("A year has more than one milestone.")
    if row.baseline and row.aim and row.aim[0] <= row.baseline[0]:
        yield ERROR, "E9", "target_year", _("The year of the target is not after that of the baseline.")
    elif row.baseline and row.aim and _contradicts(row):
        text = _("The target of %(code)s goes against its direction.") % {"code": row.code}
        yield WARNING, "W7", "target", text


def _contradicts(row: IndicatorRow) -> bool:
    if row.baseline is None or row.aim is None:
        return False
    rises = row.aim[1] - row.baseline[1]
    return (row.direction == Direction.UP and rises < 0) or (row.direction == Direction.DOWN and rises > 0)


def _unknown_indicator(code: str, plan: Plan) -> Iterator[Fault]:
    if code not in plan.city["indicators"].result:
        text = _("%(code)s is not among the city's indicators nor in the table INDICATORS.")
        yield ERROR, "FORMAT", "indicator", text % {"code": code[:40]}


def _actor_faults(row: Any) -> Iterator[Fault]:
    if not row.kind:
        yield ERROR, "FORMAT", "kind", _("The type of %(name)s is missing.") % {"name": row.name[:60]}


def _role_faults(row: RoleRow, plan: Plan, known: Known) -> Iterator[Fault]:
    if row.actor not in plan.city["actors"].result:
        text = _("%(name)s is not among the city's actors nor in the table ACTORS.")
        yield ERROR, "FORMAT", "actor", text % {"name": row.actor[:60]}
    if row.element and row.element not in plan.element_rows.result:
        yield ERROR, "E4", "element", _("%(element)s is no element.") % {"element": row.element}
    if row.target:
        yield from _place_faults(row.target, known)


def _place_faults(code: str, known: Known) -> Iterator[Fault]:
    if code in known.goals:
        text = _("%(place)s is a goal; here a target is needed.") % {"place": code}
        yield ERROR, "E5", "target", text
    elif code not in known.targets:
        yield ERROR, "E1", "target", unknown_place_text(code)
