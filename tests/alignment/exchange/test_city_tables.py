"""Indicators, values, actors, roles, competences, own targets of the city: in, out, and what is refused."""

import io
from datetime import date
from decimal import Decimal

import pytest

from alignment.actions.imports import apply_import
from alignment.exchange.exporting import export_matrix
from alignment.exchange.reading import read_document
from alignment.models import Actor, ActorRole, Competence, LocalIndicator, Milestone, Observation
from tests.alignment.exchange.files import STRATEGY, workbook, zipped_as
from tests.factories.alignment import AlignmentCellFactory, IndicatorFactory, TargetFactory

TABLES = {
    "STRATEGY": STRATEGY,
    "CELLS": [
        ["element_code", "target", "score", "kind", "indicator_codes", "actor_names"],
        ["P1", "T11.2", 2, "DIRECT", "I-1, I-2", "Universidad; Cámara"],
    ],
    "INDICATORS": [
        [
            "code",
            "name",
            "direction",
            "un_indicator",
            "relation",
            "baseline_year",
            "baseline",
            "milestone_year",
            "milestone",
            "target_year",
            "target",
        ],
        ["I-1", "Trips by bus", "sube", "11.2.1", "proxy", 2020, 12.5, "2025; 2027", "20; 25,5", 2030, 40],
        ["I-2", "Noise", "down"],
    ],
    "OBSERVATIONS": [
        ["code", "year", "value", "dims", "status"],
        ["I-1", 2021, "13,25", None, None],
        ["I-1", 2021, 10, "sex=women; age=0-14", "estimado"],
    ],
    "ACTORS": [
        ["name", "type", "level", "influence", "interest", "position"],
        ["Universidad", "universidad", "Local", 5, 4, -2],
        ["Cámara", "sector privado", "nacional", None, None, None],
    ],
    "ACTOR_ROLES": [
        ["name", "element_code or target", "role"],
        ["Universidad", "P1", "responsable"],
        ["Cámara", "T6.3", "funder"],
    ],
    "COMPETENCE": [
        ["target", "local", "national", "legal_basis", "checked_on"],
        ["11.2", "propia", 1, "Ley 1", date(2024, 1, 31)],
        ["11.2", None, None, None, None],
    ],
}


@pytest.fixture
def un_indicator(framework):
    return IndicatorFactory(code="11.2.1", framework=framework)


@pytest.fixture
def bring(check, matrix, un_indicator, personas):
    def run(content=None, name="matrix.xlsx", **sheets):
        row = check(content or workbook(**sheets), name=name, matrix=matrix)
        errors = [issue for issue in row.issues if issue["level"] == "error"]
        return errors or apply_import(row, by=personas["planner"])

    return run


def test_everything_about_the_city_comes_in(bring, matrix, un_indicator):
    row = bring(**TABLES)
    assert row.state == "APPLIED", row
    first, second = LocalIndicator.objects.order_by("code")
    assert [first.un_indicator, first.relation, second.relation] == [un_indicator, "PROXY", "LOCAL"]
    marks = Milestone.objects.filter(indicator=first).values_list("role", "year", "value")
    assert list(marks) == [
        ("BASELINE", 2020, Decimal("12.5")),
        ("MILESTONE", 2025, 20),
        ("MILESTONE", 2027, Decimal("25.5")),
        ("TARGET", 2030, 40),
    ]
    found = Observation.objects.order_by("value").values_list("value", "dimensions", "status")
    assert list(found) == [
        (10, {"sex": "women", "age": "0-14"}, "ESTIMATED"),
        (Decimal("13.25"), {}, "FINAL"),
    ]
    assert sorted(matrix.cells.get().indicators.values_list("code", flat=True)) == ["I-1", "I-2"]
    actor = Actor.objects.get(name="Universidad")
    assert [actor.kind, actor.tier, actor.influence, actor.stance] == ["ACADEMIA", "LOCAL", 5, -2]
    roles = ActorRole.objects.order_by("role").values_list(
        "actor__name", "element__code", "target__code", "role"
    )
    assert list(roles) == [
        ("Cámara", None, "6.3", "FUNDER"),
        ("Cámara", "P1", None, "PARTNER"),  # named in CELLS, without a role there
        ("Universidad", "P1", None, "RESPONSIBLE"),
    ]
    powers = Competence.objects.order_by("tier").values_list("target__code", "tier", "degree", "legal_basis")
    assert list(powers) == [("11.2", "LOCAL", 3, "Ley 1"), ("11.2", "NATIONAL", 1, "Ley 1")]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_own_export_with_the_city_changes_nothing(bring, check, matrix, kind):
    bring(**TABLES)
    file = export_matrix(matrix, kind, with_city=True)
    row = check(file.content, name=file.name, matrix=matrix)
    assert [issue for issue in row.issues if issue["level"] == "error"] == []
    assert {group: rows for group, rows in row.changes.items() if rows} == {}


