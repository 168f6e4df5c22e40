"""What the rules find in a matrix: an overview by rule, and the findings of one rule with their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alignment.actions.reasons import explain_warnings
from alignment.checks.catalogue import TITLES
from alignment.checks.rows import Issue, IssueKey
from alignment.forms.review import FindingsForm
from alignment.models import AlignmentMatrix, WarningReason
from alignment.queries.reasons import Explained, Reasons, explained, reasons_of
from alignment.queries.rows import matrix_findings
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.phrases import SAVED
from sdgplatform.search import fold
from sdgplatform.ui.pages import filter_chips, paginate
from sdgplatform.ui.parts import Text

SHOWN = 3


@dataclass(frozen=True)
class FindingRow:
    """One finding with the way to where it is mended, and the name of the input for its reason."""

    issue: Issue
    url: str
    name: str
    reason: WarningReason | None
    is_shared: bool
    title: str = ""


@dataclass(frozen=True)
class RuleRow:
    rule: str
    title: Text
    first: Sequence[FindingRow]
    count: int
    missing: int
    shared: WarningReason | None
    name: str


@require("alignment.comment_matrix", load=AlignmentMatrix, by="code")
def matrix_checks(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """With `?rule=W1` the findings of one rule; a form of either sends the reasons that stand in it."""
    rule = request.GET.get("rule", "")
    if rule and rule not in TITLES:
        raise Http404
    may_explain = matrix.is_editable and request.user.has_perm("alignment.change_matrix", matrix)
    faults: list[str] = []
    if request.method == "POST":
        if not request.user.has_perm("alignment.change_matrix", matrix):
            raise PermissionDenied
        faults = _save(request, matrix)
        if not faults:
            return redirect(request.get_full_path())
    reasons = reasons_of(matrix)
    found = explained(matrix_findings(matrix, notices=True), reasons)
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "may_explain": may_explain,
        "faults": faults,
        "page_has_errors": bool(faults),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
        **(_one_rule(request, matrix, rule, found, reasons) if rule else _overview(matrix, found, reasons)),
    }
    template = "alignment/matrix_rule.html" if rule else "alignment/matrix_checks.html"
    return render(request, template, context, status=422 if faults else 200)


def _overview(matrix: AlignmentMatrix, found: Sequence[Explained], reasons: Reasons) -> dict[str, Any]:
    of_rule: dict[str, list[Explained]] = {rule: [] for rule in TITLES}
    for row in found:
        of_rule[row.issue.rule].append(row)
    rules = [_rule_row(matrix, rule, rows, reasons) for rule, rows in of_rule.items() if rows]
    warnings = [row for row in rules if row.rule.startswith("W")]
    return {
        "errors": [row for row in rules if row.rule.startswith("E")],
        "warnings": warnings,
        "notices": [row for row in rules if row.rule.startswith("I")],
        "error_count": sum(row.count for row in rules if row.rule.startswith("E")),
        "warning_count": sum(row.count for row in warnings),
        "missing_count": sum(row.missing for row in warnings),
    }


def _rule_row(matrix: AlignmentMatrix, rule: str, rows: Sequence[Explained], reasons: Reasons) -> RuleRow:
    return RuleRow(
        rule=rule,
        title=TITLES[rule],
        first=[_finding(matrix, row) for row in rows[:SHOWN]],
        count=len(rows),
        missing=sum(row.reason is None for row in rows) if rule.startswith("W") else 0,
        shared=reasons.get((rule, "", "")),
        name=input_name((rule, "", "")),
    )


def _one_rule(
    request: HttpRequest, matrix: AlignmentMatrix, rule: str, found: Sequence[Explained], reasons: Reasons
) -> dict[str, Any]:
    form = FindingsForm(request.GET)
    form.is_valid()
    rows = [row for row in found if row.issue.rule == rule]
    titles = dict(matrix.strategy.elements.values_list("code", "title"))
    page = paginate(_chosen(rows, titles, form.cleaned_data), request)
    page.object_list = [_finding(matrix, row, titles) for row in page.object_list]
    return {
        "rule": _rule_row(matrix, rule, rows, reasons),
        "is_warning": rule.startswith("W"),
        "form": form,
        "filters": filter_chips(form, request, ignore=["rule"]),
        "page": page,
        "overview_url": reverse("alignment:matrix_checks", args=[matrix.code]),
    }


def _chosen(rows: list[Explained], titles: Mapping[str, str], chosen: dict[str, Any]) -> list[Explained]:
    words = fold(chosen.get("q", "")).split()
    if words:
        rows = [row for row in rows if _has_words(row.issue, titles, words)]
    if chosen.get("only") == "missing":
        rows = [row for row in rows if row.reason is None]
    return rows


def _has_words(issue: Issue, titles: Mapping[str, str], words: list[str]) -> bool:
    elements = [issue.element, *issue.rows]
    text = fold(" ".join([issue.message, *elements, *(titles.get(code, "") for code in elements)]))
    return all(word in text for word in words)


def _finding(matrix: AlignmentMatrix, row: Explained, titles: Mapping[str, str] | None = None) -> FindingRow:
    return FindingRow(
        issue=row.issue,
        url=issue_url(matrix, row.issue),
        name=input_name(row.issue.key),
        reason=row.reason,
        is_shared=row.is_shared,
        title=(titles or {}).get(row.issue.element, ""),
    )


def issue_url(matrix: AlignmentMatrix, issue: Issue) -> str:
    """Where it can be mended: the cell, the element, the indicator, or the matrix."""
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    if issue.element and issue.place:
        return f"{page}?{urlencode({'cell': f'{issue.element}:{issue.place}'}, safe=':')}#cell"
    if issue.indicator:
        city = matrix.strategy.city.slug
        return reverse("alignment:indicator_detail", args=[city, issue.indicator])
    if issue.element:
        strategy = reverse("alignment:strategy_detail", args=[matrix.strategy.code])
        return f"{strategy}#e-{issue.element}"
    return f"{page}?rows=incomplete" if issue.rule == "W9" else page


def input_name(key: IssueKey) -> str:
    return "reason:" + ":".join(key)


def _save(request: HttpRequest, matrix: AlignmentMatrix) -> list[str]:
    """The faults; none when everything is saved."""
    given: dict[IssueKey, str] = {}
    for name, text in request.POST.items():
        head, *parts = name.split(":", 3)
        if head == "reason" and len(parts) == len(("rule", "element", "place")):
            given[parts[0], parts[1], parts[2]] = str(text)
    try:
        explain_warnings(matrix, by=request.user, reasons=given)
    except ValidationError as error:
        return [str(message) for message in error.messages]
    except ActionRefused as refusal:
        return [str(refusal)]
    messages.success(request, SAVED)
    return []
