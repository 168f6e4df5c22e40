"""Where in a matrix the codes of a request lie, however many they are, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Cast

from alignment.models import AlignmentMatrix, StrategyElement
from alignment.models.matrices import Granularity
from alignment.queries.scope import goals_of, targets_of


@dataclass(frozen=True)
class Spots:
    """Code -> key. `unscored` are elements that take no score of their own."""

    elements: dict[str, int] = field(default_factory=dict)
    unscored: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


def find_spots(matrix: AlignmentMatrix, elements: Iterable[str], places: Iterable[str]) -> Spots:
    rows = StrategyElement.objects.filter(strategy=matrix.strategy_id, code__in=set(elements))
    below = StrategyElement.objects.filter(parent=OuterRef("pk"))
    is_scored = Q(level=matrix.scored_level) if matrix.scored_level else ~Exists(below)
    named = rows.values_list(
        Value("element"), "pk", "code", ExpressionWrapper(is_scored, output_field=BooleanField())
    )
    spots = Spots()
    for what, key, code, counts in named.union(_places(matrix, set(places)), all=True):
        if what == "place":
            spots.places[code] = key
        elif counts:
            spots.elements[code] = key
        else:
            spots.unscored[code] = key
    return spots


def _places(matrix: AlignmentMatrix, codes: set[str]):  # type: ignore[no-untyped-def]
    if matrix.granularity == Granularity.TARGET:
        rows = targets_of(matrix).filter(code__in=codes).order_by()
        return rows.values_list(Value("place"), "pk", "code", Value(value=True))
    numbers = {int(code) for code in codes if code.isdecimal() and len(code) <= 2 and code == str(int(code))}
    goals = goals_of(matrix).filter(number__in=numbers).order_by()
    return goals.values_list(Value("place"), "pk", Cast("number", CharField()), Value(value=True))
