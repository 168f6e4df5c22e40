"""Choosing one record of thousands by typing: a text field with its suggestions as radio buttons below.

The same radio buttons come back from the server when the words mean several records, so it works
without script and needs only what every keyboard and screen reader knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MIN_LETTERS = 2
MAX_LETTERS = 200


@dataclass(frozen=True)
class Option:
    key: str
    label: str
    note: str | Promise = ""


class TypedWidget(forms.TextInput):
    template_name = "participants/widgets/typed.html"

    def __init__(self, suggest: str, attrs: Mapping[str, Any] | None = None) -> None:
        given = {"autocomplete": "off", "spellcheck": "false", "class": "form-control", **(attrs or {})}
        super().__init__(given)
        self.suggest = suggest
        self.options: Sequence[Option] = ()
        self.chosen = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """What was typed; or, when a record was picked for these very words, `#` and its key."""
        typed = (data.get(name) or "").strip()
        picked = data.get(f"{name}_choice") or ""
        if picked and (data.get(f"{name}_asked") or "").strip() == typed:
            return f"#{picked}"
        return typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["suggestions"] = {
            "name": name,
            "words": context["widget"]["value"] or "",
            "options": self.options,
            "chosen": self.chosen,
        }
        context["suggest_url"] = f"{reverse(self.suggest)}?field={name}"
        return context


class TypedField(forms.Field):
    """Cleans to a record or None; takes a record, its id or `#key` as initial value."""

    suggest: ClassVar[str]
    key: ClassVar[str] = "code"
    default_error_messages: ClassVar = {
        "unknown": _("Nothing is called so. Check the spelling."),
        "several": _("Several are called so: choose one."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", TypedWidget(self.suggest))
        super().__init__(**kwargs)

    def rows(self) -> QuerySet[Any]:
        """All that may be chosen, with what `option` shows."""
        raise NotImplementedError

    def found(self, words: str) -> list[Any]:
        """The first dozen for the words, best first; one when they leave no doubt."""
        raise NotImplementedError

    def option(self, row: Any) -> Option:
        return Option(getattr(row, self.key), str(row))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = self.rows().filter(pk=value).first()
        elif isinstance(value, str) and value.startswith("#"):
            value = self.rows().filter(**{self.key: value[1:]}).first()
        return self.option(value).label if isinstance(value, Model) else value

    def clean(self, value: Any) -> Any:
        words = (value or "")[:MAX_LETTERS].replace("\0", "")
        found = self._picked(words[1:]) if words.startswith("#") else self.found(words) if words else []
        if words and not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            self.widget.options = [self.option(row) for row in found]
            raise forms.ValidationError(self.error_messages["several"], code="several")
        if self.required and not found:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return found[0] if found else None

    def _picked(self, key: str) -> list[Any]:
        found = list(self.rows().filter(**{self.key: key})[:1])
        if found:
            self.widget.options, self.widget.chosen = [self.option(found[0])], key
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (self.prepare_value(data) or "")

    def suggestions(self, query: Mapping[str, str]) -> dict[str, Any]:
        """What the fragment below the field shows; the words come as `q` or under the field's name."""
        name = query.get("field", "q")
        words = (query.get("q") or query.get(name) or "").replace("\0", "").strip()[:MAX_LETTERS]
        enough = len(words) >= MIN_LETTERS
        return {
            "name": name,
            "words": words if enough else "",
            "options": [self.option(row) for row in self.found(words)] if enough else [],
            "nothing": self.error_messages["unknown"],
        }
