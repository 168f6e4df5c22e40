"""Plain rows that the rules read, wherever they come from: a file, the database, a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Severity = Literal["E", "W", "I"]


@dataclass(frozen=True)
class ElementRow:
    """`parent` is the code of the element above, blank at the top."""

    code: str
    title: str
    level: str
    parent: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    budget: Decimal | None = None
    currency: str = ""
    budget_year: int | None = None
    responsible: str = ""


class CellRow(NamedTuple):
    """`place` is the code of a goal or target in normal form; `score` is as it was given, even when wrong."""

    element: str
    place: str
    score: Any
    kind: str = ""
    rationale: str = ""
    mitigation: str = ""
    budget_share: Decimal | None = None
    has_evidence: bool = False
    has_indicator: bool = False


Milestone = tuple[int, Decimal]


@dataclass(frozen=True)
class IndicatorRow:
    """A local indicator: milestones are (year, value), `repeats` the UN codes that mean the same."""

    code: str
    direction: Literal["UP", "DOWN", "HOLD"] = "UP"
    baseline: Milestone | None = None
    target: Milestone | None = None
    un_code: str = ""
    has_changed_meaning: bool = False
    repeats: Sequence[str] = ()


@dataclass(frozen=True)
class MatrixRows:
    """A whole matrix: what it may contain and what it does. `scored` are the codes of the scored elements.

    From `indicators` on it is what stands around it: the indicators of its cells, places that the city marked
    as not applicable, that its local tier has no competence for or that are means of implementation,
    elements and places with a partner, suggestions by element that nobody has decided about.
    """

    granularity: Literal["GOAL", "TARGET"]
    known: frozenset[str]
    scope: frozenset[str]
    elements: Sequence[ElementRow]
    scored: frozenset[str]
    cells: Sequence[CellRow]
    period_end: int | None = None
    indicators: Sequence[IndicatorRow] = ()
    not_applicable: frozenset[str] = frozenset()
    no_competence: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    partnered: frozenset[str] = frozenset()
    suggested: Mapping[str, int] = dataclass_field(default_factory=dict)


class Issue(NamedTuple):
    """What a rule found. `element`, `place` and `field` say where; `rows` are its elements when summed up."""

    rule: str
    message: str
    element: str = ""
    place: str = ""
    field: str = ""
    note: str = ""
    rows: Sequence[str] = ()
    indicator: str = ""

    @property
    def severity(self) -> Severity:
        return self.rule[0]  # type: ignore[return-value]

    @property
    def is_error(self) -> bool:
        return self.rule.startswith("E")

    @property
    def is_warning(self) -> bool:
        return self.rule.startswith("W")

    @property
    def key(self) -> "IssueKey":
        """What a reason for it is kept under."""
        return self.rule, self.element, self.place or self.indicator


IssueKey = tuple[str, str, str]