def test_json_with_the_city_is_the_same_to_the_byte_after_an_import(bring, check, matrix, strategy, personas):
    bring(**TABLES)
    content = export_matrix(matrix, "json", with_city=True).content
    copy = apply_import(check(content, name="m.json", strategy=strategy), by=personas["planner"]).matrix
    assert export_matrix(copy, "json", with_city=True).content == content


def test_without_the_city_only_named_indicators_go_out(bring, matrix):
    bring(**TABLES)
    LocalIndicator.objects.create(city=matrix.strategy.city, code="I-9", name="Other")
    content = export_matrix(matrix, "json").content.decode()
    assert '"I-1"' in content
    assert not [word for word in ("I-9", "Universidad", "competences", "observations") if word in content]


def test_row_that_is_there_gets_only_the_columns_of_the_file(bring, matrix):
    bring(**TABLES)
    bring(INDICATORS=[["code", "unit"], ["I-1", "%"]])
    indicator = LocalIndicator.objects.get(code="I-1")
    assert [indicator.name, indicator.unit, indicator.milestones.count()] == ["Trips by bus", "%", 4]


def test_values_of_open_sdg_are_read_as_those_of_their_indicator(bring, matrix):
    LocalIndicator.objects.create(city=matrix.strategy.city, code="11.2.1", name="Access")
    table = "Year,Sex,Units,Value\n2020,,,50.5\n2020,Female,%,48\n2021,,,\n"
    row = bring(table.encode(), "indicator_11-2-1.csv")
    assert row.state == "APPLIED", row
    found = Observation.objects.order_by("value").values_list(
        "indicator__code", "year", "value", "dimensions"
    )
    assert list(found) == [
        ("11.2.1", 2020, 48, {"Sex": "Female", "Units": "%"}),
        ("11.2.1", 2020, Decimal("50.5"), {}),
    ]


def test_a_zip_of_open_sdg_has_a_table_for_each_indicator(bring, matrix):
    for code in ("11.2.1", "6.3.1"):
        LocalIndicator.objects.create(city=matrix.strategy.city, code=code, name=code)
    tables = {
        "data/indicator_11-2-1.csv": "Year,Value\n2020,50.5\n2021,51\n",
        "data/indicator_6-3-1.csv": "Units,Year,Sex,Value\n%,2020,Female,7\n",
        "data/indicator_6-3-2.csv": "Year,Value\n",
    }
    row = bring(zipped_as(tables), "open-sdg.zip")
    assert row.state == "APPLIED", row
    found = Observation.objects.order_by("value").values_list("indicator__code", "year", "dimensions")
    assert list(found) == [
        ("6.3.1", 2020, {"Sex": "Female", "Units": "%"}),
        ("11.2.1", 2020, {}),
        ("11.2.1", 2021, {}),
    ]


def test_values_that_stand_in_two_tables_are_told(check, matrix):
    LocalIndicator.objects.create(city=matrix.strategy.city, code="11.2.1", name="Access")
    tables = {
        "indicator_11-2-1.csv": "Year,Value\n2020,50.5\n",
        "observations.csv": "code,year,value\n11.2.1,2020,3\n",
    }
    row = check(zipped_as(tables), name="open-sdg.zip", matrix=matrix)
    (error,) = [issue for issue in row.issues if issue["level"] == "error"]
    assert (error["sheet"], error["row"]) == ("observations", 2)


def test_local_targets_travel_and_are_scored(check, matrix, strategy, personas):
    parent = TargetFactory(code="11.2")
    own = TargetFactory(
        code="11.2-CBA1", city=strategy.city, goal=parent.goal, parent=parent, position=parent.position
    )
    AlignmentCellFactory(matrix=matrix, element=strategy.elements.get(code="P1"), target=own)
    for kind in ("xlsx", "csv", "json"):
        file = export_matrix(matrix, kind)
        copy = apply_import(
            check(file.content, name=file.name, strategy=strategy), by=personas["planner"]
        ).matrix
        assert [cell.target for cell in copy.cells.all()] == [own]
    assert '"local":[\n{"code":"11.2-CBA1","parent":"11.2"' in export_matrix(matrix, "json").content.decode()


