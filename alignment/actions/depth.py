"""From a matrix of goals to one of targets, and back. Each is a matrix of its own that knows the other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from alignment.models import AlignmentCell, AlignmentMatrix, StrategyElement
from alignment.models.matrices import Granularity, Provenance
from alignment.queries.scope import scored_elements
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused

HELP, HARM = "help", "harm"


class BothSigns(ActionRefused):
    code = "both_signs"
    message = gettext_lazy("Some elements help and hinder the same goal. Choose which of the two counts.")


@dataclass(frozen=True)
class Summed:
    """What the targets of one goal say together: the strongest help and harm, never netted (formula 1)."""

    element: StrategyElement
    goal_id: int
    goal: int
    help: int = 0
    harm: int = 0
    help_kind: str = ""
    harm_kind: str = ""

    def with_cell(self, score: int, kind: str) -> "Summed":
        """Of two equal ones the first keeps its kind."""
        if score > self.help:
            return replace(self, help=score, help_kind=kind)
        if -score > self.harm:
            return replace(self, harm=-score, harm_kind=kind)
        return self

    @property
    def key(self) -> str:
        return f"{self.element.code}-{self.goal}"

    @property
    def negative(self) -> int:
        return -self.harm

    @property
    def has_both(self) -> bool:
        return self.help > 0 and self.harm > 0


def summed_goals(matrix: AlignmentMatrix) -> list[Summed]:
    """One for each element and goal with an assessed target, in order."""
    elements = {row.pk: row for row in scored_elements(matrix)}
    found: dict[tuple[int, int], Summed] = {}
    cells = matrix.cells.filter(element__in=elements, target__isnull=False).order_by("target__position", "pk")
    values = cells.values_list("element", "target__goal", "target__goal__number", "score", "kind")
    for element, goal, number, score, kind in values:
        before = found.get((element, goal)) or Summed(elements[element], goal, number)
        found[element, goal] = before.with_cell(score, kind)
    return sorted(found.values(), key=lambda row: (row.element.position, row.goal))


@transaction.atomic
def derive_goal_matrix(
    matrix: AlignmentMatrix, *, by: Any, choices: Mapping[str, str] | None = None
) -> AlignmentMatrix:
    """A draft with the strongest score per goal. `choices` is key -> HELP or HARM where there are both.

    Raises BothSigns when one of those is not chosen.
    """
    rows = summed_goals(matrix)
    chosen = choices or {}
    open_keys = [row.key for row in rows if row.has_both and chosen.get(row.key) not in (HELP, HARM)]
    if open_keys:
        raise BothSigns(cells=open_keys)
    new = _begin(matrix, Granularity.GOAL, by)
    AlignmentCell.objects.bulk_create(
        AlignmentCell(
            matrix=new,
            element=row.element,
            goal_id=row.goal_id,
            score=score,
            kind=kind,
            provenance=Provenance.ROLLED_UP,
            updated_by=by,
        )
        for row in rows
        for score, kind in [_counted(row, chosen.get(row.key, ""))]
    )
    record("alignment.matrix.derived", by=by, target=new, scope=matrix, cells=len(rows))
    return new


def _counted(row: Summed, choice: str) -> tuple[int, str]:
    """Score and kind. Without both signs it is whichever there is."""
    is_harm = choice == HARM if row.has_both else not row.help
    return (-row.harm, row.harm_kind) if is_harm else (row.help, row.help_kind)


@transaction.atomic
def derive_target_matrix(matrix: AlignmentMatrix, *, by: Any) -> AlignmentMatrix:
    """A draft without scores: a goal's score is shown beside its targets and counts for none of them."""
    new = _begin(matrix, Granularity.TARGET, by)
    record("alignment.matrix.derived", by=by, target=new, scope=matrix, cells=0)
    return new


def _begin(matrix: AlignmentMatrix, granularity: Granularity, by: Any) -> AlignmentMatrix:
    new = AlignmentMatrix(
        strategy_id=matrix.strategy_id,
        framework_id=matrix.framework_id,
        granularity=granularity,
        scored_level=matrix.scored_level,
        scope=matrix.scope,
        method_note=matrix.method_note,
        visibility=matrix.visibility,
        derived_from=matrix,
        created_by=by,
    )
    new.full_clean()
    new.save()
    return new


def goal_scores(matrix: AlignmentMatrix, element: StrategyElement) -> dict[int, int]:
    """Goal number -> what the matrix of goals behind this one says of the element."""
    source = matrix.derived_from
    if source is None or source.granularity != Granularity.GOAL:
        return {}
    return dict(source.cells.filter(element=element).values_list("goal__number", "score"))
