from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.actions.peers import invite_peer, remove_peer
from alignment.forms.faults import take_faults
from alignment.forms.review import PeerForm
from alignment.models import AlignmentMatrix
from alignment.models.matrices import FROZEN_STATES, MatrixState
from alignment.queries.people import cities_with_planners, peers_of
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused


@require("alignment.invite_peer", load=AlignmentMatrix, by="code")
def matrix_peer(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """Which city of the network reads along; `remove` ends it."""
    cities = cities_with_planners(matrix)
    form = PeerForm(request.POST if request.method == "POST" else None, cities=cities)
    if form.is_bound and _taken(request, matrix, form):
        return redirect("alignment:matrix_peer", code=matrix.code)
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "form": form,
        "has_cities": cities.exists(),
        "readers": peers_of(matrix),
        "is_over": matrix.state in (*FROZEN_STATES, MatrixState.WITHDRAWN),
        "cancel_url": reverse("alignment:matrix_detail", args=[matrix.code]),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_peer.html", context, status=422 if form.is_bound else 200)


def _taken(request: HttpRequest, matrix: AlignmentMatrix, form: PeerForm) -> bool:
    try:
        if "remove" in request.POST:
            remove_peer(matrix, by=request.user)
            messages.success(request, _("No city reads along any more."))
            return True
        if form.is_valid():
            changed = invite_peer(matrix, by=request.user, city=form.cleaned_data["city"])
            words = _("%(city)s is invited to read the matrix and comment on it.")
            messages.success(request, words % {"city": changed.peer_city})
            return True
    except ValidationError as error:
        take_faults(form, error)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return True
    return False
