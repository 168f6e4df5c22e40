"""Formula 1: a parent has the highest help and the highest harm below it, both kept, never netted."""

from collections.abc import Mapping
from dataclasses import dataclass

from alignment.analysis.inputs import Table


@dataclass(frozen=True)
class Rolled:
    """Both as positive numbers, 0 to 3."""

    helps: int = 0
    hinders: int = 0


def roll_up(table: Table) -> dict[str, dict[str, Rolled]]:
    """Parent → place → what lies below; a place that nobody assessed below a parent is not there."""
    parents = {element.code: element.parent for element in table.elements}
    found: dict[str, dict[str, Rolled]] = {}
    for link in table.counted:
        above = parents.get(link.element, "")
        seen = {link.element}
        while above and above not in seen:
            seen.add(above)
            places = found.setdefault(above, {})
            before = places.get(link.place, Rolled())
            places[link.place] = Rolled(max(before.helps, link.score), max(before.hinders, -link.score))
            above = parents.get(above, "")
    return found


def by_goal(places: Mapping[str, Rolled], goals: Mapping[str, int]) -> dict[int, Rolled]:
    """The same over the places of each goal."""
    found: dict[int, Rolled] = {}
    for code, value in places.items():
        before = found.get(goals[code], Rolled())
        found[goals[code]] = Rolled(max(before.helps, value.helps), max(before.hinders, value.hinders))
    return found
