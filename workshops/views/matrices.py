from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alignment.models import AlignmentMatrix
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.ui.pages import paginate
from workshops.actions.matrices import link_matrix, unlink_matrix
from workshops.forms.matrices import LinkMatrixForm
from workshops.models import Workshop
from workshops.queries.matrices import matrices_of, with_coverage
from workshops.views.tabs import workshop_page

PER_PAGE = 20


@require("workshops.view_overview", load=Workshop)
def workshop_matrices(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    return _page(request, workshop, LinkMatrixForm(workshop=workshop, user=request.user))


@require_POST
@require("workshops.link_matrix", load=Workshop)
def matrix_link(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = LinkMatrixForm(request.POST, workshop=workshop, user=request.user)
    if not form.is_valid():
        return _page(request, workshop, form, status=422)
    matrix = form.cleaned_data["matrix"]
    try:
        link_matrix(workshop, matrix, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Linked: %(matrix)s") % {"matrix": matrix})
    return redirect("workshops:workshop_matrices", slug=workshop.slug)


@require_POST
@require("workshops.link_matrix", load=Workshop)
def matrix_unlink(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    visible = AlignmentMatrix.objects.visible_to(request.user)
    matrix = visible.filter(code=request.POST.get("matrix", "")).first()
    try:
        if matrix is not None:
            unlink_matrix(workshop, matrix, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("workshops:workshop_matrices", slug=workshop.slug)


def _page(request: HttpRequest, workshop: Workshop, form: Any, *, status: int = 200) -> HttpResponse:
    page = paginate(matrices_of(workshop, request.user), request, PER_PAGE)
    page.object_list = list(page.object_list)
    context = {
        **workshop_page(workshop, request.user, "matrices"),
        "page": page,
        "rows": with_coverage(page.object_list),
        "form": form,
        "can_link": request.user.has_perm("workshops.link_matrix", workshop),
        "linked": workshop.workshop_matrices.count(),
    }
    return render(request, "workshops/workshop_matrices.html", context, status=status)
