from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alignment.actions.suggestions import (
    Accepted,
    Choice,
    accept_suggestion,
    accept_suggestions,
    dismiss_suggestion,
    restore_suggestions,
)
from alignment.forms.suggestions import AcceptForm, AcceptManyForm, SuggestionFilter
from alignment.models import AlignmentMatrix
from alignment.models.matrices import CellKind
from alignment.queries.suggestions import suggestions_of, undecided_elements
from alignment.views.cells import back_to_cell
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.ui.heat import WORDS
from sdgplatform.ui.pages import paginate
from sdgplatform.ui.texts import score_text

ROWS = 20
CHANGE = require("alignment.change_matrix", load=AlignmentMatrix, by="code")


@CHANGE
def matrix_suggestions(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """Elements with what their words suggest; GET looks, POST accepts what was ticked."""
    form = AcceptManyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        values = {"score": form.cleaned_data["score"], "kind": form.cleaned_data["kind"]}
        try:
            result = accept_suggestions(matrix, form.choices, by=request.user, **values)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, result, **values)
            return redirect(request.get_full_path())
    filters = SuggestionFilter(request.GET)
    without_cells = filters.is_valid() and filters.cleaned_data["rows"] == "empty"
    page = paginate(undecided_elements(matrix, without_cells=without_cells), request, ROWS)
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "filters": filters,
        "page": page,
        "rows": suggestions_of(matrix, page.object_list),
        "form": form,
        "chosen": {f"{one.element}:{one.place}" for one in form.choices},
        "can_save": matrix.is_editable,
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    status = 422 if form.is_bound else 200
    return render(request, "alignment/matrix_suggestions.html", context, status=status)


@require_POST
@CHANGE
def suggestion_accept(
    request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str
) -> HttpResponse:
    form = AcceptForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return _back(request, matrix, element_code)
    try:
        cell = accept_suggestion(matrix, Choice(element_code, place), by=request.user, **form.cleaned_data)
    except (ActionRefused, ValidationError) as refusal:
        messages.error(request, _words(refusal))
    else:
        messages.success(request, _cell_words(place, cell.score, cell.kind))
    return _back(request, matrix, element_code)


@require_POST
@CHANGE
def suggestion_dismiss(
    request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str
) -> HttpResponse:
    try:
        dismiss_suggestion(matrix, Choice(element_code, place), by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(place)s is no longer suggested here.") % {"place": place})
    return _back(request, matrix, element_code)


@require_POST
@CHANGE
def suggestions_restore(request: HttpRequest, matrix: AlignmentMatrix, element_code: str) -> HttpResponse:
    try:
        restore_suggestions(matrix, element_code, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return _back(request, matrix, element_code)


def _back(request: HttpRequest, matrix: AlignmentMatrix, element_code: str) -> HttpResponse:
    """To the form of the row, at the goal that it showed; to the cell when its panel asked."""
    if "cell" in request.POST:
        return back_to_cell(request, matrix, f"{element_code}:{request.POST['cell']}")
    address = reverse("alignment:matrix_row", args=[matrix.code, element_code])
    goal = request.POST.get("goal", "")
    query = f"?{urlencode({'goal': goal})}" if goal.isdecimal() else ""
    return redirect(f"{address}{query}#suggestions")


def _words(refusal: Any) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _cell_words(place: str, score: int, kind: str) -> str:
    words = _("%(place)s is scored %(score)s (%(meaning)s, %(kind)s).")
    return words % {
        "place": place,
        "score": score_text(score),
        "meaning": WORDS[score],
        "kind": CellKind(kind).label.lower(),
    }


def _tell(request: HttpRequest, result: Accepted, *, score: int, kind: str) -> None:
    count = len(result.cells)
    if count:
        words = ngettext(
            "%(count)s cell is scored %(score)s (%(kind)s).",
            "%(count)s cells are scored %(score)s (%(kind)s).",
            count,
        )
        values = {"count": count, "score": score_text(score), "kind": CellKind(kind).label.lower()}
        messages.success(request, words % values)
    if result.kept:
        words = ngettext(
            "%(count)s cell was scored meanwhile and stays as it is.",
            "%(count)s cells were scored meanwhile and stay as they are.",
            len(result.kept),
        )
        messages.warning(request, words % {"count": len(result.kept)})
    if result.gone:
        words = ngettext(
            "%(count)s suggestion no longer follows from the words of its element.",
            "%(count)s suggestions no longer follow from the words of their elements.",
            len(result.gone),
        )
        messages.warning(request, words % {"count": len(result.gone)})
