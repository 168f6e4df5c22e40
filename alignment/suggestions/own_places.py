"""Goals and targets that a city added have no words in the lexicon: the words of their titles speak for them.

A title counts by the share of its words that stand in the text, and by how many they are; words that every
plan has, or that several of these titles share, count less.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from alignment.suggestions.slips import SlipIndex
from alignment.suggestions.words import LANGUAGES, Word, normal_language, stem, stop_words, words_of

SHORTEST = 3
PER_FURTHER_WORD, MOST_FOR_LENGTH = 0.45, 2.0  # as the lexicon counts its phrases
STEEPNESS = 1.5  # half of a title says less than half
IN_DESCRIPTION = 0.7
OF_PLANS = 0.2
WORDS_OF_PLANS = re.compile(
    r"plan(?:s|es|os?)?$|program|pro[jy]ec?t|municip|ciudade?s?$|cidade|cit(?:y|ies)$|villes?$"
    r"|loca(?:l|is|ux)|mejora|melhor|improv|amelior|aument|increa|augment|reduc|reduz|reduir|promo[tuv]"
    r"|fortale|strength|renforc|garanti|ensur|ac+ess?|nuev|nov[ao]s?$|new$|nouve|tod[ao]s?$|all$|tou[st]"
    r"|s[iy]stem|desarroll|desenvolv|develop|gesti|gesta|manag|publi[cq]"
)


@dataclass(frozen=True)
class OwnPlace:
    """`titles` are pairs of language and text; `parent` is the universal target that it makes local."""

    code: str
    titles: tuple[tuple[str, str], ...]
    parent: str = ""


@dataclass(frozen=True)
class OwnFound:
    """`words` of the text that stand in the title, with the part of the text that each is in."""

    score: float
    words: tuple[tuple[str, Word], ...] = ()


@dataclass(frozen=True)
class _Title:
    code: str
    weights: Mapping[str, float]  # of the stems of its words


@dataclass(frozen=True)
class _Titles:
    """All titles in one language; `stems` leads from a word to its stem, for words with a slip."""

    rows: tuple[_Title, ...]
    stems: Mapping[str, str]
    slips: SlipIndex


def find_own_places(parts: Mapping[str, str], places: Iterable[OwnPlace], given: str) -> dict[str, OwnFound]:
    """By code, the best of the languages that the titles have; `parts` of the text by name."""
    rows = tuple(places)
    best: dict[str, OwnFound] = {}
    for language in _languages(rows, given):
        titles = _titles(rows, language)
        at = _stems_at(parts, titles, language)
        for title in titles.rows:
            found = _found(title, at)
            if found.score > best.get(title.code, OwnFound(0)).score:
                best[title.code] = found
    return best


def _languages(places: Iterable[OwnPlace], given: str) -> list[str]:
    said = {normal_language(code) or normal_language(given) for one in places for code, _text in one.titles}
    return [language for language in LANGUAGES if language in said]


@lru_cache(maxsize=64)
def _titles(places: tuple[OwnPlace, ...], language: str) -> _Titles:
    texts = [
        (one.code, text)
        for one in places
        for code, text in one.titles
        if normal_language(code) in (language, "")
    ]
    words = [(code, _telling(text, language)) for code, text in texts]
    shared = Counter(stemmed for _code, found in words for stemmed in set(found.values()))
    rows = tuple(
        _Title(code, {stemmed: _weight(word) / math.sqrt(shared[stemmed]) for word, stemmed in found.items()})
        for code, found in words
    )
    stems = {word: stemmed for _code, found in words for word, stemmed in found.items()}
    return _Titles(rows, stems, SlipIndex(stems))


def _telling(text: str, language: str) -> dict[str, str]:
    """Word -> stem, without little words and numbers."""
    words = {word.folded for word in words_of(text, language)}
    kept = (word for word in words if len(word) >= SHORTEST and not word[0].isdigit())
    return {word: stem(word, language) for word in kept if word not in stop_words(language)}


def _weight(word: str) -> float:
    return OF_PLANS if WORDS_OF_PLANS.match(word) else 1.0


def _stems_at(parts: Mapping[str, str], titles: _Titles, language: str) -> dict[str, tuple[str, Word]]:
    """Stem -> where it stands first; the title of the element before its description."""
    at: dict[str, tuple[str, Word]] = {}
    known = set(titles.stems.values())
    for part, text in parts.items():
        for word in words_of(text, language):
            stemmed = stem(word.folded, language)
            if stemmed not in known:
                near = titles.slips.atoms(word.folded)
                stemmed = titles.stems[near[0]] if near else ""
            if stemmed:
                at.setdefault(stemmed, (part, word))
    return at


def _found(title: _Title, at: Mapping[str, tuple[str, Word]]) -> OwnFound:
    whole, met, words = sum(title.weights.values()), 0.0, []
    for stemmed, weight in title.weights.items():
        if stemmed in at:
            part, word = at[stemmed]
            met += weight * (IN_DESCRIPTION if part != "title" else 1)
            words.append((part, word))
    if not met or not whole:
        return OwnFound(0)
    length = min(1 + PER_FURTHER_WORD * (len(words) - 1), MOST_FOR_LENGTH)
    return OwnFound((met / whole) ** STEEPNESS * length, tuple(words))
