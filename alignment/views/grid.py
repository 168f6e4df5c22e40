"""What the grid in the browser reads and sends. Documented in docs/howto/use-the-grid.md."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from alignment.actions.edits import Conflict, Saved, save_edits
from alignment.forms.edits import read_edits
from alignment.models import AlignmentMatrix
from alignment.queries.grid_data import change_data, grid_data
from alignment.queries.sync import changes_since
from sdgplatform.access import public, require
from sdgplatform.errors import ActionRefused


@require_GET
@public(load=AlignmentMatrix, by="code")
def matrix_data(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """The whole matrix, or with `?since=` what is new; 204 when nothing is."""
    since = request.GET.get("since", "")
    is_member = request.user.has_perm("alignment.comment_matrix", matrix)
    if not since.isdecimal():
        return _answer(grid_data(matrix, is_member=is_member))
    changes = changes_since(matrix, int(since[:18]))
    if changes.is_empty:
        return HttpResponse(status=204)
    return _answer(change_data(changes, is_member=is_member, reader=request.user.pk))


@require_POST
@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def cells_save(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """Saves edits of cells; those that another has overtaken come back with both values."""
    try:
        saved = save_edits(matrix, read_edits(request.body), by=request.user)
    except ValidationError as error:
        return _answer({"code": "invalid", "message": " ".join(error.messages)}, status=422)
    except ActionRefused as refusal:
        return _answer({"code": refusal.code, "message": str(refusal)}, status=409)
    return _answer(saved_data(saved))


def saved_data(saved: Saved) -> dict[str, Any]:
    return {
        "revision": saved.revision,
        "cells": [
            {"e": cell.element, "p": cell.place, "s": cell.score, "k": cell.kind, "r": cell.revision}
            for cell in saved.cells
        ],
        "conflicts": [conflict_data(conflict) for conflict in saved.conflicts],
        "faults": [
            {"e": fault.edit.element, "p": fault.edit.place, "message": fault.message}
            for fault in saved.faults
        ],
    }


def conflict_data(conflict: Conflict) -> dict[str, Any]:
    edit, cell = conflict.edit, conflict.cell
    theirs = {
        "s": cell.score if cell else None,
        "k": cell.kind if cell else "",
        "r": cell.revision if cell else 0,
        "by": str(cell.updated_by or "") if cell else "",
        "at": cell.updated_at.isoformat() if cell else "",
        "rationale": cell.rationale if cell else "",
        "mitigation": cell.mitigation if cell else "",
    }
    mine = {"s": edit.score, "k": edit.kind, **{name: str(value) for name, value in edit.more.items()}}
    return {"e": edit.element, "p": edit.place, "mine": mine, "theirs": theirs}


def _answer(data: dict[str, Any], *, status: int = 200) -> JsonResponse:
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    response = JsonResponse(data, status=status, json_dumps_params=compact)
    response["Cache-Control"] = "no-store"
    return response
