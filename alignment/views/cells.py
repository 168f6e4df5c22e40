"""What the panel of a cell sends. Each answers with the page at the same cell."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from alignment.actions.cells import CellChange, CellHasChanged, save_cell
from alignment.actions.comments import add_comment, reopen_comment, resolve_comment
from alignment.actions.evidence import CellIsNotAssessed, add_evidence, remove_evidence
from alignment.forms.cells import CellForm, CommentForm, EvidenceForm
from alignment.forms.faults import take_faults
from alignment.models import AlignmentMatrix
from alignment.queries.panel import CellPanel, cell_panel
from alignment.views.matrices import read_view, render_matrix
from alignment.views.panel import PanelState, render_panel
from sdgplatform.access import public, require
from sdgplatform.errors import ActionRefused


@require_GET
@public(load=AlignmentMatrix, by="code")
def cell_detail(request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str) -> HttpResponse:
    """The panel of a cell alone, for the grid."""
    return render_panel(request, matrix, PanelState(f"{element_code}:{place}"))


@require_POST
@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def cell_save(request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str) -> HttpResponse:
    cell = f"{element_code}:{place}"
    form = CellForm(request.POST)
    if not form.is_valid():
        return render_matrix(request, matrix, PanelState(cell, form), status=422)
    change = CellChange(element_code, place, form.values(), form.cleaned_data["seen"])
    try:
        save_cell(matrix, change, by=request.user)
    except CellHasChanged as refusal:
        state = PanelState(cell, form, conflict=True, current=refusal.current)
        return render_matrix(request, matrix, state, status=409)
    except ValidationError as error:
        take_faults(form, error)
        return render_matrix(request, matrix, PanelState(cell, form), status=422)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return back_to_cell(request, matrix, cell)


@require_POST
@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def cell_clear(request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str) -> HttpResponse:
    cell = f"{element_code}:{place}"
    change = CellChange(element_code, place, None, request.POST.get("seen", ""))
    try:
        save_cell(matrix, change, by=request.user)
    except CellHasChanged as refusal:
        form = CellForm.of(refusal.current)
        state = PanelState(cell, form, conflict=True, current=refusal.current)
        return render_matrix(request, matrix, state, status=409)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return back_to_cell(request, matrix, cell)


@require_POST
@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def evidence_add(
    request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str
) -> HttpResponse:
    """The list of what is there may be chosen from (`existing`), or new evidence written."""
    cell = f"{element_code}:{place}"
    panel = _panel(matrix, element_code, place)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_matrix(request, matrix, PanelState(cell, evidence_form=form), status=422)
    try:
        if panel.cell is None:
            raise CellIsNotAssessed
        add_evidence(panel.cell, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        take_faults(form, error)
        return render_matrix(request, matrix, PanelState(cell, evidence_form=form), status=422)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return back_to_cell(request, matrix, cell)


@require_POST
@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def evidence_remove(
    request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str, ref: str
) -> HttpResponse:
    panel = _panel(matrix, element_code, place)
    evidence = next((row for row in panel.evidence if row.ref == ref), None)
    if evidence is None or panel.cell is None:
        raise Http404
    try:
        remove_evidence(evidence, panel.cell, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return back_to_cell(request, matrix, f"{element_code}:{place}")


@require_POST
@require("alignment.comment_matrix", load=AlignmentMatrix, by="code")
def comment_add(request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str) -> HttpResponse:
    cell = f"{element_code}:{place}"
    panel = _panel(matrix, element_code, place)
    form = CommentForm(request.POST)
    wants_text = "resolve" not in request.POST or request.POST.get("text", "").strip()
    if wants_text and not form.is_valid():
        return render_matrix(request, matrix, PanelState(cell, comment_form=form), status=422)
    try:
        _answer(request, matrix, panel, form)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return back_to_cell(request, matrix, cell)


def _answer(request: HttpRequest, matrix: AlignmentMatrix, panel: CellPanel, form: CommentForm) -> None:
    """A text is added; `resolve` settles the whole thread, `reopen` its last remark."""
    if form.is_valid():
        add_comment(
            matrix,
            by=request.user,
            text=form.cleaned_data["text"],
            element=panel.element,
            goal_id=panel.goal_id,
            target_id=panel.target_id,
        )
    thread: Any = cell_panel(matrix, panel.element.code, panel.place)
    settles = {"resolve", "reopen"} & request.POST.keys()
    if settles and not request.user.has_perm("alignment.resolve_comment", matrix):
        raise PermissionDenied
    if "resolve" in request.POST:
        for comment in thread.comments:
            resolve_comment(comment, by=request.user)
    if "reopen" in request.POST and thread.comments:
        reopen_comment(thread.comments[-1], by=request.user)


def _panel(matrix: AlignmentMatrix, element_code: str, place: str) -> CellPanel:
    panel = cell_panel(matrix, element_code, place)
    if panel is None:
        raise Http404
    return panel


def back_to_cell(request: HttpRequest, matrix: AlignmentMatrix, cell: str) -> HttpResponse:
    """To htmx the new state at once; else the page by its address, so that reloading sends nothing."""
    state = PanelState(cell)
    if request.htmx:  # type: ignore[attr-defined]
        return render_matrix(request, matrix, state)
    view = read_view(request, state)
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    return redirect(page + view.cell_address(view.element, view.place))
