from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.models import Indicator, LocalIndicator, Observation
from alignment.models.monitoring import MilestoneRole
from sdgplatform.ui.forms import PageForm

YEAR = {"class": "w-chars-10"}
ROLES = {role.value: role.value.lower() for role in MilestoneRole}


def _year(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(YEAR)
    return forms.IntegerField(label=label, required=False, min_value=1990, max_value=2100, widget=widget)


def _value(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=20,
        decimal_places=6,
        localize=True,
        widget=forms.TextInput({**YEAR, "inputmode": "decimal"}),
    )


class IndicatorForm(PageForm, forms.ModelForm):
    un_code = forms.CharField(
        label=_("Global indicator"),
        required=False,
        max_length=12,
        help_text=_("Its code, such as 11.2.1."),
        widget=forms.TextInput(YEAR),
    )
    baseline_year, baseline = _year(_("Year of the baseline")), _value(_("Baseline"))
    milestone_year, milestone = _year(_("Year of the milestone")), _value(_("Milestone"))
    target_year, target = _year(_("Year of the target")), _value(_("Target"))

    class Meta:
        model = LocalIndicator
        fields = (
            *("code", "name", "unit", "direction", "relation", "kind", "source", "periodicity"),
            *("responsible", "disaggregation", "method"),
        )
        widgets = {"code": forms.TextInput(YEAR), "method": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, city: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.city = city
        if self.instance.pk:
            self._show_marks()
        self.helper.layout = Layout(
            Fieldset(
                _("What is measured"),
                Row(Column("code"), Column("unit")),
                "name",
                Row(Column("direction"), Column("kind")),
            ),
            Fieldset(_("Beside the global list"), Row(Column("relation"), Column("un_code"))),
            Fieldset(
                _("From where to where"),
                *(Row(Column(name), Column(f"{name}_year")) for name in ROLES.values()),
            ),
            Fieldset(
                _("How it is known"),
                Row(Column("source"), Column("periodicity")),
                "responsible",
                "disaggregation",
                "method",
            ),
        )

    def _show_marks(self) -> None:
        if self.instance.un_indicator:
            self.initial["un_code"] = self.instance.un_indicator.code
        for mark in self.instance.milestones.all():
            name = ROLES[mark.role]
            self.initial[name], self.initial[f"{name}_year"] = mark.amount, mark.year

    def clean_un_code(self) -> Indicator | None:
        code = self.cleaned_data["un_code"].strip()
        if not code:
            return None
        found = Indicator.objects.filter(code=code.lower(), framework__is_current=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no indicator of this code in the current list."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ROLES.values():
            year, value = data.get(f"{name}_year"), data.get(name)
            if year is None and value is not None and f"{name}_year" not in self.errors:
                self.add_error(f"{name}_year", _("Say the year as well."))
            if year is not None and value is None and name not in self.errors:
                self.add_error(name, _("Say the value as well."))
        if (
            data.get("relation") not in (None, "LOCAL")
            and not data.get("un_code")
            and "un_code" not in self.errors
        ):
            self.add_error("un_code", _("Say which global indicator it is or stands for."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """The action checks the whole row; the global indicator is set only there."""
        return {*super()._get_validation_exclusions(), "city", "un_indicator", "relation"}

    def values(self) -> dict[str, Any]:
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**fields, "un_indicator": self.cleaned_data["un_code"]}

    def marks(self) -> dict[str, tuple[int, Decimal] | None]:
        found: dict[str, tuple[int, Decimal] | None] = {}
        for role, name in ROLES.items():
            year, value = self.cleaned_data[f"{name}_year"], self.cleaned_data[name]
            found[role] = None if year is None or value is None else (year, value)
        return found


class ObservationForm(forms.ModelForm):
    class Meta:
        model = Observation
        fields = ("year", "value", "status", "source_url")
        field_classes = {"value": forms.DecimalField}
        widgets = {
            "year": forms.NumberInput(YEAR),
            "value": forms.TextInput({**YEAR, "inputmode": "decimal"}),
        }
        localized_fields = ("value",)

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "indicator", "dimensions"}
