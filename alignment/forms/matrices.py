from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alignment.models import AlignmentMatrix, FrameworkVersion, Strategy
from alignment.models.matrices import MatrixState, Visibility
from alignment.models.strategies import Level
from participants.models import Network
from sdgplatform.ui.forms import PageForm

ROWS = [
    ("", _("All rows")),
    ("incomplete", _("Not complete")),
    ("negative", _("With a hindering link")),
    ("no-evidence", _("Strong without evidence")),
    ("comments", _("With open comments")),
    ("issues", _("With errors or warnings")),
]


class MatrixForm(PageForm, forms.ModelForm):
    class Meta:
        model = AlignmentMatrix
        fields = ("granularity", "framework", "scored_level", "scope", "method_note")
        widgets = {"method_note": forms.Textarea({"rows": 3})}
        help_texts = {
            "granularity": _("Goals are quicker; targets say more. Fixed once cells are scored."),
            "scope": _("Locally relevant: without the targets that the city leaves out."),
            "method_note": _("Who scored, when, how they agreed."),
        }

    def __init__(self, *args: Any, strategies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].queryset = FrameworkVersion.objects.order_by("-code")
        if not self.instance.pk:
            self.fields["framework"].initial = FrameworkVersion.objects.filter(is_current=True).first()
        self.fields["framework"].empty_label = None
        self.fields["scored_level"].required = False
        self.fields["scored_level"].choices = [("", _("The lowest element of each branch")), *Level.choices]
        if strategies is not None:
            self.fields["strategy"] = forms.ModelChoiceField(
                strategies, to_field_name="code", label=_("Strategy"), empty_label=None
            )
        place = ("strategy",) if strategies is not None else ()
        self.helper.layout = Layout(
            Fieldset(
                _("What is compared"),
                *place,
                Row(Column("granularity"), Column("scored_level")),
                Row(Column("framework"), Column("scope")),
                "method_note",
            )
        )

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "strategy"}


def writable_strategies(user: Any) -> Any:
    """Strategies in which this person may begin a matrix."""
    rows = Strategy.objects.select_related("city").order_by("city__name", "title")
    if user.is_superuser:
        return rows
    own = rows.filter(city__in=user.planned_city_ids) | rows.filter(created_by=user)
    return (own | rows.filter(network__in=user.coordinated_network_ids)).distinct()


class MatrixFilterForm(forms.Form):
    q = forms.CharField(label=_("Find"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *MatrixState.choices]
    )
    network = forms.ModelChoiceField(
        Network.objects.order_by("name"),
        label=_("Network"),
        required=False,
        to_field_name="slug",
        empty_label=_("All networks"),
    )


class GridFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Find a row"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"placeholder": _("Code or words")}),
    )
    goal = forms.ChoiceField(label=_("Open goal"), required=False)
    rows = forms.ChoiceField(label=_("Rows"), required=False, choices=ROWS)

    def __init__(self, *args: Any, goals: Any, with_targets: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_targets:
            none = ("", pgettext_lazy("open goal", "None"))
            self.fields["goal"].choices = [
                none,
                *((number, f"{number} {label}") for number, label in goals),
            ]
        else:
            del self.fields["goal"]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=forms.Textarea({"rows": 4}))


class OptionalReasonForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class PublishForm(forms.Form):
    """Who sees the matrix, and who in the city agreed to it."""

    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        initial=Visibility.PUBLIC,
    )
    consented_by = forms.CharField(
        label=_("Who in the city agreed"),
        max_length=200,
        help_text=_("Name and office, such as: Ana Pérez, secretary of planning. Kept with the matrix."),
    )
    consented_on = forms.DateField(
        label=_("On which day"), initial=timezone.localdate, widget=forms.DateInput({"type": "date"})
    )
