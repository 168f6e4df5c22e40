from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.actions.imports import ImportTarget, ImportWishes
from alignment.exchange import limits
from alignment.forms.strategies import networks_of
from alignment.models import MatrixImport
from alignment.models.exchange import ImportMode
from alignment.models.matrices import CellKind
from participants.forms.cities import CityField
from sdgplatform.ui.forms import PageForm
from sdgplatform.ui.heat import WORDS
from sdgplatform.ui.texts import score_text
from sdgplatform.uploads import types
from sdgplatform.uploads.fields import UploadField

MODES = [
    (ImportMode.MERGE.value, _("stay as they are")),
    (ImportMode.REPLACE.value, _("are taken out: the matrix becomes what the file says")),
]


class ImportForm(PageForm, forms.Form):
    help = _("XLSX workbook, zip of CSV tables, one CSV table or JSON; at most 5 MB.")
    file = UploadField(allowed=types.IMPORTS, max_bytes=limits.FILE_BYTES, label=_("File"))

    def __init__(self, *args: Any, like: MatrixImport | None = None, **kwargs: Any) -> None:
        """`like`: the import whose file this one corrects; it is read in the same way."""
        super().__init__(*args, **kwargs)
        self.like = like

    @property
    def wishes(self) -> ImportWishes:
        mode = self.cleaned_data.get("mode")
        if self.like:
            return ImportWishes(mode or self.like.mode, self.like.scale, self.like.columns)
        return ImportWishes(mode=mode or ImportMode.MERGE)


class MatrixFileForm(ImportForm):
    """A file for a matrix that may hold scores already."""

    mode = forms.ChoiceField(
        choices=MODES,
        initial=ImportMode.MERGE,
        widget=forms.RadioSelect,
        required=False,
        label=_("Scores that the file does not have"),
    )


class StrategyImportForm(ImportForm):
    """A file that becomes a new strategy; it may say itself of which city."""

    field_order = ("city", "network", "file")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = sorted(user.planned_city_ids)
        self.fields["city"] = CityField(
            required=False, label=_("City"), help_text=_("Only needed where the sheet META does not name it.")
        )
        if len(own) == 1:
            self.fields["city"].initial = own[0]
        networks = networks_of(user)
        self.fields["network"] = forms.ModelChoiceField(
            networks, required=False, label=_("Network"), help_text=_("Whose reviewers read the matrix.")
        )
        if len(networks) == 1:
            self.fields["network"].initial = networks[0]
        self.order_fields(self.field_order)

    @property
    def target(self) -> ImportTarget:
        return ImportTarget(city=self.cleaned_data["city"], network=self.cleaned_data["network"])


class ReadingForm(PageForm, forms.Form):
    """How the scores of a checked file are read: what each sign means, and what becomes of other scores."""

    def __init__(self, *args: Any, row: MatrixImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.signs: list[dict[str, Any]] = row.summary.get("signs", [])
        if row.matrix_id:
            self.fields["mode"] = forms.ChoiceField(
                choices=MODES,
                initial=row.mode,
                widget=forms.RadioSelect,
                label=_("Scores that the file does not have"),
            )
        for number, sign in enumerate(self.signs):
            self._add(number, sign)

    def _add(self, number: int, sign: dict[str, Any]) -> None:
        unread = [] if sign["is_read"] else [("", _("choose"))]
        scores = [(str(score), f"{score_text(score)} {word}") for score, word in WORDS.items()]
        score = "none" if sign["score"] is None else str(sign["score"])
        self.fields[f"score_{number}"] = forms.ChoiceField(
            choices=[*unread, *scores, ("none", _("not assessed"))],
            initial=score if sign["is_read"] else "",
            required=False,
            label=_("Score of “%(sign)s”") % {"sign": sign["sign"]},
        )
        self.fields[f"kind_{number}"] = forms.ChoiceField(
            choices=[("", "–"), *CellKind.choices],
            initial=sign["kind"],
            required=False,
            label=_("Kind of “%(sign)s”") % {"sign": sign["sign"]},
        )

    @property
    def rows(self) -> list[tuple[dict[str, Any], Any, Any]]:
        return [
            (sign, self[f"score_{number}"], self[f"kind_{number}"]) for number, sign in enumerate(self.signs)
        ]

    @property
    def is_needed(self) -> bool:
        """Whether something was translated or not understood, so that the signs are shown open."""
        return any(not sign["is_read"] or sign["sign"] != str(sign["score"]) for sign in self.signs)

    @property
    def wishes(self) -> ImportWishes:
        scale = dict(self.row.scale)
        for number, sign in enumerate(self.signs):
            names = (f"score_{number}", f"kind_{number}")
            score, kind = (self.cleaned_data[name] for name in names)
            if score and any(name in self.changed_data for name in names):
                number_said = None if score == "none" else int(score)
                scale[sign["sign"]] = {"score": number_said, "kind": kind if number_said else ""}
        mode = self.cleaned_data.get("mode") or self.row.mode
        return ImportWishes(mode=mode, scale=scale, columns=self.row.columns)
