"""Ranks targets by the terms that were found, and says which words they were."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from alignment.suggestions.companions import with_companions
from alignment.suggestions.matching import Found, find_terms
from alignment.suggestions.own_places import OwnFound, OwnPlace, find_own_places
from alignment.suggestions.words import LANGUAGES, Word, language_scores, normal_language, words_of

MAX_SUGGESTIONS = 3
LONGEST_TEXT = 6000
KEPT_TEXTS = 2000
IN_DESCRIPTION = 0.7
FURTHER_TERM = 0.75
LOWEST_SCORE = 0.45
SHARE_OF_SECOND, SHARE_OF_FURTHER = 0.6, 0.7
CLEARLY_ANOTHER = 2
FROM_PARENT = 0.35  # what speaks for 11.2 speaks a little for 11.2-ABC1
OWN_AHEAD = 1.1  # a title of the city's own leads, and pushes nothing else below the cut


@dataclass(frozen=True)
class Match:
    """A word of the user's own text that counted: `text[start:end]`; `part` is title or description."""

    word: str
    part: str
    start: int
    end: int


@dataclass(frozen=True)
class Suggestion:
    """`code` of a target or goal; `score` only ranks; `notions` say what the words were taken for."""

    code: str
    score: float
    matches: tuple[Match, ...]
    notions: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """As they stand in the text, each once."""
        return list({match.word.casefold(): match.word for match in self.matches}.values())


@dataclass(frozen=True)
class _Evidence:
    score: float = 0.0
    matches: tuple[Match, ...] = ()
    notions: tuple[str, ...] = ()


def suggest_targets(
    title: str,
    description: str = "",
    *,
    language: str = "",
    among: Iterable[str] | None = None,
    limit: int | None = MAX_SUGGESTIONS,
    own: Iterable[OwnPlace] = (),
) -> list[Suggestion]:
    """Best first, none when the words say too little. `among` narrows to these codes before the cut.

    `own` are targets that a city added: they are found by the words of their titles.
    """
    return _ranked(_evidence_with_own(title, description, language, own), among, limit)


def suggest_goals(
    title: str,
    description: str = "",
    *,
    language: str = "",
    among: Iterable[str] | None = None,
    limit: int | None = MAX_SUGGESTIONS,
    own: Iterable[OwnPlace] = (),
) -> list[Suggestion]:
    """A goal is as near as its nearest target; a goal that a city added also as its own title."""
    goals: dict[str, _Evidence] = {}
    for code, evidence in _evidence_with_own(title, description, language, own).items():
        number = code.split(".")[0]
        if number not in goals or evidence.score > goals[number].score:
            goals[number] = evidence
    return _ranked(goals, among, limit)


def _ranked(
    evidence: Mapping[str, _Evidence], among: Iterable[str] | None, limit: int | None
) -> list[Suggestion]:
    wanted = None if among is None else set(among)
    rows = [
        Suggestion(code, round(one.score, 4), one.matches, one.notions)
        for code, one in evidence.items()
        if wanted is None or code in wanted
    ]
    rows.sort(key=lambda row: (-row.score, _sort_key(row.code)))
    return [row for place, row in enumerate(rows[:limit]) if row.score >= _lowest(place, rows[0].score)]


def _lowest(place: int, best: float) -> float:
    """A third suggestion is wrong more often than a second one, so it must be nearer to the best."""
    share = SHARE_OF_SECOND if place == 1 else SHARE_OF_FURTHER
    return max(LOWEST_SCORE, best * share)


def _sort_key(code: str) -> tuple[int, int, str]:
    goal, _point, rest = code.partition(".")
    return int(goal), int(rest) if rest.isdecimal() else 99, rest


