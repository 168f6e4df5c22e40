"""The database refuses to change the cells of a validated matrix, past every action."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alignment.models import AlignmentCell, AlignmentMatrix
from tests.factories.alignment import AlignmentCellFactory, AlignmentMatrixFactory, TargetFactory
from tests.factories.participants import AccountFactory

pytestmark = pytest.mark.django_db
REFUSED = "The cells of a validated matrix stay as they are"
CHANGES: dict[str, Callable[[AlignmentCell], Any]] = {
    "another score": lambda cell: AlignmentCell.objects.filter(pk=cell.pk).update(score=1),
    "another rationale": lambda cell: AlignmentCell.objects.filter(pk=cell.pk).update(rationale="x"),
    "none": lambda cell: AlignmentCell.objects.filter(pk=cell.pk).delete(),
    "with its matrix": lambda cell: cell.matrix.delete(),
    "with its element": lambda cell: cell.element.delete(),
    "one more": lambda cell: AlignmentCell.objects.create(
        matrix=cell.matrix, element=cell.element, target=TargetFactory(code="11.3"), score=0
    ),
    "to another matrix": lambda cell: AlignmentCell.objects.filter(pk=cell.pk).update(
        matrix=AlignmentMatrixFactory(strategy=cell.matrix.strategy)
    ),
    "from another matrix": lambda cell: AlignmentCell.objects.filter(
        pk=AlignmentCellFactory(
            matrix=AlignmentMatrixFactory(strategy=cell.matrix.strategy), element=cell.element
        ).pk
    ).update(matrix=cell.matrix, target=TargetFactory(code="11.3")),
}


@pytest.mark.parametrize("state", ["VALIDATED", "PUBLISHED", "SUPERSEDED"])
@pytest.mark.parametrize("change", CHANGES)
def test_cells_of_a_validated_matrix_stay(change: str, state: str) -> None:
    cell = AlignmentCellFactory(matrix=AlignmentMatrixFactory(state=state, checksum="x"))
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        CHANGES[change](cell)
    assert list(AlignmentCell.objects.values_list("matrix", "score")) == [(cell.matrix.pk, 2)]


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED", "IN_REVIEW", "CHANGES_REQUESTED", "WITHDRAWN"])
def test_cells_of_other_matrices_change(state: str) -> None:
    cell = AlignmentCellFactory(matrix=AlignmentMatrixFactory(state=state))
    for change in ("another score", "one more", "none"):
        CHANGES[change](cell)
    assert not AlignmentCell.objects.filter(pk=cell.pk).exists()


def test_an_account_can_be_deleted_that_scored_a_validated_cell() -> None:
    account = AccountFactory()
    cell = AlignmentCellFactory(
        matrix=AlignmentMatrixFactory(state="VALIDATED", checksum="x"), updated_by=account
    )
    account.delete()
    cell.refresh_from_db()
    assert (cell.updated_by, cell.score) == (None, 2)


def test_another_state_opens_the_cells_for_maintenance() -> None:
    cell = AlignmentCellFactory(matrix=AlignmentMatrixFactory(state="VALIDATED", checksum="x"))
    rows = AlignmentMatrix.objects.filter(pk=cell.matrix.pk)
    rows.update(state="DRAFT")
    AlignmentCell.objects.filter(pk=cell.pk).update(score=1)
    rows.update(state="VALIDATED")
    assert AlignmentCell.objects.get().score == 1
