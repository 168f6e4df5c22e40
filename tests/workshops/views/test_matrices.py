import pytest

from alignment.queries.coverage import coverage_by_goal
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    StrategyElementFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.factories.workshops import WorkshopFactory, WorkshopMatrixFactory
from workshops.queries.matrices import with_coverage

pytestmark = pytest.mark.django_db
URL = "/workshops/made/matrices/"


@pytest.fixture
def workshop(personas):
    return WorkshopFactory(slug="made", lead=personas.network, state="CLOSED")


def matrix_of(network, *, score=2):
    strategy = StrategyFactory(network=network)
    matrix = AlignmentMatrixFactory(strategy=strategy)
    element = StrategyElementFactory(strategy=strategy)
    AlignmentCellFactory(matrix=matrix, element=element, target=TargetFactory(), score=score)
    return matrix


def test_a_coordinator_links_and_takes_off(client, personas, workshop):
    matrix = matrix_of(personas.network)
    client.force_login(personas["coordinator"])
    assert client.get(URL).context["rows"] == []
    client.post(f"{URL}link/", {"matrix": matrix.code})
    assert [row.matrix for row in client.get(URL).context["rows"]] == [matrix]
    client.post(f"{URL}unlink/", {"matrix": matrix.code})
    assert workshop.workshop_matrices.count() == 0


def test_only_free_matrices_of_the_organisers_are_offered(client, personas, workshop):
    free = matrix_of(personas.network)
    matrix_of(personas.other_network)
    taken = matrix_of(personas.network)
    WorkshopMatrixFactory(workshop=WorkshopFactory(), matrix=taken)
    client.force_login(personas["coordinator"])
    offered = client.get(URL).context["form"].fields["matrix"].queryset
    assert list(offered) == [free]
    response = client.post(f"{URL}link/", {"matrix": taken.code})
    assert response.status_code == 422


def test_others_look_but_do_not_link(client, personas, workshop):
    matrix = matrix_of(personas.network)
    client.force_login(personas["viewer"])
    assert client.get(URL).status_code == 200
    assert client.post(f"{URL}link/", {"matrix": matrix.code}).status_code == 403
    assert client.get(f"{URL}link/").status_code == 405


def test_linked_matrices_that_a_person_may_not_see_are_only_counted(client, personas, workshop):
    WorkshopMatrixFactory(workshop=workshop, matrix=matrix_of(personas.network))
    client.force_login(personas["check_in"])
    response = client.get(URL)
    assert (response.context["rows"], response.context["linked"]) == ([], 1)


def test_the_coverage_of_many_equals_that_of_each(personas, django_assert_num_queries):
    matrices = [matrix_of(personas.network, score=score) for score in (2, 0, -1)]
    single = [coverage_by_goal(matrix).shares for matrix in matrices]
    with django_assert_num_queries(2):
        several = [row.shares for row in with_coverage(matrices)]
    assert several == single
    assert any(share for share in several[0].values())
