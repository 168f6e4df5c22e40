"""What a phone shows of its group's draft."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from workshops.models import ExerciseEdit, ExerciseGroup
from workshops.queries.exercises import Board, GroupCell, cells_of

Key = tuple[int, str]


def cells_for_phone(board: Board, group: ExerciseGroup) -> dict[Key, GroupCell]:
    """Each scored cell with who set it last; two queries."""
    cells = {(cell.element, cell.place): cell for cell in cells_of(board, [group])}
    edits = ExerciseEdit.objects.filter(group=group).order_by("revision", "pk")
    names = {
        (element, place): name
        for element, place, name in edits.values_list("element", "place", "member__name")
    }
    return {key: GroupCell(**{**_values(cell), "member": names.get(key, "")}) for key, cell in cells.items()}


def _values(cell: GroupCell) -> dict[str, Any]:
    return dict(vars(cell))


def counts_by_element(cells: Mapping[Key, GroupCell]) -> Counter[int]:
    return Counter(element for element, _place in cells)
