from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alignment.actions.edits import Edit, save_edits
from alignment.models import Actor, AlignmentMatrix, LocalIndicator
from alignment.queries.cell_links import cell_history
from alignment.queries.panel import cell_panel
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.factories.participants import CityFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def matrix(personas: Personas) -> AlignmentMatrix:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=None)
    StrategyElementFactory(strategy=strategy, code="A1")
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025")
    save_edits(matrix, [Edit("A1", "11.2", 2, "DIRECT")], by=personas["planner"])
    return matrix


@pytest.fixture
def planner(client: Client, personas: Personas) -> Client:
    client.force_login(personas["planner"])  # type: ignore[arg-type]
    return client


def post(client: Client, matrix: AlignmentMatrix, what: str, place: str = "11.2", **values: Any) -> Any:
    url = f"/alignment/matrices/{matrix.code}/cells/A1/{place}/{what}"
    return client.post(url, values, headers={"hx-request": "true", "hx-target": "cell"})


def test_an_indicator_of_the_city_is_linked_and_taken_off(
    planner: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    own = LocalIndicator.objects.create(city=personas.city, code="I1", name="Passengers")
    other = LocalIndicator.objects.create(city=CityFactory(), code="I2", name="Elsewhere")
    cell = matrix.cells.get()
    answer = post(planner, matrix, "indicators/", indicator=own.pk)
    assert "Passengers" in answer.content.decode()
    post(planner, matrix, "indicators/", indicator=own.pk)
    post(planner, matrix, "indicators/", indicator=other.pk)
    assert list(cell.indicators.all()) == [own]
    cell.refresh_from_db()
    assert cell.revision == 2
    assert (
        "Score the cell first."
        in post(planner, matrix, "indicators/", "11.3", indicator=own.pk).content.decode()
    )
    post(planner, matrix, "indicators/", indicator=own.pk, remove="1")
    assert not cell.indicators.exists()


def test_actors_of_the_element(planner: Client, personas: Personas, matrix: AlignmentMatrix) -> None:
    own = Actor.objects.create(city=personas.city, name="University", kind="ACADEMIA")
    other = Actor.objects.create(city=CityFactory(), name="Elsewhere", kind="ACADEMIA")
    element = matrix.strategy.elements.get()
    assert "University" in post(planner, matrix, "roles/", actor=own.pk, role="PARTNER").content.decode()
    post(planner, matrix, "roles/", actor=other.pk, role="PARTNER")
    role = element.actor_roles.get()
    assert (role.actor, role.role) == (own, "PARTNER")
    assert post(planner, matrix, "roles/", remove="0").status_code == 404
    post(planner, matrix, "roles/", remove=str(role.pk))
    assert not element.actor_roles.exists()


def test_a_file_is_evidence_for_those_who_work_on_the_matrix(
    planner: Client, personas: Personas, matrix: AlignmentMatrix, client: Client
) -> None:
    file = SimpleUploadedFile("Decreto ñ.pdf", PDF, "application/pdf")
    answer = post(planner, matrix, "evidence/add/", kind="NORM", citation="Decree 4", file=file)
    assert answer.status_code == 200
    assert "Decreto ñ.pdf" in answer.content.decode()
    evidence = matrix.evidence.get()
    url = f"/alignment/matrices/{matrix.code}/evidence/{evidence.ref}/"
    assert b"".join(client.get(url).streaming_content) == PDF  # type: ignore[attr-defined]
    assert client.get(url.replace(evidence.ref, "none")).status_code == 404
    for name, status in (("trainer", 403), ("member", 404)):
        client.force_login(personas[name])  # type: ignore[arg-type]
        assert client.get(url).status_code == status
    client.force_login(personas["planner"])  # type: ignore[arg-type]
    wrong = SimpleUploadedFile("x.pdf", b"MZ no document", "application/pdf")
    assert post(client, matrix, "evidence/add/", kind="NORM", citation="X", file=wrong).status_code == 422


def test_who_may_not_change_the_matrix_changes_no_link(
    client: Client, personas: Personas, matrix: AlignmentMatrix
) -> None:
    client.force_login(personas["reviewer"])  # type: ignore[arg-type]
    assert post(client, matrix, "indicators/", indicator=1).status_code == 403
    assert post(client, matrix, "roles/", remove="1").status_code == 403


def test_the_history_of_a_cell_has_its_own_entries_and_blocks_that_name_it(
    personas: Personas, matrix: AlignmentMatrix
) -> None:
    edits = [Edit("A1", "11.2", 3, "DIRECT", seen=1), Edit("A1", "11.3", 1, "DIRECT")]
    save_edits(matrix, edits, by=personas["planner"])
    save_edits(matrix, [Edit("A1", "11.3", 2, "DIRECT", seen=2)], by=personas["planner"])

    def lengths(*places: str) -> list[int]:
        panels = [cell_panel(matrix, "A1", place) for place in places]
        return [len(cell_history(matrix, panel)) for panel in panels if panel]

    assert lengths("11.2", "11.3", "11.4") == [2, 2, 0]
