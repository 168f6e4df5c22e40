"""What has changed in a matrix since it was read last, or since the version before it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.exchange.current import content_now
from alignment.forms.review import ChangesForm
from alignment.models import AlignmentMatrix
from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.changes import (
    CellDiff,
    Changes,
    Since,
    base_content,
    changes_data,
    compare,
    possible_bases,
)
from alignment.queries.goal_changes import GoalChanges, changes_by_goal, goal_changes_data
from alignment.reports.change_sections import goals_section
from alignment.reports.sections import RATIO_DIGITS
from alignment.views.analysis_tables import PageTable, page_table, section_files
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require
from sdgplatform.exports import export_response, file_response
from sdgplatform.search import fold
from sdgplatform.ui.pages import filter_chips, paginate
from sdgplatform.ui.parts import Tab, Text

KIND_WORDS: dict[str, Text] = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "raised": gettext_lazy("Raised"),
    "lowered": gettext_lazy("Lowered"),
    "flipped": gettext_lazy("Sign changed"),
    "details": gettext_lazy("Text or details"),
    "changed": gettext_lazy("Edited"),
}
FIELD_WORDS: dict[str, Text] = {
    "kind": gettext_lazy("kind of link"),
    "horizon": gettext_lazy("horizon"),
    "confidence": gettext_lazy("confidence"),
    "rationale": gettext_lazy("rationale"),
    "mitigation": gettext_lazy("mitigation"),
    "budget_share": gettext_lazy("share of the budget"),
    "parent": gettext_lazy("part of"),
    "level": gettext_lazy("level"),
    "title": gettext_lazy("title"),
    "description": gettext_lazy("description"),
    "need": gettext_lazy("need addressed"),
    "responsible": gettext_lazy("responsible unit"),
    "start": gettext_lazy("start"),
    "end": gettext_lazy("end"),
    "status": gettext_lazy("status"),
    "budget": gettext_lazy("budget"),
    "currency": gettext_lazy("currency"),
    "budget_year": gettext_lazy("budget year"),
}


@require("alignment.compare_matrix", load=AlignmentMatrix, by="code")
def matrix_changes(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    bases = possible_bases(matrix)
    since = _since(request, bases)
    found = _found(matrix, since)
    changes = found.changes if found else None
    form = ChangesForm(request.GET)
    form.is_valid()
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "since": since,
        "tabs": _tabs(request, bases, since),
        "changes": changes,
        "counts": [(KIND_WORDS[kind], count) for kind, count in changes.counts.items()] if changes else [],
        "goals": _goals_table(found) if found else None,
        "form": form,
        "filters": filter_chips(form, request, ignore=["since"]),
        "page": paginate(_lines(changes, form.cleaned_data), request),
        "elements": [
            (row, KIND_WORDS[row.kind], _fields(row.fields)) for row in (changes.elements if changes else ())
        ],
        "files": [
            (name.upper(), f"{reverse('alignment:changes_file', args=[matrix.code])}?{_query(since, name)}")
            for name in ("xlsx", "csv", "json")
        ],
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_changes.html", context)


@require("alignment.compare_matrix", load=AlignmentMatrix, by="code")
def changes_file(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponseBase:
    """All changes, of cells, of elements and by goal, as XLSX, CSV or JSON; none without a comparison."""
    since = _since(request, possible_bases(matrix))
    found = _found(matrix, since)
    changes = found.changes if found else Changes((), (), {})
    goals = found.goals if found else None
    name = f"changes-{matrix.code}-v{matrix.version}"
    if request.GET.get("format") == "json":
        content = json.dumps(
            changes_data(changes, since, goal_changes_data(goals)), ensure_ascii=False, indent=1
        ).encode()
        return file_response(content, filename=f"{name}.json", content_type="application/json")
    header = [_("What"), _("Change"), _("Code"), _("Row"), _("Goal or target"), _("Before"), _("After")]
    header.append(_("Details"))
    return export_response(
        chain(_file_rows(changes), _goal_rows(goals)),
        header=header,
        filename=name,
        format=request.GET.get("format", "xlsx"),
    )


def _file_rows(changes: Changes) -> Iterator[Sequence[Any]]:
    for row in changes.cells:
        title, fields = changes.titles.get(row.element, ""), _fields(row.fields)
        yield (
            _("Cell"),
            str(KIND_WORDS[row.kind]),
            row.element,
            title,
            f"T{row.place}" if "." in row.place else f"G{row.place}",
            row.before,
            row.after,
            fields,
        )
    for line in changes.elements:
        fields = _fields(line.fields)
        yield _("Row"), str(KIND_WORDS[line.kind]), line.code, line.after, "", line.before, line.after, fields


def _goal_rows(goals: GoalChanges | None) -> Iterator[Sequence[Any]]:
    """Coverage and intensity of each goal, 0 to 1, with their differences beside them."""
    for goal in goals.goals if goals else ():
        place, covered = f"G{goal.number}", (goal.before.value, goal.now.value)
        intensities = (goal.intensity_before, goal.intensity_now)
        for words, values, change in (
            (_("Coverage"), covered, goal.coverage),
            (_("Intensity"), intensities, goal.intensity),
        ):
            yield words, _direction(change), "", "", place, *map(_rounded, values), _rounded(change)


def _direction(change: float | None) -> str:
    return str(KIND_WORDS["raised" if change > 0 else "lowered"]) if change else ""


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, RATIO_DIGITS)


def _since(request: HttpRequest, bases: Sequence[Since]) -> Since | None:
    wanted = request.GET.get("since", "")
    return next((base for base in bases if base == wanted), bases[0] if bases else None)


@dataclass(frozen=True)
class Found:
    since: Since
    changes: Changes
    goals: GoalChanges
    analysis: MatrixAnalysis


def _found(matrix: AlignmentMatrix, since: Since | None) -> Found | None:
    base = base_content(matrix, since) if since else None
    if base is None or since is None:
        return None
    analysis = MatrixAnalysis(matrix)
    goals = changes_by_goal(analysis, since, base)
    return Found(since, compare(base, content_now(matrix)), goals, analysis)


def _goals_table(found: Found) -> PageTable:
    """The version before is compared in the analysis too, so its figure is a file there."""
    section = goals_section(found.analysis, found.goals, title=_("Coverage and intensity by goal"))
    matrix = found.analysis.matrix
    return page_table(section, section_files(matrix, section) if found.since == "version" else ())


def _tabs(request: HttpRequest, bases: Sequence[Since], since: Since | None) -> list[Tab]:
    labels = {"submission": _("Since the last submission"), "version": _("Since the version before")}
    return [Tab(labels[base], f"?since={base}", current=base == since) for base in bases]


def _lines(changes: Changes | None, chosen: dict[str, Any]) -> list[tuple[CellDiff, str, Text, str]]:
    if changes is None:
        return []
    words = fold(chosen.get("q", "")).split()
    found = []
    for row in changes.cells:
        title = changes.titles.get(row.element, "")
        text = fold(f"{row.element} {title} {row.place}")
        if chosen.get("kind") in ("", None, row.kind) and all(word in text for word in words):
            found.append((row, title, KIND_WORDS[row.kind], _fields(row.fields)))
    return found


def _fields(names: Sequence[str]) -> str:
    return ", ".join(str(FIELD_WORDS[name]) for name in names)


def _query(since: Since | None, format: str) -> str:
    return urlencode({"since": since or "", "format": format})
