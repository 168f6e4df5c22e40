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
# `in schools`, `en los edificios públicos`: where something is done tells less than what is done.
PLACE_WORDS = {
    "es": frozenset({"en"}),
    "pt": frozenset({"em", "no", "na", "nos", "nas"}),
    "en": frozenset({"in", "at", "near", "around", "on", "within", "across"}),
    "fr": frozenset({"dans", "en", "sur", "aux", "abords"}),
}
ARTICLES = {
    "es": frozenset(["el", "la", "los", "las", "un", "una", "cada", "todo", "toda", "todos", "todas", "sus"]),
    "pt": frozenset(["o", "a", "os", "as", "um", "uma", "cada", "todo", "toda", "todos", "todas"]),
    "en": frozenset(["the", "a", "an", "every", "each", "all", "our"]),
    "fr": frozenset(["le", "la", "les", "l", "un", "une", "des", "du", "chaque", "tous", "toutes", "nos"]),
}
END_OF_PLACE = re.compile(r"[,;:.()]")
# A second pass over a first stem brings singular and plural together: `mujeres` -> `mujer` -> `muj`.
PASSES = 2


@dataclass(frozen=True)
class Word:
    """`start` and `end` are places in the text as it was written; `order` counts words that say something.

    `is_where`: it stands behind `in`, `near` and the like.
    """

    text: str
    folded: str
    start: int
    end: int
    order: int
    is_where: bool = False


def normal_language(code: str) -> str:
    """`pt-br` -> `pt`; empty for a language without a lexicon."""
    short = fold(code).replace("_", "-").split("-")[0]
    return short if short in LANGUAGES else ""


@cache
def listed_words(name: str, language: str) -> frozenset[str]:
    """Of `stop_words.txt`, `faint_words.txt` or `dim_words.txt`: a line for each language."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    words = next(line for line in lines if line.startswith(f"{language}:")).split(":", 1)[1]
    return frozenset(fold(word) for word in words.split())


def stop_words(language: str) -> frozenset[str]:
    return listed_words("stop_words.txt", language)


def words_of(text: str, language: str) -> list[Word]:
    """Words that say something. A new sentence leaves a gap in the order, which no phrase crosses."""
    found: list[Word] = []
    stops, order, last, is_where = stop_words(language), 0, 0, False
    for match in WORD.finditer(text):
        if END_OF_SENTENCE.search(text, last, match.start()):
            order += 5
        is_where = is_where and not END_OF_PLACE.search(text, last, match.start())
        last = match.end()
        folded = fold(match.group())
        is_where = _is_where(is_where, folded, language)
        if folded not in stops:
            found.append(Word(match.group(), folded, match.start(), match.end(), order, is_where))
            order += 1
    return found


def _is_where(before: bool, folded: str, language: str) -> bool:
    if folded in PLACE_WORDS[language]:
        return True
    return before and (folded in ARTICLES[language] or folded not in stop_words(language))


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
