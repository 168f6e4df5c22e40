"""What the columns of a spreadsheet mean: one choice for each column, and where the levels come from."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alignment.exchange.column_maps import (
    LEVEL_FIELDS,
    Columns,
    DateOrder,
    LevelSource,
    Sheet,
    columns_from_json,
    guessed_fields,
    resolved,
)
from alignment.exchange.field_names import ELEMENT_FIELDS
from alignment.exchange.findings import Unreadable
from alignment.exchange.grids import column_letter
from alignment.exchange.trees import guessed_source
from alignment.exchange.values import Formula, as_text
from alignment.models.strategies import Level, StrategyKind
from sdgplatform.ui.forms import PageForm

YEAR = {"class": "w-chars-10"}
EXAMPLES = 3


class ColumnsForm(PageForm, forms.Form):
    """`earlier`: as this file, or one with its headers, was read before."""

    def __init__(
        self, *args: Any, sheet: Sheet, earlier: Columns | None, is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.is_new = sheet, is_new
        known = {column: name for name, column in resolved(earlier, sheet).items()} if earlier else {}
        guessed = known or guessed_fields(sheet.head)
        fields: list[Any] = [(name, str(label).capitalize()) for name, label in ELEMENT_FIELDS.items()]
        levels = [(name, Level(level).label) for name, level in LEVEL_FIELDS.items()]
        fields.append((_("Titles of one level"), levels))
        for column in sheet.columns:
            self.fields[f"column_{column}"] = forms.ChoiceField(
                choices=[("", _("not read")), *fields],
                initial=guessed.get(column, ""),
                required=False,
                label=_("Column %(letter)s") % {"letter": column_letter(column)},
            )
        self._add_levels(earlier, guessed)
        if is_new:
            self._add_document(earlier)

    def _add_levels(self, earlier: Columns | None, guessed: dict[int, str]) -> None:
        source = earlier.level_from if earlier else guessed_source(self.sheet, guessed)
        self.fields["level_from"] = forms.ChoiceField(
            choices=LevelSource.choices,
            initial=source,
            widget=forms.RadioSelect,
            label=_("The level of an element"),
        )
        levels = earlier.levels if earlier else ()
        for number in range(1, 6):
            self.fields[f"level_{number}"] = forms.ChoiceField(
                choices=[("", _("by itself")), *Level.choices],
                initial=levels[number - 1] if len(levels) >= number else "",
                required=False,
                label=_("Level %(number)d") % {"number": number},
            )
        self.fields["dates"] = forms.ChoiceField(
            choices=DateOrder.choices, initial=earlier.dates if earlier else DateOrder.DMY, label=_("Dates")
        )
        self.fields["currency"] = forms.CharField(
            max_length=3,
            required=False,
            initial=earlier.currency if earlier else "",
            label=_("Currency where the sheet has none"),
            help_text=_("Three letters, such as ARS."),
            widget=forms.TextInput(YEAR),
        )

    def _add_document(self, earlier: Columns | None) -> None:
        said = earlier.document if earlier else {}
        year = forms.NumberInput(YEAR)
        self.fields |= {
            "title": forms.CharField(max_length=250, label=_("Title"), initial=said.get("title")),
            "period_start": forms.IntegerField(
                label=_("First year"), widget=year, min_value=1990, max_value=2100
            ),
            "period_end": forms.IntegerField(
                label=_("Last year"), widget=year, min_value=1990, max_value=2100
            ),
            "kind": forms.ChoiceField(choices=StrategyKind.choices, label=_("Kind")),
            "language": forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language")),
        }
        for name in ("period_start", "period_end", "kind", "language"):
            self.fields[name].initial = said.get(name, self.fields[name].initial)

    @property
    def rows(self) -> list[tuple[str, str, list[str], Any]]:
        """Letter, header, a few values and the choice of each column."""
        return [
            (
                column_letter(column),
                self.sheet.named(column),
                self._examples(column),
                self[f"column_{column}"],
            )
            for column in self.sheet.columns
        ]

    def _examples(self, column: int) -> list[str]:
        values = (shown_value(row.get(column)) for _number, row in self.sheet.rows)
        return list(dict.fromkeys(value[:60] for value in values if value))[:EXAMPLES]

    @property
    def levels(self) -> Sequence[Any]:
        return [self[f"level_{number}"] for number in range(1, 6)]

    @property
    def document(self) -> Sequence[Any]:
        names = ("title", "period_start", "period_end", "kind", "language")
        return [self[name] for name in names] if self.is_new else []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        names = ("title", "period_start", "period_end", "kind", "language")
        said = {
            "fields": {
                column_letter(column): cleaned[f"column_{column}"]
                for column in self.sheet.columns
                if cleaned[f"column_{column}"]
            },
            "sheet": self.sheet.name,
            "header_row": self.sheet.header_row,
            "level_from": cleaned["level_from"],
            "levels": self._levels(cleaned),
            "dates": cleaned["dates"],
            "currency": cleaned["currency"],
            "document": {name: cleaned[name] for name in names} if self.is_new else {},
        }
        try:
            self.columns = columns_from_json(said)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return cleaned

    @staticmethod
    def _levels(cleaned: dict[str, Any]) -> list[str]:
        levels = [cleaned[f"level_{number}"] for number in range(1, 6)]
        while levels and not levels[-1]:
            levels.pop()
        if "" in levels:
            raise ValidationError(_("Name the levels from the first one on, without a gap."))
        return levels


def shown_value(value: Any) -> str:
    """As a person sees it, whatever it is; of a formula the value that was stored with it."""
    value = value.value if isinstance(value, Formula) else value
    if value is None or (not isinstance(value, str | int | float) and not hasattr(value, "isoformat")):
        return "" if value is None else "…"
    try:
        return as_text(value)
    except Unreadable as problem:
        return str(problem)[:40]
