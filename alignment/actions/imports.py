"""An import in two steps: the check reads the file and says what would happen, applying does just that."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alignment.actions.import_examination import Examination, examined, read_wishes
from alignment.actions.import_writing import write_matrix, write_strategy
from alignment.actions.matrices import create_matrix, lock_editable
from alignment.actions.strategies import create_strategy
from alignment.exchange import limits
from alignment.exchange.changes import TREE, grouped_changes, tree_records
from alignment.exchange.column_maps import Columns
from alignment.models import AlignmentMatrix, ColumnMapping, FrameworkVersion, MatrixImport, Strategy
from alignment.models.exchange import ImportMode, ImportState
from alignment.queries.imports import network_of_new_strategy
from participants.models import City, Network
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from sdgplatform.uploads import types
from sdgplatform.uploads.actions import store_upload
from sdgplatform.uploads.checks import CheckedFile


class ImportHasErrors(ActionRefused):
    code = "import_has_errors"
    message = gettext_lazy("The file has errors. Correct it and upload it again; nothing was written.")


class ImportWasApplied(ActionRefused):
    code = "import_was_applied"
    message = gettext_lazy("This file was imported already. Nothing was written a second time.")


class ChangedSinceCheck(ActionRefused):
    code = "changed_since_check"
    message = gettext_lazy(
        "The matrix was changed after this file was checked. Nothing was written. Look at the new preview."
    )


class ImportNotPossible(ActionRefused):
    code = "import_not_possible"
    message = gettext_lazy("The content does not fit the strategy as it is now. Nothing was written.")


@dataclass(frozen=True)
class ImportTarget:
    """Where a file goes: into a matrix, as a new matrix of a strategy, or as a new strategy of a city."""

    matrix: AlignmentMatrix | None = None
    strategy: Strategy | None = None
    city: City | None = None
    network: Network | None = None


@dataclass(frozen=True)
class ImportWishes:
    """How to read the file and what to do with what it lacks, as plain JSON."""

    mode: str = ImportMode.MERGE
    scale: Any = None
    columns: Any = None


NO_WISHES = ImportWishes()


@transaction.atomic
def check_import(
    file: "File[Any]",
    *,
    by: Any,
    target: ImportTarget,
    checked: CheckedFile | None = None,
    wishes: ImportWishes = NO_WISHES,
) -> MatrixImport:
    """Stores the file and the dry run. Raises MatrixIsNotEditable; ValidationError for other files."""
    if target.matrix:
        lock_editable(target.matrix)
    read_wishes(wishes.scale or {}, wishes.columns or {})
    upload = store_upload(file, by=by, allowed=types.IMPORTS, max_bytes=limits.FILE_BYTES, checked=checked)
    row = MatrixImport(
        upload=upload,
        matrix=target.matrix,
        strategy=target.matrix.strategy if target.matrix else target.strategy,
        city=target.city,
        network=target.network,
        mode=wishes.mode,
        scale=wishes.scale or {},
        columns=wishes.columns or {},
        uploaded_by=by if getattr(by, "pk", None) else None,
    )
    return _save_examination(row, examined(row, by=by))


@transaction.atomic
def recheck_import(row: MatrixImport, *, by: Any, wishes: ImportWishes | None = None) -> MatrixImport:
    """The dry run again, against what is there now; `wishes` take the place of the earlier ones.

    Raises ImportWasApplied; ValidationError for wishes that say nothing.
    """
    locked = _locked(row)
    if wishes:
        read_wishes(wishes.scale or {}, wishes.columns or {})
        locked.mode, locked.scale, locked.columns = wishes.mode, wishes.scale or {}, wishes.columns or {}
    return _save_examination(locked, examined(locked, by=by))


def remember_columns(columns: Columns, fingerprint: str, *, by: Any) -> None:
    """The next file of this person with these headers is read alike. Idempotent."""
    said = {name: value for name, value in columns.as_json().items() if name != "document"}
    ColumnMapping.objects.update_or_create(account=by, headers=fingerprint, defaults={"columns": said})


def apply_import(row: MatrixImport, *, by: Any) -> MatrixImport:
    """Writes what the preview said, all or nothing; the row then names its strategy and, if any, matrix.

    Raises ImportWasApplied, ImportHasErrors, ChangedSinceCheck, MatrixIsNotEditable, ElementIsValidated,
    ImportNotPossible.
    """
    try:
        with transaction.atomic():
            return _apply(row, by=by)
    except (IntegrityError, DataError) as error:
        raise ImportNotPossible from error


def _apply(row: MatrixImport, *, by: Any) -> MatrixImport:
    locked = _locked(row)
    if locked.state == ImportState.REFUSED:
        raise ImportHasErrors
    if locked.strategy_id:
        Strategy.objects.select_for_update().get(pk=locked.strategy_id)
    if locked.matrix:
        locked.matrix = lock_editable(locked.matrix)
    found = examined(locked, by=by)
    if found.reading.findings.has_errors or found.fingerprint != locked.summary["base"]:
        raise ChangedSinceCheck
    strategy = locked.strategy or _strategy(locked, found, by=by)
    elements = write_strategy(strategy, found.plan, found.framework)
    matrix = locked.matrix or (_matrix(strategy, found, by=by) if found.makes_matrix else None)
    if matrix:
        matrix.refresh_from_db(fields=["revision", "replaced_at_revision"])
        write_matrix(matrix, found.plan, elements, by=by)
    locked.matrix, locked.strategy = matrix, strategy
    locked.state, locked.applied_at = ImportState.APPLIED, timezone.now()
    locked.full_clean(exclude=["changes", "issues", "summary"])
    locked.save(update_fields=["matrix", "strategy", "state", "applied_at"])
    _record(locked, matrix or strategy, found, by=by)
    return locked


def _record(row: MatrixImport, target: AlignmentMatrix | Strategy, found: Examination, *, by: Any) -> None:
    """The evidence: which file, how it was read, what it did."""
    record(
        "alignment.matrix.imported" if row.matrix else "alignment.strategy.imported",
        by=by,
        target=target,
        scope=row.strategy,
        file=row.upload.original_name,
        counts=found.plan.counts,
        mode=row.mode,
        scale=row.scale,
        import_code=row.code,
    )


def _locked(row: MatrixImport) -> MatrixImport:
    rows = MatrixImport.objects.select_for_update(of=("self",)).defer("changes")
    locked = rows.select_related("upload", "matrix__strategy__city", "strategy__city").get(pk=row.pk)
    if locked.state == ImportState.APPLIED:
        raise ImportWasApplied
    return locked


def _save_examination(row: MatrixImport, found: Examination) -> MatrixImport:
    plan, findings = found.plan, found.reading.findings
    row.issues = [issue.as_json() for issue in findings.in_order()]
    row.changes = grouped_changes(plan)
    if found.columns or found.is_strategy_only:
        row.changes[TREE] = tree_records(plan, found.faults)
    row.summary = {
        "base": found.fingerprint,
        "counts": plan.counts,
        "left": {"blank": plan.blanks, "not_in_file": plan.left},
        "issue_counts": dict(findings.counts),
        "strategy": row.strategy.title if row.strategy else found.meta.title,
        "city": found.city.full_name if found.city else "",
        "granularity": found.setting.granularity,
        "makes_matrix": found.makes_matrix,
        "signs": list(found.reading.signs),
        "columns": found.columns.as_json() if found.columns else {},
        "is_remembered": found.is_remembered,
        "is_unrecognised": found.reading.is_unrecognised,
    }
    row.state = ImportState.REFUSED if findings.has_errors else ImportState.CHECKED
    row.full_clean(exclude=["changes", "issues", "summary"])
    row.save()
    return row


def _matrix(strategy: Strategy, found: Examination, *, by: Any) -> AlignmentMatrix:
    """The new matrix that the cells of the file begin."""
    meta = found.meta
    values: dict[str, Any] = {
        "granularity": found.setting.granularity,
        "scored_level": meta.scored_level,
        "method_note": meta.method_note,
    }
    if meta.scope:
        values["scope"] = meta.scope
    return create_matrix(strategy, by=by, framework=_framework(found.framework), **values)


def _framework(code: str) -> FrameworkVersion:
    rows = FrameworkVersion.objects.order_by("-is_current", "-code")
    return rows.get(code=code) if code else rows[0]


def _strategy(row: MatrixImport, found: Examination, *, by: Any) -> Strategy:
    if found.city is None:
        raise ImportHasErrors
    meta = found.meta
    names = ("title", "period_start", "period_end", "kind", "language", "adoption", "url", "responsible_unit")
    values = {name: getattr(meta, name) for name in names if getattr(meta, name)}
    network = row.network or network_of_new_strategy(by, found.city)
    try:
        return create_strategy(by=by, city=found.city, network=network, **values)
    except ValidationError as error:
        raise ImportHasErrors("; ".join(error.messages)) from error
