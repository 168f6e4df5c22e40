import pytest
from rest_framework.test import APIClient

from alignment.models import AlignmentMatrix, SuggestionDecision
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def matrix(personas: Personas) -> AlignmentMatrix:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None, language="es")
    StrategyElementFactory(strategy=strategy, code="P1", title="Red de ciclovías", position=1)
    StrategyElementFactory(strategy=strategy, code="P2", title="Huertas comunitarias", position=2)
    return AlignmentMatrixFactory(strategy=strategy, framework_id="2025")


def client_of(personas: Personas, name: str) -> APIClient:
    client = APIClient()
    if name != "visitor":
        client.force_authenticate(personas[name])
    return client


def address(matrix: AlignmentMatrix, rest: str = "") -> str:
    return f"/api/v1/matrices/{matrix.code}/suggestions/{rest}"


CHOICE = {"element": "P1", "target": "Meta 11.2"}


@pytest.mark.parametrize(
    ("name", "reads", "accepts", "dismisses"),
    [
        ("planner", 200, 200, 409),
        ("coordinator", 200, 200, 409),
        ("reviewer", 403, 403, 403),
        ("other_coordinator", 404, 404, 404),
        ("visitor", 401, 401, 401),
    ],
)
def test_who_may(
    personas: Personas, matrix: AlignmentMatrix, name: str, reads: int, accepts: int, dismisses: int
) -> None:
    client = client_of(personas, name)
    assert client.get(address(matrix)).status_code == reads
    body = {**CHOICE, "score": 2}
    assert client.post(address(matrix, "accept/"), body, format="json").status_code == accepts
    assert client.post(address(matrix, "dismiss/"), CHOICE, format="json").status_code == dismisses


def test_suggestions_of_one_element_and_of_all(personas: Personas, matrix: AlignmentMatrix) -> None:
    client = client_of(personas, "planner")
    (first,) = client.get(address(matrix), {"element": "P1"}).json()
    assert (first["element"], first["target"], first["words"]) == ("P1", "11.2", ["ciclovías"])
    assert first["title"]
    assert {row["element"] for row in client.get(address(matrix)).json()} == {"P1", "P2"}
    assert client.get(address(matrix), {"element": "P9"}).status_code == 404


def test_accepted_and_dismissed(personas: Personas, matrix: AlignmentMatrix) -> None:
    client = client_of(personas, "planner")
    answer = client.post(address(matrix, "accept/"), {**CHOICE, "score": 2}, format="json")
    cell = matrix.cells.get()
    assert answer.json() == {
        "element": "P1",
        "target": "11.2",
        "score": 2,
        "kind": "DIRECT",
        "stamp": cell.updated_at.isoformat(),
        "revision": 1,
    }
    assert cell.provenance == "SUGGESTED"
    again = client.post(address(matrix, "accept/"), {**CHOICE, "score": 3}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "already_scored")
    garden = {"element": "P2", "target": "2.4"}
    assert client.post(address(matrix, "dismiss/"), garden, format="json").status_code == 204
    assert client.get(address(matrix)).json() == []
    assert SuggestionDecision.objects.filter(decision="DISMISSED").count() == 1


@pytest.mark.parametrize("values", [{"score": 0}, {"score": 9}, {}, {"score": 1, "kind": "LUCKY"}])
def test_bad_values_are_named(personas: Personas, matrix: AlignmentMatrix, values: dict[str, object]) -> None:
    answer = client_of(personas, "planner").post(
        address(matrix, "accept/"), {**CHOICE, **values}, format="json"
    )
    assert answer.status_code == 400
    assert not matrix.cells.exists()
