"""Invented applicants and participants of the demonstration's workshops, all marked as sample data.

Called by `seed_demo` at the right moment of each workshop's life; each does nothing a second time.
"""

from collections.abc import Mapping

from participants.models import Account
from workshops.models import Workshop


def seed_applications(workshop: Workshop, cast: Mapping[str, Account]) -> None:
    """While the call is open."""


def seed_decisions(workshop: Workshop, cast: Mapping[str, Account]) -> None:
    """While the workshop is in selection."""


def seed_attendance(workshop: Workshop, cast: Mapping[str, Account]) -> None:
    """While the workshop is running."""
