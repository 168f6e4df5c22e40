"""The panel of one cell: what it shows, and what a form that came back with errors or a conflict adds."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.actions.cells import cell_stamp
from alignment.forms.cells import CellForm, CommentForm, EvidenceForm
from alignment.forms.suggestions import AcceptForm
from alignment.models import AlignmentCell, AlignmentMatrix, CellComment
from alignment.models.actors import RoleOfActor
from alignment.queries.cell_links import cell_links
from alignment.queries.grid import View
from alignment.queries.panel import CellPanel, cell_panel, split_cell
from alignment.queries.suggestions import suggestions_for
from sdgplatform.ui.heat import WORDS
from sdgplatform.ui.parts import Comment, Mark


@dataclass(frozen=True)
class PanelState:
    """`cell` overrides the address; `form` is the one that was sent; `conflict`: the cell has changed."""

    cell: str = ""
    form: CellForm | None = None
    evidence_form: EvidenceForm | None = None
    comment_form: CommentForm | None = None
    conflict: bool = False
    current: AlignmentCell | None = None


def panel_context(
    request: HttpRequest, matrix: AlignmentMatrix, view: View, state: PanelState
) -> dict[str, Any]:
    panel = cell_panel(matrix, view.element, view.place) if view.element else None
    if panel is None:
        return {"panel": None}
    may_comment = not matrix.is_frozen and request.user.has_perm("alignment.comment_matrix", matrix)
    return {
        "panel": panel,
        "panel_form": state.form or CellForm.of(panel.cell),
        "evidence_form": state.evidence_form or EvidenceForm(),
        "comment_form": state.comment_form or CommentForm(),
        "conflict": _conflict(state),
        "panel_urls": _urls(matrix, panel, view),
        "score_word": WORDS[panel.cell.score] if panel.cell else "",
        "thread": [_comment(comment) for comment in panel.comments],
        "open_thread": [comment for comment in panel.comments if comment.resolved_at is None],
        "may_comment": may_comment,
        "may_resolve": request.user.has_perm("alignment.resolve_comment", matrix),
        "keep": view.address(goal=""),
        **_links(request, matrix, panel),
        **_suggested(request, matrix, panel, view),
    }


def _suggested(request: HttpRequest, matrix: AlignmentMatrix, panel: CellPanel, view: View) -> dict[str, Any]:
    """What the words of the element suggest: for this cell, and for others of its row."""
    may_change = matrix.is_editable and request.user.has_perm("alignment.change_matrix", matrix)
    if not may_change or not panel.is_scored:
        return {}
    found = suggestions_for(matrix, panel.element)
    return {
        "suggested_here": next((one for one in found.places if one.place == panel.place), None),
        "suggested_beside": [
            (one, view.cell_address(panel.element.code, one.place))
            for one in found.places
            if one.place != panel.place
        ],
        "accept_form": AcceptForm(),
    }


def _links(request: HttpRequest, matrix: AlignmentMatrix, panel: CellPanel) -> dict[str, Any]:
    may_change = matrix.is_editable and request.user.has_perm("alignment.change_matrix", matrix)
    sees_city = may_change and request.user.has_perm("alignment.view_city_plan", matrix.strategy)
    return {
        "links": cell_links(matrix, panel, with_free=sees_city),
        "may_change_city": may_change
        and request.user.has_perm("alignment.change_city_plan", matrix.strategy),
        "role_choices": RoleOfActor.choices,
    }


def render_panel(
    request: HttpRequest, matrix: AlignmentMatrix, state: PanelState, *, status: int = 200
) -> HttpResponse:
    """The panel without the page around it. Raises Http404 when the matrix has no such cell."""
    element, place = split_cell(state.cell)
    context = panel_context(request, matrix, View(element=element, place=place), state)
    if context["panel"] is None:
        raise Http404
    context |= {
        "alone": True,
        "matrix": matrix,
        "strategy": matrix.strategy,
        "is_member": request.user.has_perm("alignment.comment_matrix", matrix),
        "may_change": matrix.is_editable and request.user.has_perm("alignment.change_matrix", matrix),
    }
    return render(request, "alignment/cell_detail.html", context, status=status)


def _conflict(state: PanelState) -> dict[str, Any] | None:
    """Both values side by side; sending the form again with the new stamp overwrites knowingly."""
    if not state.conflict:
        return None
    current = state.current
    return {
        "score": current.score if current else None,
        "by": current.updated_by if current else None,
        "at": current.updated_at if current else None,
        "rationale": current.rationale if current else "",
        "stamp": cell_stamp(current),
    }


def _urls(matrix: AlignmentMatrix, panel: CellPanel, view: View) -> dict[str, str]:
    places = [matrix.code, panel.element.code, panel.place]
    keep = view.address(goal="")
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    return {
        "save": reverse("alignment:cell_save", args=places) + keep,
        "clear": reverse("alignment:cell_clear", args=places) + keep,
        "evidence": reverse("alignment:evidence_add", args=places) + keep,
        "comment": reverse("alignment:comment_add", args=places) + keep,
        "indicator": reverse("alignment:indicator_link", args=places) + keep,
        "role": reverse("alignment:role_link", args=places) + keep,
        "before": view.cell_address(panel.element.code, panel.before) if panel.before else "",
        "after": view.cell_address(panel.element.code, panel.after) if panel.after else "",
        "self": page + view.cell_address(panel.element.code, panel.place),
        "close": page + view.address(),
        "target": (
            reverse("alignment:target_detail", args=[panel.place])
            if panel.target_id
            else reverse("alignment:goal_detail", args=[panel.place])
        ),
    }


def _comment(comment: CellComment) -> Comment:
    is_open = comment.resolved_at is None
    mark = Mark("wait", _("Open")) if is_open else Mark("done", _("Resolved"))
    return Comment(str(comment.by or "–"), comment.at, comment.text, mark=mark)
