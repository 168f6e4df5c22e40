"""All comments of a matrix by what they are about, to answer, resolve and reopen."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.actions.comments import add_comment, reopen_thread, resolve_thread
from alignment.forms.review import CommentsForm, MatrixCommentForm
from alignment.models import AlignmentMatrix, CellComment
from alignment.queries.comments import Anchor, Thread, chosen_threads, find_anchor, threads_of
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.ui.pages import filter_chips, paginate
from sdgplatform.ui.parts import Comment, Mark

PER_PAGE = 20


@dataclass(frozen=True)
class ThreadRow:
    element: Any
    place: str
    title: str
    url: str
    comments: list[Comment]
    is_open: bool
    number: str


@require("alignment.comment_matrix", load=AlignmentMatrix, by="code")
def matrix_comments(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    form = MatrixCommentForm(request.POST if request.method == "POST" else None, matrix=matrix)
    if request.method == "POST" and _posted(request, matrix, form):
        return redirect(request.get_full_path())
    chosen = CommentsForm(request.GET)
    chosen.is_valid()
    threads = threads_of(matrix)
    found = chosen_threads(
        threads,
        state=chosen.cleaned_data.get("state", ""),
        words=chosen.cleaned_data.get("q", ""),
        mine=request.user if chosen.cleaned_data.get("mine") else None,
    )
    page = paginate(found, request, PER_PAGE)
    page.object_list = [_row(matrix, thread) for thread in page.object_list]
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "page": page,
        "form": chosen,
        "filters": filter_chips(chosen, request),
        "new_form": form,
        "open_count": sum(thread.is_open for thread in threads),
        "total": len(threads),
        "may_comment": not matrix.is_frozen,
        "may_resolve": request.user.has_perm("alignment.resolve_comment", matrix),
        "page_has_errors": form.is_bound,
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_comments.html", context, status=422 if form.is_bound else 200)


def _posted(request: HttpRequest, matrix: AlignmentMatrix, form: MatrixCommentForm) -> bool:
    """False when the form has to be shown again."""
    anchor = find_anchor(matrix, request.POST.get("element", ""), request.POST.get("place", ""))
    if anchor is None:
        raise Http404
    wants_text = not {"resolve", "reopen"} & request.POST.keys() or request.POST.get("text", "").strip()
    if wants_text and not form.is_valid():
        return False
    try:
        take_answer(request, matrix, anchor, form.cleaned_data["text"] if wants_text else "")
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return True


def take_answer(request: HttpRequest, matrix: AlignmentMatrix, anchor: Anchor, text: str) -> None:
    """A text is added; `resolve` settles the whole thread, `reopen` its last comment."""
    settles = {"resolve", "reopen"} & request.POST.keys()
    if settles and not request.user.has_perm("alignment.resolve_comment", matrix):
        raise PermissionDenied
    if text:
        add_comment(matrix, by=request.user, text=text, **anchor.keys)
    if "resolve" in settles:
        resolve_thread(matrix, by=request.user, anchor=anchor)
        messages.success(request, _("The thread is resolved."))
    elif "reopen" in settles:
        reopen_thread(matrix, by=request.user, anchor=anchor)
        messages.success(request, _("The thread is open again."))
    else:
        messages.success(request, _("Your comment is there."))


def _row(matrix: AlignmentMatrix, thread: Thread) -> ThreadRow:
    element, place = thread.anchor.element, thread.anchor.place
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    url = page
    if element and place:
        url = f"{page}?{urlencode({'cell': f'{element.code}:{place}'}, safe=':')}#cell"
    elif element:
        strategy = reverse("alignment:strategy_detail", args=[matrix.strategy.code])
        url = f"{strategy}#e-{element.code}"
    return ThreadRow(
        element=element,
        place=place,
        title=thread.anchor.spot.title if thread.anchor.spot else "",
        url=url,
        comments=[comment_part(comment) for comment in thread.comments],
        is_open=thread.is_open,
        number=f"{element.pk if element else 0}-{place.replace('.', '-')}",
    )


def comment_part(comment: CellComment) -> Comment:
    mark = Mark("wait", _("Open")) if comment.resolved_at is None else Mark("done", _("Resolved"))
    return Comment(str(comment.by or "–"), comment.at, comment.text, mark=mark)
