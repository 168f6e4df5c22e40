"""Edits as pages and phones send them: `{"edits": [{"e": "B", "p": "11.2", "s": 2, "k": "DIRECT", "r": 4}]}`.

`s` null is not assessed, `k` is left out to keep the kind, `r` is the revision that was seen. `back` true
undoes a clearing of one's own: all that the cell held comes with the score. A panel adds other fields of the
cell by their names.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from alignment.actions.edits import MORE_FIELDS, Edit
from alignment.models import AlignmentCell
from alignment.models.matrices import CellKind, Horizon

SHORT = {"e", "p", "s", "k", "r", "back"}


class MoreForm(forms.Form):
    horizon = forms.ChoiceField(required=False, choices=[("", ""), *Horizon.choices])
    confidence = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", ""), *AlignmentCell.CONFIDENCE]
    )
    rationale = forms.CharField(required=False, max_length=4000)
    mitigation = forms.CharField(required=False, max_length=4000)
    budget_share = forms.DecimalField(
        required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True
    )


def read_edits(body: bytes) -> list[Edit]:
    """Raises ValidationError when the request is not of this form at all."""
    try:
        rows = json.loads(body)["edits"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValidationError(_("The request cannot be read.")) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError(_("The request cannot be read."))
    return [_edit(row) for row in rows]


def _edit(row: Mapping[str, Any]) -> Edit:
    score, kind, seen = row.get("s"), row.get("k"), row.get("r", 0)
    holds = [
        isinstance(row.get("e"), str) and isinstance(row.get("p"), str),
        score is None or type(score) is int,
        kind is None or kind in ("", *CellKind.values),
        type(seen) is int and seen >= 0,
        type(row.get("back", False)) is bool,
        set(row) <= SHORT | MORE_FIELDS,
    ]
    if not all(holds):
        raise ValidationError(_("The request cannot be read."))
    return Edit(row["e"], row["p"], score, kind, seen, _more(row), row.get("back", False))


def _more(row: Mapping[str, Any]) -> dict[str, Any]:
    names: Sequence[str] = sorted(set(row) & MORE_FIELDS)
    if not names:
        return {}
    form = MoreForm({name: row[name] for name in names})
    if not form.is_valid():
        faults = [text for name in names for text in form.errors.get(name, [])]
        raise ValidationError([f"{row['e']} × {row['p']}: {text}" for text in faults])
    return {name: form.cleaned_data[name] for name in names}
