"""The other direction of entry: one goal or target at a time, and the elements that serve it."""

from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alignment.forms.cells import RowForm
from alignment.models import AlignmentCell, AlignmentMatrix, Goal, StrategyElement, Target
from alignment.models.matrices import Granularity
from alignment.queries.scope import find_place, goals_of, matrix_scope, scored_elements, targets_of
from alignment.views.saving import save_line
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require
from sdgplatform.search import fold
from sdgplatform.ui.pages import paginate

ROWS = 20


@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def matrix_column(request: HttpRequest, matrix: AlignmentMatrix, place: str) -> HttpResponse:
    spot = find_place(matrix, place)
    if spot is None:
        raise Http404
    words = request.GET.get("q", "").strip()[:100]
    page = paginate(_found(scored_elements(matrix), words), request, ROWS)
    cells = _cells(matrix, spot)
    form = RowForm(
        request.POST if request.method == "POST" else None,
        places=[(row.code, row.title) for row in page],
        cells={code: cell for code, cell in cells.items() if code in {row.code for row in page}},
    )
    if form.is_bound and form.is_valid() and _save(request, matrix, place, form):
        return redirect(_after(request, page))
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "spot": spot,
        "place": place,
        "goal": spot if isinstance(spot, Goal) else spot.goal,
        "is_inside": place in matrix_scope(matrix).inside,
        "form": form,
        "page": page,
        "words": words,
        "assessed": len(cells),
        "serving": sum(cell.score > 0 for cell in cells.values()),
        "can_save": matrix.is_editable,
        **_around(matrix, spot),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "alignment/matrix_column.html", context, status=status)


def _found(elements: list[StrategyElement], words: str) -> list[StrategyElement]:
    wanted = fold(words).split()
    return [row for row in elements if all(word in fold(f"{row.code} {row.title}") for word in wanted)]


def _cells(matrix: AlignmentMatrix, spot: Goal | Target) -> dict[str, AlignmentCell]:
    at: dict[str, Any] = {"target": spot} if isinstance(spot, Target) else {"goal": spot}
    return {cell.element.code: cell for cell in matrix.cells.filter(**at).select_related("element")}


def _save(request: HttpRequest, matrix: AlignmentMatrix, place: str, form: RowForm) -> bool:
    return save_line(request, matrix, form, form.changes_at(place))


def _after(request: HttpRequest, page: Page[StrategyElement]) -> str:
    """`next` goes on to the following page of elements, else the page stays."""
    query = request.GET.copy()
    if "next" in request.POST and page.has_next():
        query["page"] = str(page.next_page_number())
    return f"{request.path}?{query.urlencode()}"


def _around(matrix: AlignmentMatrix, spot: Goal | Target) -> dict[str, Any]:
    """The goals, the targets of this goal, and the places before and after."""
    goals = list(goals_of(matrix))
    if matrix.granularity == Granularity.GOAL:
        codes = [str(goal.number) for goal in goals]
        index = codes.index(str(spot.number)) if isinstance(spot, Goal) else 0
        return {"goals": [(goal, str(goal.number)) for goal in goals], **_beside(codes, index)}
    targets = list(targets_of(matrix))
    codes = [target.code for target in targets]
    firsts: dict[int, str] = {}
    for target in targets:
        firsts.setdefault(target.goal_id, target.code)
    return {
        "goals": [(goal, firsts[goal.pk]) for goal in goals if goal.pk in firsts],
        "targets": [t for t in targets if isinstance(spot, Target) and t.goal_id == spot.goal_id],
        **_beside(codes, codes.index(spot.code) if isinstance(spot, Target) else 0),
    }


def _beside(codes: list[str], index: int) -> dict[str, str]:
    after = codes[index + 1] if index + 1 < len(codes) else ""
    return {"before": codes[index - 1] if index else "", "after": after}
