"""Whether a validated matrix is still what was validated."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from alignment.models import AlignmentMatrix, MatrixSnapshot
from alignment.models.matrices import FROZEN_STATES
from alignment.queries.changes import CellKey, read_content


@dataclass(frozen=True)
class Verification:
    """`has_text`: the kept text gives the checksum. `differing`: cells that are other than in that text."""

    matrix: AlignmentMatrix
    has_text: bool
    differing: tuple[CellKey, ...] = ()
    renamed_rows: tuple[str, ...] = ()

    @property
    def is_intact(self) -> bool:
        return self.has_text and not self.differing


def verify_matrix(matrix: AlignmentMatrix) -> Verification:
    """Rows whose code was changed in the strategy since are named and not compared."""
    kept = MatrixSnapshot.objects.filter(matrix=matrix).values_list("content", flat=True).first()
    if kept is None or hashlib.sha256(kept.encode()).hexdigest() != matrix.checksum:
        return Verification(matrix, has_text=False)
    then = {key: (row["s"], row.get("kind", "")) for key, row in read_content(kept).cells.items()}
    rows = matrix.cells.values_list("element__code", "target__code", "goal__number", "score", "kind")
    now = {(element, target or str(goal)): (score, kind) for element, target, goal, score, kind in rows}
    codes = set(matrix.strategy.elements.values_list("code", flat=True))
    renamed = {element for element, _place in then} - codes
    known = {element for element, _place in then} - renamed
    differing = [key for key in then if key[0] in known and now.get(key) != then[key]]
    differing += [key for key in now if key[0] in known and key not in then]
    return Verification(matrix, True, tuple(differing), tuple(sorted(renamed)))


def verify_all() -> Iterator[Verification]:
    rows = AlignmentMatrix.objects.filter(state__in=FROZEN_STATES).select_related("strategy__city")
    for matrix in rows.order_by("pk").iterator(chunk_size=100):
        yield verify_matrix(matrix)
