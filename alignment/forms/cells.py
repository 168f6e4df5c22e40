from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.actions.cells import CellChange, CellValues, cell_stamp
from alignment.models import AlignmentCell, Evidence
from alignment.models.evidence import EvidenceKind
from alignment.models.matrices import CellKind, Horizon
from sdgplatform.ui.heat import SCORES, WORDS
from sdgplatform.ui.texts import score_text
from sdgplatform.uploads import types
from sdgplatform.uploads.fields import UploadField

EVIDENCE_TYPES = (*types.DOCUMENTS, types.XLSX, types.ODS)
EVIDENCE_BYTES = 20_000_000
SCORE_CHOICES = [(score, WORDS[score]) for score in SCORES]


class CellForm(forms.Form):
    """One cell. `seen` is the stamp of what the page showed."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("Score"),
        choices=SCORE_CHOICES,
        coerce=int,
        error_messages={"required": gettext_lazy("Choose a score, or set the cell to not assessed.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of link"), required=False, choices=[("", "–"), *CellKind.choices]
    )
    horizon = forms.ChoiceField(
        label=gettext_lazy("Horizon"), required=False, choices=[("", "–"), *Horizon.choices]
    )
    confidence = forms.TypedChoiceField(
        label=gettext_lazy("Confidence"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *AlignmentCell.CONFIDENCE],
    )
    rationale = forms.CharField(
        label=gettext_lazy("Rationale"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    mitigation = forms.CharField(
        label=gettext_lazy("Mitigation"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    budget_share = forms.DecimalField(
        label=gettext_lazy("Share of the budget, %"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, cell: AlignmentCell | None) -> "CellForm":
        names = [name for name in cls.base_fields if name != "seen"]
        values = {name: getattr(cell, name) for name in names} if cell else {}
        return cls(initial={**values, "seen": cell_stamp(cell)})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("score") == 0:
            data["kind"] = ""
        return data

    def values(self) -> CellValues:
        return CellValues(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class EvidenceForm(forms.ModelForm):
    file = UploadField(
        label=gettext_lazy("File"), required=False, allowed=EVIDENCE_TYPES, max_bytes=EVIDENCE_BYTES
    )

    class Meta:
        model = Evidence
        fields = ("kind", "citation", "page", "url")

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "matrix", "ref"}


EVIDENCE_KINDS = EvidenceKind.choices


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=4000, widget=forms.Textarea({"rows": 2, "id": "id_comment"})
    )


@dataclass(frozen=True)
class RowLine:
    """One target of the form of a row: its fields and the cell behind them."""

    place: str
    title: str
    cell: AlignmentCell | None
    score: Any
    kind: Any
    seen: Any


class RowForm(forms.Form):
    """Score and kind of many cells: targets of an element, or elements of a target. The rest stays."""

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]], cells: Mapping[str, AlignmentCell], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.cells = places, cells
        blank = ("", _("not assessed"))
        scores = [blank, *((score, f"{score_text(score)} {WORDS[score]}") for score in reversed(SCORES))]
        for place, _title in places:
            cell = cells.get(place)
            self.fields[f"score_{place}"] = forms.TypedChoiceField(
                choices=scores,
                coerce=int,
                empty_value=None,
                required=False,
                initial=cell.score if cell else "",
                label=gettext_lazy("Score"),
            )
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                choices=[("", "–"), *CellKind.choices],
                required=False,
                initial=cell.kind if cell else "",
                label=gettext_lazy("Kind of link"),
            )
            self.fields[f"seen_{place}"] = forms.CharField(
                required=False, initial=_shown_with_stamp(cell), widget=forms.HiddenInput
            )

    @property
    def lines(self) -> list[RowLine]:
        return [
            RowLine(
                place,
                title,
                self.cells.get(place),
                self[f"score_{place}"],
                self[f"kind_{place}"],
                self[f"seen_{place}"],
            )
            for place, title in self.places
        ]

    def meet(self, spot: Mapping[str, Any], cell: AlignmentCell | None, message: str) -> None:
        """Somebody else changed this line: their score is said, and the next saving has seen it."""
        place = next(code for code in (spot["target"], spot["element"]) if f"score_{code}" in self.fields)
        self.data = {**self.data.dict(), self.add_prefix(f"seen_{place}"): _shown_with_stamp(cell)}
        theirs = f"{score_text(cell.score)} {WORDS[cell.score]}" if cell else _("not assessed")
        self.add_error(f"score_{place}", f"{message} {place}: {theirs}")

    def changes(self, element: str) -> list[CellChange]:
        """The lines are targets of one element."""
        return self._changes(lambda place: (element, place))

    def changes_at(self, place: str) -> list[CellChange]:
        """The lines are elements that one target is scored for."""
        return self._changes(lambda element: (element, place))

    def _changes(self, spot: Callable[[str], tuple[str, str]]) -> list[CellChange]:
        """Only what was changed on the page, so that another's edit of an untouched cell stays."""
        found = []
        for place, _title in self.places:
            score = self.cleaned_data[f"score_{place}"]
            kind = self.cleaned_data[f"kind_{place}"] if score else ""
            shown, _bar, seen = self.cleaned_data[f"seen_{place}"].rpartition("|")
            if shown != _shown(score, kind):
                found.append(CellChange(*spot(place), _merged(self.cells.get(place), score, kind), seen))
        return found


def _shown(score: int | None, kind: str) -> str:
    return f"{'' if score is None else score}|{kind}"


def _shown_with_stamp(cell: AlignmentCell | None) -> str:
    """What the page shows of a cell, and its stamp."""
    shown = _shown(cell.score, cell.kind) if cell else _shown(None, "")
    return f"{shown}|{cell_stamp(cell)}"


def _merged(cell: AlignmentCell | None, score: int | None, kind: str) -> CellValues | None:
    if score is None:
        return None
    if cell is None:
        return CellValues(score, kind)
    return CellValues(
        score=score,
        kind=kind,
        horizon=cell.horizon,
        confidence=cell.confidence,
        rationale=cell.rationale,
        mitigation=cell.mitigation,
        budget_share=cell.budget_share,
    )
