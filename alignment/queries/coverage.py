"""What a matrix reaches and misses: the formulas of `alignment.analysis` over codes and over a matrix."""

from collections.abc import Collection, Iterable

from alignment.analysis.coverage import Coverage, GoalCoverage, coverage_of
from alignment.analysis.gaps import GapClass, gap_class
from alignment.analysis.inputs import Element, Link, Place, Table
from alignment.checks.codes import goal_of, place
from alignment.models import AlignmentMatrix
from alignment.queries.analysis import MatrixAnalysis

__all__ = [
    "Coverage",
    "GapClass",
    "GoalCoverage",
    "Link",
    "compute_coverage",
    "coverage_by_goal",
    "gap_class",
]


def compute_coverage(
    links: Iterable[Link], *, elements: Collection[str], scope: Collection[str], owned: Collection[str] = ()
) -> Coverage:
    """Links outside the scope or of elements that are not scored do not count; equal weights 1/|E|.

    `owned` are the elements with a responsible unit. Every code of `scope` gets its gap class.
    """
    responsible = set(owned)
    return coverage_of(
        Table(
            elements=[Element(code, is_owned=code in responsible) for code in elements],
            places=[Place(code, goal_of(code)) for code in sorted(set(scope), key=place)],
            links=list(links),
        )
    )


def coverage_by_goal(matrix: AlignmentMatrix) -> Coverage:
    """Coverage, intensity and gap classes of a matrix as it is now."""
    return MatrixAnalysis(matrix).coverage
