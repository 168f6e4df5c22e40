"""Strategies from spreadsheets in which each level has a column of its own."""

import io

import pytest

from alignment.exchange.column_maps import best_sheet, columns_from_json, guessed_fields
from alignment.exchange.known import Known
from alignment.exchange.reading import Wishes, grids_of, read_document
from alignment.exchange.trees import guessed_source
from tests.alignment.exchange.files import workbook

EMPTY = Known(frozenset(), frozenset())
FIELDS = {"Eje": "axis", "Objetivo": "objective", "Programa": "programme", "Proyecto": "project"}
HEAD = list(FIELDS)


def read(lines, fields=FIELDS, known=EMPTY, **said):
    content = workbook(X=lines)
    wishes = Wishes(columns=columns_from_json({"fields": fields, **said}))
    return read_document(io.BytesIO(content), "plan.xlsx", known, wishes)


def tree(lines, fields=FIELDS, known=EMPTY, **said):
    """Code, parent, level and title of each element, and the findings with their cells."""
    reading = read(lines, fields, known, **said)
    rows = [(row.code, row.parent, row.level, row.title) for row in reading.document.elements]
    found = [(each.rule, each.place.row, each.place.column) for each in reading.findings.issues]
    return rows, found


FOUR = [
    ("1", "", "AXIS", "Verde"),
    ("1.1", "1", "OBJECTIVE", "Aire"),
    ("1.1.1", "1.1", "PROGRAMME", "Arbolado"),
    ("1.1.1.1", "1.1.1", "PROJECT", "Plantar"),
    ("1.1.1.2", "1.1.1", "PROJECT", "Regar"),
    ("1.1.2", "1.1", "PROGRAMME", "Buses"),
    ("1.1.2.1", "1.1.2", "PROJECT", "Carriles"),
    ("2", "", "AXIS", "Justa"),
    ("2.1", "2", "OBJECTIVE", "Techo"),
    ("2.1.1", "2.1", "PROGRAMME", "Vivienda"),
    ("2.1.1.1", "2.1.1", "PROJECT", "Lotes"),
]


@pytest.mark.parametrize(
    "lines",
    [
        [
            ["Verde", "Aire", "Arbolado", "Plantar"],
            ["Verde", "Aire", "Arbolado", "Regar"],
            ["Verde", "Aire", "Buses", "Carriles"],
            ["Justa", "Techo", "Vivienda", "Lotes"],
        ],
        [
            ["Verde", "Aire", "Arbolado", "Plantar"],
            [None, None, None, "Regar"],
            [None, None, "Buses", "Carriles"],
            ["Justa", "Techo", "Vivienda", "Lotes"],
        ],
        [
            ["Verde"],
            [None, "Aire"],
            [None, None, "Arbolado"],
            [None, None, None, "Plantar"],
            [None, None, None, "Regar"],
            [None, None, "Buses"],
            [None, None, None, "Carriles"],
            ["Justa"],
            [None, "Techo", "Vivienda"],
            [None, None, None, "Lotes"],
        ],
        [
            ["Verde", "Aire", "Arbolado", "Plantar"],
            ["Justa", "Techo", "Vivienda", "Lotes"],
            ["VERDE", "Aire", "Arbolado", "Regar"],
            ["Verde", "Aire", "Buses", "Carriles"],
        ],
    ],
    ids=["each row whole", "merged cells", "steps", "not sorted"],
)
def test_one_tree_however_the_rows_are_filled(lines):
    assert tree([HEAD, *lines]) == (FOUR, [])


def test_a_blank_level_after_a_written_one_is_left_out():
    rows, found = tree([HEAD, ["Verde", "", "", "Plantar"], ["Verde", "Aire", "", "Medir"]])
    assert found == []
    assert [(code, parent, level) for code, parent, level, _title in rows] == [
        ("1", "", "AXIS"),
        ("1.1", "1", "PROJECT"),
        ("1.2", "1", "OBJECTIVE"),
        ("1.2.1", "1.2", "PROJECT"),
    ]


def test_other_columns_belong_to_the_last_element_of_the_row():
    lines = [
        [*HEAD, "Monto", "Unidad"],
        ["Verde", "Aire", "", "", "", "Ambiente"],
        ["", "", "Arbolado", "Plantar", "1.200", "Parques"],
    ]
    reading = read(lines, {**FIELDS, "Monto": "budget", "Unidad": "responsible"}, currency="ARS")
    assert reading.findings.issues == []
    told = {row.title: (row.responsible, str(row.budget), row.currency) for row in reading.document.elements}
    assert told == {
        "Verde": ("", "None", ""),
        "Aire": ("Ambiente", "None", ""),
        "Arbolado": ("", "None", ""),
        "Plantar": ("Parques", "1200.00", "ARS"),
    }
    by_title = {row.title: row for row in reading.document.elements}
    assert "responsible" not in by_title["Verde"].given
    assert by_title["Plantar"].place.row == 3


