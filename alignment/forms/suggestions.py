from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.actions.suggestions import Choice
from alignment.models.matrices import CellKind
from sdgplatform.ui.heat import SCORES, WORDS

SCORE_CHOICES = [("", _("Choose")), *((score, WORDS[score]) for score in SCORES if score)]


class AcceptForm(forms.Form):
    """The score is the person's: none is chosen beforehand."""

    score = forms.TypedChoiceField(
        label=_("Score"),
        choices=SCORE_CHOICES,
        coerce=int,
        error_messages={"required": _("Choose a score before you accept.")},
    )
    kind = forms.ChoiceField(label=_("Kind of link"), choices=CellKind.choices, initial=CellKind.DIRECT)


class AcceptManyForm(AcceptForm):
    """`chosen` are pairs `element:place` that were ticked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices: list[Choice] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pairs = self.data.getlist("chosen") if hasattr(self.data, "getlist") else []
        self.choices = [Choice(*pair.rpartition(":")[::2]) for pair in pairs if ":" in pair]
        if not self.choices:
            self.add_error(None, _("Tick the suggestions that fit."))
        return data


class SuggestionFilter(forms.Form):
    rows = forms.ChoiceField(
        label=_("Elements"),
        required=False,
        choices=[("", _("All elements")), ("empty", _("Without any score yet"))],
    )
