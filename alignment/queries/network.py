"""What the cities of a network share, in SQL over what `alignment.actions.summaries` keeps of their matrices.

Formula 16; `alignment.analysis.network` says the same in Python, and a test that both agree. A matrix counts
when it is validated or published, of this framework version, and 80 % of its cells are assessed. A city with
several matrices counts once, with the best of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F

from alignment.analysis.inputs import Share
from alignment.analysis.network import COMMON_GAP, COMMON_STRENGTH, is_hidden
from alignment.models import AlignmentMatrix, Goal, Target
from participants.models import Network

FREQUENCIES = """
SELECT goal_id, target_id, COUNT(*), COUNT(*) FILTER (WHERE best >= 1), COUNT(*) FILTER (WHERE best >= 2),
       COUNT(*) FILTER (WHERE worst < 0)
FROM alignment_placesummary WHERE network_id = %(network)s AND framework_id = %(framework)s
GROUP BY goal_id, target_id
"""


@dataclass(frozen=True)
class PlaceFrequency:
    """Cities that serve a place of those that have it in scope; all None for fewer than three cities."""

    place: Goal | Target
    code: str
    cities: int
    covered: Share | None
    strong: Share | None
    hindered: Share | None

    @property
    def is_common_gap(self) -> bool:
        return self.covered is not None and (self.covered.value or 0) <= COMMON_GAP

    @property
    def is_common_strength(self) -> bool:
        return self.covered is not None and (self.covered.value or 0) >= COMMON_STRENGTH


@dataclass(frozen=True)
class NetworkFigures:
    """`targets` are those of matrices that score targets; `goals` are of all matrices."""

    cities: int
    matrices: int
    goals: Sequence[PlaceFrequency]
    targets: Sequence[PlaceFrequency]

    @property
    def is_hidden(self) -> bool:
        return is_hidden(self.cities)

    @property
    def gaps(self) -> list[PlaceFrequency]:
        return [row for row in self.targets or self.goals if row.is_common_gap]

    @property
    def strengths(self) -> list[PlaceFrequency]:
        return [row for row in self.targets or self.goals if row.is_common_strength]


def network_figures(network: Network, framework: str) -> NetworkFigures:
    """Nothing but the number of cities while they are fewer than three."""
    kept = counted_matrices().filter(strategy__network=network, framework=framework)
    numbers = kept.aggregate(cities=Count("strategy__city", distinct=True), matrices=Count("pk"))
    if is_hidden(numbers["cities"]):
        return NetworkFigures(**numbers, goals=(), targets=())
    found = {
        (goal, target): tuple(counts)
        for goal, target, *counts in _rows(FREQUENCIES, {"network": network.pk, "framework": framework})
    }
    goals = Goal.with_local.filter(pk__in={goal for goal, _target in found}).order_by("number")
    targets = Target.with_local.filter(pk__in={target for _goal, target in found if target}).in_order()
    return NetworkFigures(
        **numbers,
        goals=[_frequency(goal, str(goal.number), found[goal.pk, None]) for goal in goals],
        targets=[_frequency(target, target.code, found[target.goal_id, target.pk]) for target in targets],
    )


def counted_matrices() -> Any:
    """Matrices of which at least 80 % of the cells are assessed, of those that have a summary."""
    rows = AlignmentMatrix.objects.filter(summary__elements__gt=0, summary__places__gt=0)
    possible = F("summary__elements") * F("summary__places")
    return rows.annotate(spare=5 * F("summary__assessed") - 4 * possible).filter(spare__gte=0)


def _frequency(place: Goal | Target, code: str, counts: tuple[int, ...]) -> PlaceFrequency:
    cities, *parts = counts
    covered, strong, hindered = (None if is_hidden(cities) else Share(part, cities) for part in parts)
    return PlaceFrequency(place, code, cities, covered, strong, hindered)


def frameworks_of(network: Network) -> list[str]:
    """Those that matrices of the network use, the one of most cities first."""
    used = counted_matrices().filter(strategy__network=network).values("framework")
    rows = used.annotate(cities=Count("strategy__city", distinct=True))
    return [row["framework"] for row in rows.order_by("-cities", "-framework")]


def _rows(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
