from django import forms
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui.forms import PageForm


class MoveForm(PageForm, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept in the history of the workshop."),
    )


class CancelForm(MoveForm):
    reason = forms.CharField(
        label=_("Why it is cancelled"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept in the history of the workshop."),
        error_messages={"required": _("Write why the workshop is cancelled.")},
    )
