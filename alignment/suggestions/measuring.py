"""How well suggestions do against sentences whose targets people have named.

A file is a CSV with the columns `language`, `text` and `targets` (codes separated by `;`).
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alignment.checks.codes import normal_target
from alignment.suggestions.engine import MAX_SUGGESTIONS, suggest_targets

COLUMNS = ("language", "text", "targets")


class NotLabelled(ValueError):
    """The file is not a labelled set; the message names the line."""


@dataclass(frozen=True)
class Labelled:
    language: str
    text: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """Sums, so that figures of several files and languages add up."""

    sentences: int = 0
    suggested: int = 0
    expected: int = 0
    right: int = 0
    with_a_hit: int = 0
    first_right: int = 0
    without_any: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        names = self.__dataclass_fields__
        return Figures(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def precision(self) -> float:
        """Right ones among those suggested (at most three a sentence)."""
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def precision_of_three(self) -> float:
        """Right ones among three places a sentence, empty places counted as wrong."""
        return self.right / (MAX_SUGGESTIONS * self.sentences) if self.sentences else 0.0

    @property
    def recall(self) -> float:
        """Expected targets that are among the first three."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def hit(self) -> float:
        """Sentences with at least one expected target among the first three."""
        return self.with_a_hit / self.sentences if self.sentences else 0.0

    @property
    def first(self) -> float:
        """Sentences whose first suggestion is an expected target."""
        return self.first_right / self.sentences if self.sentences else 0.0


def read_labelled(path: Path) -> list[Labelled]:
    """Raises NotLabelled for a missing column or a code that is none."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not set(COLUMNS) <= set(reader.fieldnames or ()):
            raise NotLabelled(f"{path.name}: columns {', '.join(COLUMNS)} expected")
        return [_labelled(row, f"{path.name}, line {reader.line_num}") for row in reader]


def _labelled(row: dict[str, str], place: str) -> Labelled:
    codes = [code.strip() for code in (row["targets"] or "").split(";") if code.strip()]
    targets = [normal_target(code) for code in codes]
    if not targets or not all(targets):
        raise NotLabelled(f"{place}: {row['targets']!r}")
    return Labelled(row["language"] or "", row["text"] or "", tuple(dict.fromkeys(targets)))


def measure_sentence(row: Labelled) -> Figures:
    codes = [one.code for one in suggest_targets(row.text, language=row.language)]
    right = len(set(codes) & set(row.targets))
    return Figures(
        sentences=1,
        suggested=len(codes),
        expected=len(row.targets),
        right=right,
        with_a_hit=int(right > 0),
        first_right=int(bool(codes) and codes[0] in row.targets),
        without_any=int(not codes),
    )


def measure(rows: Iterable[Labelled]) -> Figures:
    return sum((measure_sentence(row) for row in rows), Figures())


def measure_by_language(rows: Sequence[Labelled]) -> dict[str, Figures]:
    languages = dict.fromkeys(row.language for row in rows)
    return {one: measure(row for row in rows if row.language == one) for one in languages}
