"""A suggestion counts for nothing until a person accepts it; what they decide is kept with the words.

A suggestion is accepted as the matrix stands now: nothing that is scored is overwritten, and what the
words of the element do not suggest (any more) is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from alignment.actions.cells import MAX_CELLS, CellValues, TooManyCells, UnknownPlace, apply_values
from alignment.actions.matrices import lock_editable
from alignment.actions.revisions import next_revision
from alignment.models import AlignmentCell, AlignmentMatrix, StrategyElement, SuggestionDecision
from alignment.models.decisions import Decision
from alignment.models.matrices import Granularity, Provenance
from alignment.queries.scope import matrix_scope, place_keys, scored_elements
from alignment.queries.suggestions import own_places, suggested_now
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused


class NotSuggested(ActionRefused):
    code = "not_suggested"
    message = gettext_lazy("The words of this element do not suggest this target (any more).")


class AlreadyScored(ActionRefused):
    code = "already_scored"
    message = gettext_lazy("This cell is scored already. Nothing was changed.")


@dataclass(frozen=True)
class Choice:
    """One suggestion of one element, by its codes."""

    element: str
    place: str


@dataclass(frozen=True)
class Accepted:
    """`kept`: cells that were scored meanwhile; `gone`: what is suggested no more. Both stay as they are."""

    cells: list[AlignmentCell]
    kept: list[Choice]
    gone: list[Choice]


@transaction.atomic
def accept_suggestion(
    matrix: AlignmentMatrix, choice: Choice, *, score: int, kind: str, by: Any
) -> AlignmentCell:
    """The cell with the score that the person chose; sent twice it is the same cell.

    Raises MatrixIsNotEditable, UnknownPlace, NotSuggested, AlreadyScored, ValidationError.
    """
    desk = _Desk(lock_editable(matrix), by)
    cell = desk.cell(choice)
    if cell is not None:
        if cell.provenance == Provenance.SUGGESTED and (cell.score, cell.kind) == (score, kind):
            return cell
        raise AlreadyScored
    words = desk.words(choice)
    cell = desk.score(choice, CellValues(score, kind), next_revision(desk.matrix))
    desk.decide(choice, Decision.ACCEPTED, words)
    record(
        "alignment.suggestion.accepted", by=by, target=cell, scope=desk.matrix, score=cell.score, words=words
    )
    return cell


@transaction.atomic
def accept_suggestions(
    matrix: AlignmentMatrix, choices: Sequence[Choice], *, score: int, kind: str, by: Any
) -> Accepted:
    """Many at once with one score; those scored or gone meanwhile are told, not refused."""
    if len(choices) > MAX_CELLS:
        raise TooManyCells
    desk = _Desk(lock_editable(matrix), by)
    result, log, revision = Accepted([], [], []), [], 0
    for choice in dict.fromkeys(choices):
        if desk.cell(choice) is not None:
            result.kept.append(choice)
            continue
        try:
            words = desk.words(choice)
        except NotSuggested:
            result.gone.append(choice)
            continue
        revision = revision or next_revision(desk.matrix)
        result.cells.append(desk.score(choice, CellValues(score, kind), revision))
        desk.decide(choice, Decision.ACCEPTED, words)
        log.append([choice.element, choice.place, score, words])
    if log:
        record("alignment.suggestions.accepted", by=by, target=desk.matrix, cells=log)
    return result


@transaction.atomic
def dismiss_suggestion(matrix: AlignmentMatrix, choice: Choice, *, by: Any) -> None:
    """It is not shown again for this element; sent twice it is dismissed once. Raises AlreadyScored."""
    desk = _Desk(lock_editable(matrix), by)
    if desk.cell(choice) is not None:
        raise AlreadyScored
    if desk.is_dismissed(choice):
        return
    words = desk.words(choice)
    row = desk.decide(choice, Decision.DISMISSED, words)
    record("alignment.suggestion.dismissed", by=by, target=row, scope=desk.matrix, words=words)


@transaction.atomic
def restore_suggestions(matrix: AlignmentMatrix, element_code: str, *, by: Any) -> int:
    """Shows again what was dismissed for the element; returns how many."""
    locked = lock_editable(matrix)
    rows = locked.suggestion_decisions.filter(element__code=element_code, decision=Decision.DISMISSED)
    count, _per_model = rows.delete()
    if count:
        record("alignment.suggestions.restored", by=by, target=locked, element=element_code, count=count)
    return count


class _Desk:
    """What a matrix holds, read once for one or many decisions."""

    def __init__(self, matrix: AlignmentMatrix, by: Any) -> None:
        self.matrix, self.by = matrix, by
        self.elements = {row.code: row for row in scored_elements(matrix)}
        self.places = place_keys(matrix)
        self.attribute = "goal_id" if matrix.granularity == Granularity.GOAL else "target_id"
        self.inside, self.own = matrix_scope(matrix).inside, own_places(matrix)
        self.found: dict[str, dict[str, Any]] = {}

    def at(self, choice: Choice) -> dict[str, Any]:
        element, place = self.elements.get(choice.element), self.places.get(choice.place)
        if element is None or place is None:
            raise UnknownPlace(element=choice.element, target=choice.place)
        return {"element": element, self.attribute: place}

    def cell(self, choice: Choice) -> AlignmentCell | None:
        return self.matrix.cells.filter(**self.at(choice)).first()

    def is_dismissed(self, choice: Choice) -> bool:
        rows = self.matrix.suggestion_decisions.filter(**self.at(choice))
        return rows.filter(decision=Decision.DISMISSED).exists()

    def words(self, choice: Choice) -> list[str]:
        """The words that suggest it now."""
        element: StrategyElement = self.elements[choice.element]
        if choice.element not in self.found:
            self.found[choice.element] = suggested_now(self.matrix, element, self.inside, self.own)
        suggestion = self.found[choice.element].get(choice.place)
        if suggestion is None:
            raise NotSuggested(element=choice.element, target=choice.place)
        return list(suggestion.words)

    def score(self, choice: Choice, values: CellValues, revision: int) -> AlignmentCell:
        cell = AlignmentCell(matrix=self.matrix, revision=revision, **self.at(choice))
        apply_values(cell, values, by=self.by)
        cell.provenance = Provenance.SUGGESTED
        cell.save()
        return cell

    def decide(self, choice: Choice, decision: Decision, words: list[str]) -> SuggestionDecision:
        row, _is_new = self.matrix.suggestion_decisions.update_or_create(
            **self.at(choice), defaults={"decision": decision, "words": words, "by": self.by}
        )
        return row
