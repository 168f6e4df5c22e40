"""The saving that a grid sends most: one cell, its revision, its history and its notes in one statement."""

from typing import Any

from alignment.actions.cells import VALUE_FIELDS
from alignment.actions.held import all_held
from alignment.models import AlignmentCell, AlignmentMatrix, CellReading, ClearedCell, Evidence
from alignment.queries.spots import Hanging
from sdgplatform.audit.recording import Snapshot, new_entry, snapshot
from sdgplatform.writes import Writes

WRITTEN = [*VALUE_FIELDS, "provenance", "revision", "updated_by", "updated_at"]
GOES_WITH_IT = (
    (Evidence.cells.through, "alignmentcell"),
    (AlignmentCell.indicators.through, "alignmentcell"),
    (CellReading, "cell"),
)


class OneCell:
    """Each method takes the next revision of the matrix, whose lock the caller holds, and returns it."""

    def __init__(self, locked: AlignmentMatrix, by: Any) -> None:
        self.matrix, self.by = locked, by
        self.writes = Writes()

    def add(self, cell: AlignmentCell) -> int:
        cell.revision = self._count()
        key = self.writes.insert(cell)
        entry = new_entry(
            "alignment.cell.scored", by=self.by, target=cell, scope=self.matrix, score=cell.score
        )
        entry.target_id = key  # the database knows it
        return self._run(entry)

    def change(self, cell: AlignmentCell, before: Snapshot) -> int:
        cell.revision = self._count()
        self.writes.update(cell, WRITTEN)
        entry = new_entry(
            "alignment.cell.scored",
            by=self.by,
            target=cell,
            before=before,
            scope=self.matrix,
            score=cell.score,
        )
        return self._run(entry)

    def clear(self, cell: AlignmentCell, hanging: Hanging) -> int:
        """As `clear_cells`, for one."""
        revision = self._count()
        was = snapshot(cell, VALUE_FIELDS)
        entry = new_entry("alignment.cell.cleared", by=self.by, target=cell, scope=self.matrix, was=was)
        for model, name in GOES_WITH_IT:
            self.writes.delete(model.objects.filter(**{name: cell.pk}))
        self.writes.delete(AlignmentCell.objects.filter(pk=cell.pk))
        self._note(cell, hanging, revision)
        return self._run(entry)

    def _note(self, cell: AlignmentCell, hanging: Hanging, revision: int) -> None:
        """There is one note of each place."""
        held = all_held(cell, hanging.evidence, hanging.indicators)
        note = ClearedCell(pk=hanging.note, matrix=self.matrix, revision=revision, held=held, by=self.by)
        note.element_id, note.goal_id, note.target_id = cell.element_id, cell.goal_id, cell.target_id
        if hanging.note is None:
            self.writes.insert(note)
        else:
            self.writes.update(note, ["revision", "held", "by", "at"])

    def _count(self) -> int:
        self.matrix.revision += 1
        self.writes.update(self.matrix, ["revision", "updated_at"])
        return self.matrix.revision

    def _run(self, entry: Any) -> int:
        self.writes.insert(entry)
        self.writes.run()
        return self.matrix.revision
