"""From text to words: places in the text, folded spelling, stem, language."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from sdgplatform.search import fold

DATA = Path(__file__).parent.parent / "data" / "suggestions"
LANGUAGES = ("es", "pt", "en", "fr")
STEMMERS = {"es": "spanish", "pt": "portuguese", "en": "english", "fr": "french"}
WORD = re.compile(r"[^\W_]+")
END_OF_SENTENCE = re.compile(r"[.;!?\n]")
SHORTEST_STEMMED = 4
# The stemmers know an ending by its accent; text is folded first, so that a forgotten accent changes nothing.
ACCENTED_ENDINGS = {
    "es": (("cion", "ción"), ("sion", "sión"), ("logia", "logía")),
    "pt": (
        *(("cao", "ção"), ("coes", "ções"), ("sao", "são"), ("soes", "sões")),
        *(("ario", "ário"), ("aria", "ária")),
    ),
    "fr": (("ites", "ités"), ("ite", "ité")),
    "en": (),
}
# A second pass over a first stem brings singular and plural together: `mujeres` -> `mujer` -> `muj`.
PASSES = 2


@dataclass(frozen=True)
class Word:
    """`start` and `end` are places in the text as it was written; `order` counts words that say something."""

    text: str
    folded: str
    start: int
    end: int
    order: int


def normal_language(code: str) -> str:
    """`pt-br` -> `pt`; empty for a language without a lexicon."""
    short = fold(code).replace("_", "-").split("-")[0]
    return short if short in LANGUAGES else ""


@cache
def stop_words(language: str) -> frozenset[str]:
    lines = (DATA / "stop_words.txt").read_text(encoding="utf-8").splitlines()
    words = next(line for line in lines if line.startswith(f"{language}:")).split(":", 1)[1]
    return frozenset(fold(word) for word in words.split())


def words_of(text: str, language: str) -> list[Word]:
    """Words that say something. A new sentence leaves a gap in the order, which no phrase crosses."""
    found: list[Word] = []
    stops, order, last = stop_words(language), 0, 0
    for match in WORD.finditer(text):
        if END_OF_SENTENCE.search(text, last, match.start()):
            order += 5
        last = match.end()
        folded = fold(match.group())
        if folded not in stops:
            found.append(Word(match.group(), folded, match.start(), match.end(), order))
            order += 1
    return found


@lru_cache(maxsize=20_000)
def stem(folded: str, language: str) -> str:
    if len(folded) < SHORTEST_STEMMED or folded[0].isdigit():
        return folded
    word = folded
    for plain, accented in ACCENTED_ENDINGS[language]:
        if word.endswith(plain):
            word = word.removesuffix(plain) + accented
            break
    for _pass in range(PASSES):
        shorter = fold(_stemmer(language).stemWord(word))
        if len(shorter) < 3 or shorter == word:
            break
        word = shorter
    return word


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(STEMMERS[language])


def language_scores(text: str) -> dict[str, int]:
    """How many words of the text are little words of each language."""
    words = [fold(word) for word in WORD.findall(text[:2000])]
    return {language: sum(word in stop_words(language) for word in words) for language in LANGUAGES}
