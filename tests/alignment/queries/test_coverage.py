import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.actions.framework import DATA
from alignment.checks.framework_files import read_framework
from alignment.models import AlignmentMatrix, Target, TargetRelevance
from alignment.queries.coverage import Link, compute_coverage, coverage_by_goal, gap_class
from tests.factories.alignment import AlignmentCellFactory, AlignmentMatrixFactory, StrategyElementFactory

TARGETS = read_framework(DATA).codes["targets"]
SCOPE = [code for goal in ("6", "11", "13") for code in TARGETS[goal]]
GOLDEN = [
    Link("P1", "11.2", 3, "DIRECT"),
    Link("P1", "13.2", 2, "DIRECT"),
    Link("P1", "11.6", 1, "DIRECT"),
    Link("P2", "6.3", 3, "DIRECT"),
    Link("P2", "13.2", -1, "DIRECT"),
    Link("P2", "11.6", 0),
    Link("P3", "11.2", 1, "DIRECT"),
]


def test_golden_example() -> None:
    found = compute_coverage(GOLDEN, elements=["P1", "P2", "P3"], scope=SCOPE, owned=["P1"])
    by_goal = {goal.number: goal for goal in found.goals if goal.targets}
    assert (found.assessed, found.possible) == (7, 69)
    assert found.completeness == pytest.approx(100 * 7 / 69)
    assert (found.covered, found.targets) == (4, 23)
    assert {number: (goal.covered, goal.targets) for number, goal in by_goal.items()} == {
        6: (1, 8),
        11: (2, 10),
        13: (1, 5),
    }
    intensities = {number: round(goal.intensity, 4) for number, goal in by_goal.items()}
    assert intensities == {6: 0.0417, 11: 0.0556, 13: 0.0444}
    assert [(link.element, link.place, link.score) for link in found.hindering] == [("P2", "13.2", -1)]
    assert {code: name for code, name in found.classes.items() if name != "open"} == {
        "6.3": "unowned",
        "11.2": "covered",
        "11.6": "weak",
        "13.2": "covered",
    }


@pytest.mark.parametrize(
    ("scores", "name"),
    [
        ([], "open"),
        ([(0, ""), (-2, "DIRECT")], "gap"),
        ([(3, "INDIRECT"), (2, "ENABLING")], "indirect"),
        ([(1, "INDIRECT")], "indirect"),
        ([(1, "DIRECT"), (0, "")], "weak"),
        ([(2, "DIRECT")], "covered"),
    ],
)
def test_gap_class_is_the_first_that_fits(scores: list[tuple[int, str]], name: str) -> None:
    assert gap_class([Link("P1", "11.2", score, kind) for score, kind in scores], {"P1"}) == name


def test_gap_class_without_a_responsible_unit() -> None:
    assert gap_class([Link("P1", "11.2", 2, "DIRECT")], {"P2"}) == "unowned"


links = st.builds(
    Link,
    element=st.sampled_from(["P1", "P2", "P3", "other"]),
    place=st.sampled_from([*SCOPE, "1.1"]),
    score=st.integers(-3, 3),
)


@given(st.lists(links, unique_by=lambda link: (link.element, link.place)))
def test_figures_stay_within_their_denominators(cells: list[Link]) -> None:
    found = compute_coverage(cells, elements=["P1", "P2", "P3"], scope=SCOPE)
    for goal in found.goals:
        assert 0 <= goal.strong <= goal.covered <= goal.targets
        assert 0 <= goal.intensity <= 1
    assert sum(found.class_counts.values()) == found.targets == 23
    assert 0 <= found.assessed <= found.possible
    assert sum(goal.assessed for goal in found.goals) == found.assessed


def golden_matrix() -> AlignmentMatrix:
    matrix = AlignmentMatrixFactory(framework_id="2025")
    elements = {
        code: StrategyElementFactory(strategy=matrix.strategy, code=code, responsible="Unit")
        for code in ("P1", "P2", "P3")
    }
    targets = {target.code: target for target in Target.objects.all()}
    for link in GOLDEN:
        AlignmentCellFactory(
            matrix=matrix,
            element=elements[link.element],
            target=targets[link.place],
            score=link.score,
            kind=link.kind,
        )
    return matrix


def test_coverage_by_goal_counts_all_targets(framework: None, django_assert_num_queries: object) -> None:
    matrix = AlignmentMatrix.objects.with_strategy().get(pk=golden_matrix().pk)
    with django_assert_num_queries(7):
        found = coverage_by_goal(matrix)
    assert (found.covered, found.targets, found.assessed, found.possible) == (4, 169, 7, 507)
    assert found.shares[11] == 20.0
    assert found.class_counts == {"unmonitored": 3, "weak": 1, "open": 165}


def test_coverage_by_goal_leaves_out_what_the_city_cannot_move(framework: None) -> None:
    matrix = golden_matrix()
    matrix.scope = "RELEVANT"
    for target in Target.objects.filter(goal=14):
        TargetRelevance.objects.create(city=matrix.strategy.city, target=target, status="NOT_APPLICABLE")
    TargetRelevance.objects.create(
        city=matrix.strategy.city, target=Target.objects.get(code="11.c"), status="NATIONAL_ONLY"
    )
    found = coverage_by_goal(matrix)
    assert (found.targets, found.shares[14], found.goals[10].targets) == (158, None, 9)
    assert (found.class_counts["na"], found.class_counts["national"]) == (10, 1)


def test_coverage_of_a_matrix_of_goals(framework: None) -> None:
    matrix = AlignmentMatrixFactory(framework_id="2025", granularity="GOAL")
    AlignmentCellFactory(matrix=matrix, target=None, goal_id=11, score=2)
    found = coverage_by_goal(matrix)
    assert (found.covered, found.targets, found.goals[10].share) == (1, 17, 100.0)
