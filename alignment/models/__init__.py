from alignment.models.exchange import MatrixImport
from alignment.models.framework import FrameworkVersion, Goal, Indicator, Target, Wording
from alignment.models.matrices import AlignmentCell, AlignmentMatrix, Evidence
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
    "MatrixTransition",
    "Strategy",
    "StrategyElement",
    "Target",
    "Wording",
]
