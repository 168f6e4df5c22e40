"""What a matrix reaches and misses. Formulas 2, 3 and 5 of the specification; missing is not zero.

E are the scored elements, T the goals or targets in scope, x the score of a cell.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from alignment.checks.codes import goal_of, place
from alignment.models import AlignmentMatrix
from alignment.queries.scope import Scope, matrix_scope, scored_elements

GapClass = Literal["covered", "unowned", "weak", "indirect", "gap", "open", "national", "na"]
STRONG = 2
HIGHEST = 3


@dataclass(frozen=True)
class Link:
    """A cell as the formulas see it: `place` is the code of a goal or target."""

    element: str
    place: str
    score: int
    kind: str = ""


@dataclass(frozen=True)
class GoalCoverage:
    """One goal: `covered` and `strong` count targets, `hindered` too; `intensity` is I of formula 3.

    In a matrix of goals `targets` is 1 when the goal is in scope.
    """

    number: int
    targets: int
    covered: int = 0
    strong: int = 0
    hindered: int = 0
    assessed: int = 0
    intensity: float = 0.0

    @property
    def share(self) -> float | None:
        """Covered targets in per cent; None when the goal has no target in scope."""
        return 100 * self.covered / self.targets if self.targets else None

    @property
    def strong_share(self) -> float:
        return 100 * self.strong / self.targets if self.targets else 0.0

    @property
    def partial_share(self) -> float:
        return 100 * (self.covered - self.strong) / self.targets if self.targets else 0.0


@dataclass(frozen=True)
class Coverage:
    """Figures of a whole matrix, always with their denominators."""

    goals: tuple[GoalCoverage, ...]
    elements: int
    targets: int
    assessed: int
    hindering: Sequence[Link] = ()
    classes: Mapping[str, GapClass] = field(default_factory=dict)

    @property
    def covered(self) -> int:
        return sum(goal.covered for goal in self.goals)

    @property
    def strong(self) -> int:
        return sum(goal.strong for goal in self.goals)

    @property
    def possible(self) -> int:
        return self.elements * self.targets

    @property
    def share(self) -> float | None:
        return 100 * self.covered / self.targets if self.targets else None

    @property
    def completeness(self) -> float | None:
        """Assessed cells in per cent of all cells in scope."""
        return 100 * self.assessed / self.possible if self.possible else None

    @property
    def intensity(self) -> float:
        """The mean helping score over all targets in scope, 0 to 1."""
        weighted = sum(goal.intensity * goal.targets for goal in self.goals)
        return weighted / self.targets if self.targets else 0.0

    @property
    def shares(self) -> dict[int, float | None]:
        """Covered share of each goal in per cent, as the charts want it."""
        return {goal.number: goal.share for goal in self.goals}

    @property
    def class_counts(self) -> dict[GapClass, int]:
        return dict(Counter(self.classes.values()))


def compute_coverage(
    links: Iterable[Link], *, elements: Collection[str], scope: Collection[str], owned: Collection[str] = ()
) -> Coverage:
    """Links outside the scope or of elements that are not scored do not count; equal weights 1/|E|.

    `owned` are the elements with a responsible unit. Every code of `scope` gets its gap class.
    """
    inside, scored = set(scope), set(elements)
    counted = [link for link in links if link.place in inside and link.element in scored]
    at: dict[str, list[Link]] = defaultdict(list)
    for link in counted:
        at[link.place].append(link)
    by_goal: dict[int, list[str]] = defaultdict(list)
    for code in sorted(inside, key=place):
        by_goal[goal_of(code)].append(code)
    return Coverage(
        goals=tuple(_goal(number, by_goal[number], at, len(scored)) for number in range(1, 18)),
        elements=len(scored),
        targets=len(inside),
        assessed=len(counted),
        hindering=sorted((link for link in counted if link.score < 0), key=lambda link: link.score),
        classes={code: gap_class(at[code], set(owned)) for code in sorted(inside, key=place)},
    )


def _goal(number: int, codes: Sequence[str], at: Mapping[str, list[Link]], elements: int) -> GoalCoverage:
    best = [max((link.score for link in at[code]), default=0) for code in codes]
    helping = sum(max(link.score, 0) for code in codes for link in at[code])
    return GoalCoverage(
        number=number,
        targets=len(codes),
        covered=sum(score >= 1 for score in best),
        strong=sum(score >= STRONG for score in best),
        hindered=sum(any(link.score < 0 for link in at[code]) for code in codes),
        assessed=sum(len(at[code]) for code in codes),
        intensity=helping / (HIGHEST * len(codes) * elements) if codes and elements else 0.0,
    )


def gap_class(links: Sequence[Link], owned: Collection[str]) -> GapClass:
    """The first class that fits. “No indicator” needs local indicators, which matrices do not hold yet."""
    helping = [link for link in links if link.score >= 1]
    tests: tuple[tuple[GapClass, bool], ...] = (
        ("open", not links),
        ("gap", not helping),
        ("indirect", all(link.kind in ("INDIRECT", "ENABLING") for link in helping)),
        ("weak", all(link.score == 1 for link in helping)),
        ("unowned", not any(link.element in owned for link in helping)),
    )
    return next((name for name, fits in tests if fits), "covered")


def coverage_by_goal(matrix: AlignmentMatrix) -> Coverage:
    """Coverage, intensity and gap classes of a matrix as it is now."""
    scope: Scope = matrix_scope(matrix)
    elements = scored_elements(matrix)
    links = [
        Link(element, str(target or goal), score, kind)
        for element, target, goal, score, kind in matrix.cells.values_list(
            "element__code", "target__code", "goal__number", "score", "kind"
        )
    ]
    found = compute_coverage(
        links,
        elements=[element.code for element in elements],
        scope=scope.inside,
        owned=[element.code for element in elements if element.responsible],
    )
    left_out: dict[str, GapClass] = dict.fromkeys(scope.not_applicable, "na")
    left_out |= dict.fromkeys(scope.national_only, "national")
    classes = {**found.classes, **left_out}
    ordered = {code: classes[code] for code in sorted(classes, key=place)}
    return Coverage(found.goals, found.elements, found.targets, found.assessed, found.hindering, ordered)
