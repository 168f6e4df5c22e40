from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui.forms import MultilingualField, PageForm


class ReportRequestForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the report"), choices=settings.LANGUAGES)


class ReportTextForm(PageForm, forms.Form):
    narratives = MultilingualField(
        label=_("Account of the workshop"),
        help_text=_("What happened and what was agreed, in your words. A blank line begins a new paragraph."),
        rows=10,
        max_length=10000,
        required=False,
    )
