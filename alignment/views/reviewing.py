"""The reviewer's way through a matrix, cell by cell."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alignment.actions.readings import mark_read, unmark_read
from alignment.forms.cells import CommentForm
from alignment.forms.review import CellsForm
from alignment.models import AlignmentMatrix
from alignment.queries.comments import Anchor
from alignment.queries.panel import cell_panel, split_cell
from alignment.queries.reasons import explained, reasons_of
from alignment.queries.reviewing import ReviewedCell, chosen_cells, reviewed_cells
from alignment.queries.rows import row_findings
from alignment.queries.scope import basis_of
from alignment.views.comments import comment_part, take_answer
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.ui.heat import WORDS
from sdgplatform.ui.pages import PAGE_KEY, PAGE_SIZE, filter_chips


@require("alignment.comment_matrix", load=AlignmentMatrix, by="code")
def matrix_review(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """`?show=` narrows the cells, `?cell=` opens one; a form marks it, comments on it, or both."""
    form = CellsForm(request.GET)
    form.is_valid()
    cells = reviewed_cells(matrix, request.user)
    links = [cell for cell in cells if cell.score]
    found = chosen_cells(cells, show=form.cleaned_data.get("show", ""), words=form.cleaned_data.get("q", ""))
    current = _current(request.GET.get("cell", ""), cells, found)
    at = found.index(current) if current in found else -1
    before = found[at - 1] if at > 0 else None
    after = found[at + 1] if 0 <= at < len(found) - 1 else None
    comment_form = CommentForm()
    if request.method == "POST" and current is not None:
        comment_form = CommentForm(request.POST)
        if _take(request, matrix, current, comment_form):
            goes_on = after if "next" in request.POST else current
            return redirect(request.path + _address(request, goes_on or current))
    pages = Paginator(found, PAGE_SIZE)
    # Without a choice the list is at the page of the open cell.
    page = pages.get_page(request.GET.get(PAGE_KEY) or max(at, 0) // PAGE_SIZE + 1)
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "form": form,
        "filters": filter_chips(form, request),
        "page": page,
        "read": sum(cell.is_read for cell in links),
        "total": len(links),
        "position": at + 1,
        "found": len(found),
        "current": current,
        "before": _address(request, before) if before else "",
        "after": _address(request, after) if after else "",
        "keep": urlencode({name: request.GET[name] for name in ("show", "q") if request.GET.get(name)}),
        "comment_form": comment_form,
        "page_has_errors": comment_form.is_bound,
        "may_comment": not matrix.is_frozen,
        "may_resolve": request.user.has_perm("alignment.resolve_comment", matrix),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
        **(_opened(matrix, current) if current else {}),
    }
    status = 422 if comment_form.is_bound else 200
    return render(request, "alignment/matrix_review.html", context, status=status)


def _current(wanted: str, cells: list[ReviewedCell], found: list[ReviewedCell]) -> ReviewedCell | None:
    """The one that the address names, even when the filter passes over it; else the first not looked at."""
    named = next((cell for cell in cells if cell.key == wanted), None)
    return named or next((cell for cell in found if not cell.is_read), found[0] if found else None)


def _opened(matrix: AlignmentMatrix, current: ReviewedCell) -> dict[str, Any]:
    basis = basis_of(matrix)
    panel = cell_panel(matrix, current.element, current.place, basis)
    found = row_findings(matrix, panel.element, basis) if panel else []
    issues = [issue for issue in found if issue.place in ("", current.place)]
    return {
        "panel": panel,
        "score_word": WORDS[current.score],
        "warnings": explained(issues, reasons_of(matrix)),
        "indicators": list(panel.cell.indicators.order_by("code")) if panel and panel.cell else [],
        "thread": [comment_part(comment) for comment in panel.comments] if panel else [],
        "open_thread": [comment for comment in panel.comments if not comment.resolved_at] if panel else [],
    }


def _take(request: HttpRequest, matrix: AlignmentMatrix, current: ReviewedCell, form: CommentForm) -> bool:
    """False when the comment has to be written anew."""
    element, place = split_cell(current.key)
    panel = cell_panel(matrix, element, place)
    if panel is None or panel.cell is None:
        return True
    has_text = bool(request.POST.get("text", "").strip())
    if has_text and not form.is_valid():
        return False
    spot = panel.cell.target or panel.cell.goal
    try:
        if has_text or {"resolve", "reopen"} & request.POST.keys():
            take_answer(request, matrix, Anchor(panel.element, spot), request.POST.get("text", "").strip())
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if "read" in request.POST:
        mark_read(panel.cell, by=request.user)
    if "unread" in request.POST:
        unmark_read(panel.cell, by=request.user)
    return True


def _address(request: HttpRequest, cell: ReviewedCell) -> str:
    parts = {name: request.GET[name] for name in ("show", "q") if request.GET.get(name)}
    return f"?{urlencode({**parts, 'cell': cell.key}, safe=':')}#cell"
