"""The life of a workshop as steps with their dates."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sdgplatform.ui.parts import Step
from workshops.models import Workshop, WorkshopState
from workshops.queries.life_cycle import PATH

# How long these last says nothing.
ENDS = (WorkshopState.CLOSED, WorkshopState.REPORTED)


def steps_of(workshop: Workshop, taken: Iterable[Mapping[str, str]]) -> list[Step]:
    """Steps behind with the day they began, the present one with how long, those ahead with their dates.

    `taken`: the steps as `workshop_numbers` tells them, the earliest first.
    """
    began = {WorkshopState.DRAFT.value: workshop.created_at}
    began |= {step["to_state"]: datetime.fromisoformat(step["at"]) for step in taken}
    if workshop.state == WorkshopState.CANCELLED:
        return _cancelled(workshop, began)
    here = PATH.index(WorkshopState(workshop.state))
    return [
        Step(state.label, _note(workshop, state, began, place - here), _kind(place - here))
        for place, state in enumerate(PATH)
    ]


def _kind(distance: int) -> Literal["done", "current", "todo"]:
    return "done" if distance < 0 else "current" if distance == 0 else "todo"


def _note(workshop: Workshop, state: WorkshopState, began: dict[str, datetime], distance: int) -> str:
    if distance > 0:
        return _ahead(workshop, state)
    if state == WorkshopState.OPEN and distance < 0:
        return _call(workshop)
    since = began.get(state)
    if since is None:
        return ""
    if distance < 0 or state in ENDS:
        return _day(workshop, since)
    days = (timezone.now().astimezone(workshop.zone).date() - since.astimezone(workshop.zone).date()).days + 1
    return ngettext("since %(day)s, day %(count)d", "since %(day)s, day %(count)d", days) % {
        "day": _day(workshop, since),
        "count": days,
    }


def _ahead(workshop: Workshop, state: WorkshopState) -> str:
    if state == WorkshopState.OPEN:
        return _call(workshop)
    if state == WorkshopState.SELECTION and workshop.applications_close_at:
        return _("from %(day)s") % {"day": _day(workshop, workshop.applications_close_at)}
    if state == WorkshopState.RUNNING:
        return _day(workshop, workshop.starts_at)
    if state == WorkshopState.CLOSED:
        return _("from %(day)s") % {"day": _day(workshop, workshop.ends_at)}
    return ""


def _call(workshop: Workshop) -> str:
    opens, closes = workshop.applications_open_at, workshop.applications_close_at
    if opens and closes:
        return _("%(first)s to %(last)s") % {"first": _day(workshop, opens), "last": _day(workshop, closes)}
    return _("until %(day)s") % {"day": _day(workshop, closes)} if closes else ""


def _cancelled(workshop: Workshop, began: dict[str, datetime]) -> list[Step]:
    steps = [
        Step(state.label, _day(workshop, began[state]), "done") for state in PATH if state.value in began
    ]
    since = began.get(WorkshopState.CANCELLED.value)
    return [
        *steps,
        Step(WorkshopState.CANCELLED.label, _day(workshop, since) if since else "", "current"),
    ]


def _day(workshop: Workshop, moment: datetime) -> str:
    """With the year only when it is another one than that of the workshop."""
    day: date = moment.astimezone(workshop.zone).date()
    same = day.year == workshop.starts_local.year
    return formats.date_format(day, "MONTH_DAY_FORMAT" if same else "DATE_FORMAT")
