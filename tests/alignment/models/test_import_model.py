import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alignment.models import MatrixImport
from tests.alignment.exchange.conftest import check, framework, matrix, strategy
from tests.alignment.exchange.files import good_workbook
from tests.personas import personas

__all__ = ["check", "framework", "matrix", "personas", "strategy"]


@pytest.fixture
def row(check, matrix):
    return check(good_workbook(META=[["key", "value"]]), matrix=matrix)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "DONE"}, "matrix_import_state_is_known"),
        ({"state": "APPLIED"}, "matrix_import_applied_has_time_and_strategy"),
        ({"applied_at": timezone.now()}, "matrix_import_applied_has_time_and_strategy"),
        (
            {"state": "APPLIED", "applied_at": timezone.now(), "strategy": None},
            "matrix_import_applied_has_time_and_strategy",
        ),
    ],
)
def test_constraints(row, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MatrixImport.objects.filter(pk=row.pk).update(**changes)


def test_imports_are_seen_by_who_brought_them_and_administrators(row, personas):
    found = {
        name: list(MatrixImport.objects.visible_to(personas[name]))
        for name in ("planner", "admin", "coordinator", "reviewer", "visitor")
    }
    assert found == {"planner": [row], "admin": [row], "coordinator": [], "reviewer": [], "visitor": []}
