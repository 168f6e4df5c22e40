from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alignment.actions.review import (
    change_visibility,
    possible_steps,
    publish_matrix,
    reopen_matrix,
    request_changes,
    start_review,
    submit_matrix,
    validate_matrix,
    withdraw_matrix,
)
from alignment.checks.catalogue import summed_up
from alignment.forms.faults import take_faults
from alignment.forms.matrices import OptionalReasonForm, PublishForm, ReasonForm
from alignment.forms.review import SubmitForm
from alignment.models import AlignmentMatrix
from alignment.models.matrices import MatrixState, Visibility
from alignment.queries.checksums import verify_matrix
from alignment.queries.grid import View
from alignment.queries.reasons import reasons_of, unexplained
from alignment.queries.rows import matrix_findings
from alignment.views.words import NAMES, STEPS, check_items, matrix_crumbs
from sdgplatform.access import public, require
from sdgplatform.errors import ActionRefused

Act = Callable[[AlignmentMatrix, Any, dict[str, Any]], AlignmentMatrix]

REASON = "reason_"
ISSUES_SHOWN = 50
# Step -> (form, what it calls, what happens, what is said afterwards).
PAGES: dict[str, tuple[type[forms.Form], Act, Promise, Promise]] = {
    "submit": (
        SubmitForm,
        lambda matrix, by, data: submit_matrix(
            matrix, by=by, note=data.pop("note"), reasons={name[len(REASON) :]: data[name] for name in data}
        ),
        _("The reviewers of the network are told. Until they ask for changes the matrix cannot be edited."),
        _("The matrix is submitted."),
    ),
    "start-review": (
        forms.Form,
        lambda matrix, by, data: start_review(matrix, by=by),
        _("The authors see that the matrix is being read. You can comment on each cell."),
        _("The review has begun."),
    ),
    "request-changes": (
        ReasonForm,
        lambda matrix, by, data: request_changes(matrix, by=by, reason=data["reason"]),
        _("The authors get your words by mail and can edit the matrix again."),
        _("The authors are asked for changes."),
    ),
    "validate": (
        forms.Form,
        lambda matrix, by, data: validate_matrix(matrix, by=by),
        _("The matrix is frozen as it is. Changes begin a new version."),
        _("The matrix is validated."),
    ),
    "publish": (
        PublishForm,
        lambda matrix, by, data: publish_matrix(matrix, by=by, **data),
        _("The city decides who sees its matrix."),
        _("The matrix is published."),
    ),
    "change-visibility": (
        PublishForm,
        lambda matrix, by, data: change_visibility(matrix, by=by, **data),
        _("The matrix stays published. The city decides anew who sees it."),
        _("It is changed who sees the matrix."),
    ),
    "withdraw": (
        OptionalReasonForm,
        lambda matrix, by, data: withdraw_matrix(matrix, by=by, reason=data["reason"]),
        _("Nobody goes on with it. A coordinator of the network can reopen it."),
        _("The matrix is withdrawn."),
    ),
    "reopen": (
        ReasonForm,
        lambda matrix, by, data: reopen_matrix(matrix, by=by, reason=data["reason"]),
        _("It becomes a draft again. The authors are told."),
        _("The matrix is a draft again."),
    ),
}


@public(load=AlignmentMatrix, by="code")
def matrix_checksum(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """Whether a validated matrix is still what was validated, for anyone who may see it."""
    if not matrix.is_frozen:
        raise Http404
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "result": verify_matrix(matrix),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_checksum.html", context)


@require("alignment.view_matrix", load=AlignmentMatrix, by="code")
def matrix_step(request: HttpRequest, matrix: AlignmentMatrix, step: str) -> HttpResponse:
    """Asks once more what a step needs to know, then takes it. Each step has its own permission."""
    if step not in PAGES:
        raise Http404
    permission, title, _kind = STEPS[step]
    if not request.user.has_perm(permission, matrix):
        raise PermissionDenied
    form_class, act, effect, done = PAGES[step]
    issues = matrix_findings(matrix) if step in ("submit", "validate") else []
    reasons = reasons_of(matrix) if issues else {}
    form = _form(request, matrix, form_class, unexplained(issues, reasons))
    if form.is_bound and form.is_valid():
        try:
            act(matrix, request.user, form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(done))
            return redirect("alignment:matrix_detail", code=matrix.code)
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    strategy_url = reverse("alignment:strategy_detail", args=[matrix.strategy.code])
    context = {
        "form": form,
        "matrix": matrix,
        "strategy": matrix.strategy,
        "title": title,
        "effect": effect,
        "is_possible": NAMES[step] in possible_steps(matrix.state),
        "checks": check_items(summed_up(issues)[:ISSUES_SHOWN], View(), strategy_url, page),
        "has_errors": any(issue.is_error for issue in issues),
        "checks_url": reverse("alignment:matrix_checks", args=[matrix.code]),
        "open_comments": matrix.comments.filter(resolved_at__isnull=True).count(),
        "cancel_url": page,
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_step.html", context, status=422 if form.is_bound else 200)


def _form(
    request: HttpRequest, matrix: AlignmentMatrix, form_class: type[forms.Form], missing: dict[str, int]
) -> forms.Form:
    visibility = matrix.visibility if matrix.state == MatrixState.PUBLISHED else Visibility.PUBLIC
    initial = {"note": matrix.author_note, "visibility": visibility, "consented_by": matrix.consented_by}
    data = request.POST if request.method == "POST" else None
    if form_class is SubmitForm:
        return SubmitForm(data, initial=initial, missing=missing)
    return form_class(data, initial=initial)
