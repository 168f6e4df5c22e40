"""Rules of indicators and their milestones."""

from collections.abc import Mapping
from itertools import pairwise

from django.utils.translation import gettext as _


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
