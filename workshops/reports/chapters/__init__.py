"""The chapters of the report in their order: each a function of the facts."""

from collections.abc import Callable

from workshops.queries.report_facts import Facts
from workshops.reports.chapters.chapter import Chapter
from workshops.reports.chapters.materials import materials
from workshops.reports.chapters.matrices import matrices
from workshops.reports.chapters.overview import about, overview
from workshops.reports.chapters.people import attendance, participants, selection
from workshops.reports.chapters.programme import programme

CHAPTERS: tuple[Callable[[Facts], Chapter], ...] = (
    overview,
    selection,
    participants,
    programme,
    attendance,
    materials,
    matrices,
    about,
)
