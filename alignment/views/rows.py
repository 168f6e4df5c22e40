from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alignment.actions.depth import goal_scores
from alignment.forms.cells import RowForm
from alignment.forms.suggestions import AcceptForm
from alignment.models import AlignmentMatrix, Goal, StrategyElement
from alignment.models.matrices import Granularity
from alignment.queries.panel import row_cells, row_counts
from alignment.queries.scope import goals_of, matrix_scope, scored_elements, targets_of
from alignment.queries.suggestions import suggestions_for
from alignment.views.saving import save_line
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require


@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def matrix_row(request: HttpRequest, matrix: AlignmentMatrix, element_code: str) -> HttpResponse:
    """One element and the targets of one goal: the form for phones, and for anyone without script."""
    elements = scored_elements(matrix)
    element = next((row for row in elements if row.code == element_code), None)
    goals = list(goals_of(matrix))
    if element is None or not goals:
        raise Http404
    goal = _goal(request, matrix, goals)
    form = RowForm(
        request.POST if request.method == "POST" else None,
        places=_places(matrix, goal, goals),
        cells=row_cells(matrix, element, goal),
    )
    if form.is_bound and form.is_valid() and _save(request, matrix, element, form):
        return redirect(_next(request, goal, goals))
    counts = row_counts(matrix, element)
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "element": element,
        "goal": goal,
        "goals": [(one, counts.get(one.number, 0)) for one in goals],
        "with_targets": matrix.granularity == Granularity.TARGET,
        "form": form,
        "goal_score": goal_scores(matrix, element).get(goal.number),
        "can_save": matrix.is_editable,
        "suggestions": suggestions_for(matrix, element),
        "accept_form": AcceptForm(),
        "before": _beside(elements, element, -1),
        "after": _beside(elements, element, 1),
        "position": elements.index(element) + 1,
        "total": len(elements),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_row.html", context, status=_status(form))


def _goal(request: HttpRequest, matrix: AlignmentMatrix, goals: list[Goal]) -> Goal:
    wanted = request.GET.get("goal", "")
    return next((goal for goal in goals if str(goal.number) == wanted), goals[0])


def _places(matrix: AlignmentMatrix, goal: Goal, goals: list[Goal]) -> list[tuple[str, str]]:
    """Targets of the goal that are in scope, or in a matrix of goals all goals."""
    inside = set(matrix_scope(matrix).inside)
    if matrix.granularity == Granularity.GOAL:
        return [(str(one.number), one.title) for one in goals if str(one.number) in inside]
    return [
        (target.code, target.title)
        for target in targets_of(matrix).filter(goal=goal)
        if target.code in inside
    ]


def _save(request: HttpRequest, matrix: AlignmentMatrix, element: StrategyElement, form: RowForm) -> bool:
    return save_line(request, matrix, form, form.changes(element.code))


def _next(request: HttpRequest, goal: Goal, goals: list[Goal]) -> str:
    """`next` goes on to the following goal, after the last to the first; else the page stays."""
    if "next" in request.POST:
        numbers = [one.number for one in goals]
        goal = goals[(numbers.index(goal.number) + 1) % len(goals)]
    return f"{request.path}?goal={goal.number}"


def _beside(elements: list[StrategyElement], element: StrategyElement, step: int) -> StrategyElement | None:
    index = elements.index(element) + step
    return elements[index] if 0 <= index < len(elements) else None


def _status(form: Any) -> int:
    if not form.is_bound or form.is_valid():
        return 200
    return 422
