"""The workbook as a spreadsheet program sees it."""

import io

import openpyxl
import pytest

from alignment.exchange.exporting import blank_template, export_matrix
from alignment.models import Goal
from tests.factories.alignment import AlignmentCellFactory


@pytest.fixture
def book(matrix, strategy):
    AlignmentCellFactory(
        matrix=matrix,
        element=strategy.elements.get(code="P1"),
        target__code="8.10",
        score=-2,
        rationale="=HYPERLINK(1)",
    )
    Goal.objects.filter(number=11).update(colour="#FD9D24", text_colour="black")
    Goal.objects.filter(number=17).update(colour="#19486A", text_colour="white")
    return openpyxl.load_workbook(io.BytesIO(export_matrix(matrix, "xlsx").content))


def column_of(sheet, name):
    return next(cell.column for cell in sheet[1] if cell.value == name)


def test_sheets_in_their_order(book):
    assert book.sheetnames == ["INSTRUCTIONS", "META", "STRATEGY", "MATRIX", "CELLS", "EVIDENCE", "LISTS"]


def test_targets_have_their_prefix_and_all_169_are_there(book):
    headers = [cell.value for cell in book["MATRIX"][1]]
    assert [headers[:3], len(headers), headers[-1]] == [["code", "title", "T1.1"], 171, "T17.19"]
    assert "T8.10" in headers


def test_header_has_the_goals_colour_and_readable_text(book):
    sheet = book["MATRIX"]
    for name, fill, text in (("T11.2", "FFFD9D24", "FF000000"), ("T17.1", "FF19486A", "FFFFFFFF")):
        cell = sheet.cell(1, column_of(sheet, name))
        assert [cell.fill.fgColor.rgb, cell.font.color.rgb] == [fill, text]


def test_header_and_first_columns_stay(book):
    assert [book[name].freeze_panes for name in ("MATRIX", "STRATEGY", "CELLS")] == ["C2", "A2", "A2"]


def test_scores_are_numbers_chosen_from_a_list(book):
    sheet = book["MATRIX"]
    assert sheet.cell(2, column_of(sheet, "T8.10")).value == -2
    (rule,) = sheet.data_validations.dataValidation
    assert [rule.type, rule.formula1, str(rule.sqref)] == ["list", "LISTS!$A$2:$A$8", "C2:FO303"]
    assert [cell.value for cell in book["LISTS"]["A"][1:8]] == [-3, -2, -1, 0, 1, 2, 3]


def test_codes_are_text_for_the_spreadsheet_too(book):
    assert [book["MATRIX"]["A2"].number_format, book["CELLS"]["B2"].number_format] == ["@", "@"]
    assert book["MATRIX"].column_dimensions["A"].number_format == "@"


def test_text_that_looks_like_a_formula_is_none(book):
    cell = book["CELLS"]["G2"]
    assert [cell.value, cell.data_type] == ["'=HYPERLINK(1)", "s"]


def test_instructions_come_in_the_language_of_the_person(strategy):
    sheet = openpyxl.load_workbook(io.BytesIO(blank_template(strategy).content))["INSTRUCTIONS"]
    assert sheet["A1"].value == "How to fill this workbook"


def test_blank_workbook_filled_by_hand_is_imported(strategy, check):
    book = openpyxl.load_workbook(io.BytesIO(blank_template(strategy).content))
    sheet = book["MATRIX"]
    sheet.cell(2, column_of(sheet, "T11.2")).value = 2
    sheet.cell(3, column_of(sheet, "T6.3")).value = 0
    file = io.BytesIO()
    book.save(file)
    row = check(file.getvalue(), strategy=strategy)
    assert [row.state, row.summary["counts"]["cells"]["added"]] == ["CHECKED", 2]


def test_only_scored_elements_have_a_row(matrix, strategy):
    strategy.elements.filter(code="P2").update(parent=strategy.elements.get(code="P1"), level="ACTION")
    book = openpyxl.load_workbook(io.BytesIO(export_matrix(matrix, "xlsx").content))
    assert [cell.value for cell in book["MATRIX"]["A"]] == ["code", "P2"]
