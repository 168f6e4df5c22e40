"""A matrix of the personas' city and network that can be submitted, and the steps to bring it further."""

from alignment.actions.cells import CellChange, CellValues, save_cells
from alignment.actions.review import publish_matrix, start_review, submit_matrix, validate_matrix
from alignment.checks.catalogue import WARNINGS
from alignment.models import AlignmentMatrix
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.personas import Personas

BECAUSE = dict.fromkeys(WARNINGS, "Because.")
ORDER = ("DRAFT", "SUBMITTED", "IN_REVIEW", "VALIDATED", "PUBLISHED")


def personas_matrix(personas: Personas, state: str = "DRAFT", **fields: object) -> AlignmentMatrix:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None)
    StrategyElementFactory(strategy=strategy, code="P1", responsible="Unit")
    matrix = AlignmentMatrixFactory(strategy=strategy, granularity="GOAL", framework_id="2025", **fields)
    values = CellValues(2, "DIRECT")
    save_cells(matrix, [CellChange("P1", "11", values)], by=personas["planner"])
    return bring_to(matrix, state, personas)


def bring_to(
    matrix: AlignmentMatrix, state: str, personas: Personas, visibility: str = "PUBLIC"
) -> AlignmentMatrix:
    reached = ORDER.index(state)
    if reached >= 1:
        matrix = submit_matrix(matrix, by=personas["planner"], reasons=BECAUSE)
    if reached >= 2:
        matrix = start_review(matrix, by=personas["reviewer"])
    if reached >= 3:
        matrix = validate_matrix(matrix, by=personas["reviewer"])
    if reached >= 4:
        matrix = publish_matrix(matrix, by=personas["planner"], visibility=visibility, consented_by="Mayor")
    return matrix
