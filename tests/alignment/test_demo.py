import pytest

import alignment.demo
import participants.demo
from alignment.models import AlignmentMatrix, CellComment
from alignment.queries.coverage import coverage_by_goal
from alignment.queries.rows import matrix_issues


@pytest.mark.django_db
def test_seed_demo_makes_the_cities_of_the_workshop_once() -> None:
    cast = participants.demo.seed_people()
    alignment.demo.seed_demo(cast)
    before = dict(AlignmentMatrix.objects.values_list("code", "state"))
    alignment.demo.seed_demo(cast)
    assert dict(AlignmentMatrix.objects.values_list("code", "state")) == before
    states = AlignmentMatrix.objects.filter(strategy__is_sample=True).values_list(
        "strategy__city__name", "state"
    )
    assert dict(states) == {
        "Córdoba": "CHANGES_REQUESTED",
        "Rosario": "PUBLISHED",
        "Montevideo": "VALIDATED",
        "Peñalolén": "SUBMITTED",
    }
    matrix = AlignmentMatrix.objects.get(strategy__city__name="Córdoba")
    errors = [(issue.rule, issue.element, issue.place) for issue in matrix_issues(matrix) if issue.is_error]
    assert errors == [("E6", "A2.1.2", "3.9"), ("E10", "B2.1.2", "5.2")]
    assert [str(comment.by) for comment in CellComment.objects.order_by("pk")] == [
        "Elena Duarte",
        "Marcos Peralta",
    ]
    assert coverage_by_goal(matrix).targets == 132
