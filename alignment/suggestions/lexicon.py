"""The lexicon: notions with their targets and, per language, the terms that tell them.

    [road safety] 3.6 11.2*.5          notion, its targets, how much each is meant (1 when not said)
    en: road safety!, crash*, school streets?, women & violence

`!` characteristic, nothing ordinary, `?` a hint only; `word*` any word that begins so; `a b` these words in
order, little words and one other word may stand between; `a & b` both in any order, not far apart;
`=word` written exactly so, for a word whose stem is also that of quite another one (`costa`, `costo`).
"""

import csv
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

from alignment.suggestions.slips import SlipIndex
from alignment.suggestions.words import DATA, WORD, stem, stop_words
from sdgplatform.search import fold

NOTION = re.compile(r"^\[(?P<name>[^\]]+)\](?P<targets>.*)$")
TITLE_COLUMNS = {"es": "es", "pt": "pt-br", "en": "en", "fr": "fr"}
STRENGTH = {"!": 1.0, "": 0.6, "?": 0.25}
PER_FURTHER_WORD = 0.45
MOST_FOR_LENGTH = 2.0
TITLE_STRENGTH = 0.16
TITLE_WORD_IN_AT_MOST = 12
SHORTEST_PREFIX = 3
LONGEST_ENDING, SHORT_ENDING, SHORT_WORD = 4, 3, 7


class LexiconError(ValueError):
    """A line of the lexicon cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Term:
    """`atoms` are words as the lexicon writes them, folded; `joined`: in this order."""

    atoms: tuple[str, ...]
    joined: bool
    strength: float
    notion: str
    targets: tuple[tuple[str, float], ...]


@dataclass
class Lexicon:
    """All terms of one language, found by their first atom."""

    language: str
    terms: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    prefixes: set[str] = field(default_factory=set)
    exact: set[str] = field(default_factory=set)
    slips: SlipIndex = field(default_factory=SlipIndex)

    def add(self, term: Term) -> None:
        self.terms[term.atoms[0]].append(term)

        for atom in term.atoms:
            if atom.endswith("*"):
                self.prefixes.add(atom[:-1])
            elif atom.startswith("="):
                self.exact.add(atom)
            else:
                self.stems[stem(atom, self.language)].add(atom)

    def atoms(self, folded: str, stemmed: str) -> list[str]:
        """Atoms that a word of a text matches without a slip."""
        starts = (folded[:size] for size in range(SHORTEST_PREFIX, len(folded) + 1))
        alike = (word for word in sorted(self.stems.get(stemmed, ())) if is_inflection(folded, word))
        exact = [f"={folded}"] if f"={folded}" in self.exact else []
        return [*(f"{start}*" for start in starts if start in self.prefixes), *alike, *exact]


def is_inflection(one: str, other: str) -> bool:
    """Stems alone bring `conectar` to `conectividad`: words may differ by a few last letters only."""
    shared = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    same = min(len(one), len(other)) if shared is None else shared
    longest = max(len(one), len(other))
    return same >= longest - (LONGEST_ENDING if longest > SHORT_WORD else SHORT_ENDING)


def parse_targets(text: str) -> tuple[tuple[str, float], ...]:
    pairs = [part.split("*") for part in text.split()]
    return tuple((pair[0], float(pair[1]) if len(pair) > 1 else 1.0) for pair in pairs)


@dataclass(frozen=True)
class Written:
    """A term as the file has it, before it is known how many notions share it."""

    atoms: tuple[str, ...]
    joined: bool
    strength: float


def parse_term(raw: str, language: str) -> Written | None:
    """None for a term of little words only."""
    text = raw.strip()
    mark = text[-1:] if text[-1:] in STRENGTH else ""
    parts = text.rstrip("!?").split(" & ")
    atoms = tuple(word for part in parts for word in _words(part, language))
    if not atoms:
        return None
    length = min(1 + PER_FURTHER_WORD * (len(atoms) - 1), MOST_FOR_LENGTH)
    return Written(atoms, len(parts) == 1, STRENGTH[mark] * length)


def _words(part: str, language: str) -> list[str]:
    """Folded, as the lexicon writes them, with their star or equals sign."""
    found = [match.group() for match in re.finditer(rf"=?{WORD.pattern}\*?", part)]
    marked = [(word[:1] if word[0] == "=" else "") + fold(word.lstrip("=")) for word in found]
    return [word for word in marked if word[-1] == "*" or word not in stop_words(language)]


def _stems(atoms: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(atom if atom[0] == "=" or atom[-1] == "*" else stem(atom, language) for atom in atoms)


@cache
def lexicon_of(language: str) -> Lexicon:
    """Read once a process and language."""
    found = Lexicon(language)
    notions = _notions(language)
    shared = Counter(
        stems for notion in notions for stems in {_stems(atoms, language) for atoms, _joined in notion.terms}
    )
    for notion in notions:
        for (atoms, joined), strength in notion.terms.items():
            # A term of many notions tells each of them less.
            rarity = 1 / math.sqrt(shared[_stems(atoms, language)])
            found.add(Term(atoms, joined, strength * rarity, notion.name, notion.targets))
    for term in _title_terms(language):
        found.add(term)
    words = {word for words in found.stems.values() for word in words}
    found.slips = SlipIndex(words, found.prefixes)
    return found


@dataclass
class Notion:
    name: str
    targets: tuple[tuple[str, float], ...]
    terms: dict[tuple[tuple[str, ...], bool], float] = field(default_factory=dict)

    def read(self, line: str, language: str) -> None:
        parsed = (parse_term(raw, language) for raw in re.split(r",\s", line))
        for term in filter(None, parsed):
            key = term.atoms, term.joined
            self.terms[key] = max(term.strength, self.terms.get(key, 0))


def _notions(language: str) -> list[Notion]:
    notions: dict[str, Notion] = {}
    for path in sorted(DATA.glob("[0-9]*.txt")):
        current = None
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            heading = NOTION.match(line)
            if heading:
                name, targets = heading["name"], parse_targets(heading["targets"])
                current = notions.setdefault(name, Notion(name, targets))
            elif current and line.startswith(f"{language}:"):
                current.read(line[3:], language)
            elif line.strip() and line[2:3] != ":" and line[0] != "#":
                raise LexiconError(f"{path.name}, line {number}")
    return list(notions.values())


def _title_terms(language: str) -> list[Term]:
    """Words of our own short titles of the targets: weak evidence, less the more titles they stand in."""
    stops = stop_words(language)
    codes: dict[str, set[str]] = defaultdict(set)
    with (DATA.parent / "titles" / "targets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in WORD.findall(row[TITLE_COLUMNS[language]]):
                if fold(word) not in stops and len(word) > 2:
                    codes[fold(word)].add(row["code"])
    few = {word: found for word, found in sorted(codes.items()) if len(found) <= TITLE_WORD_IN_AT_MOST}
    return [
        Term(
            atoms=(word,),
            joined=True,
            strength=TITLE_STRENGTH / math.sqrt(len(found)),
            notion="",
            targets=tuple((code, 1.0) for code in sorted(found)),
        )
        for word, found in few.items()
    ]
