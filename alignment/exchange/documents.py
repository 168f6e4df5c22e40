"""The neutral document that every format is read into and written from."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from alignment.exchange.findings import Place

NOT_CONTENT = {"place", "given", "parent_place"}


@dataclass(frozen=True, slots=True)
class Row:
    """`given`: the fields that the file has a column for; only these are changed by an import."""

    place: Place = field(default=Place(), kw_only=True, compare=False)
    given: frozenset[str] = field(default=frozenset(), kw_only=True, compare=False)


@dataclass(frozen=True, slots=True)
class ElementRow(Row):
    code: str
    parent: str = ""
    level: str = ""
    title: str = ""
    description: str = ""
    need: str = ""
    responsible: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    status: str = ""
    budget: Decimal | None = None
    currency: str = ""
    budget_year: int | None = None


@dataclass(frozen=True, slots=True)
class CellRow(Row):
    """`score` None clears the cell. `target` is a target's or a goal's code, after the matrix."""

    element: str
    target: str
    score: int | None = None
    kind: str = ""
    horizon: str = ""
    confidence: int | None = None
    rationale: str = ""
    mitigation: str = ""
    budget_share: Decimal | None = None
    evidence: tuple[str, ...] = ()
    original: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.element, self.target


@dataclass(frozen=True, slots=True)
class EvidenceRow(Row):
    ref: str
    kind: str = ""
    citation: str = ""
    page: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Meta(Row):
    """What a file says about itself. Blank: not said."""

    city_geonameid: int | None = None
    city_name: str = ""
    country: str = ""
    title: str = ""
    kind: str = ""
    period_start: int | None = None
    period_end: int | None = None
    language: str = ""
    adoption: str = ""
    url: str = ""
    responsible_unit: str = ""
    framework: str = ""
    granularity: str = ""
    scored_level: str = ""
    scope: str = ""
    method_note: str = ""
    scale: str = ""


@dataclass(frozen=True)
class Document:
    meta: Meta = Meta()
    elements: tuple[ElementRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()


def content_names(row_class: type[Row]) -> tuple[str, ...]:
    """Names of the fields that hold content, in their fixed order."""
    return tuple(each.name for each in fields(row_class) if each.name not in NOT_CONTENT)


def content_of(row: Row, names: Iterable[str] | None = None) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names or content_names(type(row))}
