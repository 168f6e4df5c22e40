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
    indicators: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class LocalRow(Row):
    """A goal (`18`) or target (`11.2-CBA1`) that the city or its network added. Only told, never made."""

    code: str
    parent: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    due_year: int | None = None
    aim: str = ""


YearValue = tuple[int, Decimal]


@dataclass(frozen=True, slots=True)
class IndicatorRow(Row):
    """`un_indicator` is a code of the document's framework version, or `2017/3.b.3` of another."""

    code: str
    name: str = ""
    unit: str = ""
    direction: str = ""
    un_indicator: str = ""
    relation: str = ""
    kind: str = ""
    source: str = ""
    periodicity: str = ""
    responsible: str = ""
    disaggregation: str = ""
    method: str = ""
    baseline: YearValue | None = None
    milestones: tuple[YearValue, ...] = ()
    aim: YearValue | None = None


@dataclass(frozen=True, slots=True)
class ObservationRow(Row):
    """`dimensions` is a JSON object with sorted keys; blank when the value is of all."""

    indicator: str
    year: int
    dimensions: str = ""
    value: Decimal | None = None
    status: str = ""
    url: str = ""

    @property
    def key(self) -> tuple[str, int, str]:
        return self.indicator, self.year, self.dimensions


@dataclass(frozen=True, slots=True)
class ActorRow(Row):
    """Without the contact, which never leaves the platform in a file."""

    name: str
    kind: str = ""
    tier: str = ""
    influence: int | None = None
    interest: int | None = None
    stance: int | None = None


@dataclass(frozen=True, slots=True)
class RoleRow(Row):
    """What an actor is to an element, or to a target."""

    actor: str
    element: str = ""
    target: str = ""
    role: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.actor, self.element, self.target, self.role


@dataclass(frozen=True, slots=True)
class CompetenceRow(Row):
    target: str
    tier: str
    degree: int = 0
    legal_basis: str = ""
    checked_on: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.target, self.tier


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor that a cell of a file names: partner of the element unless it has a role there already."""

    actor: str
    element: str
    target: str
    place: Place


@dataclass(frozen=True)
class Document:
    """`has_cells`: the file speaks of cells at all, so that what it lacks can be cleared."""

    meta: Meta = Meta()
    elements: tuple[ElementRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    local: tuple[LocalRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    observations: tuple[ObservationRow, ...] = ()
    actors: tuple[ActorRow, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    competences: tuple[CompetenceRow, ...] = ()
    named_actors: tuple[NamedActor, ...] = field(default=(), compare=False)
    has_cells: bool = field(default=True, compare=False)


_content_names: dict[Any, tuple[str, ...]] = {}


def content_names(row_class: Any) -> tuple[str, ...]:
    """Names of the fields of a kind of row that hold content, in their fixed order."""
    if row_class not in _content_names:
        names = (each.name for each in fields(row_class))
        _content_names[row_class] = tuple(name for name in names if name not in NOT_CONTENT)
    return _content_names[row_class]


def content_of(row: Row, names: Iterable[str] | None = None) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names or content_names(type(row))}
