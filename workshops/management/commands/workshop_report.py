from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sdgplatform.errors import ActionRefused
from workshops.actions.reports import make_report
from workshops.models import Workshop


class Command(BaseCommand):
    help = "Make the next version of a workshop's report and write its PDF to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="es")
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *args: Any, slug: str, language: str, output: Path, **options: Any) -> None:
        """Like the page: keeps a frozen version, by nobody."""
        workshop = Workshop.objects.filter(slug=slug).first()
        if workshop is None:
            raise CommandError(f"There is no workshop {slug!r}.")
        try:
            report = make_report(workshop, language=language, by=None)
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        with report.pdf.file.open("rb") as stored:
            output.write_bytes(stored.read())
        self.stdout.write(f"Version {report.version} ({language}): {output}")
