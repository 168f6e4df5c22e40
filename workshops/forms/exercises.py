from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.models import AlignmentMatrix, FrameworkVersion, Goal, Strategy
from alignment.models.matrices import Granularity
from alignment.models.strategies import Level
from sdgplatform.ui.forms import PageForm
from workshops.actions.exercises import MOST_GROUPS
from workshops.models import Exercise, ExerciseGroup, Session

OFFERED = 300
COLUMNS = (
    "title",
    "instructions",
    "strategy",
    "framework",
    "granularity",
    "scored_level",
    "minutes",
)


class StrategyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Strategy) -> str:
        sample = _(" (sample data)") if obj.is_sample else ""
        return f"{obj.city.name}: {obj.title}{sample}"


class ExerciseForm(PageForm, forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    instructions = forms.CharField(
        label=gettext_lazy("Instructions"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Shown on the phones above the first element."),
    )
    strategy = StrategyChoice(
        label=gettext_lazy("Strategy"),
        queryset=Strategy.objects.none(),
        to_field_name="code",
        help_text=gettext_lazy("Everyone who joins reads the titles of its elements."),
        error_messages={"required": gettext_lazy("Choose a strategy.")},
    )
    granularity = forms.ChoiceField(
        label=gettext_lazy("Depth"),
        choices=Granularity.choices,
        initial=Granularity.GOAL,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Goals fit half an hour. Targets say more and take longer: choose few goals."),
    )
    scored_level = forms.ChoiceField(
        label=gettext_lazy("Scored level"),
        required=False,
        choices=[("", gettext_lazy("The lowest element of each branch")), *Level.choices],
    )
    goals = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Goals in play"),
        queryset=Goal.with_local.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all of them."),
    )
    groups = forms.CharField(
        label=gettext_lazy("Groups"),
        widget=forms.Textarea({"rows": 3}),
        initial="3",
        help_text=gettext_lazy("A number, or one name per line."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=5, max_value=600, initial=30, widget=forms.NumberInput()
    )
    framework = forms.ModelChoiceField(
        label=gettext_lazy("Framework version"), queryset=FrameworkVersion.objects.none(), empty_label=None
    )

    def __init__(
        self, *args: Any, session: Session, user: Any, exercise: Exercise | None = None, **kwargs: Any
    ) -> None:
        if exercise is not None:
            kwargs["initial"] = _values(exercise)
        super().__init__(*args, **kwargs)
        self.session = session
        self.fields["strategy"].queryset = strategies_for(user, exercise)
        self.fields["goals"].queryset = Goal.with_local.visible_to(user).order_by("number")
        self.fields["framework"].queryset = FrameworkVersion.objects.order_by("-code")
        if exercise is None:
            self.initial.setdefault("title", session.title)
            self.initial.setdefault("framework", FrameworkVersion.objects.filter(is_current=True).first())
        self.helper.layout = _layout()

    def clean_groups(self) -> list[str]:
        """The names; a single number stands for that many groups."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["groups"].splitlines()]
        names = [line for line in lines if line]
        if len(names) == 1 and names[0].isdecimal() and len(names[0]) < 4:
            names = [_("Group %(number)d") % {"number": number + 1} for number in range(int(names[0]))]
        if not 1 <= len(names) <= MOST_GROUPS:
            raise ValidationError(_("An exercise has 1 to 20 groups."))
        if too_long := next((name for name in names if len(name) > 60), ""):
            raise ValidationError(_("This name has more than 60 letters: %(name)s") % {"name": too_long})
        if len({name.casefold() for name in names}) < len(names):
            raise ValidationError(_("Two groups have the same name."))
        return names

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        strategy = data.get("strategy")
        if strategy is not None:
            usable = Goal.with_local.of_owner(city=strategy.city_id, network=strategy.network_id)
            foreign = [goal for goal in data.get("goals", ()) if goal.is_local and goal not in set(usable)]
            if foreign:
                self.add_error("goals", _("Goal %(goal)s is not one of this city.") % {"goal": foreign[0]})
        return data

    def columns(self) -> dict[str, Any]:
        return {**{name: self.cleaned_data[name] for name in COLUMNS}, "language": self.session.language}


def strategies_for(user: Any, exercise: Exercise | None) -> Any:
    """Those that the facilitator sees; that of the exercise stays on offer."""
    seen = Strategy.objects.visible_to(user).values("pk")[:OFFERED]
    keys = {row["pk"] for row in seen} | ({exercise.strategy_id} if exercise else set())
    return Strategy.objects.filter(pk__in=keys).select_related("city").order_by("city__name", "title")


def _values(exercise: Exercise) -> dict[str, Any]:
    names = exercise.groups.order_by("number").values_list("name", flat=True)
    return {
        **{name: getattr(exercise, name) for name in COLUMNS},
        "strategy": exercise.strategy,
        "goals": list(exercise.goals.values_list("pk", flat=True)),
        "groups": "\n".join(names),
    }


def _layout() -> Layout:
    return Layout(
        Fieldset(gettext_lazy("What the groups do"), "title", "instructions", "strategy"),
        Fieldset(
            gettext_lazy("What is scored"),
            "granularity",
            "goals",
            Row(Column("scored_level", css_class="col-md-6"), Column("framework", css_class="col-md-6")),
        ),
        Fieldset(gettext_lazy("Groups and time"), "groups", "minutes"),
    )


class GroupNameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=60)


class ExtendForm(forms.Form):
    minutes = forms.IntegerField(label=gettext_lazy("Minutes more"), min_value=1, max_value=240, initial=5)


class JoinCodeForm(PageForm, forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
        help_text=gettext_lazy("Six letters and digits; it stands on the screen in the room."),
        error_messages={"required": gettext_lazy("Type the code that stands on the screen.")},
    )


class GroupRadio(forms.ModelChoiceField):
    def label_from_instance(self, obj: ExerciseGroup) -> str:
        return obj.name


class JoinForm(PageForm, forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        help_text=gettext_lazy("The room sees it. A first name is enough."),
        error_messages={"required": gettext_lazy("Write a name that the others know you by.")},
    )
    group = GroupRadio(
        label=gettext_lazy("Your group"),
        queryset=ExerciseGroup.objects.none(),
        to_field_name="number",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose your group.")},
    )

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = exercise.groups.order_by("number")


class IntoChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: AlignmentMatrix) -> str:
        return f"{obj} ({obj.get_state_display()})"


class MergeForm(forms.Form):
    """`into` empty: a new matrix. `seen`: the revision that the preview showed."""

    into = IntoChoice(
        label=gettext_lazy("Merge into"),
        queryset=AlignmentMatrix.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("A new matrix"),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, matrices: Any, may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = matrices
        if not may_add:
            self.fields["into"].empty_label = None
            self.fields["into"].required = True
