"""The dry run: a stored file read, planned against what is there and checked by the rules. Writes nothing."""

import hashlib
import io
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from alignment.exchange.checking import (
    Setting,
    Situation,
    check_meta,
    check_plan,
    faults_by_element,
    setting_of,
)
from alignment.exchange.checking_city import CityKnown
from alignment.exchange.column_maps import Columns, best_sheet, columns_from_json
from alignment.exchange.contents import matrix_document, strategy_document
from alignment.exchange.documents import Document, Meta
from alignment.exchange.findings import ERROR, FileRefused
from alignment.exchange.json_format import write_json
from alignment.exchange.known import Known
from alignment.exchange.planning import Plan, plan_import
from alignment.exchange.reading import Reading, Wishes, grids_of, read_document
from alignment.exchange.scale import scale_from_json
from alignment.models import ColumnMapping, FrameworkVersion, Goal, Indicator, MatrixImport, Strategy, Target
from alignment.models.exchange import ImportMode
from alignment.queries.imports import city_of_meta, network_of_new_strategy
from alignment.rules import may_begin_strategy, may_change_city
from participants.models import City
from sdgplatform.search import fold


@dataclass(frozen=True)
class Examination:
    """`columns`: how a foreign spreadsheet was read; `is_remembered`: as the person said another time."""

    reading: Reading
    plan: Plan
    setting: Setting
    city: City | None
    framework: str
    fingerprint: str
    columns: Columns | None = None
    is_remembered: bool = False
    is_new_matrix: bool = True

    @property
    def meta(self) -> Meta:
        return self.reading.document.meta

    @property
    def makes_matrix(self) -> bool:
        return self.is_new_matrix and self.reading.document.has_cells

    @property
    def is_strategy_only(self) -> bool:
        return self.is_new_matrix and not self.reading.document.has_cells

    @property
    def faults(self) -> dict[str, list[str]]:
        return faults_by_element(self.reading.document, self.reading.findings)


def read_wishes(scale: Any, columns: Any) -> Wishes:
    """Raises ValidationError with what is wrong."""
    try:
        return Wishes(scale_from_json(scale), columns_from_json(columns) if columns else None)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def examined(row: MatrixImport, *, by: Any) -> Examination:
    framework = row.matrix.framework_id if row.matrix else _current_framework()
    base = _base(row, framework, by=by)
    known = _known(row, base)
    reading, wishes, is_remembered = _read(row, known, by=by)
    if row.matrix is None:
        framework = reading.document.meta.framework or framework
    plan = plan_import(reading.document, base, reading.covered, replaces=row.mode == ImportMode.REPLACE)
    setting = setting_of(reading.document, known)
    if row.matrix:
        setting = Setting(row.matrix.granularity, row.matrix.scored_level)
    city = row.strategy.city if row.strategy else row.city
    if not reading.findings.has_errors:
        check_meta(reading, known, is_new_strategy=row.strategy is None)
        city = _checked_city(row, reading, by=by)
    may_change = city is not None and may_change_city(by, city)
    of_city = CityKnown(city.full_name if city else "", may_change, _un_indicators(plan, framework))
    check_plan(reading, plan, Situation(base, known, setting, of_city))
    return Examination(
        reading=reading,
        plan=plan,
        setting=setting,
        city=city,
        framework=framework,
        fingerprint=hashlib.sha256(write_json(base)).hexdigest(),
        columns=wishes.columns,
        is_remembered=is_remembered,
        is_new_matrix=row.matrix is None,
    )


def _current_framework() -> str:
    return (
        FrameworkVersion.objects.order_by("-is_current", "-code").values_list("code", flat=True).first() or ""
    )


def _base(row: MatrixImport, framework: str, *, by: Any) -> Document:
    if row.matrix:
        with_city = by.has_perm("alignment.view_city_plan", row.matrix.strategy)
        return matrix_document(row.matrix, with_city=with_city)
    return strategy_document(row.strategy, framework) if row.strategy else Document()


def _known(row: MatrixImport, base: Document) -> Known:
    owner = _owner(row)
    goals = Goal.with_local.of_owner(**owner).values_list("number", flat=True)
    return Known(
        targets=frozenset(Target.with_local.of_owner(**owner).values_list("code", flat=True)),
        goals=frozenset(str(number) for number in goals),
        frameworks=frozenset(FrameworkVersion.objects.values_list("code", flat=True)),
        granularity=row.matrix.granularity if row.matrix else "",
        elements=frozenset(element.code for element in base.elements),
        evidence=frozenset(each.ref for each in base.evidence),
        titles={(element.parent, fold(element.title)): element.code for element in base.elements},
    )


def _owner(row: MatrixImport) -> dict[str, Any]:
    strategy: Strategy | None = row.strategy
    if strategy:
        return {"city": strategy.city_id, "network": strategy.network_id}
    return {"city": row.city_id, "network": row.network_id} if row.city_id else {"city": -1}


def _un_indicators(plan: Plan, framework: str) -> frozenset[str]:
    codes = {row.un_indicator.rpartition("/")[2] for row in plan.city["indicators"].result.values()} - {""}
    found = Indicator.objects.filter(code__in=codes).values_list("framework_id", "code") if codes else ()
    return frozenset(code if version == framework else f"{version}/{code}" for version, code in found)


def _read(row: MatrixImport, known: Known, *, by: Any) -> tuple[Reading, Wishes, bool]:
    """As the person wishes; a file without a table that is known as columns of its kind were read before."""
    with row.upload.file.open("rb") as stored:
        file = io.BytesIO(stored.read())
    name = row.upload.original_name
    wishes = read_wishes(row.scale, row.columns)
    reading = read_document(file, name, known, wishes)
    if not reading.is_unrecognised or row.matrix:
        return reading, wishes, False
    columns = remembered_columns(file, name, by=by)
    if columns is None:
        return reading, wishes, False
    wishes = replace(wishes, columns=columns)
    file.seek(0)
    return read_document(file, name, known, wishes), wishes, True


def remembered_columns(file: io.BytesIO, name: str, *, by: Any) -> Columns | None:
    try:
        sheet = best_sheet(grids_of(file, name))
    except FileRefused:
        return None
    rows = ColumnMapping.objects.filter(account=by, headers=sheet.fingerprint) if sheet else []
    return next((columns_from_json(row.columns) for row in rows), None)


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
    if city and row.strategy is None and not _may_add_strategy(row, city, by=by):
        problem = _("You cannot add strategies for %(city)s.") % {"city": city.full_name}
    if problem:
        reading.findings.add(ERROR, "E4" if expected else "FORMAT", problem, *([place] if place else []))
    return city


def _may_add_strategy(row: MatrixImport, city: City, *, by: Any) -> bool:
    return may_begin_strategy(by, city, row.network or network_of_new_strategy(by, city))
