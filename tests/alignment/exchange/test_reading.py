"""How the tables of people are understood: names, codes, numbers, words, several sheets."""

import io
from datetime import date

import pytest

from alignment.exchange import limits
from alignment.exchange.reading import read_document
from tests.alignment.exchange.files import (
    CELLS,
    MATRIX,
    META,
    STRATEGY,
    filled,
    part_of,
    rewritten,
    saved,
    workbook,
    zipped,
    zipped_as,
)


@pytest.fixture
def read(known):
    def run(content, name="matrix.xlsx"):
        return read_document(io.BytesIO(content), name, known)

    return run


def remarks(reading, level):
    return [
        (issue.rule, issue.place.sheet, issue.message)
        for issue in reading.findings.issues
        if issue.level == level
    ]


def scores(reading):
    return {cell.key: cell.score for cell in reading.document.cells}


@pytest.mark.parametrize(
    ("plan", "links"),
    [
        (
            {
                "Estrategia": [
                    ["Código", "Código padre", "Nivel", "Título"],
                    ["P1", None, "Proyecto", "Buses"],
                ]
            },
            {
                "Celdas": [
                    ["Código del elemento", "Meta", "Puntaje", "Tipo"],
                    ["P1", "ODS 11.2", 2, "Directo"],
                ]
            },
        ),
        (
            {"ESTRATÉGIA": [["código", "código pai", "nível", "título"], ["P1", None, "projeto", "Buses"]]},
            {"Células": [["elemento", "meta", "pontuação", "tipo"], ["P1", "11.2", 2, "direta"]]},
        ),
        (
            {"Stratégie": [["Code", "Code parent", "Niveau", "Titre"], ["P1", None, "Projet", "Buses"]]},
            {
                "cellules": [
                    ["Code de l'élément", "Cible", "Note", "Genre"],
                    ["P1", "Cible 11.2", 2, "directe"],
                ]
            },
        ),
        (
            {"strategy": [["CODE*", "parent_code", "LEVEL *", "Title:"], ["P1", None, "project", "Buses"]]},
            {"Cells": [["element_code", "SDG target", "value", "type"], ["P1", "T11.2", "2", "D"]]},
        ),
    ],
    ids=["es", "pt", "fr", "en"],
)
def test_names_in_four_languages(read, plan, links):
    reading = read(workbook(**plan, **links))
    assert remarks(reading, "error") == []
    (element,) = reading.document.elements
    (cell,) = reading.document.cells
    assert [element.code, element.level, element.title] == ["P1", "PROJECT", "Buses"]
    assert [cell.element, cell.target, cell.score, cell.kind] == ["P1", "11.2", 2, "DIRECT"]


def test_tables_are_known_by_their_columns_where_the_sheet_has_another_name(read):
    reading = read(workbook(Hoja1=STRATEGY, Hoja2=MATRIX))
    assert len(reading.document.elements) == 2
    assert scores(reading) == {("P1", "11.2"): 2, ("P2", "11.2"): 0, ("P2", "6.3"): 1}


def test_titles_may_stand_above_the_header(read):
    reading = read(workbook(MATRIX=[["Matriz de alineación"], [], *MATRIX]))
    assert len(scores(reading)) == 3


def test_unknown_and_later_sheets_are_noted(read):
    reading = read(workbook(STRATEGY=STRATEGY, Notas=[["x"]], INTERACTIONS=[["from"]], LISTS=[["x"]]))
    assert [sheet for _rule, sheet, _text in remarks(reading, "note")] == ["Notas", "INTERACTIONS"]


def test_unknown_columns_are_noted(read):
    reading = read(workbook(MATRIX=[["code", "Comments", "T11.2"], ["P1", "well", 2]]))
    assert [text for _rule, _sheet, text in remarks(reading, "note")] == [
        "The column “Comments” is not known; it was not read."
    ]


def test_hidden_sheet_is_read_and_told(read):
    book = filled({"STRATEGY": STRATEGY, "MATRIX": MATRIX})
    book["MATRIX"].sheet_state = "hidden"
    reading = read(saved(book))
    assert len(scores(reading)) == 3
    assert [sheet for _rule, sheet, _text in remarks(reading, "warning")] == ["MATRIX"]


def test_stored_value_of_a_formula_is_read_and_told(read):
    content = workbook(MATRIX=MATRIX)
    sheet = "xl/worksheets/sheet1.xml"
    changed = part_of(content, sheet).replace(b'<c r="C2" t="n"><v>2</v>', b'<c r="C2"><f>1+1</f><v>2</v>')
    reading = read(rewritten(content, {sheet: changed}))
    assert scores(reading)["P1", "11.2"] == 2
    assert [rule for rule, _sheet, _text in remarks(reading, "note")] == ["E12"]


def test_one_sided_scores_are_taken_and_told(read):
    cells = [CELLS[0], ["P1", "T6.3", 1, "DIRECT"]]
    reading = read(workbook(MATRIX=MATRIX, CELLS=cells))
    assert scores(reading)["P1", "6.3"] == 1
    assert len(remarks(reading, "warning")) == 4
    assert remarks(reading, "error") == []


