"""The analyses as files: one table as CSV, all of them as a workbook with definitions and denominators."""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from django.utils.text import slugify
from django.utils.translation import gettext as _

from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.network import NetworkFigures
from alignment.reports.catalogue import all_sections
from alignment.reports.sections import Section, header_of, values_of
from alignment.reports.words import CLASSES
from sdgplatform.exports import Sheet, write_csv, write_workbook
from sdgplatform.ui.texts import moment_text


def file_name(analysis: MatrixAnalysis, name: str, ending: str) -> str:
    matrix = analysis.matrix
    return f"{slugify(matrix.strategy.city.name)}-{matrix.code}-v{matrix.version}-{name}.{ending}"


def source_line(analysis: MatrixAnalysis) -> str:
    """City, plan, version and state: no figure goes out without them."""
    matrix = analysis.matrix
    return _("%(city)s, %(plan)s, version %(version)d, %(state)s, figures of %(date)s") % {
        "city": matrix.strategy.city.name,
        "plan": matrix.strategy.title,
        "version": matrix.version,
        "state": matrix.get_state_display(),
        "date": moment_text(matrix.updated_at, "date"),
    }


def section_csv(section: Section) -> Iterator[bytes]:
    """Codes get a letter (T8.10), since a spreadsheet would read 8.10 of a CSV as a number."""
    places = {at for at, column in enumerate(section.columns) if column.kind == "place"}
    return write_csv(
        (_lettered(section, row, places) for row in section.rows), header=header_of(section.columns)
    )


def _lettered(section: Section, row: Sequence[Any], places: set[int]) -> list[Any]:
    found: list[Any] = []
    for at, (column, cell) in enumerate(zip(section.columns, row, strict=True)):
        values = values_of([column], [cell])
        if at in places and values[0]:
            values[0] = f"{'T' if '.' in values[0] else 'G'}{values[0]}"
        found += values
    return found


def analysis_workbook(analysis: MatrixAnalysis) -> BinaryIO:
    """A sheet for what the figures are of, one for their definitions, then one for each section."""
    sections = all_sections(analysis)
    sheets = [
        Sheet(_("About"), [_("What"), _("Value")], _about(analysis)),
        Sheet(
            _("Definitions"),
            [_("Sheet"), _("What it says"), _("How it is computed"), _("Note")],
            ([section.title, section.lead, section.definition, section.note] for section in sections),
        ),
        *(Sheet(section.title, header_of(section.columns), _rows(section)) for section in sections),
    ]
    return write_workbook(sheets)


def _rows(section: Section) -> Iterator[Sequence[Any]]:
    for row in [*section.rows, *([section.foot] if section.foot else [])]:
        yield values_of(section.columns, row)


def _about(analysis: MatrixAnalysis) -> Iterator[Sequence[Any]]:
    """Identity and denominators of the matrix."""
    matrix, coverage = analysis.matrix, analysis.coverage
    completeness = analysis.table.completeness
    yield _("City"), matrix.strategy.city.name
    yield _("Plan"), matrix.strategy.title
    yield _("Version"), matrix.version
    yield _("State"), matrix.get_state_display()
    yield _("Framework version"), matrix.framework_id
    yield _("Depth"), matrix.get_granularity_display()
    yield _("Scope"), matrix.get_scope_display()
    yield _("Rows"), coverage.elements
    yield _("Targets in scope"), coverage.targets
    yield _("Cells possible"), completeness.whole
    yield _("Cells assessed"), completeness.part
    yield _("Completeness (0–1)"), completeness.value
    yield _("Targets covered"), coverage.covered
    yield _("Coverage (0–1)"), coverage.covered / coverage.targets if coverage.targets else None
    yield _("Density (0–1)"), analysis.breadths.density.value
    yield _("Evenness over the goals in scope (0–1)"), analysis.balance.evenness
    for name, count in coverage.class_counts.items():
        yield _("Targets: %(class)s") % {"class": CLASSES[name][2]}, count


def network_workbook(figures: NetworkFigures, sections: Sequence[Section], source: str) -> BinaryIO:
    """The same for a network: what the figures are of, their definitions, a sheet for each section."""
    about: list[list[Any]] = [
        [_("Of"), source],
        [_("Cities counted"), figures.cities],
        [_("Matrices counted"), figures.matrices],
        [_("Figures are shown"), _("no, fewer than three cities") if figures.is_hidden else _("yes")],
    ]
    sheets = [
        Sheet(_("About"), [_("What"), _("Value")], about),
        Sheet(
            _("Definitions"),
            [_("Sheet"), _("What it says"), _("How it is computed"), _("Note")],
            ([section.title, section.lead, section.definition, section.note] for section in sections),
        ),
        *(Sheet(section.title, header_of(section.columns), _rows(section)) for section in sections),
    ]
    return write_workbook(sheets)
