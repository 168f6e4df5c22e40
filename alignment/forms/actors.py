from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.checks.codes import normal_target
from alignment.models import Actor, ActorRole, Competence, Strategy, Target
from alignment.queries.scope import targets_of_strategy
from sdgplatform.ui.forms import PageForm

NARROW = {"class": "w-chars-4"}


class ActorForm(PageForm, forms.ModelForm):
    class Meta:
        model = Actor
        fields = ("name", "kind", "tier", "influence", "interest", "stance", "contact")
        widgets = {name: forms.NumberInput(NARROW) for name in ("influence", "interest", "stance")}

    def __init__(self, *args: Any, city: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.city = city
        self.helper.layout = Layout(
            Fieldset(_("Who it is"), "name", Row(Column("kind"), Column("tier")), "contact"),
            Fieldset(_("Where it stands"), Row(Column("influence"), Column("interest"), Column("stance"))),
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        others = Actor.objects.filter(city=self.instance.city).exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("The city already has an actor of this name."))
        return name


class RoleForm(forms.ModelForm):
    target_code = forms.CharField(
        label=_("or a target"), required=False, max_length=16, widget=forms.TextInput({"class": "w-chars-10"})
    )

    class Meta:
        model = ActorRole
        fields = ("role", "element")

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strategy = strategy
        element: Any = self.fields["element"]
        element.queryset = strategy.elements.order_by("position")
        element.required, element.label, element.empty_label = False, _("Element"), "–"

    def clean_target_code(self) -> Target | None:
        text = self.cleaned_data["target_code"].strip()
        if not text:
            return None
        found: Target | None = targets_of_strategy(self.strategy).filter(code=normal_target(text)).first()
        if found is None:
            raise forms.ValidationError(_("There is no target %(code)s.") % {"code": text})
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("element")) == bool(data.get("target_code")):
            self.add_error("element", _("Choose an element or a target."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "actor", "target", "element"}


class CompetenceForm(forms.Form):
    """How far the city may act on each target of one goal."""

    def __init__(self, *args: Any, targets: Any, chosen: dict[int, tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = list(targets)
        for target in self.targets:
            degree, basis = chosen.get(target.pk, ("", ""))
            self.fields[f"degree_{target.pk}"] = forms.TypedChoiceField(
                choices=[("", _("Not looked into")), *Competence.DEGREES],
                coerce=int,
                empty_value=None,
                required=False,
                initial=degree,
                label=target.code,
            )
            self.fields[f"basis_{target.pk}"] = forms.CharField(
                max_length=300, required=False, initial=basis, label=_("Legal basis")
            )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(target, self[f"degree_{target.pk}"], self[f"basis_{target.pk}"]) for target in self.targets]

    def degrees(self) -> dict[int, tuple[int, str] | None]:
        found: dict[int, tuple[int, str] | None] = {}
        for target in self.targets:
            degree = self.cleaned_data[f"degree_{target.pk}"]
            basis = self.cleaned_data[f"basis_{target.pk}"]
            found[target.pk] = None if degree is None else (degree, basis)
        return found
