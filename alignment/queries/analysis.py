"""A matrix read once, and every analysis of it worked out when it is asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from alignment.analysis.agreement import Agreement, agreement_of
from alignment.analysis.balance import Balance, balance_of
from alignment.analysis.breadth import Breadths, breadths_of
from alignment.analysis.budget import Budgets, budget_weights, budgets_of
from alignment.analysis.change import CellChange, changes_between
from alignment.analysis.conflict import Conflicts, conflicts_of
from alignment.analysis.coverage import Coverage, coverage_of
from alignment.analysis.gaps import gap_scores
from alignment.analysis.inputs import Element, Indicator, LeftOut, Link, Place, Table, Voices
from alignment.analysis.intensity import Intensities, intensities_of
from alignment.analysis.readiness import ReadinessTable, readiness_of
from alignment.analysis.roll_up import Rolled, roll_up
from alignment.analysis.similarity import (
    Similarities,
    Together,
    co_occurrences_of,
    redundancies_of,
    similarities_of,
)
from alignment.analysis.voices import MissingVoices, missing_voices
from alignment.models import (
    ActorRole,
    AlignmentCell,
    AlignmentMatrix,
    Goal,
    LocalIndicator,
    MatrixBasis,
    StrategyElement,
)
from alignment.models.actors import ActorKind
from alignment.models.framework import TargetKind
from alignment.models.frozen import kept_basis
from alignment.models.matrices import Granularity
from alignment.models.monitoring import MilestoneRole
from alignment.queries.group_scores import ExerciseScores, exercises_of, kept_exercise
from alignment.queries.scope import Scope, elements_of, goals_of, matrix_scope, scored_among, targets_of


class MatrixAnalysis:
    """Lazy: nothing is read or worked out before its attribute is asked for, and then only once."""

    def __init__(self, matrix: AlignmentMatrix, *, weights: str = "equal") -> None:
        """`weights`: equal, or budget where one table of money holds for the whole plan."""
        self.matrix = matrix
        self.weights = weights

    @cached_property
    def elements(self) -> list[StrategyElement]:
        """The whole tree, in order."""
        return elements_of(self.matrix)

    @cached_property
    def goals(self) -> dict[int, Goal]:
        return {goal.number: goal for goal in goals_of(self.matrix)}

    @cached_property
    def targets(self) -> dict[str, Any]:
        return {target.code: target for target in targets_of(self.matrix)}

    @cached_property
    def element_titles(self) -> dict[str, str]:
        return {element.code: element.title for element in self.elements}

    def place_title(self, code: str) -> str:
        if code.isdecimal():
            return self.goals[int(code)].title if int(code) in self.goals else ""
        return self.targets[code].title if code in self.targets else ""

    @cached_property
    def table(self) -> Table:
        table = Table(
            elements=_elements(self.matrix, self.elements),
            places=_places(self),
            links=_links(self._cells, self.linked),
            indicators=self._indicators[0],
            voices=self._voices,
        )
        budgets = budgets_of(table).tables if self.weights == "budget" else ()
        return replace(table, weights=budget_weights(budgets[0])) if len(budgets) == 1 else table

    @cached_property
    def _cells(self) -> list[Any]:
        return list(
            self.matrix.cells.values_list(
                *("pk", "element__code", "target__code", "goal__number"),
                *("score", "kind", "budget_share", "mitigation"),
            )
        )

    @cached_property
    def _indicators(self) -> tuple[Mapping[str, Indicator], Mapping[int, tuple[str, ...]]]:
        return _kept_indicators(self._kept) if self._kept else _indicators(self.matrix)

    @property
    def linked(self) -> Mapping[int, tuple[str, ...]]:
        """Key of a cell -> codes of its indicators."""
        return self._indicators[1]

    @cached_property
    def _kept(self) -> MatrixBasis | None:
        """What was frozen with the matrix; its cells the database freezes itself."""
        return kept_basis(self.matrix)

    @property
    def _voices(self) -> Voices:
        if self._kept is None:
            return _voices(self.matrix, self.elements)
        said = self._kept.voices
        return Voices(frozenset(said["elements"]), frozenset(said["places"]))

    @cached_property
    def mitigations(self) -> dict[tuple[str, str], str]:
        """What limits the harm, by element and place."""
        return {
            (element, str(target or goal)): text
            for _, element, target, goal, *_rest, text in self._cells
            if text
        }

    @cached_property
    def indicator_names(self) -> dict[str, str]:
        if self._kept is not None:
            return dict(self._kept.indicator_names)
        rows = LocalIndicator.objects.filter(city=self.matrix.strategy.city_id)
        return dict(rows.values_list("code", "name"))

    @cached_property
    def coverage(self) -> Coverage:
        return coverage_of(self.table)

    @cached_property
    def intensities(self) -> Intensities:
        return intensities_of(self.table)

    @cached_property
    def balance(self) -> Balance:
        return balance_of(self.table, {number: goal.pillar for number, goal in self.goals.items()})

    @cached_property
    def gap_scores(self) -> dict[str, float]:
        return gap_scores(self.table)

    @cached_property
    def roll_up(self) -> dict[str, dict[str, Rolled]]:
        return roll_up(self.table)

    @cached_property
    def breadths(self) -> Breadths:
        return breadths_of(self.table)

    @cached_property
    def similarities(self) -> Similarities:
        return similarities_of(self.table)

    @cached_property
    def redundancies(self) -> dict[str, tuple[str, ...]]:
        return redundancies_of(self.table)

    @cached_property
    def co_occurrences(self) -> tuple[Together, ...]:
        return co_occurrences_of(self.table)

    @cached_property
    def conflicts(self) -> Conflicts:
        return conflicts_of(self.table)

    @cached_property
    def budgets(self) -> Budgets:
        return budgets_of(self.table)

    @cached_property
    def readiness(self) -> ReadinessTable | None:
        return readiness_of(self.table)

    @cached_property
    def voices(self) -> MissingVoices | None:
        return missing_voices(self.table)

    @cached_property
    def previous(self) -> "MatrixAnalysis | None":
        """The version before this one."""
        before = self.matrix.supersedes_id
        if before is None:
            return None
        return MatrixAnalysis(AlignmentMatrix.objects.with_strategy().get(pk=before))

    @cached_property
    def changes(self) -> tuple[CellChange, ...]:
        if self.previous is None:
            return ()
        return changes_between(_links(self.previous._cells, {}), _links(self._cells, {}))

    @cached_property
    def exercises(self) -> list[ExerciseScores]:
        """What groups scored for the same strategy at the same depth, those of one exercise together."""
        if self._kept is not None:
            return [kept_exercise(values) for values in self._kept.exercises]
        return exercises_of(self.matrix)

    @cached_property
    def agreements(self) -> list[tuple[ExerciseScores, Agreement]]:
        return [(exercise, agreement_of(exercise.groups)) for exercise in self.exercises]


def _elements(matrix: AlignmentMatrix, rows: list[StrategyElement]) -> list[Element]:
    scored = scored_among(matrix, rows)
    codes = {row.pk: row.code for row in rows}
    return [
        Element(
            code=row.code,
            parent=codes.get(row.parent_id or 0, ""),
            is_scored=row.pk in scored,
            is_owned=bool(row.responsible.strip()),
            budget=row.budget,
            currency=row.currency,
            year=row.budget_year,
        )
        for row in rows
    ]


def _places(analysis: MatrixAnalysis) -> list[Place]:
    """In the order of the framework, those left out with their reason."""
    scope = matrix_scope(analysis.matrix)
    if analysis.matrix.granularity == Granularity.GOAL:
        return [Place(str(number), number, True, _left_out(scope, str(number))) for number in analysis.goals]
    numbers = {goal.pk: goal.number for goal in analysis.goals.values()}
    return [
        Place(code, numbers[target.goal_id], target.kind == TargetKind.OUTCOME, _left_out(scope, code))
        for code, target in analysis.targets.items()
    ]


def _left_out(scope: Scope, code: str) -> LeftOut:
    if code in scope.not_applicable:
        return "na"
    return "national" if code in scope.national_only else ""


def _links(cells: Iterable[Any], indicators: Mapping[int, tuple[str, ...]]) -> list[Link]:
    return [
        Link(element, str(target or goal), score, kind, share, indicators.get(key, ()))
        for key, element, target, goal, score, kind, share, _mitigation in cells
    ]


def _indicators(
    matrix: AlignmentMatrix,
) -> tuple[Mapping[str, Indicator], Mapping[int, tuple[str, ...]]]:
    """Those of the city, and cell → the codes that it names. From the few indicators to the many cells: the
    other way round the database would read the cells of all matrices."""
    rows = LocalIndicator.objects.filter(city=matrix.strategy.city_id).annotate(
        roles=ArrayAgg("milestones__role", distinct=True, default=[], filter=~Q(milestones=None))
    )
    codes = {row.pk: row.code for row in rows}
    linked: dict[int, tuple[str, ...]] = defaultdict(tuple)
    through = AlignmentCell.indicators.through.objects.filter(
        localindicator__in=codes, alignmentcell__matrix=matrix
    )
    for cell, key in through.order_by("pk").values_list("alignmentcell_id", "localindicator_id"):
        linked[cell] += (codes[key],)
    return {
        row.code: Indicator(
            code=row.code,
            has_baseline=MilestoneRole.BASELINE in row.roles,
            has_milestone=MilestoneRole.MILESTONE in row.roles,
            has_target=MilestoneRole.TARGET in row.roles,
            has_source=bool(row.source.strip() and row.periodicity.strip()),
            relation=row.relation.lower(),
        )
        for row in rows
    }, linked


def _kept_indicators(
    kept: MatrixBasis,
) -> tuple[Mapping[str, Indicator], Mapping[int, tuple[str, ...]]]:
    linked = {int(cell): tuple(codes) for cell, codes in kept.linked.items()}
    return {row["code"]: Indicator(**row) for row in kept.indicators}, linked


def _voices(matrix: AlignmentMatrix, elements: list[StrategyElement]) -> Voices:
    """A part in an element is one in everything below it."""
    strategy = matrix.strategy
    mine = Q(element__strategy=strategy) | Q(element__isnull=True, actor__city=strategy.city_id)
    rows = ActorRole.objects.filter(mine).exclude(actor__kind=ActorKind.MUNICIPAL_UNIT)
    named, places = set(), set()
    for element, target, goal in rows.values_list("element_id", "target__code", "target__goal__number"):
        named.add(element)
        places.add(str(goal) if matrix.granularity == Granularity.GOAL else target)
    heard: set[int] = set()
    for row in elements:
        if row.pk in named or row.parent_id in heard:
            heard.add(row.pk)
    codes = frozenset(row.code for row in elements if row.pk in heard)
    return Voices(codes, frozenset(code for code in places if code))
