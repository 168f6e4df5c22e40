"""Formula 5: the gap class of each goal or target, and how wide the gap is."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from alignment.analysis.inputs import HIGHEST, Link, Table

GapClass = Literal["covered", "unowned", "unmonitored", "weak", "indirect", "gap", "open", "national", "na"]


def gap_classes(table: Table) -> dict[str, GapClass]:
    """The class of every place, those left out too, in the order of the framework."""
    owned = {element.code for element in table.elements if element.is_owned}
    asks = table.indicators is not None
    return {
        place.code: place.left_out or gap_class(table.at[place.code], owned, asks_indicators=asks)
        for place in table.places
    }


def gap_class(links: Sequence[Link], owned: Collection[str], *, asks_indicators: bool = False) -> GapClass:
    """The first class that fits a place in scope."""
    helping = [link for link in links if link.score >= 1]
    tests: tuple[tuple[GapClass, bool], ...] = (
        ("open", not links),
        ("gap", not helping),
        ("indirect", all(link.kind in ("INDIRECT", "ENABLING") for link in helping)),
        ("weak", all(link.score == 1 for link in helping)),
        ("unmonitored", asks_indicators and not any(link.indicators for link in helping)),
        ("unowned", not any(link.element in owned for link in helping)),
    )
    return next((name for name, fits in tests if fits), "covered")


def gap_scores(table: Table, priorities: Mapping[str, float] | None = None) -> dict[str, float]:
    """γ = P · (1 − highest helping score / 3), 0 to 1; P is 1 while no priorities were set."""
    given = priorities or {}
    return {code: given.get(code, 1.0) * (1 - best / HIGHEST) for code, best in table.best.items()}
