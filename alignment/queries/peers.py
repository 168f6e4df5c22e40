"""What other cities of a network can show to one city: only to that city, and only of matrices it may see."""

from collections.abc import Sequence
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
OTHERS = """
FROM alignment_placesummary
WHERE network_id = %(network)s AND framework_id = %(framework)s AND target_id IS {kind}
  AND city_id <> %(city)s AND city_id <> ALL(%(unseen)s::bigint[])
"""
CITIES = """
SELECT city_id, COUNT(*) FILTER (WHERE best >= 1),
       COUNT(*) FILTER (WHERE best >= 1 AND {place} = ANY(%(covered)s::bigint[])),
       COUNT(*) FILTER (WHERE best >= 2 AND {place} = ANY(%(lacking)s::bigint[]))
{others} GROUP BY city_id
"""
OFFERS = """
SELECT {place}, COUNT(*), COUNT(*) FILTER (WHERE best >= 2),
       (ARRAY_AGG(city_id) FILTER (WHERE best >= 2))[1:%(named)s]
{others} AND {place} = ANY(%(lacking)s::bigint[]) GROUP BY {place}
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
    given: dict[str, Any] = {
        "network": network.pk,
        "framework": framework,
        "city": city.pk,
        "covered": [place for place, best in mine.items() if best >= HELPS],
        "lacking": [place for place, best in mine.items() if best < STRONG],
        "unseen": _unseen(network, framework, city, user),
        "named": NAMED_CITIES,
    }
    found = _rows(CITIES, given, by_target)
    if is_hidden(len(found) + 1):
        return Peers(city, len(found))
    offers = _offers(_rows(OFFERS, given, by_target), by_target)
    return Peers(city, len(found), _peers(found, len(given["covered"]), len(given["lacking"])), offers)


def _unseen(network: Network, framework: str, city: City, user: Any) -> list[int]:
    """Others of which this person may not see every matrix that counts."""
    counted = counted_matrices().filter(strategy__network=network, framework=framework)
    visible = AlignmentMatrix.objects.visible_to(user).values("pk")
    hidden = counted.exclude(pk__in=visible).exclude(strategy__city=city)
    return list(hidden.values_list("strategy__city", flat=True))


def _rows(sql: str, given: dict[str, Any], by_target: bool) -> list[Any]:
    place, kind = ("target_id", "NOT NULL") if by_target else ("goal_id", "NULL")
    with connection.cursor() as cursor:
        cursor.execute(sql.format(place=place, others=OTHERS.format(kind=kind)), given)
        return list(cursor.fetchall())


def _peers(rows: Sequence[Any], covered: int, lacking: int) -> list[Peer]:
    """Those that complement most, by name."""
    best = sorted(rows, key=lambda row: (-row[3], row[0]))[:SHOWN_CITIES]
    cities = City.objects.select_related("country").in_bulk([row[0] for row in best])
    peers = [
        Peer(cities[city], Share(offered, lacking), Share(shared, covered + theirs - shared))
        for city, theirs, shared, offered in best
    ]
    return sorted(peers, key=lambda peer: peer.city.name)


def _offers(rows: Sequence[Any], by_target: bool) -> list[Offer]:
    """In the order of the framework; places that nobody serves strongly are no offers."""
    found = {row[0]: row for row in rows if row[2] and not is_hidden(row[1] + 1)}
    named = City.objects.in_bulk({city for row in found.values() for city in row[3]})
    places: Any = Target.with_local.in_order() if by_target else Goal.with_local.order_by("number")
    return [
        Offer(
            place=place,
            code=place.code if by_target else str(place.number),
            cities=Share(found[place.pk][2], found[place.pk][1]),
            named=[named[city] for city in found[place.pk][3]],
        )
        for place in places.filter(pk__in=found)
    ]
