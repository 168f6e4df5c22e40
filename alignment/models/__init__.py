from alignment.models.actors import Actor, ActorRole, Competence
from alignment.models.decisions import ClearedCell, SuggestionDecision
from alignment.models.evidence import Evidence
from alignment.models.exchange import ColumnMapping, MatrixImport
from alignment.models.framework import FrameworkVersion, Goal, Indicator, Target, Wording
from alignment.models.frozen import MatrixBasis
from alignment.models.matrices import (
    AlignmentCell,
    AlignmentMatrix,
    MatrixSnapshot,
    TargetRelevance,
)
from alignment.models.monitoring import LocalIndicator, Milestone, Observation
from alignment.models.review import (
    CellComment,
    CellReading,
    MatrixTransition,
    SubmittedContent,
    WarningReason,
)
from alignment.models.strategies import Strategy, StrategyElement
from alignment.models.summaries import MatrixSummary, PlaceSummary

__all__ = [
    "Actor",
    "ActorRole",
    "AlignmentCell",
    "AlignmentMatrix",
    "CellComment",
    "CellReading",
    "ClearedCell",
    "ColumnMapping",
    "Competence",
    "Evidence",
    "FrameworkVersion",
    "Goal",
    "Indicator",
    "LocalIndicator",
    "MatrixBasis",
    "MatrixImport",
    "MatrixSnapshot",
    "MatrixSummary",
    "MatrixTransition",
    "Milestone",
    "Observation",
    "PlaceSummary",
    "Strategy",
    "StrategyElement",
    "SubmittedContent",
    "SuggestionDecision",
    "Target",
    "TargetRelevance",
    "WarningReason",
    "Wording",
]
