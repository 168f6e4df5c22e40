"""Every number of the golden example, from the formulas alone."""

from decimal import Decimal

import pytest

from alignment.analysis.balance import balance_of
from alignment.analysis.breadth import breadths_of
from alignment.analysis.budget import budgets_of
from alignment.analysis.conflict import conflicts_of
from alignment.analysis.coverage import coverage_of
from alignment.analysis.gaps import gap_scores
from alignment.analysis.inputs import Share
from alignment.analysis.intensity import intensities_of
from alignment.analysis.similarity import co_occurrences_of, redundancies_of, similarities_of, similarity
from tests.alignment.analysis.golden import golden_table

PILLARS = {6: "PLANET", 11: "PROSPERITY", 13: "PLANET"}


def test_completeness_and_coverage() -> None:
    found = coverage_of(golden_table())
    assert golden_table().completeness == Share(7, 69)
    assert round(7 / 69, 4) == 0.1014
    assert found.completeness == pytest.approx(10.1449, abs=1e-4)
    assert (found.covered, found.targets, found.strong, found.direct) == (4, 23, 3, 4)
    assert {goal.number: (goal.covered, goal.targets) for goal in found.goals if goal.targets} == {
        6: (1, 8),
        11: (2, 10),
        13: (1, 5),
    }
    assert found.outcomes == Share(4, 6 + 7 + 3)


def test_intensity_and_shares() -> None:
    found = intensities_of(golden_table())
    assert {goal: round(value or 0, 4) for goal, value in found.goals.items()} == {
        6: 0.0417,
        11: 0.0556,
        13: 0.0444,
    }
    assert sum(share or 0 for share in found.shares.values()) == pytest.approx(1)


def test_balance() -> None:
    found = balance_of(golden_table(), PILLARS)
    assert round(found.evenness or 0, 4) == 0.9928
    assert {group.name: round(group.value or 0, 4) for group in found.groups} == {
        "PLANET": 0.0431,
        "PROSPERITY": 0.0556,
    }
    assert found.outcomes.covered == Share(4, 16)
    assert found.means.covered == Share(0, 7)


def test_budget_split_and_touched() -> None:
    (table,) = budgets_of(golden_table()).tables
    assert {code: money.split for code, money in table.places.items()} == {
        "6.3": 300,
        "11.2": 400,
        "11.6": 100,
        "13.2": 200,
    }
    assert {code: money.touched for code, money in table.places.items()} == {
        "6.3": 300,
        "11.2": 700,
        "11.6": 600,
        "13.2": 600,
    }
    assert (table.currency, table.year, table.total, table.untagged) == ("ARS", 2025, 1000, Decimal(0))
    assert {goal: (money.split, money.touched) for goal, money in table.goals.items()} == {
        6: (300, 300),
        11: (500, 700),
        13: (200, 600),
    }


def test_conflict_and_similarity() -> None:
    table = golden_table()
    conflicts = conflicts_of(table)
    assert [(row.place, row.helps, row.hinders, row.ratio) for row in conflicts.places] == [
        ("13.2", 2, 1, 0.5)
    ]
    assert [(link.element, link.place, link.score) for link in conflicts.links] == [("P2", "13.2", -1)]
    assert round(similarity(table, "P1", "P2") or 0, 4) == -0.1690
    assert round(similarity(table, "P1", "P3") or 0, 4) == 0.8018
    assert similarity(table, "P2", "P3") == 0
    found = similarities_of(table)
    assert [(pair.first, pair.second, round(pair.value, 4), pair.common) for pair in found.pairs] == [
        ("P1", "P3", 0.8018, 1),
        ("P1", "P2", -0.1690, 1),
    ]
    assert found.reported == []


def test_gaps_breadth_and_overlaps() -> None:
    table = golden_table()
    assert {code: name for code, name in coverage_of(table).classes.items() if name != "open"} == {
        "6.3": "covered",
        "11.2": "covered",
        "11.6": "weak",
        "13.2": "covered",
    }
    assert {code: round(score, 4) for code, score in gap_scores(table).items() if score < 1} == {
        "6.3": 0,
        "11.2": 0,
        "11.6": 0.6667,
        "13.2": 0.3333,
    }
    breadths = breadths_of(table)
    assert [row.served for row in breadths.elements] == [Share(3, 23), Share(1, 23), Share(1, 23)]
    assert (breadths.orphans, breadths.outliers, breadths.threshold) == ([], [], 0.25)
    assert breadths.density == Share(6, 69)
    assert redundancies_of(table) == {"6.3": ("P2",), "11.2": ("P1",), "13.2": ("P1",)}
    assert [(row.first, row.second, row.elements) for row in co_occurrences_of(table)] == [
        ("11.2", "11.6", 1),
        ("11.2", "13.2", 1),
        ("11.6", "13.2", 1),
    ]
