"""The drafts of the groups side by side, the choices of the room, and the merge."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alignment.models.matrices import CellKind
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.exports import export_response
from sdgplatform.ui.parts import Crumb, Stat
from sdgplatform.ui.texts import number_text
from workshops.actions.exercise_merge import MERGEABLE_STATES, decide_cells, merge_exercise, take_medians
from workshops.forms.exercises import MergeForm
from workshops.models import Exercise, ExerciseState
from workshops.queries.exercise_merge import (
    ComparedCell,
    Comparison,
    Key,
    comparison_of,
    grouped_by_element,
    matrices_to_merge_into,
    plan_merge,
)
from workshops.views.exercise_words import exercise_url
from workshops.views.exercises import EXERCISE
from workshops.views.tabs import workshop_page
from workshops.views.words import page_url

SHOWN = {
    "discuss": gettext_lazy("To discuss"),
    "partial": gettext_lazy("Not scored by all"),
    "agreed": gettext_lazy("Agreed"),
    "all": gettext_lazy("All"),
}


@require("workshops.view_exercise", load=Exercise, by=EXERCISE)
def exercise_compare(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    comparison = comparison_of(exercise)
    show = _shown(request.GET.get("show", ""), comparison)
    cells = _cells_to_show(comparison, show)
    may_decide = exercise.state not in (ExerciseState.PREPARED, ExerciseState.MERGED)
    context = {
        **_below(request, exercise),
        "comparison": comparison,
        "show": show,
        "kinds_of_rows": [(key, label, len(_cells_to_show(comparison, key))) for key, label in SHOWN.items()],
        "by_element": [
            (element, [(cell, list(zip(comparison.groups, cell.cells, strict=True))) for cell in found])
            for element, found in grouped_by_element(cells).items()
        ],
        "stats": _stats(comparison),
        "may_decide": may_decide and request.user.has_perm("workshops.run_exercise", exercise),
        "may_take_medians": any(not cell.is_tie for cell in comparison.undecided),
        "can_merge": exercise.state in MERGEABLE_STATES,
        "choices": range(3, -4, -1),
    }
    return render(request, "workshops/exercise_compare.html", context)


def _shown(asked: str, comparison: Comparison) -> str:
    if asked in SHOWN:
        return asked
    return "discuss" if comparison.flagged else "all"


def _cells_to_show(comparison: Comparison, show: str) -> list[ComparedCell]:
    found = {"discuss": comparison.flagged, "partial": comparison.partial, "agreed": comparison.agreed}
    return list(found.get(show, comparison.cells))


def _stats(comparison: Comparison) -> list[Stat]:
    agreement, size = comparison.agreement, comparison.board.size
    both = len(agreement.cells)
    stats = [
        Stat(_("Cells that a group scored"), len(comparison.cells), _("of %(n)d") % {"n": size}),
        Stat(_("At most 1 apart"), comparison.within_one, _("of %(n)d that two groups scored") % {"n": both}),
        Stat(
            _("To discuss"),
            len(comparison.flagged),
            _("%(n)d not decided") % {"n": len(comparison.undecided)},
        ),
    ]
    if agreement.groups == 2 and agreement.kappa is not None:
        stats.append(
            Stat(
                _("Weighted kappa"),
                number_text(round(agreement.kappa, 2)),
                _("over %(n)d cells") % {"n": both},
            )
        )
    return stats


def _below(request: HttpRequest, exercise: Exercise) -> dict[str, Any]:
    programme, own = (
        page_url("programme_detail", exercise.workshop),
        exercise_url("exercise_detail", exercise),
    )
    crumbs = [Crumb(_("Programme"), programme), Crumb(exercise.title, own, exercise.language)]
    return {
        **workshop_page(exercise.workshop, request.user, "programme", crumbs=crumbs),
        "exercise": exercise,
        "compare_url": exercise_url("exercise_compare", exercise),
        "merge_url": exercise_url("exercise_merge", exercise),
        "decide_url": exercise_url("exercise_decide", exercise),
        "export_url": exercise_url("exercise_export", exercise),
    }


@require_POST
@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def exercise_decide(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    try:
        if "medians" in request.POST:
            count = take_medians(exercise, by=request.user)
        else:
            count = decide_cells(exercise, _choices(request), by=request.user)
        messages.success(request, _("Choices saved: %(n)d") % {"n": count})
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    show = request.POST.get("show", "")
    query = f"?show={show}" if show in SHOWN else ""
    return redirect(exercise_url("exercise_compare", exercise) + query)


def _choices(request: HttpRequest) -> dict[Key, int | None]:
    """Fields named `final:<element>:<place>`; what is no score takes the choice back."""
    found: dict[Key, int | None] = {}
    for name, value in request.POST.items():
        what, _colon, rest = name.partition(":")
        element, _colon, place = rest.partition(":")
        if what == "final" and element.isdecimal() and len(element) < 18:
            found[int(element), place] = int(str(value)) if value in _SCORES else None
    return found


_SCORES = {str(score) for score in range(-3, 4)}


@require("workshops.view_exercise", load=Exercise, by=EXERCISE)
def exercise_export(request: HttpRequest, exercise: Exercise) -> HttpResponseBase:
    comparison = comparison_of(exercise)
    header = [_("Code"), _("Element"), _("Place"), _("Title")]
    header += [group.name for group in comparison.groups]
    header += [
        _("Median"),
        _("Range"),
        _("To discuss"),
        _("Not scored by all"),
        _("Chosen"),
        _("Kind of link"),
    ]
    rows = (_line(cell) for cell in comparison.cells)
    name = f"{exercise.workshop.slug}-{exercise.code}"
    return export_response(rows, header=header, filename=name, format=request.GET.get("format", ""))


def _line(cell: ComparedCell) -> list[Any]:
    return [
        cell.element.code,
        cell.element.title,
        cell.place.code,
        cell.place.title,
        *cell.scores,
        cell.median,
        cell.range,
        cell.is_flagged,
        cell.is_partial,
        cell.final,
        CellKind(cell.kind).label if cell.kind and cell.final else "",
    ]


@require("workshops.view_exercise", load=Exercise, by=EXERCISE)
def exercise_merge(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    """The preview says what would be written; only who may write the matrix sees the button."""
    matrices = matrices_to_merge_into(exercise, request.user)
    may_add = request.user.has_perm("alignment.add_matrix_to_strategy", exercise.strategy)
    may_merge = request.user.has_perm("workshops.run_exercise", exercise) and (may_add or matrices.exists())
    form = MergeForm(request.POST or request.GET or None, matrices=matrices, may_add=may_add)
    is_valid = form.is_bound and form.is_valid()
    if request.method == "POST" and is_valid and may_merge:
        answer = _merge(request, exercise, form)
        if answer is not None:
            return answer
    into = form.cleaned_data.get("into") if is_valid else None
    if into is None and not may_add:
        into = matrices.first()
    comparison = comparison_of(exercise)
    context = {
        **_below(request, exercise),
        "comparison": comparison,
        "plan": plan_merge(comparison, into),
        "into": into,
        "form": MergeForm(
            initial={"into": into, "seen": into.revision if into else 0}, matrices=matrices, may_add=may_add
        ),
        "may_merge": may_merge,
        "can_merge": exercise.state in MERGEABLE_STATES,
    }
    return render(request, "workshops/exercise_merge.html", context)


def _merge(request: HttpRequest, exercise: Exercise, form: MergeForm) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        matrix = merge_exercise(exercise, into=data["into"], seen=data["seen"] or 0, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, _("Merged. The matrix is a draft: check it and go on."))
    return redirect(reverse("alignment:matrix_detail", kwargs={"code": matrix.code}))
