"""The analyses of a matrix as plain data: every share with its part and whole, undefined figures null."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from alignment.analysis.agreement import Agreement
from alignment.analysis.budget import BudgetTable, Money
from alignment.analysis.change import counts_of
from alignment.analysis.inputs import Share
from alignment.analysis.readiness import STEPS
from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.goal_changes import compared
from alignment.queries.group_scores import ExerciseScores

Data = dict[str, Any]


def analysis_data(analysis: MatrixAnalysis, only: Iterable[str]) -> Data:
    """Of what is this, and the analyses that were asked for."""
    matrix, table = analysis.matrix, analysis.table
    return {
        "matrix": matrix.code,
        "version": matrix.version,
        "state": matrix.state,
        "framework": matrix.framework_id,
        "granularity": matrix.granularity,
        "weights": "equal" if table.weights is None else "budget",
        "elements": len(table.scored),
        "places": len(table.inside),
        "completeness": share(table.completeness),
        "updated_at": matrix.updated_at,
        **{name: ANALYSES[name](analysis) for name in only},
    }


def share(value: Share) -> Data:
    return {"part": value.part, "whole": value.whole, "value": value.value}


def _coverage(analysis: MatrixAnalysis) -> Data:
    found = analysis.coverage
    return {
        "covered": share(Share(found.covered, found.targets)),
        "strong": share(Share(found.strong, found.targets)),
        "direct": share(Share(found.direct, found.targets)),
        "outcomes": share(found.outcomes),
        "intensity": found.intensity,
        "goals": [
            {
                "goal": goal.number,
                "covered": share(Share(goal.covered, goal.targets)),
                "strong": share(Share(goal.strong, goal.targets)),
                "direct": share(Share(goal.direct, goal.targets)),
                "outcomes": share(goal.outcomes),
                "hindered": goal.hindered,
                "assessed": share(Share(goal.assessed, goal.targets * found.elements)),
            }
            for goal in found.goals
        ],
    }


def _intensity(analysis: MatrixAnalysis) -> Data:
    found = analysis.intensities
    return {
        "mean": found.mean,
        "goals": [
            {"goal": goal, "intensity": value, "share": found.shares[goal]}
            for goal, value in found.goals.items()
        ],
    }


def _balance(analysis: MatrixAnalysis) -> Data:
    found = analysis.balance
    kinds = {"outcomes": found.outcomes, "means": found.means}
    return {
        "evenness": found.evenness,
        "goals_in_scope": found.goals,
        "mean": found.mean,
        "groups": [asdict(group) for group in found.groups],
        **{
            name: {"covered": share(kind.covered), "intensity": kind.intensity}
            for name, kind in kinds.items()
        },
    }


def _gaps(analysis: MatrixAnalysis) -> list[Data]:
    return [
        {
            "place": code,
            "gap_class": name,
            "highest_help": analysis.table.best.get(code),
            "gap_score": analysis.gap_scores.get(code),
        }
        for code, name in analysis.coverage.classes.items()
    ]


def _roll_up(analysis: MatrixAnalysis) -> list[Data]:
    return [
        {"element": element, "place": place, "helps": value.helps, "hinders": value.hinders}
        for element, places in analysis.roll_up.items()
        for place, value in places.items()
    ]


def _breadth(analysis: MatrixAnalysis) -> Data:
    found = analysis.breadths
    return {
        "threshold": found.threshold,
        "density": share(found.density),
        "elements": [
            {
                "element": row.element,
                "served": share(row.served),
                "assessed": row.assessed,
                "is_orphan": row.is_orphan,
                "is_outlier": row.is_outlier,
            }
            for row in found.elements
        ],
    }


def _similarity(analysis: MatrixAnalysis) -> Data:
    found = analysis.similarities
    return {
        "undefined": list(found.undefined),
        "pairs": [
            {
                "first": pair.first,
                "second": pair.second,
                "value": pair.value,
                "common": pair.common,
                "is_reported": pair.is_reported,
            }
            for pair in found.pairs
        ],
    }


def _redundancy(analysis: MatrixAnalysis) -> list[Data]:
    return [{"place": code, "elements": list(rows)} for code, rows in analysis.redundancies.items()]


def _co_occurrence(analysis: MatrixAnalysis) -> list[Data]:
    return [
        {"first": pair.first, "second": pair.second, "elements": pair.elements}
        for pair in analysis.co_occurrences
    ]


def _conflicts(analysis: MatrixAnalysis) -> Data:
    found = analysis.conflicts
    return {
        "places": [
            {"place": row.place, "helps": row.helps, "hinders": row.hinders, "ratio": row.ratio}
            for row in found.places
        ],
        "links": [
            {
                "element": link.element,
                "place": link.place,
                "score": link.score,
                "mitigation": analysis.mitigations.get((link.element, link.place), ""),
            }
            for link in found.links
        ],
    }


def _voices(analysis: MatrixAnalysis) -> Data | None:
    found = analysis.voices
    return None if found is None else {"missing": share(found.share), "places": list(found.missing)}


def _budget(analysis: MatrixAnalysis) -> Data:
    found = analysis.budgets
    return {
        "without_money": list(found.without_money),
        "not_counted": list(found.not_counted),
        "tables": [_budget_table(table) for table in found.tables],
    }


def _budget_table(table: BudgetTable) -> Data:
    """Amounts as text, so that no reader makes binary fractions of them."""
    return {
        "currency": table.currency,
        "year": table.year,
        "total": str(table.total),
        "untagged": str(table.untagged),
        "over_assigned": list(table.over_assigned),
        "goals": _amounts("goal", table.goals),
        "places": _amounts("place", table.places),
        "elements": [{"element": code, "amount": str(money)} for code, money in table.elements.items()],
    }


def _amounts(name: str, rows: Mapping[Any, Money]) -> list[Data]:
    return [
        {name: key, "split": str(money.split), "touched": str(money.touched)} for key, money in rows.items()
    ]


def _readiness(analysis: MatrixAnalysis) -> Data | None:
    found = analysis.readiness
    if found is None:
        return None
    return {
        "mean": found.mean,
        "comparable": share(found.comparable),
        "places": [
            {
                "place": row.place,
                "indicator": row.indicator,
                "value": row.value,
                "missing": [step for step, has in zip(STEPS, row.steps, strict=True) if not has],
            }
            for row in found.places
        ],
    }


def _change(analysis: MatrixAnalysis) -> Data | None:
    before = analysis.previous
    if before is None:
        return None
    changes = compared(before.table, analysis.table)
    return {
        "since_version": before.matrix.version,
        "counts": counts_of(analysis.changes),
        "coverage_before": share(changes.total.before),
        "coverage_now": share(changes.total.now),
        "coverage": [{"goal": goal.number, "difference": goal.coverage} for goal in changes.goals],
        "intensity": [{"goal": goal.number, "difference": goal.intensity} for goal in changes.goals],
        "cells": [
            {
                "element": change.element,
                "place": change.place,
                "kind": change.kind,
                "before": change.before,
                "after": change.after,
            }
            for change in analysis.changes
        ],
    }


def _agreement(analysis: MatrixAnalysis) -> list[Data]:
    return [_agreed(exercise, found) for exercise, found in analysis.agreements]


def _agreed(exercise: ExerciseScores, found: Agreement) -> Data:
    return {
        "exercise": exercise.code,
        "title": exercise.title,
        "groups": found.groups,
        "kappa": found.kappa,
        "cells": [
            {
                "element": cell.element,
                "place": cell.place,
                "scores": list(cell.scores),
                "median": cell.median,
                "range": cell.range,
                "discuss": cell.needs_talk,
            }
            for cell in found.cells
        ],
    }


ANALYSES: dict[str, Callable[[MatrixAnalysis], Any]] = {
    "coverage": _coverage,
    "intensity": _intensity,
    "balance": _balance,
    "gaps": _gaps,
    "roll_up": _roll_up,
    "breadth": _breadth,
    "similarity": _similarity,
    "redundancy": _redundancy,
    "co_occurrence": _co_occurrence,
    "conflicts": _conflicts,
    "voices": _voices,
    "budget": _budget,
    "readiness": _readiness,
    "change": _change,
    "agreement": _agreement,
}
