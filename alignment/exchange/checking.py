"""The rules of `checks` over the result of an import, each finding at its place in the file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.checks import rows as plain
from alignment.checks.cells import place_errors, share_errors, value_errors
from alignment.checks.elements import element_issues
from alignment.exchange.checking_city import CityKnown, check_city
from alignment.exchange.documents import (
    ActorRow,
    CellRow,
    CompetenceRow,
    Document,
    ElementRow,
    IndicatorRow,
    Meta,
    ObservationRow,
    RoleRow,
    Row,
)
from alignment.exchange.findings import ERROR, NOTE, SUBMIT, WARNING, Findings, Place
from alignment.exchange.known import Known, is_local_code, unknown_place_text
from alignment.exchange.planning import Plan
from alignment.exchange.reading import Reading

LATER = {"E7", "E10"}  # a draft may hold these; it cannot be submitted with them
PARTS: Mapping[type[Row], str] = {
    ElementRow: "elements",
    CellRow: "cells",
    Meta: "meta",
    IndicatorRow: "indicators",
    ObservationRow: "observations",
    ActorRow: "actors",
    RoleRow: "roles",
    CompetenceRow: "competences",
}


@dataclass(frozen=True)
class Setting:
    """Of the matrix that the cells go into."""

    granularity: str
    scored_level: str = ""


def setting_of(document: Document, known: Known) -> Setting:
    """As the matrix is, else as the file says, else as its codes look."""
    said = known.granularity or document.meta.granularity
    if not said:
        only_goals = bool(document.cells) and all("." not in cell.target for cell in document.cells)
        said = "GOAL" if only_goals else "TARGET"
    return Setting(said, document.meta.scored_level)


@dataclass(frozen=True)
class Situation:
    """What a reading is checked against."""

    base: Document
    known: Known
    setting: Setting
    city: CityKnown = field(default_factory=CityKnown)


def check_plan(reading: Reading, plan: Plan, situation: Situation) -> None:
    """Adds to the findings what the rules say of the rows that the file brings."""
    checker = _Checker(reading)
    checker.check_elements(situation.base.elements, plan.elements)
    checker.check_references(situation.known, plan)
    checker.check_cells(plan, situation.known, situation.setting)
    check_city(plan, situation.known, situation.city, reading.findings, checker.place)
    _tell_blanks(plan, reading.findings)


def faults_by_element(document: Document, findings: Findings) -> dict[str, list[str]]:
    """What is wrong in the row of each element, for the preview of the tree."""
    rows = {(row.place.sheet, row.place.row): row.code for row in document.elements if row.place.row}
    found: dict[str, list[str]] = {}
    for issue in findings.issues:
        code = rows.get((issue.place.sheet, issue.place.row))
        if code and issue.level == ERROR:
            found.setdefault(code, []).append(issue.message)
    return found


def _tell_blanks(plan: Plan, findings: Findings) -> None:
    if plan.blanks:
        text = ngettext(
            "%(count)s cell is blank in MATRIX and has a score here. It stays; to take it out, choose to"
            " replace.",
            "%(count)s cells are blank in MATRIX and have a score here. They stay; to take them out, choose"
            " to replace.",
            plan.blanks,
        )
        findings.add(NOTE, "FORMAT", text % {"count": plan.blanks}, Place("MATRIX"))


@dataclass(frozen=True)
class _Checker:
    reading: Reading

    @property
    def document(self) -> Document:
        return self.reading.document

    @property
    def findings(self) -> Findings:
        return self.reading.findings

    def place(self, row: Row, name: str = "") -> Place:
        if row.place.column:  # a cell of the wide matrix knows its own
            return row.place
        return replace(row.place, column=self.reading.columns.get(PARTS[type(row)], {}).get(name, ""))

    def check_elements(self, old: Sequence[ElementRow], new: Sequence[ElementRow]) -> None:
        before = {(issue.rule, issue.element, issue.message) for issue in _element_issues(old)}
        rows = {row.code: row for row in self.document.elements}
        told = {
            (issue.place.sheet, issue.place.row) for issue in self.findings.issues if issue.level == ERROR
        }
        for issue in _element_issues(new):
            row = rows.get(issue.element)
            place = self.place(row, issue.field) if row else Place()
            is_known = (issue.rule, issue.element, issue.message) in before
            if issue.is_error and not is_known and (place.sheet, place.row) not in told:
                self.findings.add(ERROR, issue.rule, issue.message, place)

    def check_references(self, known: Known, plan: Plan) -> None:
        refs = known.evidence | {row.ref for row in self.document.evidence}
        indicators = plan.city["indicators"].result
        for cell in self.document.cells:
            for ref in cell.evidence:
                if ref not in refs:
                    text = _("%(ref)s is not in the table EVIDENCE.") % {"ref": ref[:40]}
                    self.findings.add(ERROR, "FORMAT", text, self.place(cell, "evidence"))
                elif len(ref) > 30:
                    self.findings.add(
                        ERROR, "FORMAT", _("The reference is too long."), self.place(cell, "evidence")
                    )
            for code in cell.indicators:
                if code not in indicators:
                    text = _("%(code)s is not among the city's indicators nor in the table INDICATORS.")
                    place = self.place(cell, "indicators")
                    self.findings.add(ERROR, "FORMAT", text % {"code": code[:40]}, place)

    def check_cells(self, plan: Plan, known: Known, setting: Setting) -> None:
        matrix = _matrix_rows(plan, known, setting)
        self._check_places(matrix)
        for row in self.document.cells:
            cell = plan.cells.get(row.key)
            if cell is None or _is_plain(cell):
                continue
            for issue in value_errors(_plain_cell(cell)):
                level = SUBMIT if issue.rule in LATER or (issue.rule == "E6" and cell.score) else ERROR
                self.findings.add(level, issue.rule, issue.message, self.place(row, issue.field))
        brought = {cell.element: cell for cell in self.document.cells}
        shared = [_plain_cell(cell) for cell in plan.cells.values() if cell.budget_share]
        for issue in share_errors(shared):
            if issue.element in brought:
                place = self.place(brought[issue.element], issue.field)
                self.findings.add(SUBMIT, issue.rule, issue.message, place)

    def _check_places(self, matrix: plain.MatrixRows) -> None:
        told: set[tuple[str, int, str]] = set()
        for cell in self.document.cells:
            if cell.element in matrix.scored and cell.target in matrix.known:
                continue
            for issue in place_errors(_plain_cell(cell), matrix):
                is_local = issue.rule == "E1" and is_local_code(cell.target)
                message = unknown_place_text(cell.target) if is_local else issue.message
                line = (cell.place.sheet, cell.place.row, message)
                if line not in told:  # once for a row of the wide matrix
                    self.findings.add(ERROR, issue.rule, message, self.place(cell, issue.field))
                told.add(line)


def _is_plain(cell: CellRow) -> bool:
    """A quick yes for the usual cell: its score needs no rationale and has its kind."""
    return cell.score is not None and bool(cell.score) == bool(cell.kind) and -3 < cell.score < 3


def _element_issues(rows: Iterable[ElementRow]) -> list[plain.Issue]:
    return element_issues([_plain_element(row) for row in rows])


def _plain_element(row: ElementRow) -> plain.ElementRow:
    return plain.ElementRow(
        code=row.code,
        title=row.title,
        level=row.level,
        parent=row.parent,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        budget=row.budget,
        currency=row.currency,
        budget_year=row.budget_year,
        responsible=row.responsible,
    )


def _plain_cell(cell: CellRow) -> plain.CellRow:
    return plain.CellRow(
        element=cell.element,
        place=cell.target,
        score=cell.score,
        kind=cell.kind,
        rationale=cell.rationale,
        mitigation=cell.mitigation,
        budget_share=cell.budget_share,
        has_evidence=bool(cell.evidence),
    )


def _matrix_rows(plan: Plan, known: Known, setting: Setting) -> plain.MatrixRows:
    places = known.places(setting.granularity)
    return plain.MatrixRows(
        granularity=setting.granularity,  # type: ignore[arg-type]
        known=places,
        scope=places,
        elements=[_plain_element(row) for row in plan.elements],
        scored=scored_codes(plan.elements, setting.scored_level),
        cells=(),
    )


def scored_codes(elements: Sequence[ElementRow], level: str) -> frozenset[str]:
    """Those of the level, or the lowest of each branch."""
    if level:
        return frozenset(row.code for row in elements if row.level == level)
    parents = {row.parent for row in elements}
    return frozenset(row.code for row in elements if row.code not in parents)


NEEDED: Mapping[str, str] = {
    "title": "document_title",
    "period_start": "period_start",
    "period_end": "period_end",
}


def check_meta(reading: Reading, known: Known, *, is_new_strategy: bool) -> None:
    """What META must say before a strategy can be made from it, and what it must not get wrong."""
    meta, findings = reading.document.meta, reading.findings
    for name, message in _meta_problems(meta, known, is_new_strategy):
        findings.add(
            ERROR,
            "E1" if name == "framework" else "E8" if name == "period_end" else "FORMAT",
            message,
            reading.meta_places.get(name) or reading.meta_places.get("", Place()),
        )
    if is_new_strategy and not reading.document.elements and not findings.has_errors:
        findings.add(ERROR, "FORMAT", _("The file has no elements: a new strategy needs the table STRATEGY."))
    if known.granularity and meta.granularity not in ("", known.granularity):
        text = _("The file is of another depth (%(said)s) than the matrix (%(is)s).")
        values = {"said": meta.granularity, "is": known.granularity}
        findings.add(WARNING, "E5", text % values, reading.meta_places.get("granularity", Place()))


def _meta_problems(meta: Meta, known: Known, is_new_strategy: bool) -> Iterator[tuple[str, str]]:
    if is_new_strategy:
        for name, key in NEEDED.items():
            if not getattr(meta, name):
                text = _("META must say “%(key)s” so that a new strategy can be made.") % {"key": key}
                yield name, text
    if meta.period_start and meta.period_end and meta.period_end < meta.period_start:
        yield "period_end", _("The period ends before it starts.")
    if meta.framework and meta.framework not in known.frameworks:
        text = _("The framework version “%(code)s” is not known. Known are: %(known)s.")
        yield "framework", text % {"code": meta.framework[:20], "known": ", ".join(sorted(known.frameworks))}
