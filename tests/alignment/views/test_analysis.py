"""The pages and files of an analysis: who opens them, what stands on them, what they ask of the database."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.translation import override

from alignment.models import AlignmentMatrix, LocalIndicator
from alignment.models.actors import Actor, ActorRole
from alignment.models.monitoring import Milestone
from alignment.reports.catalogue import PARTS
from alignment.reports.sections import Column, header_of
from tests.alignment.golden_matrix import make_golden_matrix
from tests.factories.alignment import AlignmentCellFactory, AlignmentMatrixFactory, StrategyElementFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.fixture
def golden() -> AlignmentMatrix:
    return make_golden_matrix()


def page_of(matrix: AlignmentMatrix, rest: str = "") -> str:
    return f"/alignment/matrices/{matrix.code}/analysis/{rest}"


def text_of(client: Client, matrix: AlignmentMatrix, rest: str = "") -> str:
    response = client.get(page_of(matrix, rest))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("part", [part for part in PARTS if part not in ("coverage", "change", "agreement")])
def test_each_question_has_its_page(client: Client, golden: AlignmentMatrix, part: str) -> None:
    text = text_of(client, golden, f"{part}/")
    assert "How it is computed" in text
    assert "From 7 assessed cells of 69 in scope, 10.1\u00a0%" in text


@pytest.mark.parametrize(
    "rest", ["nonsense/", "change/", "agreement/", "nonsense.csv", "conflicts.svg", "coverage.pdf"]
)
def test_what_is_not_there_is_not_found(client: Client, golden: AlignmentMatrix, rest: str) -> None:
    assert client.get(page_of(golden, rest)).status_code == 404


def test_the_address_of_before_leads_here(client: Client, golden: AlignmentMatrix) -> None:
    response = client.get(f"/alignment/matrices/{golden.code}/coverage/")
    assert (response.status_code, response["Location"]) == (301, page_of(golden))


def test_a_draft_is_for_its_readers(client: Client, personas: Personas) -> None:
    matrix = make_golden_matrix(state="DRAFT", visibility="PRIVATE")
    matrix.strategy.city = personas.city
    matrix.strategy.network = personas.network
    matrix.strategy.save()
    files = [page_of(matrix), page_of(matrix, "coverage.csv"), page_of(matrix, "coverage.png")]
    files += [f"/alignment/matrices/{matrix.code}/analysis.xlsx", f"/api/v1/matrices/{matrix.code}/analysis/"]
    for name, expected in (("planner", 200), ("reviewer", 200), ("other_coordinator", 404), ("member", 404)):
        client.force_login(personas[name])
        assert [client.get(file).status_code for file in files] == [expected] * len(files)
    client.logout()
    assert [client.get(file).status_code for file in files] == [404] * len(files)


def test_limits_are_said_before_the_figures(client: Client, personas: Personas) -> None:
    matrix = make_golden_matrix(state="DRAFT", created_by=personas["planner"])
    client.force_login(personas["planner"])
    text = text_of(client, matrix)
    assert "The matrix is not validated. Of its cells 10.1\u00a0% are assessed; 80\u00a0% are needed." in text
    assert "In scope: 23 of 169." in text
    assert "Not applicable here: 146." in text


def test_every_number_leads_to_its_cells(client: Client, golden: AlignmentMatrix) -> None:
    matrix = f"/alignment/matrices/{golden.code}/"
    assert f'href="{matrix}?goal=11"' in text_of(client, golden)
    conflicts = text_of(client, golden, "conflicts/")
    assert f'href="{matrix}?cell=P2:13.2#cell"' in conflicts
    assert f'href="{matrix}?q=P2"' in conflicts
    assert "Missing" in conflicts


def test_figures_stand_alone(client: Client, golden: AlignmentMatrix) -> None:
    for key in ("coverage", "targets", "balance", "intensity", "budget-ars-2025"):
        svg = client.get(page_of(golden, f"{key}.svg"))
        root = ElementTree.fromstring(svg.content)
        texts = [element.text or "" for element in root.iter() if element.tag.endswith("}text")]
        assert any(golden.strategy.title in text for text in texts)
        said = next(element.text or "" for element in root if element.tag.endswith("}desc"))
        assert len(said) > 20
        assert "style=" not in svg.content.decode()
    png = client.get(page_of(golden, "coverage.png"))
    assert (png["Content-Type"], png.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")


def test_codes_of_a_csv_stay_texts(client: Client, golden: AlignmentMatrix) -> None:
    lines = (
        client.get(page_of(golden, "budget-targets-ars-2025.csv")).content.decode("utf-8-sig").splitlines()
    )
    assert lines[0] == "Target: code,Target,Split,Share of the total,Touched"
    assert lines[1].startswith("T6.3,")
    assert [line.split(",")[-3:] for line in lines[1:]][1] == ["400.00", "0.4", "700.00"]


def test_heads_of_a_csv_are_all_in_the_language_of_the_reader() -> None:
    with override("es"):
        head = header_of([Column("Meta", "place"), Column("Valor", "number")])
    assert head == ["Meta: código", "Meta", "Valor"]


def test_change_since_the_version_before(client: Client, golden: AlignmentMatrix) -> None:
    later = AlignmentMatrixFactory(
        strategy=golden.strategy,
        framework_id="2025",
        scope="RELEVANT",
        version=2,
        supersedes=golden,
        state="PUBLISHED",
        visibility="PUBLIC",
        checksum="1" * 64,
        consented_by="Secretary",
        consented_on="2025-03-01",
    )
    for cell in golden.cells.exclude(target__code="11.6").select_related("element"):
        score = -cell.score if cell.score == 3 and cell.element.code == "P2" else cell.score
        AlignmentCellFactory(
            matrix=later, element=cell.element, target=cell.target, score=score, kind="DIRECT"
        )
    text = text_of(client, later, "change/")
    assert "2 removed, 1 sign changed" in text
    assert "Coverage went from 4 of 23 to 2 of 23 of the targets in scope." in text
    data = client.get(f"/api/v1/matrices/{later.code}/analysis/?only=change").json()["change"]
    assert data["counts"] == {"added": 0, "removed": 2, "raised": 0, "lowered": 0, "flipped": 1}
    assert {row["goal"]: round(row["difference"], 4) for row in data["intensity"]} == {
        6: -0.0417,
        11: -0.0111,
        13: 0.0,
    }


EXERCISE = {"is_group_draft": True, "drafted_in": "ex1", "method_note": "Round 1"}


def test_exercises_of_a_strategy_are_not_mixed(client: Client, golden: AlignmentMatrix) -> None:
    cell = golden.cells.select_related("element", "target").get(element__code="P1", target__code="11.2")
    for code, score in (("ex1", 3), ("ex1", 1), ("ex2", 0), ("ex2", 0), ("ex2", 0)):
        draft = AlignmentMatrixFactory(
            strategy=golden.strategy, framework_id="2025", **{**EXERCISE, "drafted_in": code}
        )
        kind = "DIRECT" if score else ""
        AlignmentCellFactory(matrix=draft, element=cell.element, target=cell.target, score=score, kind=kind)
    data = client.get(f"/api/v1/matrices/{golden.code}/analysis/?only=agreement").json()["agreement"]
    assert [(row["exercise"], row["title"], row["groups"]) for row in data] == [
        ("ex1", "Round 1", 2),
        ("ex2", "Round 1", 3),
    ]
    assert [row["cells"][0]["range"] for row in data] == [2, 0]
    assert text_of(client, golden, "agreement/").count("<h2") == 2
    for key in ("agreement-ex1", "agreement-ex2"):
        assert client.get(page_of(golden, f"{key}.csv")).status_code == 200


def test_groups_that_differ(client: Client, golden: AlignmentMatrix) -> None:
    for score in (3, 1):
        draft = AlignmentMatrixFactory(strategy=golden.strategy, framework_id="2025", **EXERCISE)
        for cell in golden.cells.filter(target__code__in=("11.2", "13.2")).select_related(
            "element", "target"
        ):
            value = score if cell.target.code == "11.2" else cell.score
            AlignmentCellFactory(
                matrix=draft, element=cell.element, target=cell.target, score=value, kind="DIRECT"
            )
    text = text_of(client, golden, "agreement/")
    assert (
        "Cells that at least two of 2 groups scored: 4. Two steps or more apart: 2. Weighted kappa:" in text
    )
    data = client.get(f"/api/v1/matrices/{golden.code}/analysis/?only=agreement").json()["agreement"][0]
    assert {(cell["element"], cell["place"]) for cell in data["cells"] if cell["discuss"]} == {
        ("P1", "11.2"),
        ("P3", "11.2"),
    }


def test_readiness_and_voices(client: Client, golden: AlignmentMatrix) -> None:
    city = golden.strategy.city
    indicator = LocalIndicator.objects.create(
        city=city, code="I1", name="Trips by bus", source="Survey", periodicity="yearly"
    )
    Milestone.objects.create(indicator=indicator, role="BASELINE", year=2020, value=10)
    Milestone.objects.create(indicator=indicator, role="TARGET", year=2030, value=30)
    golden.cells.get(element__code="P1", target__code="11.2").indicators.add(indicator)
    actor = Actor.objects.create(city=city, name="University", kind="ACADEMIA")
    unit = Actor.objects.create(city=city, name="Works", kind="MUNICIPAL_UNIT")
    ActorRole.objects.create(actor=actor, element=golden.strategy.elements.get(code="P2"), role="PARTNER")
    ActorRole.objects.create(actor=unit, element=golden.strategy.elements.get(code="P1"), role="RESPONSIBLE")
    data = client.get(f"/api/v1/matrices/{golden.code}/analysis/?only=readiness,voices,gaps").json()
    assert data["readiness"]["mean"] == pytest.approx(0.2)
    assert {
        row["place"]: (row["indicator"], row["value"], row["missing"]) for row in data["readiness"]["places"]
    }["11.2"] == ("I1", 0.8, ["milestone"])
    assert data["voices"] == {
        "missing": {"part": 3, "whole": 4, "value": 0.75},
        "places": ["11.2", "11.6", "13.2"],
    }
    assert {
        row["place"]: row["gap_class"] for row in data["gaps"] if row["gap_class"] not in ("na", "open")
    } == {
        "6.3": "unmonitored",
        "11.2": "covered",
        "11.6": "weak",
        "13.2": "unmonitored",
    }
    text = text_of(client, golden, "monitoring/")
    assert "I1 Trips by bus" in text
    assert "3 of 4 covered ones" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queries_do_not_grow_with_the_rows(
    client: Client, golden: AlignmentMatrix, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        element = StrategyElementFactory(strategy=golden.strategy, code=f"X{number}")
        target = golden.cells.first().target  # type: ignore[union-attr]
        AlignmentCellFactory(matrix=golden, element=element, target=target)
    for part in ("", "rows/", "conflicts/", "money/", "monitoring/"):
        with django_assert_max_num_queries(14):
            assert client.get(page_of(golden, part)).status_code == 200


def test_a_matrix_without_anything_says_so(client: Client, personas: Personas) -> None:
    matrix = AlignmentMatrixFactory(framework_id="2025", created_by=personas["planner"])
    client.force_login(personas["planner"])
    text = text_of(client, matrix)
    assert "It has no rows or no targets in scope." in text
    assert "no data" in text
    for part in ("rows/", "conflicts/", "money/", "monitoring/"):
        text_of(client, matrix, part)
    assert client.get(f"/alignment/matrices/{matrix.code}/analysis.xlsx").status_code == 200
    data = client.get(f"/api/v1/matrices/{matrix.code}/analysis/").json()
    assert (data["completeness"]["value"], data["balance"]["evenness"]) == (None, None)


@pytest.mark.parametrize("language", ["es", "pt-br", "fr"])
def test_pages_and_files_in_each_language(client: Client, golden: AlignmentMatrix, language: str) -> None:
    client.cookies["django_language"] = language
    for rest in ("", "rows/", "money/", "coverage.svg", "targets.svg", "budget-ars-2025.csv"):
        assert client.get(page_of(golden, rest)).status_code == 200
    assert client.get(f"/alignment/matrices/{golden.code}/analysis.xlsx").status_code == 200
