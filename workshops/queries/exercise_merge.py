"""The drafts of the groups side by side, and what a merge would write.

The median is only taken by itself where it is a whole number and the groups lie less than 2 apart. A median
between two scores is never rounded: such a cell is flagged like one with a range of 2 or more, and stays
blank until somebody chooses.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from alignment.analysis.agreement import Agreement, CellAgreement, Scores, agreement_of
from alignment.models import AlignmentMatrix
from alignment.models.matrices import EDITABLE_STATES
from workshops.models import Exercise, ExerciseGroup
from workshops.queries.exercise_screen import median_text
from workshops.queries.exercises import Board, ElementInPlay, GroupCell, PlaceInPlay, board_of, cells_of

NOT_ASSESSED = "–"
Key = tuple[int, str]


@dataclass(frozen=True)
class ComparedCell:
    """One cell with what each group says, in the order of the groups; None where a group left it blank."""

    element: ElementInPlay
    place: PlaceInPlay
    cells: Sequence[GroupCell | None]
    decision: int | None = None

    @property
    def key(self) -> Key:
        return self.element.key, self.place.code

    @property
    def scores(self) -> tuple[int | None, ...]:
        return tuple(cell.score if cell else None for cell in self.cells)

    @cached_property
    def agreement(self) -> CellAgreement:
        return CellAgreement(self.element.code, self.place.code, self.scores)

    @property
    def median(self) -> float:
        return self.agreement.median

    @property
    def median_text(self) -> str:
        return median_text(self.median)

    @property
    def range(self) -> int:
        return self.agreement.range

    @property
    def is_tie(self) -> bool:
        return not self.median.is_integer()

    @property
    def is_flagged(self) -> bool:
        return self.agreement.needs_talk or self.is_tie

    @property
    def is_partial(self) -> bool:
        """Some groups scored it and some did not: shown apart, since blank is no opinion."""
        return None in self.scores

    @property
    def proposal(self) -> int | None:
        return None if self.is_tie else int(self.median)

    @property
    def final(self) -> int | None:
        """None: flagged and nobody has chosen yet."""
        if self.decision is not None:
            return self.decision
        return None if self.is_flagged else self.proposal

    @property
    def kind(self) -> str:
        """That of most groups which see a link of the same sign; blank when two kinds are as frequent."""
        final = self.final or 0
        kinds = Counter(
            cell.kind for cell in self.cells if cell and cell.kind and cell.score and cell.score * final > 0
        )
        ranked = kinds.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return ""
        return ranked[0][0]

    @property
    def original(self) -> str:
        """The scores of the groups, as they stay with the merged cell."""
        return " · ".join(NOT_ASSESSED if score is None else str(score) for score in self.scores)[:60]


@dataclass(frozen=True)
class Comparison:
    groups: Sequence[ExerciseGroup]
    board: Board
    cells: Sequence[ComparedCell]

    @property
    def flagged(self) -> list[ComparedCell]:
        return [cell for cell in self.cells if cell.is_flagged]

    @property
    def partial(self) -> list[ComparedCell]:
        return [cell for cell in self.cells if cell.is_partial and not cell.is_flagged]

    @property
    def agreed(self) -> list[ComparedCell]:
        return [cell for cell in self.cells if not cell.is_partial and not cell.is_flagged]

    @property
    def undecided(self) -> list[ComparedCell]:
        return [cell for cell in self.cells if cell.final is None]

    @property
    def decided(self) -> list[ComparedCell]:
        return [cell for cell in self.cells if cell.final is not None]

    @cached_property
    def agreement(self) -> Agreement:
        scores: list[Scores] = [
            {
                (cell.element.code, cell.place.code): score
                for cell in self.cells
                if (score := cell.scores[index]) is not None
            }
            for index in range(len(self.groups))
        ]
        return agreement_of(scores)

    @property
    def within_one(self) -> int:
        """Cells that two groups or more scored and that lie at most 1 apart."""
        return sum(not cell.needs_talk for cell in self.agreement.cells)


def comparison_of(exercise: Exercise, board: Board | None = None) -> Comparison:
    """Six queries, however many cells. Groups that scored nothing are left out."""
    board = board or board_of(exercise)
    groups = list(exercise.groups.order_by("number"))
    by_group: dict[int, dict[Key, GroupCell]] = {}
    for cell in cells_of(board, groups):
        by_group.setdefault(cell.group, {})[cell.element, cell.place] = cell
    scoring = [group for group in groups if group.number in by_group]
    decisions = {
        (element, place): score
        for element, place, score in exercise.decisions.values_list("element", "place", "score")
    }
    rows = []
    for element in board.elements:
        for place in board.places:
            key = (element.key, place.code)
            cells = [by_group[group.number].get(key) for group in scoring]
            if any(cells):
                rows.append(ComparedCell(element, place, cells, decisions.get(key)))
    return Comparison(scoring, board, rows)


@dataclass(frozen=True)
class MergedCell:
    """What a merge writes; `before` is what the matrix has there, None when it is blank."""

    cell: ComparedCell
    score: int
    kind: str
    rationale: str
    before: tuple[int, str] | None

    @property
    def effect(self) -> str:
        if self.before is None:
            return "new"
        return "same" if self.before == (self.score, self.kind) else "changed"


@dataclass(frozen=True)
class MergePlan:
    cells: Sequence[MergedCell]
    undecided: int
    kept: int

    def count(self, effect: str) -> int:
        return sum(cell.effect == effect for cell in self.cells)

    @property
    def new(self) -> int:
        return self.count("new")

    @property
    def changed(self) -> list[MergedCell]:
        return [cell for cell in self.cells if cell.effect == "changed"]

    @property
    def same(self) -> int:
        return self.count("same")

    @property
    def without_kind(self) -> int:
        return sum(bool(cell.score) and not cell.kind for cell in self.cells)


def plan_merge(comparison: Comparison, matrix: AlignmentMatrix | None) -> MergePlan:
    """`matrix` None: a new one. One query."""
    there: dict[Key, tuple[int, str, str]] = {}
    if matrix is not None:
        rows = matrix.cells.values_list(
            "element", "target__code", "goal__number", "score", "kind", "rationale"
        )
        there = {
            (element, target or str(goal)): (score, kind, rationale)
            for element, target, goal, score, kind, rationale in rows
        }
    cells = [
        _merged(cell, comparison.groups, there.get(cell.key))
        for cell in comparison.cells
        if cell.final is not None
    ]
    touched = {cell.cell.key for cell in cells}
    return MergePlan(cells, len(comparison.undecided), len(there.keys() - touched))


def _merged(
    cell: ComparedCell, groups: Sequence[ExerciseGroup], before: tuple[int, str, str] | None
) -> MergedCell:
    score = cell.final or 0
    kind = cell.kind
    if before and before[0] == score and not kind and score:
        kind = before[1]
    rationale = _rationale(cell, groups, before[2] if before else "")
    return MergedCell(cell, score, kind if score else "", rationale, before[:2] if before else None)


def _rationale(cell: ComparedCell, groups: Sequence[ExerciseGroup], before: str) -> str:
    """What is there, then each group's reason under its name; a reason that is there already stays once."""
    lines = [before] if before else []
    for group, own in zip(groups, cell.cells, strict=True):
        if own and own.rationale and (line := f"{group.name}: {own.rationale}") not in before:
            lines.append(line)
    return "\n".join(lines)[:4000]


def grouped_by_element(
    cells: Sequence[ComparedCell],
) -> Mapping[ElementInPlay, list[ComparedCell]]:
    found: dict[ElementInPlay, list[ComparedCell]] = {}
    for cell in cells:
        found.setdefault(cell.element, []).append(cell)
    return found


def matrices_to_merge_into(exercise: Exercise, user: Any) -> QuerySet[AlignmentMatrix]:
    """Drafts of the same strategy and depth that this person may change."""
    rows = AlignmentMatrix.objects.visible_to(user).filter(
        strategy=exercise.strategy_id, granularity=exercise.granularity, state__in=EDITABLE_STATES
    )
    if user.is_superuser:
        return rows.order_by("-pk")
    mine = Q(created_by=user) | Q(strategy__city__in=user.planned_city_ids)
    coordinated = Q(strategy__network__in=user.coordinated_network_ids)
    return rows.filter(mine | coordinated).select_related("strategy").order_by("-pk")
