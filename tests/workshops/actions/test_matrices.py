import pytest

from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from tests.factories.alignment import AlignmentMatrixFactory
from tests.factories.workshops import WorkshopFactory
from workshops.actions.matrices import MatrixIsLinked, MatrixIsNotLinked, link_matrix, unlink_matrix

pytestmark = pytest.mark.django_db


def test_a_matrix_is_of_one_workshop_at_most():
    workshop, matrix = WorkshopFactory(), AlignmentMatrixFactory()
    link_matrix(workshop, matrix, by=None)
    with pytest.raises(MatrixIsLinked):
        link_matrix(WorkshopFactory(), matrix, by=None)
    assert matrix.workshop_link.workshop == workshop


def test_unlink_keeps_the_matrix_and_both_steps_in_the_history():
    workshop, matrix = WorkshopFactory(), AlignmentMatrixFactory()
    link_matrix(workshop, matrix, by=None)
    unlink_matrix(workshop, matrix, by=None)
    with pytest.raises(MatrixIsNotLinked):
        unlink_matrix(workshop, matrix, by=None)
    assert workshop.workshop_matrices.count() == 0
    assert [entry.action for entry in AuditEntry.objects.under(scope_key(workshop))] == [
        "workshops.matrix.unlinked",
        "workshops.matrix.linked",
    ]
