"""One place that says how each state of each model looks: state -> one of seven kinds.

An app registers its states once, in its `AppConfig.ready()`:

    statuses.register("workshops.workshop", {"draft": "todo", "open": "doing", "closed": "done"})

and templates write `{% status workshop %}`. A second state field of the same model is registered
as `"workshops.workshop.review_state"` and shown by `{% status workshop "review_state" %}`.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from sdgplatform.ui.parts import Kind, Mark

KINDS: tuple[Kind, ...] = ("todo", "doing", "done", "wait", "warn", "stop", "off")
DEFAULT_FIELD = "state"

_registered: dict[str, Mapping[str, Kind]] = {}


def register(key: str, kinds: Mapping[str, Kind]) -> None:
    if unknown := set(kinds.values()) - set(KINDS):
        raise ValueError(f"{key}: unknown kinds {sorted(unknown)}")
    _registered[key] = {str(state): kind for state, kind in kinds.items()}


def kind_of(obj: Model, field: str = DEFAULT_FIELD) -> Kind:
    """The kind of the object's state. An unregistered state is a mistake and says so."""
    label = obj._meta.label_lower
    kinds = _registered[label if field == DEFAULT_FIELD else f"{label}.{field}"]
    return kinds[str(getattr(obj, field))]


def mark_of(obj: Model, field: str = DEFAULT_FIELD) -> Mark:
    return Mark(kind_of(obj, field), getattr(obj, f"get_{field}_display")())


def marks_of(model: type[Model], field: str = DEFAULT_FIELD) -> dict[str, Mark]:
    """The mark of every state, for a table that shows many: each word is translated once."""
    label = model._meta.label_lower
    kinds = _registered[label if field == DEFAULT_FIELD else f"{label}.{field}"]
    column: Any = model._meta.get_field(field)
    words = dict(column.flatchoices)
    return {state: Mark(kind, str(words[state])) for state, kind in kinds.items()}


def registered() -> Mapping[str, Mapping[str, Kind]]:
    return _registered
