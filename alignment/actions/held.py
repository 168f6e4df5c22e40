"""All that a cell held when it was cleared: kept with the note of it, so that undoing is whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from alignment.models import AlignmentCell, AlignmentMatrix, ClearedCell, Evidence, LocalIndicator

PLAIN = ("horizon", "confidence", "rationale", "mitigation", "provenance", "original_value")
Key = tuple[int, int]


def held_by(cells: Sequence[AlignmentCell]) -> dict[int, dict[str, Any]]:
    """By the key of each cell; what is empty is left out. Two queries for any number of cells."""
    keys = [cell.pk for cell in cells]
    evidence = _linked(Evidence.cells.through, "evidence_id", keys)
    indicators = _linked(AlignmentCell.indicators.through, "localindicator_id", keys)
    return {cell.pk: all_held(cell, evidence[cell.pk], indicators[cell.pk]) for cell in cells}


def _linked(through: Any, name: str, keys: Sequence[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for cell, other in through.objects.filter(alignmentcell__in=keys).values_list("alignmentcell_id", name):
        found[cell].append(other)
    return found


def all_held(cell: AlignmentCell, evidence: list[int], indicators: list[int]) -> dict[str, Any]:
    held = {name: getattr(cell, name) for name in PLAIN}
    if cell.budget_share is not None:
        held["budget_share"] = str(cell.budget_share)
    held |= {"evidence": sorted(evidence), "indicators": sorted(indicators)}
    return {name: value for name, value in held.items() if value}


class HeldBefore:
    """What this person has cleared at some places of a matrix, by element and place.

    Somebody else's clearing is not theirs to undo. Read once; the lock of the matrix is held meanwhile.
    """

    def __init__(self, locked: AlignmentMatrix, attribute: str, keys: Iterable[Key], *, by: Any) -> None:
        self.matrix, self.attribute = locked, attribute
        wanted = set(keys)
        rows: Iterable[ClearedCell] = ()
        if wanted and by is not None:
            rows = locked.cleared_cells.filter(element__in={element for element, _place in wanted}, by=by)
        at = {(row.element_id, getattr(row, attribute)): row.held for row in rows}
        self.held: dict[Key, dict[str, Any]] = {key: held for key, held in at.items() if key in wanted}

    def values(self, key: Key) -> dict[str, Any]:
        """The fields that an edit may have, by name."""
        held = dict(self.held.get(key, {}))
        share = held.get("budget_share")
        found = {
            name: held[name] for name in ("horizon", "confidence", "rationale", "mitigation") if name in held
        }
        return {**found, "budget_share": Decimal(share)} if share else found

    def put_origin(self, cell: AlignmentCell, key: Key) -> None:
        for name in ("provenance", "original_value"):
            setattr(cell, name, self.held.get(key, {}).get(name, getattr(cell, name)))

    def link(self, cells: Iterable[AlignmentCell]) -> None:
        """Evidence and indicators again, as far as they still exist; the cells are saved already."""
        again = {
            cell.pk: self.held.get((cell.element_id, getattr(cell, self.attribute)), {}) for cell in cells
        }
        again = {key: held for key, held in again.items() if held.get("evidence") or held.get("indicators")}
        if not again:
            return
        evidence, indicators = _all(again, "evidence"), _all(again, "indicators")
        there = set(self.matrix.evidence.filter(pk__in=evidence).values_list("pk", flat=True))
        _link(Evidence.cells.through, "evidence_id", again, "evidence", there)
        found = LocalIndicator.objects.filter(pk__in=indicators, city=self.matrix.strategy.city_id)
        there = set(found.values_list("pk", flat=True))
        _link(AlignmentCell.indicators.through, "localindicator_id", again, "indicators", there)


def _all(again: Mapping[int, Mapping[str, Any]], name: str) -> set[int]:
    return {key for held in again.values() for key in held.get(name, ())}


def _link(
    through: Any, column: str, again: Mapping[int, Mapping[str, Any]], name: str, there: set[int]
) -> None:
    rows = [
        through(alignmentcell_id=cell, **{column: other})
        for cell, held in again.items()
        for other in held.get(name, ())
        if other in there
    ]
    through.objects.bulk_create(rows, ignore_conflicts=True)
