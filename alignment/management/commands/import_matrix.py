import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alignment.actions.imports import ImportTarget, ImportWishes, apply_import, check_import
from alignment.models import AlignmentMatrix, MatrixImport, Strategy
from alignment.models.exchange import ImportMode, ImportState
from participants.models import Account, City
from sdgplatform.errors import ActionRefused


class Command(BaseCommand):
    help = "Imports a strategy and its matrix from XLSX, a zip of CSV tables, CSV or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--city", help="slug or GeoNames number: becomes a new strategy of this city")
        place.add_argument("--strategy", help="code: the file becomes a new matrix of the strategy")
        place.add_argument("--matrix", help="code: the file goes into the matrix")
        parser.add_argument("--by", required=True, help="e-mail of the account that imports")
        parser.add_argument(
            "--mode",
            choices=[mode.lower() for mode in ImportMode],
            default="merge",
            help="merge: scores that the file does not have stay; replace: they are cleared",
        )
        parser.add_argument(
            "--scale",
            type=_json,
            default={},
            help='sign -> score as JSON, such as {"x": 3, "i": {"score": 1, "kind": "INDIRECT"}}',
        )
        parser.add_argument(
            "--columns",
            type=_json,
            default={},
            help='columns of a foreign spreadsheet as JSON, such as {"Nombre": "title", "Nro": "code"}, or a'
            " file with it; see docs/howto/exchange-files.md",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        account = _one(Account, "--by", email__iexact=options["by"])
        try:
            content = ContentFile(options["file"].read_bytes(), name=options["file"].name)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        try:
            with transaction.atomic():
                self._run(content, account, options)
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _run(self, content: Any, account: Account, options: dict[str, Any]) -> None:
        wishes = ImportWishes(options["mode"].upper(), options["scale"], options["columns"])
        row = check_import(content, by=account, target=_target(options), wishes=wishes)
        self._tell(row)
        if row.state == ImportState.REFUSED:
            raise CommandError("The file has errors. Nothing was written.")
        if options["dry_run"]:
            transaction.set_rollback(True)
            self.stdout.write("Dry run: nothing was written.")
            return
        row = apply_import(row, by=account)
        place = f"matrix {row.matrix.code} of the strategy" if row.matrix else "strategy"
        self.stdout.write(f"Imported into the {place} {row.strategy.code if row.strategy else ''}.")

    def _tell(self, row: MatrixImport) -> None:
        for issue in row.issues:
            where = " ".join(str(issue[name]) for name in ("sheet", "column", "row") if issue[name])
            self.stdout.write(f"{issue['level']} {issue['rule']} {where}: {issue['message']}")
        for what, counts in row.summary["counts"].items():
            numbers = ", ".join(f"{count} {how}" for how, count in counts.items())
            self.stdout.write(f"{what}: {numbers}")


def _json(text: str) -> Any:
    """JSON, or the name of a file with it."""
    path = Path(text)
    try:
        return json.loads(path.read_text() if path.suffix == ".json" else text)
    except (OSError, ValueError) as error:
        raise ArgumentTypeError(f"{text[:60]}: {error}") from error


def _target(options: dict[str, Any]) -> ImportTarget:
    if options["matrix"]:
        return ImportTarget(matrix=_one(AlignmentMatrix, "--matrix", code=options["matrix"]))
    if options["strategy"]:
        return ImportTarget(strategy=_one(Strategy, "--strategy", code=options["strategy"]))
    if options["city"]:
        key = "geonameid" if options["city"].isdigit() else "slug"
        return ImportTarget(city=_one(City, "--city", **{key: options["city"]}))
    return ImportTarget()


def _one(model: Any, option: str, **lookup: Any) -> Any:
    found = model.objects.filter(**lookup).first()
    if found is None:
        raise CommandError(f"{option}: nothing found for {next(iter(lookup.values()))}.")
    return found