@lru_cache(maxsize=KEPT_TEXTS)
def _evidence(title: str, description: str, language: str) -> Mapping[str, _Evidence]:
    """Kept, since the pages of a matrix ask the same of all its elements again and again."""
    title, description = title[:LONGEST_TEXT], description[:LONGEST_TEXT]
    readings = [_reading(title, description, one) for one in languages_of(f"{title} {description}", language)]
    told = max(readings, key=lambda reading: max((one.score for one in reading.values()), default=0))
    scores = with_companions({code: one.score for code, one in told.items()})
    return MappingProxyType({code: replace(one, score=scores[code]) for code, one in told.items()})


def _evidence_with_own(
    title: str, description: str, language: str, own: Iterable[OwnPlace]
) -> Mapping[str, _Evidence]:
    told, places = _evidence(title, description, language), tuple(own)
    if not places:
        return told
    parts = {"title": title[:LONGEST_TEXT], "description": description[:LONGEST_TEXT]}
    found = find_own_places(parts, places, language)
    most = max(1.0, OWN_AHEAD * max((one.score for one in told.values()), default=0.0))
    return dict(told) | {one.code: _own(found.get(one.code), told.get(one.parent), most) for one in places}


def _own(found: OwnFound | None, parent: _Evidence | None, most: float) -> _Evidence:
    """By the words of its own title, and a little by those that speak for its parent."""
    score = (found.score if found else 0.0) + (FROM_PARENT * parent.score if parent else 0.0)
    matches = {(match.part, match.start): match for match in parent.matches} if parent else {}
    for part, word in found.words if found else ():
        matches[part, word.start] = Match(word.text, part, word.start, word.end)
    ordered = sorted(matches.values(), key=lambda match: (match.part != "title", match.start))
    return _Evidence(min(score, most), tuple(ordered), parent.notions if parent else ())


def languages_of(text: str, given: str = "") -> list[str]:
    """The given one, and another whose little words are clearly more; all when nothing tells."""
    scores = language_scores(text)
    best = max(scores.values())
    given = normal_language(given)
    if given:
        others = [one for one in LANGUAGES if scores[one] >= scores[given] + CLEARLY_ANOTHER]
        return [given, *(one for one in others if scores[one] == best)]
    if best == 0:
        return list(LANGUAGES)
    return [one for one in LANGUAGES if scores[one] >= best - 1 and scores[one] > 0]


def _reading(title: str, description: str, language: str) -> dict[str, _Evidence]:
    collected: dict[str, list[tuple[float, tuple[Match, ...], str]]] = defaultdict(list)
    for part, text, share in (("title", title, 1.0), ("description", description, IN_DESCRIPTION)):
        words = words_of(text, language)
        for found in find_terms(words, language):
            matches = _matches(found, words, part)
            for code, meant in found.term.targets:
                collected[code].append((found.strength * meant * share, matches, found.term.notion))
    return {code: _sum(rows) for code, rows in collected.items()}


def _matches(found: Found, words: list[Word], part: str) -> tuple[Match, ...]:
    chosen = [words[place] for place in found.places]
    return tuple(Match(word.text, part, word.start, word.end) for word in chosen)


def _sum(rows: list[tuple[float, tuple[Match, ...], str]]) -> _Evidence:
    """Strongest first; each further term counts less, and only for words that have not counted yet."""
    rows = sorted(rows, key=lambda row: (-row[0], row[1][0].part, row[1][0].start))
    total, weight = 0.0, 1.0
    used: dict[tuple[str, int], Match] = {}
    said: set[str] = set()
    notions: list[str] = []
    for strength, matches, notion in rows:
        fresh = [match for match in matches if match.word.casefold() not in said]
        if not fresh:
            continue
        total += strength * weight * len(fresh) / len(matches)
        weight *= FURTHER_TERM
        used.update({(match.part, match.start): match for match in matches})
        said.update(match.word.casefold() for match in matches)
        if notion and notion not in notions:
            notions.append(notion)
    ordered = sorted(used.values(), key=lambda match: (match.part != "title", match.start))
    return _Evidence(total, tuple(ordered), tuple(notions))
