"""Plain rows that the rules read, wherever they come from: a file, the database, a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

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


@dataclass(frozen=True)
class CellRow:
    """`place` is the code of a goal or target in normal form; `score` is as it was given, even when wrong."""

    element: str
    place: str
    score: Any
    kind: str = ""
    rationale: str = ""
    mitigation: str = ""
    budget_share: Decimal | None = None
    has_evidence: bool = False


@dataclass(frozen=True)
class MatrixRows:
    """A whole matrix: what it may contain and what it does. `scored` are the codes of the scored elements."""

    granularity: Literal["GOAL", "TARGET"]
    known: frozenset[str]
    scope: frozenset[str]
    elements: Sequence[ElementRow]
    scored: frozenset[str]
    cells: Sequence[CellRow]
    period_end: int | None = None


@dataclass(frozen=True)
class Issue:
    """What a rule found. `element`, `place` and `field` say where; `rows` are its elements when summed up."""

    rule: str
    message: str
    element: str = ""
    place: str = ""
    field: str = ""
    note: str = ""
    rows: Sequence[str] = ()

    @property
    def severity(self) -> Severity:
        return self.rule[0]  # type: ignore[return-value]

    @property
    def is_error(self) -> bool:
        return self.rule.startswith("E")
