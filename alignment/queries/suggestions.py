"""Targets, or goals, that the words of elements suggest: in the scope of the matrix and not decided yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import Truncator

from alignment.models import AlignmentMatrix, Goal, StrategyElement, Target
from alignment.models.decisions import Decision
from alignment.models.matrices import Granularity
from alignment.queries.scope import goals_of, matrix_scope, scored_elements, targets_of
from alignment.suggestions import MAX_SUGGESTIONS, OwnPlace, Suggestion, suggest_goals, suggest_targets

SHOWN_DESCRIPTION = 600


@dataclass(frozen=True)
class Piece:
    """A stretch of the element's own text, and whether it is a word that matched."""

    text: str
    marked: bool


@dataclass(frozen=True)
class SuggestedPlace:
    """`score` only ranks; it says nothing of the score that the cell should get."""

    place: str
    title: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class ElementSuggestions:
    element: StrategyElement
    places: list[SuggestedPlace]
    dismissed: int
    has_cells: bool
    title: list[Piece]
    description: list[Piece]


@dataclass(frozen=True)
class _Known:
    """What the matrix holds already, read once for all elements."""

    inside: frozenset[str]
    own: tuple[OwnPlace, ...]
    titles: dict[str, str]
    taken: dict[int, set[str]]
    dismissed: dict[int, set[str]]


def suggestions_for(matrix: AlignmentMatrix, element: StrategyElement) -> ElementSuggestions:
    return suggestions_of(matrix, [element])[0]


def suggestions_of(matrix: AlignmentMatrix, elements: Iterable[StrategyElement]) -> list[ElementSuggestions]:
    """The same few queries for one element and for many."""
    rows = list(elements)
    known = _known(matrix, rows)
    return [_suggestions(matrix, element, known) for element in rows]


def undecided_counts(
    matrix: AlignmentMatrix,
    elements: Iterable[StrategyElement],
    *,
    inside: frozenset[str],
    taken: Mapping[str, set[str]],
) -> dict[str, int]:
    """By the code of the element how many suggestions wait; `taken` are the places it scores already."""
    rows, own = list(elements), own_places(matrix)
    dismissed = _dismissed(matrix, rows)
    return {
        row.code: len(
            [
                code
                for code in suggested_now(matrix, row, inside, own)
                if code not in taken.get(row.code, ()) and code not in dismissed[row.pk]
            ][:MAX_SUGGESTIONS]
        )
        for row in rows
    }


def undecided_elements(matrix: AlignmentMatrix, *, without_cells: bool) -> list[StrategyElement]:
    """Scored elements in the order of the tree; only those that have no cell yet when asked."""
    rows = scored_elements(matrix)
    if not without_cells:
        return rows
    begun = set(matrix.cells.values_list("element_id", flat=True))
    return [row for row in rows if row.pk not in begun]


def suggested_now(
    matrix: AlignmentMatrix, element: StrategyElement, among: Iterable[str], own: Iterable[OwnPlace]
) -> dict[str, Suggestion]:
    """What the words of the element suggest among these codes, whatever was decided before."""
    suggest = suggest_goals if matrix.granularity == Granularity.GOAL else suggest_targets
    language = matrix.strategy.language
    found = suggest(element.title, element.description, language=language, among=among, limit=None, own=own)
    return {one.code: one for one in found}


def own_places(matrix: AlignmentMatrix) -> tuple[OwnPlace, ...]:
    """What the city or its network added to the framework."""
    return _own(_places(matrix))


def _places(matrix: AlignmentMatrix) -> list[Goal | Target]:
    """Those that the matrix scores; with goals the local targets too, whose words speak for their goal."""
    if matrix.granularity == Granularity.TARGET:
        return list(targets_of(matrix))
    local = targets_of(matrix).exclude(city__isnull=True, network__isnull=True)
    return [*goals_of(matrix), *local]


def _own(places: Iterable[Goal | Target]) -> tuple[OwnPlace, ...]:
    rows = list(places)
    codes = {row.pk: row.code for row in rows if isinstance(row, Target)}
    return tuple(
        OwnPlace(_code(row), tuple(row.titles.items()), codes.get(getattr(row, "parent_id", None) or 0, ""))
        for row in rows
        if row.is_local
    )


def _code(place: Goal | Target) -> str:
    return place.code if isinstance(place, Target) else str(place.number)


def _known(matrix: AlignmentMatrix, elements: list[StrategyElement]) -> _Known:
    taken: dict[int, set[str]] = defaultdict(set)
    for element, code in _codes(matrix.cells.filter(element__in=elements)):
        taken[element].add(code)
    dismissed = _dismissed(matrix, elements)
    places = _places(matrix)
    titles = {_code(place): place.title for place in places}
    return _Known(frozenset(matrix_scope(matrix).inside), _own(places), titles, taken, dismissed)


def _dismissed(matrix: AlignmentMatrix, elements: list[StrategyElement]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    decisions = matrix.suggestion_decisions.filter(element__in=elements, decision=Decision.DISMISSED)
    for element, code in _codes(decisions):
        found[element].add(code)
    return found


def _codes(rows: object) -> Iterable[tuple[int, str]]:
    values = rows.values_list("element_id", "target__code", "goal__number")  # type: ignore[attr-defined]
    return ((element, code or str(number)) for element, code, number in values)


def _suggestions(matrix: AlignmentMatrix, element: StrategyElement, known: _Known) -> ElementSuggestions:
    taken, dismissed = known.taken[element.pk], known.dismissed[element.pk]
    found = suggested_now(matrix, element, known.inside, known.own)
    left = [one for one in found.values() if one.code not in taken | dismissed][:MAX_SUGGESTIONS]
    return ElementSuggestions(
        element=element,
        places=[_place(one, known) for one in left],
        dismissed=len(dismissed),
        has_cells=bool(taken),
        title=marked(element.title, left, "title"),
        description=marked(_shown(element.description), left, "description"),
    )


def _place(one: Suggestion, known: _Known) -> SuggestedPlace:
    return SuggestedPlace(one.code, known.titles.get(one.code, ""), one.score, tuple(one.words))


def _shown(description: str) -> str:
    return Truncator(description).chars(SHOWN_DESCRIPTION)


def marked(text: str, suggestions: Iterable[Suggestion], part: str) -> list[Piece]:
    """The text in pieces, the words that matched apart."""
    spans = {(one.start, one.end) for each in suggestions for one in each.matches if one.part == part}
    pieces, last = [], 0
    for start, end in sorted(spans):
        if start < last or end > len(text):
            continue
        pieces += [Piece(text[last:start], False), Piece(text[start:end], True)]
        last = end
    return [piece for piece in [*pieces, Piece(text[last:], False)] if piece.text]
