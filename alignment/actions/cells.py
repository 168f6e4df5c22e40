"""Scores of a matrix. Nothing is overwritten that its author has not seen.

`seen` is what the form showed: the stamp of the cell, or "" for one that was not assessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.actions.matrices import lock_editable
from alignment.actions.revisions import clear_cells, next_revision
from alignment.checks.cells import is_score
from alignment.models import AlignmentCell, AlignmentMatrix, StrategyElement, Target
from alignment.models.matrices import Granularity, Provenance
from alignment.queries.scope import find_place, place_keys, scored_elements
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused

NO_CELL = ""
MAX_CELLS = 5000
VALUE_FIELDS = ("score", "kind", "horizon", "confidence", "rationale", "mitigation", "budget_share")


class CellHasChanged(ActionRefused):
    """Somebody else saved the cell meanwhile; `current` is their version, None when they cleared it."""

    code = "cell_has_changed"
    message = gettext_lazy("Somebody else has changed this cell meanwhile.")

    def __init__(self, current: AlignmentCell | None, *, element: str, place: str) -> None:
        self.current = current
        details = {name: getattr(current, name) for name in VALUE_FIELDS} if current else None
        super().__init__(element=element, target=place, current=details)


class UnknownPlace(ActionRefused):
    code = "unknown_place"
    message = gettext_lazy("This matrix has no such cell.")


class TooManyCells(ActionRefused):
    code = "too_many_cells"
    message = gettext_lazy("Send at most 5,000 cells at once.")


@dataclass(frozen=True)
class CellValues:
    score: int
    kind: str = ""
    horizon: str = ""
    confidence: int | None = None
    rationale: str = ""
    mitigation: str = ""
    budget_share: Decimal | None = None


@dataclass(frozen=True)
class CellChange:
    """`values` None sets the cell to not assessed; `seen` None overwrites whatever is there."""

    element: str
    place: str
    values: CellValues | None
    seen: str | None = None


def cell_stamp(cell: AlignmentCell | None) -> str:
    """Tells two states of a cell apart."""
    return cell.updated_at.isoformat() if cell else NO_CELL


def is_as_wanted(cell: AlignmentCell | None, change: CellChange) -> bool:
    """Nothing to do, so nothing to disagree about either: the same form sent twice is no conflict."""
    if cell is None or change.values is None:
        return cell is None and change.values is None
    return all(getattr(cell, name) == getattr(change.values, name) for name in VALUE_FIELDS)


def _refuse_unseen(cell: AlignmentCell | None, change: CellChange) -> None:
    if change.seen is not None and change.seen != cell_stamp(cell):
        raise CellHasChanged(cell, element=change.element, place=change.place)


@transaction.atomic
def save_cell(matrix: AlignmentMatrix, change: CellChange, *, by: Any) -> AlignmentCell | None:
    """Set or clear one cell. Raises MatrixIsNotEditable, UnknownPlace, CellHasChanged, ValidationError."""
    locked = lock_editable(matrix)
    element, place = _element(locked, change), _place(locked, change.place)
    cell = locked.cells.filter(element=element, **place).first()
    if is_as_wanted(cell, change):
        return cell
    _refuse_unseen(cell, change)
    revision = next_revision(locked)
    if change.values is None:
        _clear(cell, revision, by=by)
        return None
    cell = cell or AlignmentCell(matrix=locked, element=element, **place)
    cell.revision = revision
    return _write(cell, change.values, by=by)


def _element(matrix: AlignmentMatrix, change: CellChange) -> StrategyElement:
    """Only scored elements take a score; a cell left over from a former tree may be cleared."""
    rows = matrix.strategy.elements.all() if change.values is None else scored_elements(matrix)
    element = next((row for row in rows if row.code == change.element), None)
    if element is None:
        raise UnknownPlace
    return element


def _place(matrix: AlignmentMatrix, code: str) -> dict[str, int]:
    spot = find_place(matrix, code)
    if spot is None:
        raise UnknownPlace
    return {"target_id" if isinstance(spot, Target) else "goal_id": spot.pk}


def _write(cell: AlignmentCell, values: CellValues, *, by: Any) -> AlignmentCell:
    before = snapshot(cell) if cell.pk else None
    apply_values(cell, values, by=by)
    cell.save()
    record("alignment.cell.scored", by=by, target=cell, before=before, scope=cell.matrix, score=cell.score)
    return cell


def _clear(cell: AlignmentCell | None, revision: int, *, by: Any) -> None:
    if cell is None:
        return
    matrix, was = cell.matrix, snapshot(cell, VALUE_FIELDS)
    record("alignment.cell.cleared", by=by, target=cell, scope=matrix, was=was)
    clear_cells(matrix, [cell], revision=revision, by=by)


def apply_values(cell: AlignmentCell, values: CellValues, *, by: Any) -> None:
    """Put values on a cell and check them without a query; the constraints check again on saving."""
    for name in VALUE_FIELDS:
        setattr(cell, name, getattr(values, name))
    cell.updated_by = by
    if cell.pk and cell.provenance != Provenance.MANUAL:
        cell.provenance = Provenance.MANUAL
    if not is_score(cell.score):
        raise ValidationError({"score": _("A score is a whole number from −3 to +3.")})
    if cell.score == 0 and cell.kind:
        raise ValidationError({"kind": _("A score of 0 has no kind of link.")})
    if cell.budget_share is not None and not 0 <= cell.budget_share <= 100:
        raise ValidationError({"budget_share": _("A share lies between 0 and 100 %.")})
    cell.clean_fields(exclude=["matrix", "element", "goal", "target", "updated_by"])


@transaction.atomic
def save_cells(matrix: AlignmentMatrix, changes: Sequence[CellChange], *, by: Any) -> int:
    """All or nothing; returns how many cells differ afterwards. For the API and the form of a row.

    Raises what `save_cell` raises, and ValidationError with the place of each faulty cell.
    """
    if len(changes) > MAX_CELLS:
        raise TooManyCells
    locked = lock_editable(matrix)
    writer = _Writer(locked, by)
    writer.take(changes)
    count = writer.write()
    if count:
        record("alignment.cells.scored", by=by, target=locked, cells=writer.log)
    return count


class _Writer:
    """Sorts many changes into new, changed and cleared cells, then writes each kind in one query."""

    def __init__(self, matrix: AlignmentMatrix, by: Any) -> None:
        self.matrix, self.by = matrix, by
        self.elements = {row.code: row for row in scored_elements(matrix)}
        self.is_goal = matrix.granularity == Granularity.GOAL
        self.places = place_keys(matrix)
        self.attribute = "goal_id" if self.is_goal else "target_id"
        self.new: list[AlignmentCell] = []
        self.changed: list[AlignmentCell] = []
        self.cleared: list[AlignmentCell] = []
        self.log: list[list[Any]] = []
        self.taken: set[tuple[int, int]] = set()

    def take(self, changes: Sequence[CellChange]) -> None:
        there = {(cell.element_id, getattr(cell, self.attribute)): cell for cell in self._present(changes)}
        errors: dict[str, Any] = {}
        for change in changes:
            try:
                self._take(change, there)
            except ValidationError as error:
                errors[f"{change.element}:{change.place}"] = error.messages
        if errors:
            raise ValidationError(errors)

    def _present(self, changes: Sequence[CellChange]) -> Iterable[AlignmentCell]:
        ids = {self.elements[change.element].pk for change in changes if change.element in self.elements}
        return self.matrix.cells.filter(element__in=ids)

    def _take(self, change: CellChange, there: dict[tuple[int, int], AlignmentCell]) -> None:
        element, place = self.elements.get(change.element), self.places.get(change.place)
        if element is None or place is None:
            raise UnknownPlace(element=change.element, target=change.place)
        if (element.pk, place) in self.taken:
            raise ValidationError(_("It is scored twice."))
        self.taken.add((element.pk, place))
        cell = there.get((element.pk, place))
        if is_as_wanted(cell, change):
            return
        _refuse_unseen(cell, change)
        if change.values is None:
            self.cleared += [cell] if cell else []
        elif cell is None:
            cell = AlignmentCell(matrix=self.matrix, element=element, **{self.attribute: place})
            apply_values(cell, change.values, by=self.by)
            self.new.append(cell)
        else:
            apply_values(cell, change.values, by=self.by)
            self.changed.append(cell)
        self.log.append([change.element, change.place, change.values.score if change.values else None])

    def write(self) -> int:
        count = len(self.new) + len(self.changed) + len(self.cleared)
        if not count:
            return 0
        revision = next_revision(self.matrix)
        for cell in [*self.new, *self.changed]:
            cell.revision = revision
        AlignmentCell.objects.bulk_create(self.new, batch_size=2000)
        for cell in self.changed:
            cell.updated_at = AlignmentCell._meta.get_field("updated_at").pre_save(cell, add=False)
        fields = [*VALUE_FIELDS, "provenance", "revision", "updated_by", "updated_at"]
        AlignmentCell.objects.bulk_update(self.changed, fields, batch_size=500)
        clear_cells(self.matrix, self.cleared, revision=revision, by=self.by)
        return count
