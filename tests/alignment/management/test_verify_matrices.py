import pytest
from django.core.management import CommandError, call_command

from alignment.models import AlignmentCell, AlignmentMatrix, MatrixSnapshot
from alignment.queries.checksums import verify_matrix
from tests.alignment.review_matrix import personas_matrix
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


def test_a_validated_matrix_is_intact(personas: Personas, capsys: pytest.CaptureFixture[str]) -> None:
    matrix = personas_matrix(personas, "VALIDATED")
    assert verify_matrix(matrix).is_intact
    call_command("verify_matrices")
    assert capsys.readouterr().out == "1 validated matrices are as they were.\n"
    matrix.strategy.elements.update(code="Q1")
    found = verify_matrix(matrix)
    assert (found.is_intact, found.renamed_rows) == (True, ("P1",))


def test_a_cell_changed_past_the_trigger_is_found(
    personas: Personas, capsys: pytest.CaptureFixture[str]
) -> None:
    matrix = personas_matrix(personas, "VALIDATED")
    rows = AlignmentMatrix.objects.filter(pk=matrix.pk)
    rows.update(state="DRAFT")
    AlignmentCell.objects.update(score=1)
    rows.update(state="VALIDATED")
    assert verify_matrix(matrix).differing == (("P1", "11"),)
    with pytest.raises(CommandError, match="1 of 1 validated matrices"):
        call_command("verify_matrices")
    assert "P1 × 11" in capsys.readouterr().err


def test_a_changed_text_is_found(personas: Personas) -> None:
    matrix = personas_matrix(personas, "VALIDATED")
    MatrixSnapshot.objects.update(content="{}")
    assert not verify_matrix(matrix).has_text
    with pytest.raises(CommandError):
        call_command("verify_matrices")
