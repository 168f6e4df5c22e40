import pytest

import alignment.demo
import participants.demo
from alignment.exchange.current import content_now
from alignment.models import AlignmentMatrix
from alignment.queries.changes import base_content, compare
from alignment.queries.coverage import coverage_by_goal
from alignment.queries.network import network_figures
from alignment.queries.rows import matrix_issues
from participants.models import Network


@pytest.mark.django_db
def test_seed_demo_makes_the_cities_of_the_workshop_once() -> None:
    cast = participants.demo.seed_people()
    alignment.demo.seed_demo(cast)
    before = dict(AlignmentMatrix.objects.values_list("code", "state"))
    alignment.demo.seed_demo(cast)
    assert dict(AlignmentMatrix.objects.values_list("code", "state")) == before
    states = AlignmentMatrix.objects.filter(strategy__is_sample=True).values_list(
        "strategy__city__name", "version", "state"
    )
    assert set(states) == {
        ("Córdoba", 1, "CHANGES_REQUESTED"),
        ("Rosario", 1, "PUBLISHED"),
        ("Rosario", 2, "IN_REVIEW"),
        ("Montevideo", 1, "VALIDATED"),
        ("Santa Fe", 1, "VALIDATED"),
        ("Valparaíso", 1, "VALIDATED"),
        ("Peñalolén", 1, "SUBMITTED"),
    }
    network = Network.objects.get(slug="mercociudades")
    assert network_figures(network, "2017").cities == 4
    second = AlignmentMatrix.objects.get(version=2)
    counts = compare(base_content(second, "version"), content_now(second)).counts
    assert counts == {"added": 0, "removed": 1, "raised": 2, "lowered": 1, "flipped": 1, "details": 1}
    assert (second.peer_city.name, second.supersedes.consented_by) == (
        "Córdoba",
        "Secretaría de Planeamiento (muestra)",
    )
    matrix = AlignmentMatrix.objects.get(strategy__city__name="Córdoba")
    errors = [(issue.rule, issue.element, issue.place) for issue in matrix_issues(matrix) if issue.is_error]
    assert errors == [("E6", "A2.1.2", "3.9"), ("E10", "B2.1.2", "5.2")]
    assert [str(comment.by) for comment in matrix.comments.order_by("pk")] == [
        "Elena Duarte",
        "Marcos Peralta",
    ]
    assert coverage_by_goal(matrix).targets == 134
