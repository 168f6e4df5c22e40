"""Reads the framework's files: codes in JSON, short titles in CSV. No database."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "es", "pt-br", "fr")
Titles = dict[str, str]


@dataclass(frozen=True)
class FrameworkFiles:
    """`meanings` holds, per indicator code, its titles by the version from which they are right."""

    codes: Mapping[str, Any]
    goals: list[dict[str, str]]
    targets: Mapping[str, Titles]
    meanings: Mapping[str, Mapping[str, Titles]]

    def indicator_titles(self, code: str, version: str) -> Titles:
        """The meaning with the latest `since` that is not later than the version."""
        meanings = self.meanings[code]
        return meanings[max(since for since in meanings if since <= version)]

    @property
    def versions(self) -> list[str]:
        return sorted(self.codes["versions"])


def read_framework(folder: Path) -> FrameworkFiles:
    titles = folder / "titles"
    meanings: dict[str, dict[str, Titles]] = defaultdict(dict)
    for name in ("indicators_01_08.csv", "indicators_09_17.csv"):
        for row in _rows(titles / name):
            meanings[row["code"]][row["since"]] = _titles(row)
    return FrameworkFiles(
        codes=json.loads((folder / "sdg_codes.json").read_text(encoding="utf-8")),
        goals=list(_rows(titles / "goals.csv")),
        targets={row["code"]: _titles(row) for row in _rows(titles / "targets.csv")},
        meanings=meanings,
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _titles(row: Mapping[str, str]) -> Titles:
    return {language: row[language] for language in LANGUAGES}


def goal_texts(row: Mapping[str, str], prefix: str = "") -> Titles:
    return {language: row[f"{prefix}{language}"] for language in LANGUAGES}
