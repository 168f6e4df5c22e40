"""A question of the analysis with its answer as one table; page, CSV, XLSX and figure are made from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from alignment.analysis.inputs import Share
from sdgplatform.ui.charts import Segment

Kind = Literal[
    "place",
    "element",
    "share",
    "ratio",
    "number",
    "money",
    "count",
    "score",
    "text",
    "content",
    "mark",
    "bar",
]
RATIO_DIGITS = 6


@dataclass(frozen=True)
class Column:
    """`in_file_only`: too much for the page. `digits` are those that the page shows."""

    label: str
    kind: Kind = "text"
    digits: int = 0
    in_file_only: bool = False


@dataclass(frozen=True)
class Ref:
    """A goal, target or element: its code and title, and where its cells are."""

    code: str
    title: str
    url: str = ""


@dataclass(frozen=True)
class Bar:
    """Shares of the width in per cent; `mark` is the reference line."""

    segments: tuple[Segment, ...]
    mark: float | None = None


@dataclass(frozen=True)
class Section:
    """`shown`: so many rows on the page, all of them in the files. `empty` is said instead of no rows.

    `axis` says what the bars measure, for the figure. `all_in` names the part with the whole of what is
    only begun here.
    """

    key: str
    title: str
    lead: str
    definition: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    foot: Sequence[Any] = ()
    note: str = ""
    empty: str = ""
    shown: int = 50
    axis: str = ""
    legend: Sequence[tuple[str, str]] = ()
    half: bool = False
    language: str = ""
    all_in: str = ""

    @property
    def bar_at(self) -> int | None:
        return next((at for at, column in enumerate(self.columns) if column.kind == "bar"), None)


def header_of(columns: Sequence[Column]) -> list[str]:
    """Heads of the columns in a file: what a page shows in one cell may be several there."""
    return [head for column in columns for head in _heads(column)]


def _heads(column: Column) -> list[str]:
    if column.kind == "bar":
        return []
    if column.kind in ("place", "element"):
        return ["{}: {}".format(column.label, _("code")), column.label]
    if column.kind == "share":
        return [f"{column.label} ({word})" for word in ("n", _("of"), "0–1")]
    return [column.label]


def values_of(columns: Sequence[Column], row: Sequence[Any]) -> list[Any]:
    """One row of a file; undefined values are blank."""
    return [value for column, cell in zip(columns, row, strict=True) for value in _values(column, cell)]


def _values(column: Column, cell: Any) -> list[Any]:
    if column.kind == "bar":
        return []
    if column.kind in ("place", "element"):
        return [cell.code, cell.title] if isinstance(cell, Ref) else ["", cell]
    if column.kind == "share":
        share = cell if isinstance(cell, Share) else Share(0, 0)
        value = None if share.value is None else round(share.value, RATIO_DIGITS)
        return [share.part, share.whole, value] if isinstance(cell, Share) else [None, None, None]
    if isinstance(cell, float):
        return [round(cell, RATIO_DIGITS)]
    return [cell]
