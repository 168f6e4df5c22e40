"""Which terms of the lexicon stand in a text, and at which words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from alignment.suggestions.lexicon import Lexicon, Term, lexicon_of
from alignment.suggestions.words import Word, listed_words, stem

GAP = 2  # places between neighbours of a phrase: one other word may stand there
REACH = 14  # places between the words of `a & b`
WITH_GAP = 0.85
WITH_SLIP = 0.6
INSIDE_PHRASE = 0.3
AS_A_PLACE = 0.5
FAINT, DIM = 0.4, 0.6


@dataclass(frozen=True)
class Found:
    """One term at some words of the text; `places` are their indexes."""

    term: Term
    places: tuple[int, ...]
    strength: float


@lru_cache(maxsize=20_000)
def atoms_of(folded: str, language: str) -> tuple[tuple[str, ...], bool]:
    """Atoms that a word matches, and whether only by a slip."""
    lexicon, stemmed = lexicon_of(language), stem(folded, language)
    exact = lexicon.atoms(folded, stemmed)
    if exact:
        return tuple(exact), False
    return tuple(lexicon.slips.atoms(folded)), True


def find_terms(words: list[Word], language: str) -> list[Found]:
    lexicon = lexicon_of(language)
    at: dict[str, list[int]] = defaultdict(list)
    slipped = set()
    for place, word in enumerate(words):
        atoms, is_slip = atoms_of(word.folded, language)
        for atom in atoms:
            at[atom].append(place)
        if is_slip and atoms:
            slipped.add(place)
    found = [one for atom in list(at) for one in _found_from(atom, lexicon, words, at)]
    return _without_parts([_weighed(one, words, slipped, language) for one in found])


def _found_from(atom: str, lexicon: Lexicon, words: list[Word], at: dict[str, list[int]]) -> Iterator[Found]:
    for term in lexicon.terms.get(atom, ()):
        if any(other not in at for other in term.atoms[1:]):
            continue
        for place in at[atom]:
            places = _phrase(term, place, words, at) if term.joined else _together(term, place, words, at)
            if places:
                yield Found(term, places, term.strength)


def _phrase(term: Term, first: int, words: list[Word], at: dict[str, list[int]]) -> tuple[int, ...]:
    places = [first]
    for atom in term.atoms[1:]:
        last = words[places[-1]].order
        following = next((place for place in at[atom] if 0 < words[place].order - last <= GAP), None)
        if following is None:
            return ()
        places.append(following)
    return tuple(places)


def _together(term: Term, first: int, words: list[Word], at: dict[str, list[int]]) -> tuple[int, ...]:
    places = [first]
    for atom in term.atoms[1:]:
        near = (place for place in at[atom] if abs(words[place].order - words[first].order) <= REACH)
        other = next((place for place in near if place not in places), None)
        if other is None:
            return ()
        places.append(other)
    return tuple(sorted(places))


def _weighed(found: Found, words: list[Word], slipped: set[int], language: str) -> Found:
    strength = found.strength
    orders = [words[place].order for place in found.places]
    if found.term.joined and orders[-1] - orders[0] > len(orders) - 1:
        strength *= WITH_GAP
    if slipped.intersection(found.places):
        strength *= WITH_SLIP
    if len(found.places) == 1:
        strength *= _brightness(words[found.places[0]].folded, language)
    if all(words[place].is_where for place in found.places):
        strength *= AS_A_PLACE
    return Found(found.term, found.places, strength)


def _brightness(folded: str, language: str) -> float:
    """A word that stands in plans of every kind tells little alone."""
    if folded in listed_words("faint_words.txt", language):
        return FAINT
    return DIM if folded in listed_words("dim_words.txt", language) else 1.0


def _without_parts(found: list[Found]) -> list[Found]:
    """A word in a phrase means what the phrase means: a `parque tecnológico` is no green space."""
    phrases = [one for one in found if one.term.joined and len(one.places) > 1]
    inside = {place for one in phrases for place in one.places}
    result = []
    for one in found:
        is_part = len(one.places) == 1 and one.places[0] in inside
        strength = one.strength * INSIDE_PHRASE if is_part else one.strength
        result.append(Found(one.term, one.places, strength))
    return result
