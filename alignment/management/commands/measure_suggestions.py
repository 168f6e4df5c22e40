from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alignment.suggestions.engine import suggest_targets
from alignment.suggestions.measuring import (
    Figures,
    Labelled,
    NotLabelled,
    measure,
    measure_by_language,
    read_labelled,
)

COLUMNS = ("n", "suggested", "P@3", "R@3", "hit@3", "first", "none", "P of 3 places")


class Command(BaseCommand):
    help = (
        "Precision and recall at 3 of the suggested targets. FILE: CSV with the columns language, text and"
        " targets (codes separated by ;). docs/suggestions.md says what the figures mean."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--misses", action="store_true", help="Also show the sentences with a target missed."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows: list[Labelled] = []
        for path in options["files"]:
            try:
                found = read_labelled(path)
            except (NotLabelled, OSError, UnicodeDecodeError) as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{path.name}\n{'':9}" + "".join(f"{name:>15}" for name in COLUMNS))
            for language, figures in measure_by_language(found).items():
                self._line(language, figures)
            self._line("all", measure(found))
            rows += found
        if len(options["files"]) > 1:
            self.stdout.write("All files")
            self._line("all", measure(rows))
        if options["misses"]:
            self._misses(rows)

    def _line(self, name: str, figures: Figures) -> None:
        shares = (figures.precision, figures.recall, figures.hit, figures.first)
        values = [str(figures.sentences), str(figures.suggested), *(f"{share:.3f}" for share in shares)]
        values += [str(figures.without_any), f"{figures.precision_of_three:.3f}"]
        self.stdout.write(f"{name:9}" + "".join(f"{value:>15}" for value in values))

    def _misses(self, rows: list[Labelled]) -> None:
        for row in rows:
            found = suggest_targets(row.text, language=row.language)
            missed = set(row.targets) - {one.code for one in found}
            if missed:
                got = "; ".join(f"{one.code} ({', '.join(one.words)})" for one in found) or "nothing"
                self.stdout.write(
                    f"[{row.language}] {row.text}\n    expected {', '.join(row.targets)}; got {got}"
                )
