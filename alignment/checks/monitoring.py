"""Rules of indicators and their milestones."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from django.utils.translation import gettext as _

from alignment.checks.rows import IndicatorRow, Issue


def milestone_faults(years: Mapping[str, int]) -> list[tuple[str, str]]:
    """E9: (field, message) where the target's or milestone's year is not after the one before it.

    `years` is role (BASELINE, MILESTONE, TARGET) -> year of those that are set.
    """
    faults = []
    order = [(role, years[role]) for role in ("BASELINE", "MILESTONE", "TARGET") if role in years]
    for (_earlier, before), (role, year) in pairwise(order):
        if year <= before:
            message = _("%(year)d is not after %(before)d.") % {"year": year, "before": before}
            faults.append((f"{role.lower()}_year", message))
    return faults


def indicator_errors(indicators: Iterable[IndicatorRow]) -> Iterator[Issue]:
    """E9: the year of the value to reach is not after that of the baseline."""
    text = _("%(indicator)s: it is to be reached in %(year)d, which is not after its baseline of %(base)d")
    for row in indicators:
        if row.baseline and row.target and row.target[0] <= row.baseline[0]:
            figures = {"indicator": row.code, "year": row.target[0], "base": row.baseline[0]}
            yield Issue("E9", text % figures, field="target_year", indicator=row.code)
