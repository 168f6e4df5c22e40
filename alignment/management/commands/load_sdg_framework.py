from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alignment.actions.framework import CURRENT_VERSION, load_framework, load_wording
from alignment.models import FrameworkVersion
from sdgplatform.errors import ActionRefused


class Command(BaseCommand):
    help = "Load goals, targets and indicators of all framework versions; with --wording an operator's texts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wording", type=Path, help="CSV with the columns code, language, text, source.")
        parser.add_argument("--framework", default=CURRENT_VERSION, help="Version that the wording is of.")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_framework()
        counts = ", ".join(f"{count} in {version}" for version, count in loaded.indicators.items())
        self.stdout.write(f"{loaded.goals} goals, {loaded.targets} targets; indicators: {counts}.")
        if options["wording"]:
            self._load_wording(options["wording"], options["framework"])

    def _load_wording(self, path: Path, version: str) -> None:
        framework = FrameworkVersion.objects.filter(code=version).first()
        if framework is None:
            raise CommandError(f"Unknown framework version: {version}")
        try:
            result = load_wording(path, framework=framework)
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        for line, message in result.errors:
            self.stderr.write(f"{path.name}:{line}: {message}")
        if result.errors:
            raise CommandError(f"{len(result.errors)} rows have errors; nothing of the wording was loaded.")
        self.stdout.write(f"{result.count} texts loaded.")
