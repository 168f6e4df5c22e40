"""What a matrix says: a page for each group of questions, and everything on it as a file."""

from math import floor

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from alignment.checks.codes import goal_of
from alignment.models import AlignmentMatrix
from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.catalogue import find_section, parts_of, sections_of
from alignment.reports.figures import figure_png, figure_svg
from alignment.reports.files import analysis_workbook, file_name, section_csv, source_line
from alignment.reports.texts import percent_text
from alignment.reports.words import CLASSES
from alignment.views.analysis_tables import formats_of, groups_of, page_table, section_files
from alignment.views.words import comparison, matrix_crumbs
from sdgplatform.access import public
from sdgplatform.exports import FORMATS, file_response
from sdgplatform.ui.parts import Tab, Text
from sdgplatform.ui.texts import NBSP, number_text

LEAST_COMPLETE = 0.8
PART_LABELS: dict[str, Text] = {
    "coverage": _("Coverage"),
    "rows": _("Rows and overlaps"),
    "conflicts": _("Conflicts"),
    "money": _("Money"),
    "monitoring": _("Monitoring and voices"),
    "change": _("Change"),
    "agreement": _("Agreement"),
}


@require_GET
@public(load=AlignmentMatrix, by="code")
def matrix_analysis(request: HttpRequest, matrix: AlignmentMatrix, part: str = "coverage") -> HttpResponse:
    analysis = MatrixAnalysis(matrix)
    parts = parts_of(analysis)
    if part not in parts:
        raise Http404
    completeness = analysis.coverage.completeness
    tables = [page_table(section, section_files(matrix, section)) for section in sections_of(analysis, part)]
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "coverage": analysis.coverage,
        "completeness": _floored(completeness) if completeness is not None else "",
        "limits": _limits(analysis),
        "network_url": _network_url(request, matrix),
        "scope_counts": analysis.coverage.class_counts,
        "places_total": len(analysis.table.places),
        "may_change_scope": matrix.is_editable
        and request.user.has_perm("alignment.change_city_plan", matrix.strategy),
        "tabs": _tabs(matrix, parts, part),
        "part": part,
        "groups": groups_of(tables),
        "grid": _grid(analysis) if part == "coverage" else None,
        "comparison": comparison(matrix),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_analysis.html", context)


@require_GET
@public(load=AlignmentMatrix, by="code")
def matrix_coverage(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """Where links of before the analysis lead."""
    return redirect("alignment:matrix_analysis", code=matrix.code, permanent=True)


@require_GET
@public(load=AlignmentMatrix, by="code")
def analysis_file(request: HttpRequest, matrix: AlignmentMatrix, section: str, kind: str) -> HttpResponseBase:
    """One table as CSV, its figure as SVG or PNG."""
    analysis = MatrixAnalysis(matrix)
    found = find_section(analysis, section)
    if found is None or kind not in formats_of(found):
        raise Http404
    name = file_name(analysis, section, kind)
    if kind == "csv":
        content = b"".join(section_csv(found))
        return file_response(content, filename=name, content_type=FORMATS["csv"])
    svg = figure_svg(analysis, found, source_line(analysis))
    if kind == "svg":
        return file_response(svg.encode(), filename=name, content_type="image/svg+xml")
    return file_response(figure_png(svg), filename=name, content_type="image/png")


@require_GET
@public(load=AlignmentMatrix, by="code")
def analysis_workbook_file(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponseBase:
    """Every analysis, one sheet each."""
    analysis = MatrixAnalysis(matrix)
    content = analysis_workbook(analysis).read()
    name = file_name(analysis, "analysis", "xlsx")
    return file_response(content, filename=name, content_type=FORMATS["xlsx"])


def _tabs(matrix: AlignmentMatrix, parts: list[str], current: str) -> list[Tab]:
    return [Tab(PART_LABELS[part], _address(matrix, part), current=part == current) for part in parts]


def _address(matrix: AlignmentMatrix, part: str) -> str:
    if part == "coverage":
        return reverse("alignment:matrix_analysis", args=[matrix.code])
    return reverse("alignment:matrix_analysis_part", args=[matrix.code, part])


def _limits(analysis: MatrixAnalysis) -> list[Text]:
    """Why these figures are not among those of the network."""
    limits: list[Text] = []
    if not analysis.matrix.is_frozen:
        limits.append(_("The matrix is not validated."))
    completeness = analysis.table.completeness.percent
    if completeness is None:
        limits.append(_("It has no rows or no targets in scope."))
    elif completeness < 100 * LEAST_COMPLETE:
        limits.append(
            format_lazy(
                _("Of its cells {share} are assessed; {needed} are needed."),
                share=_floored(completeness),
                needed=percent_text(100 * LEAST_COMPLETE),
            )
        )
    return limits


def _floored(percent: float) -> str:
    """79.95 is not yet 80."""
    return f"{number_text(floor(10 * percent) / 10, 1)}{NBSP}%"


def _network_url(request: HttpRequest, matrix: AlignmentMatrix) -> str:
    network = matrix.strategy.network
    if network is None or not request.user.has_perm("alignment.view_network_figures", network):
        return ""
    return reverse("alignment:network_alignment", args=[network.slug])


def _grid(analysis: MatrixAnalysis) -> dict[str, object]:
    """Every goal or target with its class, and the key with its counts."""
    page = reverse("alignment:matrix_detail", args=[analysis.matrix.code])
    counts, rows = analysis.coverage.class_counts, dict[int, list[tuple[object, ...]]]()
    for code, name in analysis.coverage.classes.items():
        look, letter, words = CLASSES[name]
        goal = goal_of(code)
        rows.setdefault(goal, []).append((code, look, letter, words, f"{page}?goal={goal}"))
    key = [
        (look, letter, words, counts[name])  # type: ignore[index]
        for name, (look, letter, words) in CLASSES.items()
        if name in counts
    ]
    return {"rows": sorted(rows.items()), "key": key}
