"""Two elements of a strategy become one: cells, evidence, comments and roles go over to the one kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.actions.revisions import replace_for_readers
from alignment.actions.strategies import ElementIsValidated, check_element, is_validated, renumber_elements
from alignment.models import ActorRole, AlignmentCell, Strategy, StrategyElement
from alignment.models.matrices import EDITABLE_STATES
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused

KEPT, GONE = "kept", "gone"


class MatrixIsWithReviewers(ActionRefused):
    code = "matrix_is_with_reviewers"
    message = gettext_lazy("A matrix that scores this element is with its reviewers. Wait for their answer.")


@dataclass(frozen=True)
class Clash:
    """A place that both elements score in one matrix; one of the two cells can stay."""

    kept: AlignmentCell
    gone: AlignmentCell

    @property
    def key(self) -> str:
        return f"{self.gone.matrix_id}-{self.gone.place}"


def clashes(kept: StrategyElement, gone: StrategyElement) -> list[Clash]:
    rows = AlignmentCell.objects.select_related("matrix__strategy", "target", "goal")
    there = {_at(cell): cell for cell in rows.filter(element=kept)}
    coming = rows.filter(element=gone).order_by("matrix", "target__position", "target__code", "goal__number")
    return [Clash(there[_at(cell)], cell) for cell in coming if _at(cell) in there]


def differing(found: list[Clash]) -> list[Clash]:
    """Those that somebody has to decide: where both say the same, the kept cell stays."""
    return [clash for clash in found if clash.kept.score != clash.gone.score]


def _at(cell: AlignmentCell) -> tuple[int, int | None, int | None]:
    return cell.matrix_id, cell.goal_id, cell.target_id


@transaction.atomic
def merge_elements(
    kept: StrategyElement, gone: StrategyElement, *, by: Any, choices: Mapping[str, str] | None = None
) -> int:
    """Returns how many cells went over. `choices` is key of a clash -> KEPT or GONE; KEPT unless chosen.

    Raises ElementIsValidated, MatrixIsWithReviewers, ValidationError when the tree would break (E4).
    """
    strategy = Strategy.objects.select_for_update().get(pk=kept.strategy_id)
    kept, gone = (strategy.elements.select_for_update().get(pk=row.pk) for row in (kept, gone))
    _refuse(kept, gone)
    for clash in clashes(kept, gone):
        loser = clash.kept if (choices or {}).get(clash.key) == GONE else clash.gone
        winner = clash.gone if loser is clash.kept else clash.kept
        for evidence in loser.evidence.all():
            evidence.cells.add(winner)
        loser.delete()
    moved = AlignmentCell.objects.filter(element=gone).update(element=kept)
    gone.comments.update(element=kept)
    _move_roles(kept, gone)
    _move_children(kept, gone)
    record("alignment.element.merged", by=by, target=kept, scope=strategy, gone=str(gone), cells=moved)
    gone.delete()
    renumber_elements(strategy)
    replace_for_readers(strategy)
    return moved


def _refuse(kept: StrategyElement, gone: StrategyElement) -> None:
    if kept.pk == gone.pk:
        raise ValidationError(_("Choose another element."))
    if is_validated([kept, gone]):
        raise ElementIsValidated
    cells = AlignmentCell.objects.filter(element=gone)
    if cells.exclude(matrix__state__in=EDITABLE_STATES).exclude(matrix__state="WITHDRAWN").exists():
        raise MatrixIsWithReviewers


def _move_roles(kept: StrategyElement, gone: StrategyElement) -> None:
    there = set(ActorRole.objects.filter(element=kept).values_list("actor", "role"))
    for role in ActorRole.objects.filter(element=gone):
        if (role.actor_id, role.role) not in there:
            role.element = kept
            role.save(update_fields=["element"])


def _move_children(kept: StrategyElement, gone: StrategyElement) -> None:
    for child in gone.children.all():
        child.parent = kept
        check_element(child)
        child.save(update_fields=["parent"])
