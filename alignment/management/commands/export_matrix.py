from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from alignment.exchange.exporting import CONTENT_TYPES, export_matrix
from alignment.models import AlignmentMatrix


class Command(BaseCommand):
    help = "Writes a matrix as XLSX workbook, zip of CSV tables or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--format", choices=list(CONTENT_TYPES), default="xlsx")
        parser.add_argument(
            "--with-city",
            action="store_true",
            help="with all indicators, actors and competences of the city, which are not for everyone",
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="of the instructions in the workbook",
        )
        parser.add_argument("--output", type=Path, help="file or folder; without it, the current folder")

    def handle(self, *args: Any, **options: Any) -> None:
        matrix = AlignmentMatrix.objects.with_strategy().filter(code=options["code"]).first()
        if matrix is None:
            raise CommandError(f"There is no matrix {options['code']}.")
        with override(options["language"]):
            file = export_matrix(matrix, options["format"], with_city=options["with_city"])
        path = options["output"] or Path()
        path = path / file.name if path.is_dir() else path
        try:
            path.write_bytes(file.content)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(str(path))
