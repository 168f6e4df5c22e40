"""A workbook of ours that was opened, filled and saved as XLSX in LibreOffice 7.4: still valid, nothing lost.

`filled_in_libreoffice.xlsx` was made that way. Added by hand there: three scores in MATRIX, one element with
a code typed as 1.50 and a start date typed as 2025-03-15.
"""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from alignment.exchange.known import Known
from alignment.exchange.reading import read_document

FILE = Path(__file__).with_name("filled_in_libreoffice.xlsx")
TARGETS = frozenset({"8.10", "8.1", "8.a", "17.19", "1.5", "3.3", "11.2-CBA1"})


@pytest.fixture(scope="module")
def document():
    known = Known(TARGETS, frozenset({"2025"}))
    with FILE.open("rb") as file:
        reading = read_document(file, FILE.name, known)
    codes = {issue.message for issue in reading.findings.issues if issue.level == "error"}
    assert all("is not in this framework version" in message for message in codes)  # the 164 others
    return reading.document


def test_scores_typed_into_the_matrix(document):
    scores = {cell.key: cell.score for cell in document.cells}
    assert scores == {
        ("01.10", "8.10"): 3,
        ("01.10", "8.1"): -2,
        ("1.5", "8.a"): 0,
        ("1.5", "17.19"): 1,
        ("01.10", "11.2-CBA1"): 2,
        ("1.5", "3.3"): 1,
        ("1.5", "1.5"): 0,
    }


def test_codes_stay_texts_and_dates_dates(document):
    assert [row.code for row in document.elements] == ["A", "01.10", "1.5", "1.50"]
    assert [document.elements[1].ends_on, document.elements[3].starts_on] == [
        date(2030, 12, 31),
        date(2025, 3, 15),
    ]


def test_details_and_tables_about_the_city_are_whole(document):
    cell = document.cells[0]
    assert [cell.rationale, cell.original, cell.evidence, cell.indicators] == [
        *("Because it is decisive, a lot\nof text", "✓", ("E1", "E2"), ("I-1",))
    ]
    assert [row.name for row in document.actors] == ["Universidad, Nacional", "=Cámara"]
    assert [row.code for row in document.local] == ["18", "11.2-CBA1"]
    assert len(document.competences) == 3
    assert str(document.observations[1].value) == "-0.000001"


def test_frozen_panes_lists_and_colours_are_kept():
    sheet = openpyxl.load_workbook(FILE)["MATRIX"]
    (rule,) = sheet.data_validations.dataValidation
    assert [sheet.freeze_panes, rule.type, rule.formula1] == ["C2", "list", "LISTS!$A$2:$A$8"]
    assert sheet["C1"].fill.fgColor.rgb == "FFE5243B"
