from alignment.models.exchange import MatrixImport
from alignment.models.framework import FrameworkVersion, Goal, Indicator, Target, Wording
from alignment.models.matrices import (
    AlignmentCell,
    AlignmentMatrix,
    Evidence,
    MatrixSnapshot,
    TargetRelevance,
)
from alignment.models.review import CellComment, MatrixTransition
from alignment.models.strategies import Strategy, StrategyElement

__all__ = [
    "AlignmentCell",
    "AlignmentMatrix",
    "CellComment",
    "Evidence",
    "FrameworkVersion",
    "Goal",
    "Indicator",
    "MatrixImport",
    "MatrixSnapshot",
    "MatrixTransition",
    "Strategy",
    "StrategyElement",
    "Target",
    "TargetRelevance",
    "Wording",
]
