from typing import Any, cast

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from modules.forms.targets import TargetsField
from modules.models import AUTHOR_ROLES, Module, Part, PartKind, Series
from modules.queries import networks_for
from participants.models import Network
from sdgplatform.ui.forms import MultilingualField, PageForm


class ModuleForm(PageForm, forms.ModelForm):
    titles = MultilingualField(label=_("Title"), max_length=200)
    summaries = MultilingualField(label=_("What it is about"), rows=3, max_length=2000, required=False)
    objectives = MultilingualField(
        label=_("After it you can"),
        rows=4,
        max_length=4000,
        required=False,
        help_text=_("One objective in each line."),
    )
    audiences = MultilingualField(label=_("For whom"), max_length=1000, required=False)
    networks = forms.ModelMultipleChoiceField(
        label=_("Networks"),
        queryset=Network.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their trainers and coordinators can change the module."),
    )
    targets = TargetsField()

    class Meta:
        model = Module
        fields = [
            *("titles", "summaries", "objectives", "audiences", "series", "number", "duration_minutes"),
            *("authors", "source_language", "licence", "targets", "networks", "visibility"),
        ]
        widgets = {
            "number": forms.NumberInput(attrs={"class": "w-chars-4", "min": 1}),
            "duration_minutes": forms.NumberInput(attrs={"class": "w-chars-4", "min": 1}),
            "visibility": forms.RadioSelect,
        }
        help_texts = {
            "authors": _("Names, separated by commas."),
            "duration_minutes": _("Of teaching, without breaks."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = cast(forms.ModelMultipleChoiceField, self.fields["networks"])
        networks.queryset = networks_for(user, AUTHOR_ROLES, self.instance)
        series = cast(forms.ModelChoiceField, self.fields["series"])
        series.queryset, series.empty_label = Series.objects.all().in_order(), _("No series")
        if self.instance.pk:
            self.initial["targets"] = list(self.instance.targets.all())
        elif len(only := networks.queryset[:2]) == 1:
            self.initial.setdefault("networks", list(only))
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        return Layout(
            Fieldset(_("What it is"), "titles", "summaries", "objectives", "audiences"),
            Fieldset(
                _("Where it stands"),
                Row(Column("series", css_class="col-sm-8"), Column("number", css_class="col-sm-4")),
                Row(
                    Column("source_language", css_class="col-sm-8"),
                    Column("duration_minutes", css_class="col-sm-4"),
                ),
                Row(Column("authors", css_class="col-sm-8"), Column("licence", css_class="col-sm-4")),
            ),
            Fieldset(_("Goals and targets"), "targets"),
            Fieldset(_("Who works on it and who sees it"), "networks", "visibility"),
        )

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """The action validates the row: here the instance must stay as it is stored."""


class SeriesForm(PageForm, forms.Form):
    titles = MultilingualField(label=_("Title of the series"), max_length=160)


class PartForm(PageForm, forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=PartKind.choices)
    titles = MultilingualField(label=_("Title"), max_length=200)

    def __init__(self, *args: Any, part: Part | None = None, **kwargs: Any) -> None:
        if part is not None:
            kwargs.setdefault("initial", {"kind": part.kind, "titles": part.titles})
        super().__init__(*args, **kwargs)