@pytest.mark.parametrize(
    ("written", "score", "kind"),
    [
        ("x", 2, ""),
        ("✓", 2, ""),
        ("Sí", 2, ""),
        ("no", 0, ""),
        (True, 2, ""),
        (0.5, 1, ""),
        ("0,5", 1, ""),
        ("parcial", 1, ""),
        ("baja", 1, ""),
        ("média", 2, ""),
        ("élevée", 3, ""),
        ("directo", 3, "DIRECT"),
        ("indireto", 1, "INDIRECT"),
        ("enabling", 1, "ENABLING"),
        (1, 1, ""),
        ("-2", -2, ""),
        ("−2", -2, ""),
        (3.0, 3, ""),
        ("2,0", 2, ""),
        (0, 0, ""),
    ],
)
def test_words_and_numbers_become_scores(read, written, score, kind):
    reading = read(workbook(MATRIX=[["code", "T11.2"], ["P1", written]]))
    (cell,) = reading.document.cells
    assert [cell.score, cell.kind] == [score, kind]


def test_scale_of_zero_to_one_is_said_in_meta(read):
    meta = [["key", "value"], ["scale", "0-1"]]
    matrix = [["code", "T11.2", "T6.3", "T13.2"], ["P1", 0, 0.5, 1]]
    reading = read(workbook(META=meta, MATRIX=matrix))
    assert list(scores(reading).values()) == [0, 1, 3]
    assert [cell.original for cell in reading.document.cells] == ["", "0.5", "1"]


def test_meta_is_read_in_any_language_and_case(read):
    meta = [
        ["Clave", "Valor"],
        ["Título del documento", "Plan"],
        ["Primer año", "2020"],
        ["Fin del período", 2030.0],
    ]
    found = read(workbook(META=meta, STRATEGY=STRATEGY)).document.meta
    assert [found.title, found.period_start, found.period_end] == ["Plan", 2020, 2030]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_csv_in_its_dialects(read, separator, start, ending):
    lines = [
        ["element_code", "target", "score", "rationale"],
        ["P1", "T8.10", "-1", '"Sí, ""tal"" vez; \tno"'],
    ]
    content = start + ending.join(separator.join(line) for line in lines) + ending
    reading = read(content.encode(), "cells.csv")
    (cell,) = reading.document.cells
    assert [cell.target, cell.score, cell.rationale] == ["8.10", -1, 'Sí, "tal" vez; \tno']


def test_csv_numbers_with_comma_or_point(read):
    rows = [
        "code;level;title;budget;currency",
        *(f"P{n};PROJECT;x;{text};ars" for n, text in enumerate(AMOUNTS)),
    ]
    reading = read("\n".join(rows).encode(), "strategy.csv")
    assert {str(element.budget) for element in reading.document.elements} == {"1234.50"}
    assert {element.currency for element in reading.document.elements} == {"ARS"}


AMOUNTS = ("1234.5", "1234,5", "1.234,50", "1,234.50", "1 234,5", "1'234.50")


def test_zip_ignores_folders_and_what_systems_add(read):
    content = zipped_as(
        {"export/cells.csv": "element_code,target,score\nP1,11.2,2\n", "__MACOSX/._cells.csv": b"\0"}
    )
    assert scores(read(content, "matrix.zip")) == {("P1", "11.2"): 2}


def test_utf_16_with_its_mark_is_read(read):
    content = "element_code,target,score\nP1,11.2,2\n".encode("utf-16")
    assert scores(read(content, "cells.csv")) == {("P1", "11.2"): 2}


def test_year_alone_is_its_first_or_last_day(read):
    reading = read(zipped(strategy__csv="code,level,title,start,end\nP1,PROJECT,x,2020,2024\n"), "m.zip")
    (element,) = reading.document.elements
    assert [str(element.starts_on), str(element.ends_on)] == ["2020-01-01", "2024-12-31"]


def test_date_cells_are_dates(read):
    book = filled({"STRATEGY": [["code", "level", "title", "start"], ["P1", "PROJECT", "x", None]]})
    book["STRATEGY"]["D2"] = date(2020, 5, 4)
    (element,) = read(saved(book)).document.elements
    assert str(element.starts_on) == "2020-05-04"


def test_issues_beyond_the_shown_ones_are_counted(read):
    rows = [["P1", "T11.2", 9]] * (limits.MEGABYTE // 1000 - 400)
    reading = read(workbook(CELLS=[["element_code", "target", "score"], *rows]))
    assert [len(reading.findings.issues), reading.findings.counts["error"]] == [500, 600]


def test_places_lead_to_the_cell(read):
    reading = read(workbook(META=META, STRATEGY=STRATEGY, MATRIX=[*MATRIX, ["P1x", None, None, 7]]))
    (issue,) = [issue for issue in reading.findings.issues if issue.level == "error"]
    assert issue.as_json() == {
        "level": "error",
        "rule": "E2",
        "sheet": "MATRIX",
        "row": 4,
        "column": "D",
        "message": "7 is outside the scale from −3 to 3.",
    }
