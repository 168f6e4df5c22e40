"""Strategies from spreadsheets with any columns: level from a column, the numbering or the indentation."""

import io

import openpyxl
import pytest
from openpyxl.styles import Alignment

from alignment.exchange.column_maps import best_sheet, columns_from_json, guessed_fields
from alignment.exchange.known import Known
from alignment.exchange.reading import Wishes, grids_of, read_document
from alignment.exchange.trees import guessed_source, level_named
from alignment.exchange.values import Formula
from alignment.forms.columns import shown_value
from tests.alignment.exchange.files import filled, saved, workbook

EMPTY = Known(frozenset(), frozenset())


def tree(content, known=EMPTY, name="plan.xlsx", **said):
    """Code, parent, level and title of each element, and the errors."""
    wishes = Wishes(columns=columns_from_json(said))
    reading = read_document(io.BytesIO(content), name, known, wishes)
    rows = [(row.code, row.parent, row.level, row.title) for row in reading.document.elements]
    errors = [(each.rule, each.place.row, each.place.column) for each in reading.findings.issues]
    return rows, errors


NUMBERED = [
    ["PLAN ESTRATÉGICO"],
    ["Nro", "Iniciativa"],
    ["1", "Ciudad verde"],
    ["1.1", "Arbolado"],
    ["1.1.1", "Plantar"],
    ["1.2", "Residuos"],
    ["2", "Ciudad justa"],
    ["2.1.a", "Vivienda"],
]


def test_level_and_parent_from_the_numbering():
    rows, errors = tree(
        workbook(Plan2030=NUMBERED), fields={"Nro": "code", "Iniciativa": "title"}, level_from="NUMBERING"
    )
    assert errors == []
    assert rows == [
        ("1", "", "AXIS", "Ciudad verde"),
        ("1.1", "1", "PROGRAMME", "Arbolado"),
        ("1.1.1", "1.1", "PROJECT", "Plantar"),
        ("1.2", "1", "PROGRAMME", "Residuos"),
        ("2", "", "AXIS", "Ciudad justa"),
        ("2.1.a", "2", "PROGRAMME", "Vivienda"),
    ]


def test_number_at_the_beginning_of_the_title_becomes_the_code():
    sheet = [
        ["Title"],
        ["Eje 1. Ciudad verde"],
        ["1.1 Arbolado"],
        ["1.a) Compost"],
        ["II.2 Otra"],
        ["3 ríos"],
    ]
    rows, errors = tree(workbook(X=sheet), fields={"Title": "title"}, level_from="NUMBERING")
    assert errors == []
    assert [(code, parent, title) for code, parent, _level, title in rows] == [
        ("1", "", "Ciudad verde"),
        ("1.1", "1", "Arbolado"),
        ("1.a", "1", "Compost"),
        ("II.2", "", "Otra"),
        ("3", "", "ríos"),
    ]


def test_letters_alone_hang_below_the_last_number():
    sheet = [["No", "Action"], ["1", "A"], ["1.1", "B"], ["a", "C"], ["b", "D"]]
    rows, _errors = tree(workbook(X=sheet), fields={"No": "code", "Action": "title"}, level_from="NUMBERING")
    assert [(code, parent) for code, parent, _level, _title in rows] == [
        ("1", ""),
        ("1.1", "1"),
        ("1.1.a", "1.1"),
        ("1.1.b", "1.1"),
    ]


def test_row_without_a_number_is_told():
    _rows, errors = tree(
        workbook(X=[["No", "T"], ["1", "A"], ["", "B"]]),
        fields={"No": "code", "T": "title"},
        level_from="NUMBERING",
    )
    assert errors[0] == ("E4", 3, "")


@pytest.mark.parametrize("white", ["  ", "\t", "\u00a0\u00a0"])
def test_level_from_leading_white_space_and_generated_codes(white):
    lines = ["Verde", f"{white}Árboles", f"{white * 2}Plantar", f"{white}Agua", "Justa"]
    rows, errors = tree(
        workbook(X=[["Nombre"], *([line] for line in lines)]), fields={"A": "title"}, level_from="INDENT"
    )
    assert errors == []
    assert rows == [
        ("1", "", "AXIS", "Verde"),
        ("1.1", "1", "PROGRAMME", "Árboles"),
        ("1.1.1", "1.1", "PROJECT", "Plantar"),
        ("1.2", "1", "PROGRAMME", "Agua"),
        ("2", "", "AXIS", "Justa"),
    ]


def test_level_from_the_indent_of_the_format():
    book = filled({"X": [["Nombre"], ["Verde"], ["Árboles"], ["Justa"]]})
    book["X"]["A3"].alignment = Alignment(indent=2)
    rows, _errors = tree(saved(book), fields={"A": "title"}, level_from="INDENT")
    assert [(code, level) for code, _parent, level, _title in rows] == [
        ("1", "AXIS"),
        ("1.1", "PROJECT"),
        ("2", "AXIS"),
    ]


