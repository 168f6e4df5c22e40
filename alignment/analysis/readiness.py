"""Formula 14: whether somebody could follow what the plan promises."""

from collections.abc import Iterable
from dataclasses import dataclass

from alignment.analysis.inputs import HELPS, Indicator, Share, Table

STEPS = ("indicator", "baseline", "milestone", "target", "source")


@dataclass(frozen=True)
class Readiness:
    """Of one covered place, by the indicator that is furthest; `steps` in the order of STEPS."""

    place: str
    indicator: str
    steps: tuple[bool, ...]

    @property
    def value(self) -> float:
        return sum(self.steps) / len(STEPS)


@dataclass(frozen=True)
class ReadinessTable:
    """`comparable`: indicators that are the same as the UN's, of all that are linked."""

    places: tuple[Readiness, ...]
    comparable: Share

    @property
    def mean(self) -> float | None:
        """Over the covered places."""
        return sum(row.value for row in self.places) / len(self.places) if self.places else None


def readiness_of(table: Table) -> ReadinessTable | None:
    """None while the indicators were not asked for."""
    if table.indicators is None:
        return None
    rows: list[Readiness] = []
    linked: set[str] = set()
    for code, links in table.at.items():
        if table.best[code] < HELPS:
            continue
        codes = sorted({name for link in links if link.score >= HELPS for name in link.indicators})
        known = [table.indicators[name] for name in codes if name in table.indicators]
        linked.update(row.code for row in known)
        rows.append(_furthest(code, known))
    same = sum(table.indicators[name].relation == "same" for name in linked)
    return ReadinessTable(tuple(rows), Share(same, len(linked)))


def _furthest(place: str, indicators: Iterable[Indicator]) -> Readiness:
    rows = [Readiness(place, row.code, _steps(row)) for row in indicators]
    return max(rows, key=lambda row: row.value, default=Readiness(place, "", (False,) * len(STEPS)))


def _steps(row: Indicator) -> tuple[bool, ...]:
    return True, row.has_baseline, row.has_milestone, row.has_target, row.has_source
