from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.actions.imports import ImportTarget
from alignment.exchange import limits
from alignment.forms.strategies import networks_of
from participants.forms.cities import CityField
from sdgplatform.ui.forms import PageForm
from sdgplatform.uploads import types
from sdgplatform.uploads.fields import UploadField


class ImportForm(PageForm, forms.Form):
    help = _("XLSX workbook, zip of CSV tables, one CSV table or JSON; at most 5 MB.")
    file = UploadField(allowed=types.IMPORTS, max_bytes=limits.FILE_BYTES, label=_("File"))


class StrategyImportForm(ImportForm):
    """A file that becomes a new strategy; it may say itself of which city."""

    field_order = ("city", "network", "file")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"] = CityField(
            required=False, label=_("City"), help_text=_("Only needed where the sheet META does not name it.")
        )
        networks = networks_of(user)
        self.fields["network"] = forms.ModelChoiceField(
            networks, required=False, label=_("Network"), help_text=_("Whose reviewers read the matrix.")
        )
        if len(networks) == 1:
            self.fields["network"].initial = networks[0]
        self.order_fields(self.field_order)

    @property
    def target(self) -> ImportTarget:
        return ImportTarget(city=self.cleaned_data["city"], network=self.cleaned_data["network"])