def test_level_from_a_column_and_parent_by_the_order():
    sheet = [
        ["Nivel", "Nombre"],
        ["Eje", "A"],
        ["Programa", "B"],
        ["Proyecto", "C"],
        ["Eje 2", "D"],
        ["Acción", "E"],
    ]
    rows, errors = tree(workbook(X=sheet), fields={"Nivel": "level", "Nombre": "title"})
    assert errors == []
    assert [(code, parent, level) for code, parent, level, _title in rows] == [
        ("1", "", "AXIS"),
        ("1.1", "1", "PROGRAMME"),
        ("1.1.1", "1.1", "PROJECT"),
        ("2", "", "AXIS"),
        ("2.1", "2", "ACTION"),
    ]


@pytest.mark.parametrize(
    ("words", "level"),
    [
        (("Eje", "EJE 1", "Ejes", "Eixo", "Axe stratégique", "Axis", "nivel 1", "1"), "AXIS"),
        (("Objetivo", "Objetivos", "Objectif", "objective 2.1", "Objetivo estratégico"), "OBJECTIVE"),
        (("Programa", "Programas", "Programme", "program"), "PROGRAMME"),
        (("Proyecto", "Projeto", "Projet", "PROJECT 7"), "PROJECT"),
        (("Acción", "Acciones", "Ação", "Ações", "Action", "Actions", "Medida", "Mesures"), "ACTION"),
        (("", "Total", "x"), ""),
    ],
)
def test_words_of_four_languages_for_the_levels(words, level):
    assert {word: level_named(word) for word in words} == dict.fromkeys(words, level)


def test_parent_from_its_own_column_may_come_later_in_the_sheet():
    sheet = [["Cód.", "Depende de", "Nombre"], ["P/1", "E 1", "Bus"], ["E 1", "", "Eje"]]
    rows, errors = tree(
        workbook(X=sheet),
        fields={"A": "code", "B": "parent", "C": "title"},
        level_from="SAME",
        levels=["AXIS", "PROJECT"],
    )
    assert (rows, errors) == ([("P-1", "E-1", "PROJECT", "Bus"), ("E-1", "", "AXIS", "Eje")], [])


def test_unknown_parent_and_circle_are_told_at_their_rows():
    sheet = [["c", "p", "t"], ["A", "B", "x"], ["B", "A", "y"], ["C", "Z", "z"]]
    _rows, errors = tree(
        workbook(X=sheet), fields={"A": "code", "B": "parent", "C": "title"}, level_from="SAME"
    )
    assert errors == [("E4", 3, ""), ("E4", 4, "")]


def test_values_as_offices_write_them():
    sheet = [
        ["Nombre", "Monto", "Inicio", "Fin", "Moneda"],
        ["A", "$ 1.200.000,50", "15/03/2025", "12/2026", None],
        ["B", "1.200", "2025", "2026", "R$"],
        ["C", "", "1.4.25", "", "EUR"],
    ]
    fields = {
        "Nombre": "title",
        "Monto": "budget",
        "Inicio": "starts_on",
        "Fin": "ends_on",
        "Moneda": "currency",
    }
    wishes = Wishes(columns=columns_from_json({"fields": fields, "currency": "ars"}))
    reading = read_document(io.BytesIO(workbook(X=sheet)), "x.xlsx", EMPTY, wishes)
    assert reading.findings.issues == []
    found = [
        (str(row.budget), row.currency, str(row.starts_on), str(row.ends_on))
        for row in reading.document.elements
    ]
    assert found == [
        ("1200000.50", "ARS", "2025-03-15", "2026-12-31"),
        ("1200.00", "BRL", "2025-01-01", "2026-12-31"),
        ("None", "EUR", "2025-04-01", "None"),
    ]


def test_codes_of_elements_that_are_there_are_found_by_title_and_others_are_free():
    known = Known(frozenset(), frozenset(), elements=frozenset({"1", "2", "7"}), titles={("", "verde"): "7"})
    rows, _errors = tree(
        workbook(X=[["T"], ["VERDE"], ["Nueva"]]), known, fields={"T": "title"}, level_from="SAME"
    )
    assert [row[0] for row in rows] == ["7", "3"]


def test_more_than_five_levels_are_told():
    lines = [[" " * number + "x"] for number in range(6)]
    _rows, errors = tree(workbook(X=[["T"], *lines]), fields={"T": "title"}, level_from="INDENT")
    assert errors == [("E4", 7, "")]


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            ["Código", "Nivel", "Denominación", "Área responsable", "Presupuesto"],
            ["code", "level", "title", "responsible", "budget"],
        ),
        (
            ["Nº", "Título do projeto", "Descrição", "Início", "Término"],
            ["code", "title", "description", "starts_on", "ends_on"],
        ),
        (
            ["N°", "Intitulé de l'action", "Service responsable", "Échéance"],
            ["code", "title", "responsible", "ends_on"],
        ),
        (["Ref", "Name of the project", "Owner", "Cost (USD)"], ["code", "title", "responsible", "budget"]),
    ],
)
def test_headers_of_four_languages_are_guessed(head, fields):
    assert [guessed_fields(dict(enumerate(head))).get(column) for column in range(len(head))] == fields


