"""An import in two steps: the check reads the file and says what would happen, applying does just that."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.actions.import_writing import write_plan
from alignment.actions.matrices import create_matrix, lock_editable
from alignment.actions.strategies import create_strategy
from alignment.exchange import limits
from alignment.exchange.checking import Setting, check_meta, check_plan, setting_of
from alignment.exchange.contents import matrix_document, strategy_document
from alignment.exchange.documents import Document, Meta
from alignment.exchange.findings import ERROR
from alignment.exchange.json_format import write_json
from alignment.exchange.known import Known
from alignment.exchange.planning import Plan, listed_changes, plan_import
from alignment.exchange.reading import Reading, read_document
from alignment.models import AlignmentMatrix, FrameworkVersion, MatrixImport, Strategy, Target
from alignment.models.exchange import ImportState
from alignment.queries.imports import city_of_meta, network_of_new_strategy
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
class _Examination:
    reading: Reading
    base: Document
    plan: Plan
    setting: Setting
    city: City | None
    fingerprint: str

    @property
    def meta(self) -> Meta:
        return self.reading.document.meta


@transaction.atomic
def check_import(
    file: "File[Any]", *, by: Any, target: ImportTarget, checked: CheckedFile | None = None
) -> MatrixImport:
    """Stores the file and the dry run. Raises MatrixIsNotEditable; ValidationError for other files."""
    if target.matrix:
        lock_editable(target.matrix)
    upload = store_upload(file, by=by, allowed=types.IMPORTS, max_bytes=limits.FILE_BYTES, checked=checked)
    row = MatrixImport(
        upload=upload,
        matrix=target.matrix,
        strategy=target.matrix.strategy if target.matrix else target.strategy,
        city=target.city,
        network=target.network,
        uploaded_by=by if getattr(by, "pk", None) else None,
    )
    return _save_examination(row, _examine(row, by=by))


@transaction.atomic
def recheck_import(row: MatrixImport, *, by: Any) -> MatrixImport:
    """The dry run again, against what is there now. Raises ImportWasApplied."""
    locked = _locked(row)
    return _save_examination(locked, _examine(locked, by=by))


def apply_import(row: MatrixImport, *, by: Any) -> AlignmentMatrix:
    """Writes what the preview said, all or nothing.

    Raises ImportWasApplied, ImportHasErrors, ChangedSinceCheck, MatrixIsNotEditable, ElementIsValidated,
    ImportNotPossible.
    """
    try:
        with transaction.atomic():
            return _apply(row, by=by)
    except (IntegrityError, DataError) as error:
        raise ImportNotPossible from error


def _apply(row: MatrixImport, *, by: Any) -> AlignmentMatrix:
    locked = _locked(row)
    if locked.state == ImportState.REFUSED:
        raise ImportHasErrors
    if locked.strategy_id:
        Strategy.objects.select_for_update().get(pk=locked.strategy_id)
    if locked.matrix:
        lock_editable(locked.matrix)
    found = _examine(locked, by=by)
    if found.reading.findings.has_errors or found.fingerprint != locked.summary["base"]:
        raise ChangedSinceCheck
    matrix = _matrix(locked, found, by=by)
    write_plan(matrix, found.plan, by=by)
    locked.matrix, locked.strategy = matrix, matrix.strategy
    locked.state, locked.applied_at = ImportState.APPLIED, timezone.now()
    locked.full_clean()
    locked.save()
    record(
        "alignment.matrix.imported",
        by=by,
        target=matrix,
        scope=matrix.strategy,
        file=locked.upload.original_name,
        counts=found.plan.counts,
    )
    return matrix


def _locked(row: MatrixImport) -> MatrixImport:
    rows = MatrixImport.objects.select_for_update(of=("self",))
    locked = rows.select_related("upload", "matrix__strategy__city", "strategy__city").get(pk=row.pk)
    if locked.state == ImportState.APPLIED:
        raise ImportWasApplied
    return locked


def _examine(row: MatrixImport, *, by: Any) -> _Examination:
    strategy = row.strategy
    base = _base(row)
    known = _known(base, row.matrix)
    with row.upload.file.open("rb") as file:
        reading = read_document(io.BytesIO(file.read()), row.upload.original_name, known)
    document = reading.document
    plan = plan_import(document, base, reading.covered)
    setting = setting_of(document, known)
    if row.matrix:
        setting = Setting(row.matrix.granularity, row.matrix.scored_level)
    city = strategy.city if strategy else row.city
    if not reading.findings.has_errors:
        check_meta(reading, known, is_new_strategy=strategy is None)
        city = _checked_city(row, reading, by=by)
    check_plan(reading, base, plan, known, setting)
    fingerprint = hashlib.sha256(write_json(base)).hexdigest()
    return _Examination(reading, base, plan, setting, city, fingerprint)


def _base(row: MatrixImport) -> Document:
    if row.matrix:
        return matrix_document(row.matrix)
    return strategy_document(row.strategy) if row.strategy else Document()


def _known(base: Document, matrix: AlignmentMatrix | None) -> Known:
    return Known(
        targets=frozenset(Target.objects.values_list("code", flat=True)),
        frameworks=frozenset(FrameworkVersion.objects.values_list("code", flat=True)),
        granularity=matrix.granularity if matrix else "",
        elements=frozenset(element.code for element in base.elements),
        evidence=frozenset(row.ref for row in base.evidence),
    )


def _checked_city(row: MatrixImport, reading: Reading, *, by: Any) -> City | None:
    """The city that the strategy is or will be of; an error where the file names another or none."""
    found = city_of_meta(reading.document.meta)
    place = reading.meta_places.get("city_geonameid") or reading.meta_places.get("city_name")
    problem = ""
    expected = row.strategy.city if row.strategy else row.city
    if expected and found.city and found.city != expected:
        problem = _("The file is of %(found)s; it would go to %(expected)s.")
        problem %= {"found": found.city.full_name, "expected": expected.full_name}
    elif expected is None and found.city is None:
        problem = found.problem or _("The city is not known. Choose it, or give its GeoNames number in META.")
    city = expected or found.city
    if city and row.strategy is None and not _may_add_strategy(by, city):
        problem = _("You cannot add strategies for %(city)s.") % {"city": city.full_name}
    if problem:
        reading.findings.add(ERROR, "E4" if expected else "FORMAT", problem, *([place] if place else []))
    return city


def _may_add_strategy(by: Any, city: City) -> bool:
    return by.is_superuser or city.pk in by.planned_city_ids or bool(by.coordinated_network_ids)


def _save_examination(row: MatrixImport, found: _Examination) -> MatrixImport:
    changes, more = listed_changes(found.plan)
    row.issues = [issue.as_json() for issue in found.reading.findings.in_order()]
    row.summary = {
        "base": found.fingerprint,
        "counts": found.plan.counts,
        "changes": changes,
        "more_changes": more,
        "issue_counts": dict(found.reading.findings.counts),
        "strategy": row.strategy.title if row.strategy else found.meta.title,
        "city": found.city.full_name if found.city else "",
        "granularity": found.setting.granularity,
    }
    has_errors = found.reading.findings.has_errors
    row.state = ImportState.REFUSED if has_errors else ImportState.CHECKED
    row.full_clean()
    row.save()
    return row


def _matrix(row: MatrixImport, found: _Examination, *, by: Any) -> AlignmentMatrix:
    """The matrix that the file goes into, begun now where it is a new one."""
    if row.matrix:
        return row.matrix
    meta = found.meta
    strategy = row.strategy or _strategy(row, found, by=by)
    values: dict[str, Any] = {
        "granularity": found.setting.granularity,
        "scored_level": meta.scored_level,
        "method_note": meta.method_note,
    }
    if meta.scope:
        values["scope"] = meta.scope
    return create_matrix(strategy, by=by, framework=_framework(meta.framework), **values)


def _framework(code: str) -> FrameworkVersion:
    rows = FrameworkVersion.objects.order_by("-is_current", "-code")
    return rows.get(code=code) if code else rows[0]


def _strategy(row: MatrixImport, found: _Examination, *, by: Any) -> Strategy:
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
