"""Where in a matrix the codes of a request lie and what is there, however many they are, in one query."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from alignment.models import (
    AlignmentCell,
    AlignmentMatrix,
    ClearedCell,
    Evidence,
    Goal,
    StrategyElement,
    Target,
)
from alignment.models.matrices import Granularity
from sdgplatform.statements import Given, GivenIds, Statement

CELL_FIELDS: list[Any] = list(AlignmentCell._meta.concrete_fields)
COLUMNS = [one.attname for one in CELL_FIELDS]
HANGING_FIELDS: list[Any] = [BigIntegerField(), *(ArrayField(BigIntegerField()) for _ in range(2))]
REST = [*HANGING_FIELDS, *CELL_FIELDS]
Spot = tuple[int, int]  # keys of an element and of a goal or target


@dataclass(frozen=True)
class Hanging:
    """Keys: of the note that the cell had been cleared before, of its evidence and of its indicators."""

    note: int | None
    evidence: list[int]
    indicators: list[int]


@dataclass(frozen=True)
class Spots:
    """Code -> key. `unscored` are elements that take no score of their own. `cells` is what is scored there,
    `hanging` what hangs on these cells."""

    elements: dict[str, int] = field(default_factory=dict)
    unscored: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    cells: dict[Spot, AlignmentCell] = field(default_factory=dict)
    hanging: dict[int, Hanging] = field(default_factory=dict)


def find_spots(
    matrix: AlignmentMatrix, elements: Set[str], places: Set[str], *, with_hanging: bool = False
) -> Spots:
    """What is found of each code, and the cells where a row of `elements` meets one of `places`."""
    is_goal = matrix.granularity == Granularity.GOAL
    spots = Spots()
    for what, key, code, counts, note, evidence, indicators, *values in _asked(
        is_goal, bool(matrix.scored_level), with_hanging
    ).rows(
        matrix=matrix.pk,
        strategy=matrix.strategy_id,
        city=matrix.strategy.city_id,
        network=matrix.strategy.network_id,
        level=matrix.scored_level,
        elements=elements,
        places=_numbers(places) if is_goal else places,
    ):
        if what == "cell":
            cell = AlignmentCell.from_db(connection.alias, COLUMNS, values)
            cell.matrix = matrix
            spots.cells[cell.element_id, (cell.goal_id if is_goal else cell.target_id) or 0] = cell
            spots.hanging[key] = Hanging(note, evidence or [], indicators or [])
        else:
            _codes(spots, what, counts=counts)[code] = key
    return spots


def _codes(spots: Spots, what: str, *, counts: bool) -> dict[str, int]:
    if what == "place":
        return spots.places
    return spots.elements if counts else spots.unscored


def _numbers(codes: Iterable[str]) -> set[int]:
    return {int(code) for code in codes if code.isdecimal() and len(code) <= 2 and code == str(int(code))}


@cache
def _asked(is_goal: bool, has_level: bool, with_hanging: bool) -> Statement:
    """The cells come first: their columns have types, those of the others are empty."""
    return Statement(
        lambda: _cells(is_goal, with_hanging).union(_elements(has_level), _places(is_goal), all=True)
    )


def _cells(is_goal: bool, with_hanging: bool) -> QuerySet[Any]:
    if is_goal:
        place = Q(goal__number__in=GivenIds("places"))
    else:
        place = Q(target__code__in=GivenIds("places", CharField()))
    rows = AlignmentCell.objects.filter(
        place,
        matrix=Given("matrix"),
        element__strategy=Given("strategy"),
        element__code__in=GivenIds("elements", CharField()),
    ).order_by()
    hanging = _hanging(is_goal) if with_hanging else _empty(HANGING_FIELDS)
    return rows.values_list(Value("cell"), "pk", Value(""), Value(value=True), *hanging, *COLUMNS)


def _hanging(is_goal: bool) -> list[Subquery]:
    place = "goal" if is_goal else "target"
    same = {name: OuterRef(name) for name in ("matrix", "element", place)}
    evidence = Evidence.cells.through.objects.filter(alignmentcell=OuterRef("pk"))
    indicators = AlignmentCell.indicators.through.objects.filter(alignmentcell=OuterRef("pk"))
    return [
        Subquery(ClearedCell.objects.filter(**same).values("pk")[:1]),
        ArraySubquery(evidence.values("evidence_id")),
        ArraySubquery(indicators.values("localindicator_id")),
    ]


def _elements(has_level: bool) -> QuerySet[Any]:
    """Those of the scored level, or the lowest of each branch, take a score."""
    below = StrategyElement.objects.filter(parent=OuterRef("pk"))
    counts = Q(level=Given("level", CharField())) if has_level else ~Exists(below)
    rows = StrategyElement.objects.filter(
        strategy=Given("strategy"), code__in=GivenIds("elements", CharField())
    ).order_by()
    is_scored = ExpressionWrapper(counts, output_field=BooleanField())
    return rows.values_list(Value("element"), "pk", "code", is_scored, *_empty(REST))


def _places(is_goal: bool) -> QuerySet[Any]:
    owner = {"city": Given("city"), "network": Given("network")}
    if is_goal:
        goals = Goal.with_local.of_owner(**owner).filter(number__in=GivenIds("places")).order_by()
        code = Cast("number", CharField())
        return goals.values_list(Value("place"), "pk", code, Value(value=True), *_empty(REST))
    rows = Target.with_local.of_owner(**owner).filter(code__in=GivenIds("places", CharField())).order_by()
    return rows.values_list(Value("place"), "pk", "code", Value(value=True), *_empty(REST))


def _empty(fields: Iterable[Any]) -> list[Cast]:
    return [Cast(Value(None), one) for one in fields]
