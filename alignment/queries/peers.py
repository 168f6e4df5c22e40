"""What other cities of a network can show to one city: only to that city, and only of matrices it may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from alignment.analysis.inputs import HELPS, STRONG, Share
from alignment.analysis.network import is_hidden
from alignment.models import AlignmentMatrix, Goal, PlaceSummary, Target
from alignment.queries.network import counted_matrices
from participants.models import City, Network

SHOWN_CITIES = 12
NAMED_CITIES = 3
# A row for each other city, and one for each place that my city has in scope.
PEERS = """
WITH of_cities AS MATERIALIZED (
    SELECT city_id, {place} AS place_id, best
    FROM alignment_placesummary
    WHERE network_id = %(network)s AND framework_id = %(framework)s AND target_id IS {kind}
      AND city_id <> ALL(%(unseen)s)
), mine AS (SELECT place_id, best FROM of_cities WHERE city_id = %(city)s),
joined AS (
    SELECT theirs.city_id, theirs.place_id, theirs.best >= 1 AS covered,
           theirs.best >= 1 AND mine.best >= 1 AS shared, theirs.best >= 2 AND mine.best < 2 AS offered
    FROM of_cities theirs LEFT JOIN mine USING (place_id) WHERE theirs.city_id <> %(city)s
)
SELECT city_id, place_id, COUNT(*), COUNT(*) FILTER (WHERE covered), COUNT(*) FILTER (WHERE shared),
       COUNT(*) FILTER (WHERE offered),
       CASE WHEN city_id IS NULL THEN (ARRAY_AGG(city_id) FILTER (WHERE offered))[1:%(named)s] END
FROM joined GROUP BY GROUPING SETS ((city_id), (place_id))
"""


@dataclass(frozen=True)
class Peer:
    """`complements`: of what my city does not cover strongly, what theirs does; `alike`: covered by both, of
    what either covers."""

    city: City
    complements: Share
    alike: Share


@dataclass(frozen=True)
class Offer:
    """A place that my city does not cover strongly and others do; some of them by name."""

    place: Goal | Target
    code: str
    cities: Share
    named: Sequence[City]


@dataclass(frozen=True)
class Peers:
    """`cities`: how many others may be seen. The peers stand in the order of their names: they complement
    each other, they do not compete. Both lists are cut to what a page can say."""

    city: City
    cities: int
    peers: Sequence[Peer] = ()
    offers: Sequence[Offer] = ()

    @property
    def is_hidden(self) -> bool:
        return is_hidden(self.cities + 1)


def peers_of(network: Network, framework: str, city: City, user: Any) -> Peers | None:
    """None while no matrix of the city counts. By targets where the city scored them, else by goals."""
    own = PlaceSummary.objects.filter(network=network, framework=framework, city=city)
    rows = list(own.values_list("goal", "target", "best"))
    if not rows:
        return None
    by_target = any(target for _goal, target, _best in rows)
    mine = {target or goal: best for goal, target, best in rows if bool(target) == by_target}
    found = _rows(network, framework, city, user, by_target)
    of_cities = [row for row in found if row[0] is not None]
    if is_hidden(len(of_cities) + 1):
        return Peers(city, len(of_cities))
    return Peers(city, len(of_cities), _peers(of_cities, mine), _offers(found, mine, by_target))


def _rows(network: Network, framework: str, city: City, user: Any, by_target: bool) -> list[Any]:
    """A city is seen when every matrix of it that counts is."""
    counted = counted_matrices().filter(strategy__network=network, framework=framework)
    visible = AlignmentMatrix.objects.visible_to(user).values("pk")
    hidden = counted.exclude(pk__in=visible).exclude(strategy__city=city)
    given = {
        "network": network.pk,
        "framework": framework,
        "city": city.pk,
        "named": NAMED_CITIES,
        "unseen": list(hidden.values_list("strategy__city", flat=True)),
    }
    place, kind = ("target_id", "NOT NULL") if by_target else ("goal_id", "NULL")
    with connection.cursor() as cursor:
        cursor.execute(PEERS.format(place=place, kind=kind), given)
        return list(cursor.fetchall())


def _peers(rows: Sequence[Any], mine: Mapping[int, int]) -> list[Peer]:
    """Those that complement most, by name."""
    lacking = sum(best < STRONG for best in mine.values())
    covered = sum(best >= HELPS for best in mine.values())
    best = sorted(rows, key=lambda row: (-row[5], row[0]))[:SHOWN_CITIES]
    cities = City.objects.select_related("country").in_bulk([row[0] for row in best])
    peers = [
        Peer(cities[city], Share(offered, lacking), Share(shared, covered + theirs - shared))
        for city, _place, _places, theirs, shared, offered, _named in best
    ]
    return sorted(peers, key=lambda peer: peer.city.name)


def _offers(rows: Sequence[Any], mine: Mapping[int, int], by_target: bool) -> list[Offer]:
    """In the order of the framework."""
    found = {row[1]: row for row in rows if row[0] is None and row[1] in mine and row[5]}
    named = City.objects.in_bulk({city for row in found.values() for city in row[6]})
    places: Any = Target.with_local.in_order() if by_target else Goal.with_local.order_by("number")
    return [
        Offer(
            place=place,
            code=place.code if by_target else str(place.number),
            cities=Share(found[place.pk][5], found[place.pk][2]),
            named=[named[city] for city in found[place.pk][6]],
        )
        for place in places.filter(pk__in=found)
        if not is_hidden(found[place.pk][2] + 1)
    ]