@pytest.mark.parametrize(
    ("rows", "source"),
    [
        ([["Nivel", "Nombre"], ["Eje", "A"]], "COLUMN"),
        ([["Nro", "Nombre"], ["1", "A"], ["1.1", "B"]], "NUMBERING"),
        ([["Proyecto"], ["1. A"], ["1.1 B"]], "NUMBERING"),
        ([["Proyecto"], ["A"], ["  B"]], "INDENT"),
        ([["Proyecto"], ["A"], ["B"]], "SAME"),
    ],
)
def test_where_the_levels_come_from_is_guessed(rows, source):
    sheet = best_sheet(grids_of(io.BytesIO(workbook(X=rows)), "x.xlsx"))
    assert guessed_source(sheet, guessed_fields(sheet.head)) == source


def test_header_is_found_below_titles_and_in_the_fullest_sheet():
    content = workbook(
        Portada=[["Plan 2030"]], Hoja2=[["Plan"], [], ["Código", "Nombre", "Responsable"], ["1", "A", "B"]]
    )
    sheet = best_sheet(grids_of(io.BytesIO(content), "x.xlsx"))
    assert [sheet.name, sheet.header_row] == ["Hoja2", 3]


def test_csv_with_semicolons_is_a_spreadsheet_too():
    rows, errors = tree(
        b"Nro;Nombre\n1;A\n1.1;B\n",
        name="plan.csv",
        fields={"Nro": "code", "Nombre": "title"},
        level_from="NUMBERING",
    )
    assert (len(rows), errors) == (2, [])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([], "list of columns"),
        ({"A": "name"}, "no field"),
        ({"A": "code"}, "title"),
        ({"A": "title", "B": "title"}, "Two columns"),
        ({"fields": {"A": "title"}, "level_from": "COLUMN"}, "which column is the level"),
        ({"fields": {"A": "title"}, "level_from": "X"}, "not known"),
        ({"fields": {"A": "title"}, "levels": ["TOP"]}, "levels are"),
        ({"fields": {"A": "title"}, "header_row": -1}, "whole number"),
    ],
)
def test_mapping_that_says_nothing_is_refused(said, words):
    with pytest.raises(ValueError, match=words):
        columns_from_json(said)


def test_sheet_without_rows_is_refused():
    book = openpyxl.Workbook()
    rows, errors = tree(saved(book), fields={"A": "title"}, level_from="SAME")
    assert (rows, errors) == ([], [("E12", 0, "")])


def test_plain_csv_of_a_spreadsheet_on_windows_keeps_its_accents_and_says_so():
    content = "Código;Título\r\n1;Educación y niñez – 2030\r\n".encode("cp1252")
    wishes = Wishes(columns=columns_from_json({"Código": "code", "Título": "title"}))
    reading = read_document(io.BytesIO(content), "plan.csv", EMPTY, wishes)
    (note,) = reading.findings.issues
    assert (note.level, "Windows-1252" in note.message) == ("note", True)
    assert [row.title for row in reading.document.elements] == ["Educación y niñez – 2030"]


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [
        ("2026-2028", "2026-01-01", "2028-12-31"),
        ("2026 – 2028", "2026-01-01", "2028-12-31"),
        ("2026 a 2028", "2026-01-01", "2028-12-31"),
        ("2028", None, "2028-12-31"),
    ],
)
def test_one_column_holds_first_and_last_year(term, first, last):
    wishes = Wishes(columns=columns_from_json({"Nombre": "title", "Plazo": "ends_on"}))
    content = workbook(Plan=[["Nombre", "Plazo"], ["Arbolado", term]])
    reading = read_document(io.BytesIO(content), "plan.xlsx", EMPTY, wishes)
    (row,) = reading.document.elements
    days = [day and day.isoformat() for day in (row.starts_on, row.ends_on)]
    assert (days, reading.findings.issues) == ([first, last], [])


def test_term_before_our_time_is_told_at_its_cell():
    content = workbook(Plan=[["Nombre", "Plazo"], ["Arbolado", "1880-2028"]])
    _rows, errors = tree(content, fields={"Nombre": "title", "Plazo": "ends_on"}, level_from="SAME")
    assert errors == [("E8", 2, "B")]


def test_example_of_a_column_is_the_stored_value_of_its_formula():
    assert [shown_value(Formula(2500)), shown_value(Formula(None)), shown_value(None)] == ["2500", "", ""]
