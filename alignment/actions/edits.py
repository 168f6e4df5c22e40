"""Edits of a grid: many at once, each stands alone, none overwrites what its author has not seen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from alignment.actions.cells import MAX_CELLS, VALUE_FIELDS, CellValues, TooManyCells, apply_values
from alignment.actions.held import HeldBefore
from alignment.actions.matrices import lock_editable
from alignment.actions.one_cell import WRITTEN, OneCell
from alignment.actions.revisions import clear_cells, next_revision
from alignment.models import AlignmentCell, AlignmentMatrix
from alignment.models.matrices import Granularity
from alignment.queries.spots import Spots, find_spots
from sdgplatform.audit.recording import Snapshot, record, snapshot

MORE_FIELDS = frozenset(VALUE_FIELDS) - {"score", "kind"}


@dataclass(frozen=True)
class Edit:
    """What one cell shall be.

    `score` None sets it to not assessed. `kind` None keeps the cell's. `seen` is the revision of the cell
    that the author saw, 0 when it was not assessed. `more` holds other fields of the cell; those that are
    not named stay as they are. `back` undoes a clearing of one's own: with the score comes all that the cell
    held; it says nothing where there is a cell.
    """

    element: str
    place: str
    score: int | None
    kind: str | None = None
    seen: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)
    back: bool = False


@dataclass(frozen=True)
class Now:
    """A cell after the saving; `score` None is not assessed."""

    element: str
    place: str
    score: int | None
    kind: str
    revision: int


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the cell after its author had seen it; `cell` None: they cleared it."""

    edit: Edit
    cell: AlignmentCell | None


@dataclass(frozen=True)
class Fault:
    edit: Edit
    message: str


@dataclass(frozen=True)
class Saved:
    revision: int
    cells: Sequence[Now]
    conflicts: Sequence[Conflict]
    faults: Sequence[Fault]


@transaction.atomic
def save_edits(matrix: AlignmentMatrix, edits: Sequence[Edit], *, by: Any) -> Saved:
    """Saves what can be saved and returns the rest. An edit sent twice changes nothing the second time.

    Raises MatrixIsNotEditable, TooManyCells.
    """
    if len(edits) > MAX_CELLS:
        raise TooManyCells
    locked = lock_editable(matrix)
    batch = _Batch(locked, by)
    batch.take(edits)
    if batch.is_empty:
        return batch.result(locked.revision)
    return batch.result(batch.write())


