from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alignment.models import Strategy, StrategyElement
from alignment.models.matrices import Relevance
from alignment.models.strategies import StrategyKind
from alignment.rules import may_begin_strategy
from participants.forms.cities import CityField
from participants.models import City, Network
from sdgplatform.ui.forms import PageForm

YEAR = {"class": "w-chars-10"}


def networks_of(user: Any) -> QuerySet[Network]:
    rows = Network.objects.order_by("name")
    return rows if user.is_superuser else rows.filter(pk__in=user.network_ids)


class StrategyForm(PageForm, forms.ModelForm):
    """`city` is one of the planner's own; coordinators type a member of a network that they coordinate."""

    class Meta:
        model = Strategy
        fields = (
            "title",
            "kind",
            "period_start",
            "period_end",
            "language",
            "network",
            "adoption",
            "url",
            "responsible_unit",
        )
        widgets = {"period_start": forms.NumberInput(YEAR), "period_end": forms.NumberInput(YEAR)}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = networks_of(user)
        self.user = user
        self.fields["network"].queryset = networks
        if not self.instance.pk and networks.count() == 1:
            self.fields["network"].initial = networks.first()
        if not self.instance.pk:
            self.fields["city"] = self._city_field(user)
        place = ("city",) if "city" in self.fields else ()
        self.helper.layout = Layout(
            Fieldset(
                _("The document"),
                *place,
                "title",
                Row(Column("kind"), Column("language")),
                Row(Column("period_start"), Column("period_end")),
            ),
            Fieldset(_("Where it stands"), "network", "responsible_unit", "adoption", "url"),
        )

    @staticmethod
    def _city_field(user: Any) -> forms.Field:
        if user.is_superuser or user.coordinated_network_ids:
            return CityField(required=True, label=_("City"))
        own = City.objects.filter(pk__in=user.planned_city_ids).order_by("name")
        return forms.ModelChoiceField(own, label=_("City"), initial=own.first(), empty_label=None)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        city = self.instance.city if self.instance.pk else values.get("city")
        is_new_place = not self.instance.pk or "network" in self.changed_data
        if city and is_new_place and not may_begin_strategy(self.user, city, values.get("network")):
            text = _("Choose a network that you coordinate and that %(city)s is a member of.")
            self.add_error("network", text % {"city": city.full_name})
        return values

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or StrategyKind.STRATEGIC

    def _get_validation_exclusions(self) -> set[str]:
        """The city of a new strategy is set by the action."""
        return {*super()._get_validation_exclusions(), "city"}


class ElementForm(PageForm, forms.ModelForm):
    class Meta:
        model = StrategyElement
        fields = (
            "parent",
            "level",
            "code",
            "title",
            "description",
            "need",
            "responsible",
            "status",
            "starts_on",
            "ends_on",
            "budget",
            "currency",
            "budget_year",
        )
        widgets = {
            "code": forms.TextInput({"class": "w-chars-10"}),
            "description": forms.Textarea({"rows": 3}),
            "need": forms.Textarea({"rows": 2}),
            "starts_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "currency": forms.TextInput({"class": "w-chars-4"}),
            "budget_year": forms.NumberInput(YEAR),
        }

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.strategy = strategy
        others = strategy.elements.exclude(pk=self.instance.pk).exclude(level="ACTION").order_by("position")
        self.fields["parent"].queryset = others
        self.fields["parent"].empty_label = _("Nothing: it stands at the top")
        self.helper.layout = Layout(
            Fieldset(
                _("What it is"),
                "parent",
                Row(Column("level"), Column("code")),
                "title",
                "description",
                "need",
            ),
            Fieldset(_("Who and when"), "responsible", Row(Column("starts_on"), Column("ends_on")), "status"),
            Fieldset(_("Money"), Row(Column("budget"), Column("currency"), Column("budget_year"))),
        )

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].strip().upper()

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.instance.strategy.elements.exclude(pk=self.instance.pk).filter(code=code).exists():
            raise ValidationError(_("This code is already used in the strategy."), code="unique")
        return code


class LeftOutForm(forms.Form):
    """Which targets of one goal a city leaves out: one choice and one reason for each target."""

    def __init__(self, *args: Any, targets: Any, chosen: dict[int, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = list(targets)
        for target in self.targets:
            status, reason = chosen.get(target.pk, ("", ""))
            choices = [("", _("Relevant")), *Relevance.choices]
            self.fields[f"status_{target.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=status, label=target.code
            )
            self.fields[f"reason_{target.pk}"] = forms.CharField(
                max_length=300, required=False, initial=reason, label=_("Reason")
            )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(target, self[f"status_{target.pk}"], self[f"reason_{target.pk}"]) for target in self.targets]

    def left_out(self) -> dict[int, tuple[str, str]]:
        found = {}
        for target in self.targets:
            status = self.cleaned_data[f"status_{target.pk}"]
            if status:
                found[target.pk] = (status, self.cleaned_data[f"reason_{target.pk}"])
        return found


class StrategyFilterForm(forms.Form):
    q = forms.CharField(label=_("Find"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *StrategyKind.choices]
    )
