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
                label=str(TITLES[rule]),
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


class CommentsForm(forms.Form):
    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"placeholder": _("Row, target or words")}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("open", _("Open")), ("resolved", _("Resolved"))],
    )
    mine = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("", _("Everyone's")), ("1", _("Where I have written"))]
    )


class MatrixCommentForm(forms.Form):
    """On the whole matrix or on one of its rows; a cell is named by the page it comes from."""

    element = forms.ChoiceField(label=_("About"), required=False)
    place = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, matrix: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = matrix.strategy.elements.order_by("position").values_list("code", "title")
        self.fields["element"].choices = [
            ("", _("The whole matrix")),
            *((code, f"{code} {title}"[:90]) for code, title in rows),
        ]


SHOWN_CELLS = [
    ("", _("All links")),
    ("all", _("All cells, without link too")),
    ("unread", _("Not looked at yet")),
    ("bare", _("Strong without evidence")),
    ("negative", _("Hindering links")),
    ("changed", _("Changed since they were read")),
    ("comments", _("With open comments")),
]


class CellsForm(forms.Form):
    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"placeholder": _("Row or target")}),
    )
    show = forms.ChoiceField(label=_("Cells"), required=False, choices=SHOWN_CELLS)


class ChangesForm(forms.Form):
    since = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"placeholder": _("Row or target")}),
    )
    kind = forms.ChoiceField(
        label=_("Change"),
        required=False,
        choices=[
            ("", _("All changes")),
            ("added", _("Added")),
            ("removed", _("Removed")),
            ("raised", _("Raised")),
            ("lowered", _("Lowered")),
            ("flipped", _("Sign changed")),
            ("details", _("Text or details")),
        ],
    )


class PeerForm(forms.Form):
    def __init__(self, *args: Any, cities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"] = forms.ModelChoiceField(
            cities, label=_("Peer city"), to_field_name="slug", empty_label=_("Choose a city")
        )
