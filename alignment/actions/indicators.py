"""A city's own indicators with their milestones and values."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.checks.monitoring import milestone_faults
from alignment.models import AlignmentCell, LocalIndicator, Milestone, Observation
from participants.models import City
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused

Marks = Mapping[str, tuple[int, Decimal] | None]


class IndicatorInUse(ActionRefused):
    code = "indicator_in_use"
    message = gettext_lazy("Cells of matrices name it. Take it out of them first.")


@transaction.atomic
def save_indicator(
    city: City, indicator: LocalIndicator | None, *, by: Any, marks: Marks, **values: Any
) -> LocalIndicator:
    """Add (`indicator` None) or change; `marks` is role -> (year, value), None takes that mark away.

    Raises ValidationError; a target before its baseline is E9.
    """
    row = _lock(indicator) if indicator else LocalIndicator(city=city)
    before = snapshot(row) if row.pk else None
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    years = {role: mark[0] for role, mark in marks.items() if mark}
    if faults := milestone_faults(years):
        raise ValidationError(dict(faults))
    row.save()
    _set_marks(row, marks)
    noun = "changed" if before else "added"
    told = {role: [mark[0], str(mark[1])] for role, mark in marks.items() if mark}
    record(f"alignment.indicator.{noun}", by=by, target=row, before=before, marks=told)
    return row


def _set_marks(indicator: LocalIndicator, marks: Marks) -> None:
    for role, mark in marks.items():
        indicator.milestones.filter(role=role).delete()
        if mark:
            milestone = Milestone(indicator=indicator, role=role, year=mark[0], value=mark[1])
            milestone.full_clean()
            milestone.save()


@transaction.atomic
def delete_indicator(indicator: LocalIndicator, *, by: Any) -> None:
    """With its milestones and values. Raises IndicatorInUse."""
    row = _lock(indicator)
    if AlignmentCell.objects.filter(indicators=row).exists():
        raise IndicatorInUse
    record("alignment.indicator.deleted", by=by, target=row, was=snapshot(row))
    row.delete()


@transaction.atomic
def add_observation(indicator: LocalIndicator, *, by: Any, **values: Any) -> Observation:
    """Raises ValidationError, also when the year is there already."""
    row = _lock(indicator)
    observation = Observation(indicator=row, **values)
    if row.observations.filter(year=observation.year, dimensions=observation.dimensions).exists():
        raise ValidationError({"year": _("This year is already there.")})
    observation.full_clean()
    observation.save()
    record("alignment.observation.added", by=by, target=row, value=str(observation))
    return observation


@transaction.atomic
def delete_observation(observation: Observation, *, by: Any) -> None:
    record("alignment.observation.deleted", by=by, target=observation.indicator, value=str(observation))
    observation.delete()


def _lock(indicator: LocalIndicator) -> LocalIndicator:
    found: LocalIndicator = LocalIndicator.objects.select_for_update().get(pk=indicator.pk)
    return found