@pytest.mark.parametrize("code", ["11.2-XX1", "18.1"])
def test_local_target_that_is_missing_says_where_to_add_it(bring, code):
    (error,) = bring(CELLS=[["element_code", "target", "score", "kind"], ["P1", f"T{code}", 2, "DIRECT"]])
    assert [error["rule"], error["row"], error["column"]] == ["E1", 2, "B"]
    assert "Local goals and targets" in error["message"]


def test_those_who_do_not_plan_the_city_cannot_change_what_it_keeps(check, matrix, personas, strategy):
    type(strategy).objects.update(created_by=None, city=personas.city)
    other = personas["other_coordinator"]
    type(matrix).objects.update(created_by=other)
    row = check(workbook(ACTORS=TABLES["ACTORS"]), by="other_coordinator", matrix=matrix)
    assert any("Only those who plan the city" in issue["message"] for issue in row.issues)


def read_tables(content, known, name="m.xlsx"):
    reading = read_document(io.BytesIO(content), name, known)
    assert [issue for issue in reading.findings.issues if issue.level == "error"] == []
    return reading.document


HEADERS = {
    "es": {
        "Indicadores": [
            "Código",
            "Nombre",
            "Unidad",
            "Sentido",
            "Año base",
            "Línea de base",
            "Año meta",
            "Meta",
        ],
        "Actores": ["Nombre", "Tipo", "Nivel", "Influencia", "Interés", "Posición"],
        "Competencias": ["Meta", "Municipal", "Provincial", "Nacional", "Norma"],
    },
    "pt": {
        "Indicadores": [
            "Código",
            "Nome",
            "Unidade",
            "Sentido",
            "Ano base",
            "Linha de base",
            "Ano meta",
            "Meta",
        ],
        "Atores": ["Nome", "Tipo", "Nível", "Influência", "Interesse", "Posição"],
        "Competências": ["Meta", "Municipal", "Estadual", "Nacional", "Base legal"],
    },
    "fr": {
        "Indicateurs": [
            "Code",
            "Nom",
            "Unité",
            "Sens",
            "Année de référence",
            "Valeur de référence",
            "Année cible",
            "Valeur cible",
        ],
        "Acteurs": ["Nom", "Type", "Niveau", "Influence", "Intérêt", "Position"],
        "Compétences": ["Cible", "Communal", "Régional", "National", "Base légale"],
    },
    "en": {
        "INDICATORS": [
            "code",
            "name",
            "unit",
            "direction",
            "baseline_year",
            "baseline",
            "target_year",
            "target",
        ],
        "ACTORS": ["name", "type", "level", "influence", "interest", "position"],
        "COMPETENCE": ["target", "local", "provincial", "national", "legal_basis"],
    },
}


@pytest.mark.parametrize("language", HEADERS)
def test_headers_of_four_languages_give_the_same_rows(language, known):
    rows = [
        ["I-1", "Trips", "%", "up", 2020, 1, 2030, 2],
        ["Ana", "academia", "local", 1, 2, 0],
        ["T11.2", 3, 2, 0, "Ley 1"],
    ]
    sheets = {name: [head, row] for (name, head), row in zip(HEADERS[language].items(), rows, strict=True)}
    document = read_tables(workbook(**sheets), known)
    (indicator,), (actor,) = document.indicators, document.actors
    assert [indicator.code, indicator.direction, indicator.baseline, indicator.aim] == [
        *("I-1", "UP", (2020, 1), (2030, 2))
    ]
    assert [actor.name, actor.kind, actor.tier, actor.interest, actor.stance] == [
        "Ana",
        "ACADEMIA",
        "LOCAL",
        2,
        0,
    ]
    assert [(row.tier, row.degree, row.legal_basis) for row in document.competences] == [
        ("LOCAL", 3, "Ley 1"),
        ("PROVINCIAL", 2, "Ley 1"),
        ("NATIONAL", 0, "Ley 1"),
    ]


def test_several_tables_in_a_zip(known):
    content = zipped_as(
        {"actores.csv": "Nombre;Tipo\nAna;academia\n", "indicadores.csv": "Código;Nombre\nI;x\n"}
    )
    document = read_tables(content, known, "m.zip")
    assert [len(document.actors), len(document.indicators)] == [1, 1]
