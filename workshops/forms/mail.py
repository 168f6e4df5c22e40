from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sdgplatform.outbox.models import MailState, QueuedMail
from sdgplatform.ui.forms import PageForm

KINDS = {
    "application_confirm": _("Confirm the address"),
    "application_exists": _("Applied again"),
    "application_received": _("Application received"),
    "application_withdrawn": _("Application withdrawn"),
    "application_accepted": pgettext_lazy("application", "Accepted"),
    "application_promoted": pgettext_lazy("application", "Promoted from the waiting list"),
    "application_waiting": _("Waiting list"),
    "application_declined": pgettext_lazy("application", "Declined"),
    "workshop_cancelled": _("Workshop cancelled"),
}


class MailFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"placeholder": _("Name, address or subject")}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *MailState.choices])
    kind = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("All")), *KINDS.items()])


class MailForm(PageForm, forms.ModelForm):
    class Meta:
        model = QueuedMail
        fields = ("subject", "text")
        widgets = {"text": forms.Textarea({"rows": 14})}
