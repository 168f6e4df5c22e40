"""What the two forms of many cells share: one line of a matrix, across or down."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from alignment.actions.cells import CellChange, CellHasChanged, save_cells
from alignment.forms.cells import RowForm
from alignment.forms.faults import take_faults
from alignment.models import AlignmentMatrix
from sdgplatform.errors import ActionRefused
from sdgplatform.phrases import SAVED


def save_line(
    request: HttpRequest, matrix: AlignmentMatrix, form: RowForm, changes: list[CellChange]
) -> bool:
    """True when saved, else the form says why."""
    try:
        save_cells(matrix, changes, by=request.user)
    except CellHasChanged as refusal:
        form.meet(refusal.details, refusal.current, str(refusal))
    except ValidationError as error:
        take_faults(form, error)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, SAVED)
        return True
    return False
