from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.models import AlignmentMatrix
from sdgplatform.ui.forms import PageForm
from workshops.models import Workshop
from workshops.queries.matrices import OFFERED, matrices_to_link


class MatrixChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: AlignmentMatrix) -> str:
        return f"{obj.strategy.city.name}: {obj} ({obj.get_state_display()})"


class LinkMatrixForm(PageForm, forms.Form):
    matrix = MatrixChoice(
        label=_("Matrix"),
        queryset=AlignmentMatrix.objects.none(),
        to_field_name="code",
        help_text=_("Of the organising networks, and of no workshop yet."),
        error_messages={"required": _("Choose a matrix.")},
    )

    def __init__(self, *args: Any, workshop: Workshop, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = matrices_to_link(workshop, user)
        offered = rows.values_list("pk", flat=True)[:OFFERED]
        self.fields["matrix"].queryset = rows.filter(pk__in=list(offered))
