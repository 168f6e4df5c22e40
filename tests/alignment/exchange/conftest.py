import json
from pathlib import Path

import pytest

import alignment
from alignment.actions.imports import ImportTarget, ImportWishes, check_import
from alignment.exchange.known import Known
from alignment.models import FrameworkVersion, Goal, Target
from tests.alignment.exchange.files import upload
from tests.factories.alignment import (
    AlignmentMatrixFactory,
    GoalFactory,
    StrategyElementFactory,
    StrategyFactory,
)
from tests.personas import personas

__all__ = ["personas"]


@pytest.fixture
def framework(db):
    """All goals and targets by their codes alone: the real ones take a second for each test."""
    codes = json.loads((Path(alignment.__file__).parent / "data" / "sdg_codes.json").read_text())
    Goal.objects.bulk_create(GoalFactory.build(number=number) for number in codes["goals"])
    pairs = [(goal, code) for goal, targets in codes["targets"].items() for code in targets]
    Target.objects.bulk_create(
        Target(code=code, goal_id=int(goal), position=position, kind="OUTCOME", titles={"en": code})
        for position, (goal, code) in enumerate(pairs, start=1)
    )
    FrameworkVersion.objects.create(code="2017")
    return FrameworkVersion.objects.create(code="2025", is_current=True)


@pytest.fixture
def strategy(framework, personas):
    """Two projects of a city that the planner plans."""
    strategy = StrategyFactory(
        city=personas.city, network=personas.network, title="Plan", created_by=personas["planner"]
    )
    StrategyElementFactory(strategy=strategy, code="P1", title="Buses", position=1)
    StrategyElementFactory(strategy=strategy, code="P2", title="Water", position=2)
    return strategy


@pytest.fixture
def matrix(strategy, framework, personas):
    return AlignmentMatrixFactory(strategy=strategy, framework=framework, created_by=personas["planner"])


@pytest.fixture
def check(personas):
    """Checks a file into a target on behalf of the planner."""

    def run(content, *, name="matrix.xlsx", by="planner", wishes=None, **target):
        return check_import(
            upload(content, name),
            by=personas[by],
            target=ImportTarget(**target),
            wishes=ImportWishes(**wishes or {}),
        )

    return run


@pytest.fixture
def known():
    targets = {"11.2", "11.6", "6.3", "13.2", "8.1", "8.10", "1.a"}
    return Known(targets=frozenset(targets), frameworks=frozenset({"2025", "2017"}))
