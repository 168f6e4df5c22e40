"""Strategies and the tree of their elements. Each change locks the strategy, so positions stay whole."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.actions.revisions import replace_for_readers
from alignment.checks.elements import tree_issues, value_issues
from alignment.models import Strategy, StrategyElement, TargetRelevance
from alignment.models.matrices import FROZEN_STATES
from alignment.queries.rows import element_rows
from participants.models import City
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused

ROOM = 5000


class ElementIsValidated(ActionRefused):
    code = "element_is_validated"
    message = gettext_lazy(
        "A validated matrix scores this element. It stays as it is; begin a new strategy instead."
    )


class TooManyElements(ActionRefused):
    code = "too_many_elements"
    message = gettext_lazy("A strategy has 5,000 elements at most.")


@transaction.atomic
def create_strategy(*, by: Any, **values: Any) -> Strategy:
    strategy = Strategy(created_by=by, **values)
    strategy.full_clean()
    strategy.save()
    record("alignment.strategy.added", by=by, target=strategy)
    return strategy


@transaction.atomic
def change_strategy(strategy: Strategy, *, by: Any, **values: Any) -> Strategy:
    locked = Strategy.objects.select_for_update().get(pk=strategy.pk)
    before = snapshot(locked)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    record("alignment.strategy.changed", by=by, target=locked, before=before)
    return locked


@transaction.atomic
def add_element(strategy: Strategy, *, by: Any, **values: Any) -> StrategyElement:
    """At the end of its parent's children. Raises ValidationError for E4, E8, E11."""
    _lock(strategy)
    if strategy.elements.count() >= ROOM:
        raise TooManyElements
    element = StrategyElement(strategy=strategy, **values)
    check_element(element)
    element.position = strategy.elements.count() + 1
    element.save()
    renumber_elements(strategy)
    record("alignment.element.added", by=by, target=element, scope=strategy)
    return element


@transaction.atomic
def change_element(element: StrategyElement, *, by: Any, **values: Any) -> StrategyElement:
    """Raises ElementIsValidated when place or code of a validated element would change."""
    _lock(element.strategy)
    locked = StrategyElement.objects.select_for_update().get(pk=element.pk)
    before = snapshot(locked)
    place = (locked.parent_id, locked.level, locked.code)
    for name, value in values.items():
        setattr(locked, name, value)
    if place != (locked.parent_id, locked.level, locked.code) and is_validated([locked]):
        raise ElementIsValidated
    check_element(locked)
    locked.save()
    if place[0] != locked.parent_id:
        renumber_elements(locked.strategy)
    record("alignment.element.changed", by=by, target=locked, before=before, scope=locked.strategy)
    return locked


@transaction.atomic
def move_element(element: StrategyElement, *, by: Any, up: bool) -> bool:
    """Change places with the sibling before or after it; False when there is none."""
    _lock(element.strategy)
    siblings = list(element.strategy.elements.filter(parent_id=element.parent_id).order_by("position", "pk"))
    index = siblings.index(element)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(siblings):
        return False
    siblings[index], siblings[other] = siblings[other], siblings[index]
    for position, sibling in enumerate(siblings):
        sibling.position = position
    StrategyElement.objects.bulk_update(siblings, ["position"])
    renumber_elements(element.strategy)
    record("alignment.element.moved", by=by, target=element, scope=element.strategy, up=up)
    return True


@transaction.atomic
def delete_element(element: StrategyElement, *, by: Any) -> int:
    """With everything below it and their cells; returns how many elements went. Raises ElementIsValidated."""
    _lock(element.strategy)
    branch = element_branch(element)
    if is_validated(branch):
        raise ElementIsValidated
    cells = sum(row.cells.count() for row in branch)
    record(
        "alignment.element.deleted",
        by=by,
        target=element,
        scope=element.strategy,
        elements=[str(row) for row in branch],
        cells=cells,
    )
    for row in reversed(branch):
        row.delete()
    renumber_elements(element.strategy)
    return len(branch)


@transaction.atomic
def set_left_out_targets(city: City, *, by: Any, left_out: dict[int, tuple[str, str]]) -> int:
    """What the city leaves out from now on: target id -> (why, reason). Returns how many."""
    TargetRelevance.objects.filter(city=city).exclude(target_id__in=left_out).delete()
    rows = [
        TargetRelevance(city=city, target_id=target, status=status, reason=reason, decided_by=by)
        for target, (status, reason) in left_out.items()
    ]
    for row in rows:
        row.clean_fields(exclude=["city", "target", "decided_by"])
    TargetRelevance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["city", "target"],
        update_fields=["status", "reason", "decided_by", "decided_at"],
    )
    record("alignment.scope.changed", by=by, target=city, count=len(rows))
    return len(rows)


def renumber_elements(strategy: Strategy) -> None:
    """Positions 1, 2, 3, ... of the whole tree, depth first; siblings keep their order."""
    rows = list(strategy.elements.order_by("position", "pk"))
    children: dict[int | None, list[StrategyElement]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    ordered: list[StrategyElement] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += reversed(children.get(row.pk, []))
    changed = []
    for position, row in enumerate(ordered, start=1):
        if row.position != position:
            row.position = position
            changed.append(row)
    StrategyElement.objects.bulk_update(changed, ["position"], batch_size=500)


def element_branch(element: StrategyElement) -> list[StrategyElement]:
    """The element and everything below it, from the top down."""
    branch, below = [element], [element]
    while below:
        below = list(StrategyElement.objects.filter(parent__in=below).order_by("position"))
        branch += below
    return branch


def is_validated(elements: Sequence[StrategyElement]) -> bool:
    ids = [element.pk for element in elements]
    return StrategyElement.objects.filter(pk__in=ids, cells__matrix__state__in=FROZEN_STATES).exists()


def _lock(strategy: Strategy) -> None:
    """The tree will change: open grids of its matrices read their rows again."""
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    replace_for_readers(strategy)


def check_element(element: StrategyElement) -> None:
    """The form's fields first, then the tree as it would be."""
    element.full_clean()
    if element.parent and element.parent.strategy_id != element.strategy_id:
        raise ValidationError({"parent": _("This element belongs to another strategy.")})
    others = element.strategy.elements.exclude(pk=element.pk)
    changed, *rest = element_rows([element, *others])
    by_code = {row.code: row for row in [changed, *rest]}
    issues = [*tree_issues(changed, by_code), *value_issues(changed)]
    for row in rest:
        if row.parent == changed.code:
            issues += tree_issues(row, by_code)
    if issues:
        raise ValidationError({issues[0].field: issues[0].message})
