from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alignment.checks.catalogue import TITLES


class FindingsForm(forms.Form):
    """The findings of one rule: by words of their row, or only those without a reason."""

    rule = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"placeholder": _("Code or words")}),
    )
    only = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All")), ("missing", _("Without a reason"))]
    )


class SubmitForm(forms.Form):
    """A reason for each rule that has warnings without one, and a note for the reviewers."""

    note = forms.CharField(
        label=_("Note for the reviewers"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What they should know before they begin. May stay blank."),
    )

    def __init__(self, *args: Any, missing: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = missing
        for rule, count in missing.items():
            self.fields[f"reason_{rule}"] = forms.CharField(
                label=TITLES[rule],
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 2}),
                help_text=ngettext(
                    "%(count)d warning without a reason", "%(count)d warnings without a reason", count
                )
                % {"count": count},
            )
        self.order_fields([*(f"reason_{rule}" for rule in missing), "note"])

    @property
    def reasons(self) -> dict[str, str]:
        return {rule: self.cleaned_data.get(f"reason_{rule}", "") for rule in self.missing}
