"""Two people, or one who clicks twice: a step is taken once, the other is refused."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from alignment.actions.framework import load_framework
from alignment.actions.review import StepNotPossible, publish_matrix, submit_matrix, validate_matrix
from alignment.models import AlignmentMatrix, MatrixTransition
from sdgplatform.outbox.models import QueuedMail
from tests.alignment.review_matrix import BECAUSE, personas_matrix
from tests.personas import Personas

STEPS: dict[str, tuple[str, str, Callable[[AlignmentMatrix, Personas], Any]]] = {
    "submit": (
        "DRAFT",
        "SUBMITTED",
        lambda matrix, who: submit_matrix(matrix, by=who["planner"], reasons=BECAUSE),
    ),
    "validate": ("IN_REVIEW", "VALIDATED", lambda matrix, who: validate_matrix(matrix, by=who["reviewer"])),
    "publish": (
        "VALIDATED",
        "PUBLISHED",
        lambda matrix, who: publish_matrix(
            matrix, by=who["planner"], visibility="PUBLIC", consented_by="Mayor"
        ),
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS)
def test_a_double_click_takes_a_step_once(step: str, personas: Personas) -> None:
    before, after, take = STEPS[step]
    load_framework()
    matrix = personas_matrix(personas, before)
    steps = MatrixTransition.objects.count()
    results: list[str] = []

    def click() -> None:
        try:
            results.append(take(matrix, personas).state)
        except StepNotPossible as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    other = threading.Thread(target=click)
    with transaction.atomic():
        results.append(take(matrix, personas).state)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()  # it waits for the matrix's row
    other.join(timeout=10)
    assert results == [after, "step_not_possible"]
    assert MatrixTransition.objects.count() == steps + 1
    mails = list(QueuedMail.objects.values_list("kind", "to_email"))
    assert len(mails) == len(set(mails))
