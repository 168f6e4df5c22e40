"""Lists: pages of 50 rows, sorting by an allow-list, the filters in force as chips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

from sdgplatform.ui.parts import Filter

PAGE_SIZE = 50
PAGE_KEY = "page"
SORT_KEY = "sort"

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Sort:
    """The order in force: `key` of the allow-list, `fields` for `order_by`."""

    key: str
    descending: bool
    fields: tuple[str, ...]


def paginate(
    rows: "QuerySet[Row] | Sequence[Any]",
    request: HttpRequest,
    per_page: int = PAGE_SIZE,
    *,
    total: int | None = None,
) -> Page[Any]:
    """The page that the address asks for; a number out of range gives the nearest page.

    `total` spares the query for the number of rows where the page knows it already.
    """
    paginator = Paginator(rows, per_page)
    if total is not None:
        paginator.count = total
    return paginator.get_page(request.GET.get(PAGE_KEY))


def parse_sort(request: HttpRequest, allowed: Mapping[str, str | tuple[str, ...]], default: str) -> Sort:
    """Reads `?sort=name` or `?sort=-name`. Keys that are not allowed fall back to the default.

    The primary key comes last, so that rows with equal values keep their page.
    """
    wanted = request.GET.get(SORT_KEY, default)
    if wanted.removeprefix("-") not in allowed:
        wanted = default
    key, descending = wanted.removeprefix("-"), wanted.startswith("-")
    columns = allowed[key]
    columns = (columns,) if isinstance(columns, str) else columns
    fields = tuple(_reversed(column) if descending else column for column in columns)
    return Sort(key, descending, (*fields, "pk"))


def _reversed(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def filter_chips(form: forms.BaseForm, request: HttpRequest, *, ignore: Sequence[str] = ()) -> list[Filter]:
    """The filters in force of a bound GET form, each with the address of the page without it."""
    chips = []
    for name, value in getattr(form, "cleaned_data", {}).items():
        if name in ignore or value in (None, "", []) or name not in form.fields:
            continue
        field = form.fields[name]
        chips.append(
            Filter(field.label or name, _shown(field, value), _without(request.GET, form[name].html_name))
        )
    return chips


def _shown(field: forms.Field, value: Any) -> str:
    values = value if isinstance(value, list | tuple | set | QuerySet) else [value]
    names = {
        str(key): str(label)
        for key, label in getattr(field, "choices", [])
        if not isinstance(label, list | tuple)
    }
    return ", ".join(names.get(str(getattr(one, "pk", one)), str(one)) for one in values)


def _without(query: QueryDict, name: str) -> str:
    kept = query.copy()
    kept.pop(name, None)
    kept.pop(PAGE_KEY, None)
    return f"?{kept.urlencode()}"
