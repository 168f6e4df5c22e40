"""Choosing among 169 targets without a list of 169: a check list for each goal, closed until opened."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext_lazy as _

from alignment.models import Target


class TargetPicker(ChoiceWidget):
    allow_multiple_selected = True
    input_type = "checkbox"
    template_name = "modules/widgets/target_picker.html"
    option_template_name = "django/forms/widgets/checkbox_option.html"
    use_fieldset = True

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return "" if index is None else super().id_for_label(id_, index)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """`goals`: (goal, options, how many are chosen)."""
        context = super().get_context(name, value, attrs)
        context["goals"] = [
            (goal, options, sum(option["selected"] for option in options))
            for goal, options, _index in context["widget"]["optgroups"]
        ]
        return context


class TargetsField(forms.TypedMultipleChoiceField):
    """Codes of targets, cleaned to rows in the order of the framework."""

    widget = TargetPicker

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"label": _("SDG targets"), "required": False, "choices": grouped_targets, **kwargs}
        )

    def prepare_value(self, value: Any) -> Any:
        return [getattr(one, "code", one) for one in value or []]

    def clean(self, value: Any) -> list[Target]:
        codes: Iterable[str] = super().clean(value)
        found = list(Target.objects.filter(code__in=codes).in_order())
        if len(found) != len(set(codes)):
            raise ValidationError(_("One of the targets does not exist."), code="invalid_choice")
        return found


def grouped_targets() -> list[tuple[Any, list[tuple[str, str]]]]:
    groups: dict[Any, list[tuple[str, str]]] = {}
    for target in Target.objects.all().in_order().select_related("goal"):
        groups.setdefault(target.goal, []).append((target.code, f"{target.code} {target.title}"))
    return list(groups.items())