class _Batch:
    """Sorts the edits into new, changed and cleared cells, conflicts and faults, then writes each kind."""

    def __init__(self, matrix: AlignmentMatrix, by: Any) -> None:
        self.matrix, self.by = matrix, by
        self.attribute = "goal_id" if matrix.granularity == Granularity.GOAL else "target_id"
        self.spots = Spots()
        self.new: list[AlignmentCell] = []
        self.changed: list[tuple[AlignmentCell, Snapshot]] = []
        self.cleared: list[AlignmentCell] = []
        self.done: list[tuple[Edit, AlignmentCell | None]] = []
        self.log: list[list[Any]] = []
        self.conflicts: list[Conflict] = []
        self.faults: list[Fault] = []
        self.before = HeldBefore(matrix, self.attribute, (), by=by)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.cleared)

    def take(self, edits: Sequence[Edit]) -> None:
        """The last of several edits of one cell is what its author wants."""
        last = {(edit.element, edit.place): edit for edit in edits}
        clears_one = len(last) == 1 and edits[-1].score is None
        elements, places = {key[0] for key in last}, {key[1] for key in last}
        self.spots = find_spots(self.matrix, elements, places, with_hanging=clears_one)
        back = _brought_back(last.values(), self.spots)
        self.before = HeldBefore(self.matrix, self.attribute, back, by=self.by)
        for edit in last.values():
            try:
                self._take(edit)
            except ValidationError as error:
                self.faults.append(Fault(edit, " ".join(error.messages)))

    def _take(self, edit: Edit) -> None:
        element, place = _spot(edit, self.spots)
        cell = self.spots.cells.get((element, place))
        if _is_as_wanted(cell, edit):
            self.done.append((edit, cell))
        elif _is_unseen(cell, edit):
            self.conflicts.append(Conflict(edit, cell))
        else:
            self._change(edit, cell, element, place)

    def _change(self, edit: Edit, cell: AlignmentCell | None, element: int, place: int) -> None:
        if edit.score is None:
            self.cleared += [cell] if cell else []
            cell = None
        else:
            before = snapshot(cell) if cell else None
            values = _wanted(cell, edit, self.before.values((element, place)))
            if cell is None:
                cell = AlignmentCell(matrix=self.matrix, element_id=element, **{self.attribute: place})
                self.before.put_origin(cell, (element, place))
            apply_values(cell, values, by=self.by)
            if before is None:
                self.new.append(cell)
            else:
                self.changed.append((cell, before))
        self.log.append([edit.element, edit.place, edit.score])
        self.done.append((edit, cell))

    def write(self) -> int:
        """The revision that this saving has taken."""
        revision = self._write_one() if len(self.log) == 1 else self._write_all()
        self.before.link(self.new)
        return revision

    def _write_one(self) -> int:
        saving = OneCell(self.matrix, self.by)
        if self.new:
            return saving.add(self.new[0])
        if self.changed:
            return saving.change(*self.changed[0])
        (cell,) = self.cleared
        return saving.clear(cell, self.spots.hanging[cell.pk])

    def _write_all(self) -> int:
        revision = next_revision(self.matrix)
        changed = [cell for cell, _before in self.changed]
        for cell in [*self.new, *changed]:
            cell.revision = revision
        AlignmentCell.objects.bulk_create(self.new, batch_size=2000)
        for cell in changed:
            cell.updated_at = AlignmentCell._meta.get_field("updated_at").pre_save(cell, add=False)
        AlignmentCell.objects.bulk_update(changed, WRITTEN, batch_size=500)
        record("alignment.cells.scored", by=self.by, target=self.matrix, cells=self.log)
        clear_cells(self.matrix, self.cleared, revision=revision, by=self.by)
        return revision

    def result(self, revision: int) -> Saved:
        cells = [_now(edit, cell, revision) for edit, cell in self.done]
        return Saved(revision, cells, self.conflicts, self.faults)


def _spot(edit: Edit, spots: Spots) -> tuple[int, int]:
    """Only scored elements take a score; a cell left over from a former tree may be cleared."""
    element = spots.elements.get(edit.element)
    if element is None and edit.score is None:
        element = spots.unscored.get(edit.element)
    place = spots.places.get(edit.place)
    if element is None or place is None:
        raise ValidationError(_("This matrix has no such cell."))
    return element, place


def _brought_back(edits: Iterable[Edit], spots: Spots) -> list[tuple[int, int]]:
    asked = (edit for edit in edits if edit.back and edit.score is not None)
    keys = ((spots.elements.get(edit.element), spots.places.get(edit.place)) for edit in asked)
    return [(element, place) for element, place in keys if element is not None and place is not None]


def _is_as_wanted(cell: AlignmentCell | None, edit: Edit) -> bool:
    if cell is None or edit.score is None:
        return cell is None and edit.score is None
    values = _wanted(cell, edit)
    return all(getattr(cell, name) == getattr(values, name) for name in VALUE_FIELDS)


def _is_unseen(cell: AlignmentCell | None, edit: Edit) -> bool:
    return edit.seen < cell.revision if cell else edit.seen > 0


def _wanted(cell: AlignmentCell | None, edit: Edit, held: Mapping[str, Any] | None = None) -> CellValues:
    """The cell's own values, or those it held before it was cleared, with those of the edit put over them."""
    unknown = set(edit.more) - MORE_FIELDS
    if unknown:
        raise ValidationError(_("A cell has no such field."))
    score = edit.score if edit.score is not None else 0
    kept = {name: getattr(cell, name) for name in MORE_FIELDS} if cell else dict(held or {})
    kind = edit.kind if edit.kind is not None else (cell.kind if cell else "")
    return CellValues(score=score, kind=kind if score else "", **{**kept, **edit.more})


def _now(edit: Edit, cell: AlignmentCell | None, revision: int) -> Now:
    if cell is None:
        return Now(edit.element, edit.place, None, "", revision)
    return Now(edit.element, edit.place, cell.score, cell.kind, cell.revision)