def test_a_column_of_titles_lies_below_the_levels():
    lines = [["Eje", "Programa", "Nombre"], ["Verde", "Arbolado", "Plantar"], ["", "", "Regar"]]
    rows, found = tree(lines, {"Eje": "axis", "Programa": "programme", "Nombre": "title"})
    assert found == []
    assert [(level, title) for _code, _parent, level, title in rows] == [
        ("AXIS", "Verde"),
        ("PROGRAMME", "Arbolado"),
        ("PROJECT", "Plantar"),
        ("PROJECT", "Regar"),
    ]
    rows, _found = tree([["P", "N"], ["Plantar", "Cavar"]], {"P": "project", "N": "title"})
    assert [level for _code, _parent, level, _title in rows] == ["PROJECT", "ACTION"]


def test_numbers_before_the_titles_become_codes():
    lines = [
        HEAD,
        ["Línea 1. Verde", "1.1 Aire", "1. Arbolado", "a) Plantar"],
        ["", "", "2. Buses", "7 carriles"],
        ["", "", "", "Plantar 10.000 árboles"],
        ["", "", "", "2.500 luces"],
        ["", "", "", "IV) Noche"],
        ["Eje 2. Justa", "1.1 Otro", "", ""],
    ]
    rows, found = tree(lines)
    assert found == []
    assert [(code, title) for code, _parent, _level, title in rows] == [
        ("1", "Verde"),
        ("1.1", "Aire"),
        ("1.1.1", "Arbolado"),
        ("1.1.1.a", "Plantar"),
        ("1.1.2", "Buses"),
        ("1.1.2.1", "7 carriles"),
        ("1.1.2.2", "Plantar 10.000 árboles"),
        ("1.1.2.3", "2.500 luces"),
        ("1.1.2.IV", "Noche"),
        ("2", "Justa"),
        ("2.1", "1.1 Otro"),
    ]


def test_codes_of_a_column_and_of_elements_that_are_there():
    known = Known(frozenset(), frozenset(), elements=frozenset({"E7"}), titles={("", "verde"): "E7"})
    lines = [["Nro", "Eje", "Proyecto"], ["P-3", "Verde", "Plantar"]]
    rows, _found = tree(lines, {"Nro": "code", "Eje": "axis", "Proyecto": "project"}, known)
    assert [(code, parent) for code, parent, _level, _title in rows] == [("E7", ""), ("P-3", "E7")]


def test_what_cannot_be_read_is_told_at_its_cell():
    lines = [
        [*HEAD, "Fin"],
        ["Verde", "Aire", "Arbolado", "Plantar", "2030"],
        ["", "", "", "", "2031"],
        ["Verde", "Aire", "Arbolado", "Plantar", "2032"],
        ["Verde", "Aire", "Arbolado", "x" * 300, ""],
        ["Verde", "Aire", "Arbolado", "Regar", "mañana"],
    ]
    _rows, found = tree(lines, {**FIELDS, "Fin": "ends_on"})
    assert [(row, column) for _rule, row, column in found] == [(3, "D"), (4, "D"), (5, "D"), (6, "E")]


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (HEAD, ["axis", "objective", "programme", "project"]),
        (["Eje estratégico", "Programas", "Nombre"], ["axis", "programme", "title"]),
        (["Eixo", "Objetivo", "Ação", "Prazo"], ["axis", "objective", "action", "ends_on"]),
        (["Axe", "Objectif", "Programme", "Mesure"], ["axis", "objective", "programme", "action"]),
        (["Code", "Pillar", "Goal", "Action"], ["code", "axis", "objective", "action"]),
        (["Proyecto", "Objetivo", "Monto"], ["title", None, "budget"]),
    ],
)
def test_levels_are_guessed_from_the_headers(head, fields):
    found = guessed_fields(dict(enumerate(head)))
    assert [found.get(column) for column in range(len(head))] == fields


def test_where_the_levels_come_from_is_guessed():
    sheet = best_sheet(grids_of(io.BytesIO(workbook(X=[HEAD, ["A", "B", "C", "D"]])), "x.xlsx"))
    assert guessed_source(sheet, guessed_fields(sheet.head)) == "COLUMNS"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"fields": {"A": "title"}, "level_from": "COLUMNS"}, "which columns are the levels"),
        ({"fields": {"A": "axis", "B": "title"}, "level_from": "SAME"}, "comes from its column"),
        ({"fields": {"A": "action", "B": "title"}}, "Two columns"),
        ({"fields": {"A": "axis", "B": "axis"}}, "Two columns"),
    ],
)
def test_mapping_that_contradicts_itself_is_refused(said, words):
    with pytest.raises(ValueError, match=words):
        columns_from_json(said)


def test_a_mapping_is_kept_as_it_was_said():
    columns = columns_from_json({"fields": FIELDS})
    assert columns.level_from == "COLUMNS"
    assert columns_from_json(columns.as_json()) == columns
