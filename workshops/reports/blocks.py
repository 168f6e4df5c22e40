"""The kinds of block a document is made of; `report.typ` draws each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Block = dict[str, Any]
Text = str | Promise


@dataclass(frozen=True)
class Column:
    label: Text
    number: bool = False
    wide: bool = False


@dataclass(frozen=True)
class BarRow:
    """`count` of `whole` draws the bar, `value` is the figure as text beside it."""

    label: Text
    count: int
    whole: int
    value: str


def paragraph(text: Text) -> Block:
    return {"kind": "paragraph", "text": str(text)}


def note(text: Text) -> Block:
    return {"kind": "note", "text": str(text)}


def paragraphs(text: str) -> list[Block]:
    """One block for each paragraph that somebody typed."""
    return [paragraph(part) for part in (line.strip() for line in text.splitlines()) if part]


def stats(rows: Sequence[tuple[Any, Text]]) -> Block:
    return {"kind": "stats", "stats": [{"value": str(value), "label": str(label)} for value, label in rows]}


def fact_list(rows: Sequence[tuple[Text, str]]) -> Block:
    """Facts without a value are left out."""
    return {
        "kind": "facts",
        "rows": [{"label": str(label), "value": value} for label, value in rows if value],
    }


def bars(caption: Text, rows: Sequence[BarRow]) -> Block:
    """A chart; its figures are printed beside the bars and said in the alternative text."""
    said = "; ".join(f"{row.label}: {row.value}" for row in rows)
    drawn = [
        {"label": str(row.label), "share": min(1.0, row.count / max(1, row.whole)), "value": row.value}
        for row in rows
    ]
    return {"kind": "bars", "caption": str(caption), "alt": f"{caption}. {said}.", "rows": drawn}


def goals(caption: Text, shares: Sequence[float | None], *, alt: str) -> Block:
    """Seventeen columns; a share is 0 to 100, None where no target is in scope."""
    return {"kind": "goals", "caption": str(caption), "alt": alt, "shares": list(shares)}


def picture(caption: Text, svg: str, *, alt: str) -> Block:
    """A figure as it is on a page; typeset as it is drawn."""
    return {"kind": "picture", "caption": str(caption), "alt": alt, "svg": svg}


def table(caption: Text, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Block:
    heads = [{"label": str(column.label), "number": column.number, "wide": column.wide} for column in columns]
    return {"kind": "table", "caption": str(caption), "columns": heads, "rows": [list(row) for row in rows]}
