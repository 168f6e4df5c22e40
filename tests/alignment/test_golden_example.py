"""Every number of the golden example, read from the page, the API and the workbook."""

import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from alignment.models import AlignmentMatrix
from tests.alignment.golden_matrix import make_golden_matrix

EVENNESS = 0.9928
INTENSITY = {"6": 0.0417, "11": 0.0556, "13": 0.0444}
COVERAGE = {"6": (1, 8), "11": (2, 10), "13": (1, 5)}
SPLIT = {"6.3": 300, "11.2": 400, "11.6": 100, "13.2": 200}
TOUCHED = {"6.3": 300, "11.2": 700, "11.6": 600, "13.2": 600}
SIMILARITY = {("P1", "P3"): 0.8018, ("P1", "P2"): -0.1690}


@pytest.fixture
def golden(framework: None) -> AlignmentMatrix:
    return make_golden_matrix()


def test_through_the_api(client: Client, golden: AlignmentMatrix) -> None:
    data = client.get(f"/api/v1/matrices/{golden.code}/analysis/").json()
    assert (data["completeness"]["part"], data["completeness"]["whole"]) == (7, 69)
    assert round(data["completeness"]["value"], 4) == 0.1014
    coverage = data["coverage"]
    assert (coverage["covered"]["part"], coverage["covered"]["whole"]) == (4, 23)
    assert {
        str(row["goal"]): (row["covered"]["part"], row["covered"]["whole"])
        for row in coverage["goals"]
        if row["covered"]["whole"]
    } == COVERAGE
    intensity = {str(row["goal"]): round(row["intensity"], 4) for row in data["intensity"]["goals"]}
    assert intensity == INTENSITY
    assert round(data["balance"]["evenness"], 4) == EVENNESS
    (money,) = data["budget"]["tables"]
    assert {row["place"]: float(row["split"]) for row in money["places"]} == SPLIT
    assert {row["place"]: float(row["touched"]) for row in money["places"]} == TOUCHED
    assert (money["total"], money["untagged"]) == ("1000.00", "0.00")
    assert [(row["place"], row["ratio"]) for row in data["conflicts"]["places"]] == [("13.2", 0.5)]
    pairs = {(pair["first"], pair["second"]): round(pair["value"], 4) for pair in data["similarity"]["pairs"]}
    assert pairs == SIMILARITY


def test_through_the_workbook(client: Client, golden: AlignmentMatrix) -> None:
    sheets = _workbook(client, golden)
    about = {row["What"]: row["Value"] for row in sheets["About"]}
    assert (about["Cells assessed"], about["Cells possible"]) == (7, 69)
    assert round(about["Completeness (0–1)"], 4) == 0.1014
    assert (about["Targets covered"], about["Targets in scope"]) == (4, 23)
    assert round(about["Evenness over the goals in scope (0–1)"], 4) == EVENNESS
    goals = [row for row in sheets["Coverage and intensity by goal"] if row["Reached (of)"]]
    assert {
        row["Goal: code"]: (row["Reached (n)"], row["Reached (of)"]) for row in goals if row["Goal: code"]
    } == COVERAGE
    strength = sheets["Where the plan puts its strengt"]
    assert {row["Goal: code"]: round(row["Value"], 4) for row in strength} == INTENSITY
    money = {row["Target: code"]: row for row in sheets["Money by target, ARS 2025"] if row["Target: code"]}
    assert {code: row["Split"] for code, row in money.items()} == SPLIT
    assert {code: row["Touched"] for code, row in money.items()} == TOUCHED
    (conflict,) = sheets["Targets that the plan both help"]
    assert (conflict["Target: code"], conflict["Ratio"]) == ("13.2", 0.5)
    alike = sheets["Rows that do the same"]
    assert {
        (row["Row: code"], row["Other row: code"]): round(row["Similarity"], 4) for row in alike
    } == SIMILARITY
    assert sheets["Definitions"][0]["Sheet"] == "Coverage and intensity by goal"


def test_through_the_pages(client: Client, golden: AlignmentMatrix) -> None:
    page = f"/alignment/matrices/{golden.code}/analysis/"
    coverage = _rows(client.get(page).content.decode(), "coverage")
    assert coverage["6 Clean Water and Sanitation"] == ["1 of 8", "13 %", "0", "0.042"]
    assert coverage["11 Sustainable Cities and Communities"] == ["2 of 10", "20 %", "0", "0.056"]
    assert coverage["13 Climate Action"] == ["1 of 5", "20 %", "1", "0.044"]
    assert coverage["All goals"] == ["4 of 23", "17 %", "1", "0.048"]
    text = _text(client.get(page).content.decode())
    assert "10.1 % 7 of 69" in text
    assert "Evenness over 3 goals: 0.9928 of 1." in text
    money = _rows(client.get(f"{page}money/").content.decode(), "budget-targets-ars-2025")
    assert {name.split()[0]: (cells[0], cells[2]) for name, cells in money.items() if name[0].isdigit()} == {
        code: (str(SPLIT[code]), str(TOUCHED[code])) for code in SPLIT
    }
    assert money["Total"][0] == "1 000"
    conflicts = _rows(client.get(f"{page}conflicts/").content.decode(), "contradictions")
    assert conflicts == {"13.2 Climate action in public policy": ["2", "1", "0.50"]}
    rows = client.get(f"{page}rows/").content.decode()
    assert [cells[-2:] for cells in _lines(rows, "similar-rows")] == [["0.8018", "1"], ["−0.1690", "1"]]


def _workbook(client: Client, matrix: AlignmentMatrix) -> dict[str, list[dict[str, Any]]]:
    response = client.get(f"/alignment/matrices/{matrix.code}/analysis.xlsx")
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.content))
    found = {}
    for sheet in book:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())


def _lines(html: str, section: str) -> list[list[str]]:
    """The cells of the section's table, without its bars and its head."""
    part = html.partition(f'<section id="{section}"')[2].partition("</section>")[0]
    body = part.partition("</thead>")[2]
    rows = re.findall(r'<tr role="row">(.*?)</tr>', body, re.DOTALL)
    cells = [re.findall(r"<t[hd] ([^>]*)>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[_text(html) for attributes, html in row if "bar-col" not in attributes] for row in cells]


def _rows(html: str, section: str) -> dict[str, list[str]]:
    return {cells[0]: cells[1:] for cells in _lines(html, section)}
