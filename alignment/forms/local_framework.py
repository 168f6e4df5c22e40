from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.checks.codes import normal_target
from alignment.models import Goal, Strategy, Target
from alignment.models.framework import Pillar, TargetKind
from participants.models import City, Network
from sdgplatform.ui.forms import MultilingualField, PageForm


class OwnedForm(PageForm, forms.Form):
    """`owner` is asked only of who may decide for the whole network, and only of something new."""

    owner = forms.ChoiceField(label=_("Who has it"), widget=forms.RadioSelect, initial="city")

    def __init__(
        self, *args: Any, strategy: Strategy, is_new: bool, for_network: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.strategy = strategy
        if is_new and for_network and strategy.network:
            choices = [("city", strategy.city.name), ("network", strategy.network.name)]
            self.fields["owner"].choices = choices
        else:
            del self.fields["owner"]

    def owner_of_new(self) -> City | Network:
        if self.cleaned_data.pop("owner", "city") == "network" and self.strategy.network:
            return self.strategy.network
        return self.strategy.city

    @property
    def owner_part(self) -> list[str]:
        return ["owner"] if "owner" in self.fields else []


class LocalGoalForm(OwnedForm):
    number = forms.IntegerField(
        label=_("Number"), min_value=18, max_value=99, widget=forms.NumberInput({"class": "w-chars-4"})
    )
    titles = MultilingualField(label=_("Title"), max_length=120)
    labels = MultilingualField(
        label=_("Short name"), max_length=30, required=False, help_text=_("For the heads of columns.")
    )
    pillar = forms.ChoiceField(label=_("Belongs to"), choices=Pillar.choices)

    def __init__(self, *args: Any, goal: Goal | None = None, **kwargs: Any) -> None:
        names = ("number", "titles", "labels", "pillar")
        initial = {name: getattr(goal, name) for name in names} if goal else {}
        super().__init__(*args, is_new=goal is None, initial=initial, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("The goal"), *self.owner_part, "number", "titles", "labels", "pillar"),
        )


class LocalTargetForm(OwnedForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        help_text=_("11.2-ABC1 makes 11.2 local; 18.1 belongs to the local goal 18."),
        widget=forms.TextInput({"class": "w-chars-10"}),
    )
    titles = MultilingualField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=TargetKind.choices)
    aim = forms.CharField(label=_("Value to reach"), max_length=120, required=False)
    due_year = forms.IntegerField(
        label=_("Year to reach it"),
        min_value=1990,
        max_value=2100,
        required=False,
        widget=forms.NumberInput({"class": "w-chars-10"}),
    )

    def __init__(self, *args: Any, target: Target | None = None, code: str = "", **kwargs: Any) -> None:
        names = ("code", "titles", "kind", "aim", "due_year")
        initial = {name: getattr(target, name) for name in names} if target else {"code": code}
        super().__init__(*args, is_new=target is None, initial=initial, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("The target"), *self.owner_part, "code", "titles", "kind"),
            Fieldset(_("What is to be reached"), Row(Column("aim"), Column("due_year"))),
        )

    def clean_code(self) -> str:
        code = normal_target(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("Write 11.2-ABC1 for a target below 11.2, or 18.1 for one of a local goal.")
            )
        return code
