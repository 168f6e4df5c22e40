"""What stands around a matrix: indicators, competences, partners, what does not apply."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q

from alignment.checks.rows import IndicatorRow
from alignment.models import (
    ActorRole,
    AlignmentMatrix,
    Competence,
    FrameworkVersion,
    Indicator,
    LocalIndicator,
    Milestone,
)
from alignment.models.actors import RoleOfActor, Tier
from alignment.models.framework import TargetKind
from alignment.models.matrices import Granularity, Relevance
from alignment.models.monitoring import MilestoneRole
from alignment.queries.scope import left_out_of, targets_of


@dataclass
class Voices:
    """Codes of elements and places with a partner, and who is responsible for an element."""

    partnered: set[str] = field(default_factory=set)
    responsible: dict[str, str] = field(default_factory=dict)


def voices_of(matrix: AlignmentMatrix) -> Voices:
    roles = ActorRole.objects.filter(
        Q(element__strategy=matrix.strategy_id)
        | Q(target__isnull=False, actor__city=matrix.strategy.city_id),
        role__in=[RoleOfActor.PARTNER, RoleOfActor.RESPONSIBLE],
    )
    found = Voices()
    for role, element, target, name in roles.values_list(
        "role", "element__code", "target__code", "actor__name"
    ):
        if role == RoleOfActor.PARTNER:
            found.partnered.add(element or target)
        elif element:
            found.responsible.setdefault(element, name)
    return found


def places_without_competence(matrix: AlignmentMatrix) -> frozenset[str]:
    """Targets of which the city knows that its own tier has no competence; nothing known is no zero."""
    if matrix.granularity == Granularity.GOAL:
        return frozenset()
    rows = Competence.objects.filter(city=matrix.strategy.city_id, tier=Tier.LOCAL, degree=0)
    return frozenset(rows.values_list("target__code", flat=True))


def not_applicable_places(matrix: AlignmentMatrix) -> frozenset[str]:
    """Whatever the matrix scores, the city has marked them. A goal is when all its targets are."""
    left_out = left_out_of(matrix)
    codes = {code for code, status in left_out.items() if status == Relevance.NOT_APPLICABLE}
    if matrix.granularity == Granularity.TARGET or not codes:
        return frozenset(codes)
    of_goal: dict[int, set[str]] = defaultdict(set)
    for code, number in targets_of(matrix).values_list("code", "goal__number"):
        of_goal[number].add(code)
    return frozenset(str(number) for number, targets in of_goal.items() if targets <= codes)


def means_places(matrix: AlignmentMatrix) -> frozenset[str]:
    if matrix.granularity == Granularity.GOAL:
        return frozenset()
    rows = targets_of(matrix).filter(kind=TargetKind.MEANS, parent__isnull=True)
    return frozenset(rows.values_list("code", flat=True))


def indicator_rows(matrix: AlignmentMatrix) -> list[IndicatorRow]:
    """The local indicators of the matrix's cells, with what the current framework says of their UN codes."""
    ends = Milestone.objects.filter(role__in=[MilestoneRole.BASELINE, MilestoneRole.TARGET])
    linked = LocalIndicator.cells.through.objects.filter(alignmentcell__matrix=matrix)
    rows = (
        LocalIndicator.objects.filter(pk__in=linked.values("localindicator"))
        .select_related("un_indicator")
        .prefetch_related(Prefetch("milestones", queryset=ends, to_attr="ends"))
        .order_by("code")
    )
    indicators: Sequence[Any] = list(rows)
    known = _current_meanings() if any(row.un_indicator for row in indicators) else _Meanings()
    return [_indicator_row(row, known) for row in indicators]


@dataclass(frozen=True)
class _Meanings:
    """Of the current framework: code -> (titles, first code of its group), and the codes of each group."""

    of_code: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    groups: Mapping[str, list[str]] = field(default_factory=dict)


def _current_meanings() -> _Meanings:
    current = FrameworkVersion.objects.filter(is_current=True)
    rows = Indicator.objects.filter(framework__in=current).order_by("position")
    of_code: dict[str, tuple[Any, str]] = {}
    groups: dict[str, list[str]] = defaultdict(list)
    for code, titles, group in rows.values_list("code", "titles", "repeat_group"):
        of_code[code] = titles, group
        if group:
            groups[group].append(code)
    return _Meanings(of_code, groups)


def _indicator_row(row: Any, known: _Meanings) -> IndicatorRow:
    ends = {end.role: (end.year, end.value) for end in row.ends}
    un = row.un_indicator
    titles, group = known.of_code.get(un.code, (None, "")) if un else (None, "")
    has_changed = un is not None and bool(known.of_code) and titles != un.titles
    return IndicatorRow(
        code=row.code,
        direction=row.direction,
        baseline=ends.get(MilestoneRole.BASELINE),
        target=ends.get(MilestoneRole.TARGET),
        un_code=un.code if un else "",
        has_changed_meaning=has_changed,
        repeats=() if has_changed else known.groups.get(group, ()) if group else (),
    )
