from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alignment.actions.depth import derive_goal_matrix, derive_target_matrix, summed_goals
from alignment.models import AlignmentMatrix
from alignment.models.matrices import Granularity
from alignment.views.words import matrix_crumbs
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused


@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def matrix_depth(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """Goes on at the other depth, in a matrix of its own; this one stays as it is."""
    to_goals = matrix.granularity == Granularity.TARGET
    if request.method == "POST":
        try:
            if to_goals:
                new = derive_goal_matrix(matrix, by=request.user, choices=request.POST.dict())
            else:
                new = derive_target_matrix(matrix, by=request.user)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The new matrix begins as a draft."))
            return redirect("alignment:matrix_detail", code=new.code)
    rows = summed_goals(matrix) if to_goals else []
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "to_goals": to_goals,
        "rows": rows,
        "both": [row for row in rows if row.has_both],
        "chosen": request.POST,
        "goal_cells": 0 if to_goals else matrix.cells.count(),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "alignment/matrix_depth.html", context, status=status)
