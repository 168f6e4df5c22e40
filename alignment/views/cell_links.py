"""Indicators, actors and files of the panel of a cell. Each answers with the page or the panel there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alignment.actions.actors import add_role, remove_role
from alignment.actions.cell_links import link_indicator, unlink_indicator
from alignment.actions.evidence import CellIsNotAssessed
from alignment.forms.cell_links import IndicatorLinkForm, RoleLinkForm
from alignment.models import ActorRole, AlignmentMatrix
from alignment.queries.panel import CellPanel, cell_panel
from alignment.views.cells import back_to_cell
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.uploads.responses import serve_upload

CHANGE = require("alignment.change_matrix", load=AlignmentMatrix, by="code")


@require_POST
@CHANGE
def indicator_link(
    request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str
) -> HttpResponse:
    """`remove` takes the indicator off the cell again."""
    panel = _panel(matrix, element_code, place)
    if not request.user.has_perm("alignment.view_city_plan", matrix.strategy):
        raise PermissionDenied
    form = IndicatorLinkForm(request.POST, city=matrix.strategy.city)
    try:
        if panel.cell is None:
            raise CellIsNotAssessed
        if not form.is_valid():
            messages.error(request, _("Choose an indicator of the city."))
        elif "remove" in request.POST:
            unlink_indicator(panel.cell, form.cleaned_data["indicator"], by=request.user)
        else:
            link_indicator(panel.cell, form.cleaned_data["indicator"], by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return back_to_cell(request, matrix, f"{element_code}:{place}")


@require_POST
@CHANGE
def role_link(request: HttpRequest, matrix: AlignmentMatrix, element_code: str, place: str) -> HttpResponse:
    """What an actor is to the element; `remove` is the key of a role."""
    panel = _panel(matrix, element_code, place)
    if not request.user.has_perm("alignment.change_city_plan", matrix.strategy):
        raise PermissionDenied
    if "remove" in request.POST:
        _remove_role(request, panel)
    else:
        form = RoleLinkForm(request.POST, city=matrix.strategy.city)
        if form.is_valid():
            values = form.cleaned_data
            add_role(values["actor"], by=request.user, role=values["role"], element=panel.element)
        else:
            messages.error(request, _("Choose an actor of the city and a role."))
    return back_to_cell(request, matrix, f"{element_code}:{place}")


def _remove_role(request: HttpRequest, panel: CellPanel) -> None:
    key = request.POST["remove"]
    wanted = ActorRole.objects.filter(element=panel.element)
    role = wanted.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 12 else None
    if role is None:
        raise Http404
    remove_role(role, by=request.user)


@require_GET
@require("alignment.comment_matrix", load=AlignmentMatrix, by="code")
def evidence_file(request: HttpRequest, matrix: AlignmentMatrix, ref: str) -> HttpResponseBase:
    evidence = matrix.evidence.filter(ref=ref, upload__isnull=False).select_related("upload").first()
    if evidence is None or evidence.upload is None:
        raise Http404
    return serve_upload(evidence.upload, request, as_attachment=False)


def _panel(matrix: AlignmentMatrix, element_code: str, place: str) -> CellPanel:
    panel = cell_panel(matrix, element_code, place)
    if panel is None:
        raise Http404
    return panel
