"""Goals from 18 on and local targets, which a city or its whole network adds to the universal ones."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.checks.codes import goal_of, place
from alignment.models import AlignmentCell, Goal, Strategy, Target
from alignment.queries.frozen import is_validated_place
from alignment.queries.scope import goals_of_strategy, targets_of_strategy
from participants.models import City, Network
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused

GREY = "#5B6770"  # the seventeen have the colours; white on it reaches 5.9:1
GOAL_SPAN = 100  # positions of one local goal's targets, after the 169


class LocalPlaceInUse(ActionRefused):
    code = "local_place_in_use"
    message = gettext_lazy("Matrices score it already. It can be renamed, not deleted.")


class NotALocalPlace(ActionRefused):
    code = "not_a_local_place"
    message = gettext_lazy("Goals and targets of the United Nations stay as they are.")


@transaction.atomic
def save_local_goal(
    strategy: Strategy, goal: Goal | None, *, by: Any, owner: City | Network, **values: Any
) -> Goal:
    """Add (`goal` None) or change. Raises ValidationError: city and network share the numbers."""
    row = _own(goal) if goal else Goal(**_owner(owner))
    before = snapshot(row) if row.pk else None
    for name, value in values.items():
        setattr(row, name, value)
    row.labels = row.labels or {code: text[:30] for code, text in row.titles.items()}
    row.colour, row.text_colour = GREY, "white"
    row.full_clean()
    _refuse_other_figures(row, before, ("number", "pillar"))
    if goals_of_strategy(strategy).exclude(pk=row.pk).filter(number=row.number).exists():
        raise ValidationError({"number": _("This number is already used in the city or its network.")})
    row.save()
    record(f"alignment.local_goal.{'changed' if before else 'added'}", by=by, target=row, before=before)
    return row


@transaction.atomic
def save_local_target(
    strategy: Strategy, target: Target | None, *, by: Any, owner: City | Network, **values: Any
) -> Target:
    """Add (`target` None) or change. The code says what it belongs to: 11.2-CBA1 to 11.2, 18.1 to goal 18.

    Raises ValidationError, LocalPlaceInUse when the code of a scored target would change.
    """
    row = _own(target) if target else Target(**_owner(owner))
    before, code = (snapshot(row), row.code) if row.pk else (None, values["code"])
    for name, value in values.items():
        setattr(row, name, value)
    if row.code != code and is_scored(row):
        raise LocalPlaceInUse
    _refuse_other_figures(row, before, ("code", "kind"))
    _put_in_place(strategy, row)
    row.full_clean()
    if targets_of_strategy(strategy).exclude(pk=row.pk).filter(code=row.code).exists():
        raise ValidationError({"code": _("This code is already used in the city or its network.")})
    row.save()
    record(f"alignment.local_target.{'changed' if before else 'added'}", by=by, target=row, before=before)
    return row


def _put_in_place(strategy: Strategy, target: Target) -> None:
    universal, hyphen, _own_part = target.code.partition("-")
    if hyphen:
        parent = Target.objects.filter(code=universal).first()
        if parent is None:
            raise ValidationError({"code": _("There is no target %(code)s.") % {"code": universal}})
        target.parent, target.goal_id, target.position = parent, parent.goal_id, parent.position
        return
    goal = goals_of_strategy(strategy).filter(number=goal_of(target.code)).first()
    if goal is None or not goal.is_local:
        raise ValidationError(
            {"code": _("Write 11.2-ABC1 for a target below 11.2, or 18.1 for one of a local goal.")}
        )
    number, kind, part, _rest = place(target.code)
    target.parent, target.goal = None, goal
    target.position = number * GOAL_SPAN + (part if kind == 1 else GOAL_SPAN // 2 + part - ord("a"))


@transaction.atomic
def delete_local_place(spot: Goal | Target, *, by: Any) -> None:
    """Raises LocalPlaceInUse while a matrix scores it or, for a goal, while it has targets."""
    row = _own(spot)
    if is_scored(row) or is_validated_place(row) or (isinstance(row, Goal) and row.targets.exists()):
        raise LocalPlaceInUse
    noun = "local_goal" if isinstance(row, Goal) else "local_target"
    record(f"alignment.{noun}.deleted", by=by, target=row, was=snapshot(row))
    row.delete()


def _refuse_other_figures(spot: Goal | Target, before: dict[str, Any] | None, names: tuple[str, ...]) -> None:
    """What a validated matrix counts keeps what its figures are made of; its words may change."""
    if before and any(before[name] != getattr(spot, name) for name in names) and is_validated_place(spot):
        raise LocalPlaceInUse


def is_scored(spot: Goal | Target) -> bool:
    if spot.pk is None:
        return False
    cells = AlignmentCell.objects
    return (cells.filter(goal=spot) if isinstance(spot, Goal) else cells.filter(target=spot)).exists()


def _own(spot: Any) -> Any:
    row = type(spot).with_local.select_for_update().get(pk=spot.pk)
    if not row.is_local:
        raise NotALocalPlace
    return row


def _owner(owner: City | Network) -> dict[str, Any]:
    return {"network": owner} if isinstance(owner, Network) else {"city": owner}
