import pytest

from alignment.actions.framework import load_framework
from alignment.actions.imports import ImportTarget, check_import
from alignment.exchange.known import Known
from alignment.models import FrameworkVersion
from tests.alignment.exchange.files import upload
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.personas import personas

__all__ = ["personas"]


@pytest.fixture
def framework(db):
    load_framework()
    return FrameworkVersion.objects.get(code="2025")


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

    def run(content, *, name="matrix.xlsx", by="planner", **target):
        return check_import(upload(content, name), by=personas[by], target=ImportTarget(**target))

    return run


@pytest.fixture
def known():
    targets = {"11.2", "11.6", "6.3", "13.2", "8.1", "8.10", "1.a"}
    return Known(targets=frozenset(targets), frameworks=frozenset({"2025", "2017"}))
