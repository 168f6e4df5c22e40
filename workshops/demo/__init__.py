"""Sample data of the workshops, made by the same actions as the pages.

`workshops` plans and moves them, `applications` fills them with invented people.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from participants.models import Account
from workshops.actions.reports import change_narratives, make_report
from workshops.demo import applications, exercises, workshops
from workshops.demo.large import seed_large
from workshops.demo.texts import TEXTS
from workshops.models import Workshop, WorkshopReport, WorkshopState

__all__ = ["seed_demo", "seed_large"]


def seed_demo(cast: Mapping[str, Account]) -> None:
    """Everything here, once; what is there already stays as it is."""
    workshops.seed_methods()
    _seed_cordoba(cast)
    applications.seed_applications(workshops.plan_open_call(cast), cast)
    selecting = workshops.plan_in_selection(cast)
    applications.seed_applications(selecting, cast)
    workshops.move_on(selecting, WorkshopState.SELECTION, timezone.now(), by=cast["coordinator"])
    exercises.seed_open_exercise(selecting, cast)


def _seed_cordoba(cast: Mapping[str, Account]) -> None:
    """Through its whole life, each step on the day it is said to have been taken."""
    by = cast["coordinator"]
    cordoba = workshops.plan_cordoba(cast)
    cordoba = workshops.move_on(cordoba, WorkshopState.OPEN, _at("2017-09-18T09:00"), by=by)
    applications.seed_applications(cordoba, cast)
    cordoba = workshops.move_on(cordoba, WorkshopState.SELECTION, _at("2017-11-04T09:00"), by=by)
    applications.seed_decisions(cordoba, cast)
    cordoba = workshops.move_on(cordoba, WorkshopState.CONFIRMED, _at("2017-11-17T12:00"), by=by)
    cordoba = workshops.move_on(cordoba, WorkshopState.RUNNING, _at("2017-11-28T08:30"), by=by)
    applications.seed_attendance(cordoba, cast)
    cordoba = workshops.move_on(cordoba, WorkshopState.CLOSED, _at("2017-11-28T18:00"), by=by)
    workshops.link_matrices(cordoba, cast)
    exercises.seed_merged_exercise(cordoba, cast)
    _seed_report(cordoba, cast)
    workshops.plan_replica(cordoba, cast)


def _seed_report(cordoba: Workshop, cast: Mapping[str, Account]) -> None:
    """Its account and the first version of its report, in the language of the secretariat."""
    if WorkshopReport.objects.filter(workshop=cordoba).exists():
        return
    by = cast["coordinator"]
    change_narratives(cordoba, narratives=TEXTS["narrative"], by=by)
    make_report(cordoba, language="es", by=by)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=workshops.ZONE)
