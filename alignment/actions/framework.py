"""Loads the framework and the operator's official wording; both may be run again at any time."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.checks.codes import goal_of, normal_code, normal_indicator, normal_target, place
from alignment.checks.framework_files import FrameworkFiles, goal_texts, read_framework
from alignment.models import FrameworkVersion, Goal, Indicator, Target, Wording
from alignment.models.framework import TargetKind
from sdgplatform.errors import ActionRefused
from sdgplatform.multilingual import language_codes

DATA = Path(__file__).resolve().parent.parent / "data"
CURRENT_VERSION = "2025"
NOTES = {
    "2017": "A/RES/71/313",
    "2022": "After the comprehensive review of 2020, with 11.5.3.",
    "2025": "After the comprehensive review of 2025.",
}
WORDING_COLUMNS = ("code", "language", "text")
MAX_WORDING_BYTES = 5_000_000


class WordingFileUnusable(ActionRefused):
    code = "wording_file_unusable"
    message = gettext_lazy("This file cannot be read as wording.")


@dataclass
class Loaded:
    goals: int = 0
    targets: int = 0
    indicators: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def load_framework(folder: Path = DATA) -> Loaded:
    """Make goals, targets and indicators equal to the files; what is unchanged keeps its key."""
    files = read_framework(folder)
    loaded = Loaded(goals=_load_goals(files), targets=_load_targets(files))
    FrameworkVersion.objects.exclude(pk=CURRENT_VERSION).update(is_current=False)
    for version in files.versions:
        row, _created = FrameworkVersion.objects.update_or_create(
            code=version, defaults={"note": NOTES.get(version, ""), "is_current": version == CURRENT_VERSION}
        )
        loaded.indicators[version] = _load_indicators(files, row)
    return loaded


def _load_goals(files: FrameworkFiles) -> int:
    goals = [
        Goal(
            id=int(row["number"]),
            number=int(row["number"]),
            titles=goal_texts(row),
            labels=goal_texts(row, "label_"),
            colour=row["hex"],
            text_colour=row["text"],
            pillar=row["pillar"].upper(),
        )
        for row in files.goals
    ]
    fields = ["titles", "labels", "colour", "text_colour", "pillar"]
    Goal.objects.bulk_create(goals, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    _go_on_counting(Goal)
    return len(goals)


def _load_targets(files: FrameworkFiles) -> int:
    outcomes = set(files.codes["target_kind"]["outcome"])
    codes = sorted((code for codes in files.codes["targets"].values() for code in codes), key=place)
    targets = [
        Target(
            id=position,
            code=code,
            goal_id=goal_of(code),
            position=position,
            kind=TargetKind.OUTCOME if code in outcomes else TargetKind.MEANS,
            titles=files.targets[code],
        )
        for position, code in enumerate(codes, start=1)
    ]
    fields = ["code", "goal", "position", "kind", "titles"]
    Target.objects.bulk_create(targets, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    _go_on_counting(Target)
    return len(targets)


def _go_on_counting(model: type[Model]) -> None:
    """The keys above were given, so the sequence does not know of them: local rows would collide."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _load_indicators(files: FrameworkFiles, version: FrameworkVersion) -> int:
    """UNSD codes are known for the current version; earlier meanings of a reused code have none."""
    ids = dict(Target.objects.values_list("code", "pk"))
    codes = files.codes["versions"][version.code]["codes"]
    groups = {code: group[0] for group in files.codes["repeats"] for code in group}
    indicators = [
        Indicator(
            framework=version,
            target_id=ids[code.rpartition(".")[0]],
            code=code,
            position=position,
            unsd_code=_unsd_code(files, code, version.code),
            repeat_group=groups.get(code, "") if version.code == CURRENT_VERSION else "",
            titles=files.indicator_titles(code, version.code),
        )
        for position, code in enumerate(codes, start=1)
    ]
    Indicator.objects.filter(framework=version).exclude(code__in=codes).delete()
    fields = ["target", "position", "unsd_code", "repeat_group", "titles"]
    Indicator.objects.bulk_create(
        indicators, update_conflicts=True, unique_fields=["framework", "code"], update_fields=fields
    )
    return len(indicators)


def _unsd_code(files: FrameworkFiles, code: str, version: str) -> str:
    same = files.indicator_titles(code, version) == files.indicator_titles(code, CURRENT_VERSION)
    return files.codes["unsd_code"].get(code, "") if same else ""


@dataclass(frozen=True)
class WordingLoaded:
    """Rows taken, and (line, message) of each row that was not: with errors nothing is written."""

    count: int
    errors: list[tuple[int, str]]


@transaction.atomic
def load_wording(path: Path, *, framework: FrameworkVersion) -> WordingLoaded:
    """Take the official texts of an operator's CSV. All or nothing. Raises WordingFileUnusable."""
    rows, errors = [], []
    known = _known_codes(framework)
    for line, row in _wording_rows(path):
        problem = _wording_problem(row, known)
        if problem:
            errors.append((line, problem))
            continue
        code, language = normal_code(row["code"]), row["language"].strip().lower()
        source = (row.get("source") or "").strip()[:300]
        rows.append(
            Wording(
                framework=framework, code=code, language=language, text=row["text"].strip(), source=source
            )
        )
    if errors:
        return WordingLoaded(0, errors)
    unique = {(row.code, row.language): row for row in rows}
    Wording.objects.bulk_create(
        unique.values(),
        update_conflicts=True,
        unique_fields=["framework", "code", "language"],
        update_fields=["text", "source"],
    )
    return WordingLoaded(len(unique), [])


def _known_codes(framework: FrameworkVersion) -> set[str]:
    goals = {str(number) for number in Goal.objects.values_list("number", flat=True)}
    targets = set(Target.objects.values_list("code", flat=True))
    return goals | targets | set(framework.indicators.values_list("code", flat=True))


def _wording_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        if path.stat().st_size > MAX_WORDING_BYTES:
            raise WordingFileUnusable(_("The file is larger than 5 MB."))
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in WORDING_COLUMNS if name not in (reader.fieldnames or [])]
            if missing:
                raise WordingFileUnusable(_("Missing columns: %s.") % ", ".join(missing))
            for row in reader:
                yield reader.line_num, row
    except OSError as error:
        raise WordingFileUnusable(_("The file cannot be opened.")) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise WordingFileUnusable(_("The file is not a CSV in UTF-8.")) from error


def _wording_problem(row: dict[str, str], known: set[str]) -> str:
    code = row.get("code") or ""
    if normal_code(code) not in known:
        kind = normal_indicator(code) or normal_target(code)
        unknown = _("%(code)s is not in this framework version.") if kind else _("“%(code)s” is no code.")
        return unknown % {"code": code[:40]}
    if (row.get("language") or "").strip().lower() not in language_codes():
        return _("“%s” is no language of this platform.") % (row.get("language") or "")[:20]
    return "" if (row.get("text") or "").strip() else _("The text is empty.")
