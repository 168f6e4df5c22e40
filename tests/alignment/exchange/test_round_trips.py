"""What goes out comes in again: JSON to the byte, workbook and CSV tables in content."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from alignment.actions.imports import apply_import
from alignment.exchange.city_lines import plain_decimal
from alignment.exchange.contents import tree_order
from alignment.exchange.csv_writer import write_csv_zip
from alignment.exchange.documents import (
    ActorRow,
    CellRow,
    CompetenceRow,
    Document,
    ElementRow,
    EvidenceRow,
    IndicatorRow,
    LocalRow,
    Meta,
    ObservationRow,
    RoleRow,
)
from alignment.exchange.exporting import export_matrix, json_schema
from alignment.exchange.findings import Place
from alignment.exchange.json_format import canonical_json, write_json
from alignment.exchange.known import Known
from alignment.exchange.planning import plan_import
from alignment.exchange.reading import read_document
from alignment.exchange.xlsx_writer import MatrixLayout, write_xlsx
from alignment.models import AlignmentMatrix
from tests.factories.alignment import AlignmentCellFactory, EvidenceFactory, StrategyElementFactory

TARGETS = ("1.a", "6.3", "8.1", "8.10", "11.2", "13.2")
KNOWN = Known(frozenset(TARGETS), frozenset({"2025"}))
LEVELS = ("AXIS", "OBJECTIVE", "PROGRAMME", "PROJECT", "ACTION")
NO_CONTROLS = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
LINES = st.one_of(st.text(NO_CONTROLS, max_size=30), st.just("a\nb"), st.just("=1+1"), st.just("-5"))


def texts(most=30, *, least=0):
    return LINES.map(lambda text: text.strip()[:most].strip()).filter(lambda text: len(text) >= least)


def money(most):
    return st.none() | st.decimals(0, most, places=2).map(lambda number: number.quantize(Decimal("0.01")))


days = st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))


@st.composite
def elements(draw):
    rows, count = [], draw(st.integers(1, 5))
    for number in range(count):
        level = draw(st.sampled_from(LEVELS))
        above = [row.code for row in rows if LEVELS.index(row.level) < LEVELS.index(level)]
        budget = draw(money(10**9))
        rows.append(
            ElementRow(
                code=draw(st.sampled_from(["P", "E", "1.", "01-"])) + str(number),
                parent=draw(st.sampled_from(["", *above])),
                level=level,
                title=draw(texts(least=1)),
                description=draw(texts()),
                need=draw(texts()),
                responsible=draw(texts()),
                starts_on=draw(days),
                ends_on=draw(days),
                status=draw(st.sampled_from(["", "RUNNING"])),
                budget=budget,
                currency="ARS" if budget is not None else "",
                budget_year=draw(st.none() | st.integers(1990, 2100)),
            )
        )
    return tuple(tree_order(rows))


def pairs(**sizes):
    value = st.decimals(-(10**9), 10**9, places=3).map(plain_decimal)
    return st.lists(st.tuples(st.integers(1990, 2100), value), unique_by=lambda pair: pair[0], **sizes)


def ratings(least, most):
    return st.none() | st.integers(least, most)


@st.composite
def of_city(draw, codes):
    """Indicators with their values, actors with their roles, competences, own targets."""
    indicators = [
        IndicatorRow(
            code,
            name=draw(texts(least=1)),
            unit=draw(texts()),
            direction=draw(st.sampled_from(["UP", "DOWN", "HOLD"])),
            un_indicator=draw(st.sampled_from(["", "11.2.1", "2017/3.b.3"])),
            relation=draw(st.sampled_from(["SAME", "LOCAL"])),
            kind=draw(st.sampled_from(["", "IMPACT"])),
            method=draw(texts()),
            baseline=next(iter(draw(pairs(max_size=1))), None),
            milestones=tuple(sorted(draw(pairs(max_size=3)))),
            aim=next(iter(draw(pairs(max_size=1))), None),
        )
        for code in draw(st.lists(st.sampled_from(["I-1", "1.5", "Ñandú"]), unique=True))
    ]
    dimensions = st.sampled_from(["", '{"sex": "women"}', '{"age": "0-14", "sex": "men"}', '{"a;b": "c=d"}'])
    keys = st.tuples(
        st.sampled_from([row.code for row in indicators] or [""]), st.integers(1990, 2100), dimensions
    )
    observations = [
        ObservationRow(*key, value=value, status=draw(st.sampled_from(["FINAL", "ESTIMATED"])))
        for key, (_year, value) in zip(
            draw(st.lists(keys, unique=True, max_size=3)) if indicators else [],
            draw(pairs(min_size=3, max_size=3)),
            strict=False,
        )
    ]
    names = draw(
        st.lists(texts(20, least=1).map(lambda text: " ".join(text.split())), unique=True, max_size=3)
    )
    actors = [
        ActorRow(name, "ACADEMIA", "LOCAL", draw(ratings(1, 5)), draw(ratings(1, 5)), draw(ratings(-2, 2)))
        for name in names
        if name
    ]
    roles = [
        RoleRow(
            actor.name, **draw(st.sampled_from([{"element": codes[0]}, {"target": "8.10"}])), role="FUNDER"
        )
        for actor in actors
    ]
    tiers = [("1.a", "LOCAL"), ("1.a", "NATIONAL"), ("8.10", "LOCAL")]
    competences = [
        CompetenceRow(*key, draw(st.integers(0, 3)), draw(texts(9)), draw(days))
        for key in draw(st.lists(st.sampled_from(tiers), unique=True))
    ]
    local = [
        LocalRow("11.2-CBA1", "11.2", (("es", "Movilidad"), ("fr", "Mobilité")), 2030, "=50 %"),
        LocalRow("18"),
    ]
    return {
        "local": tuple(local[: draw(st.integers(0, 2))]),
        "indicators": tuple(indicators),
        "observations": tuple(observations),
        "actors": tuple(actors),
        "roles": tuple(roles),
        "competences": tuple(competences),
    }


@st.composite
def documents(draw):
    rows = draw(elements())
    refs = draw(st.lists(st.sampled_from(["E1", "E2", "Ñ-3"]), unique=True))
    keys = [(row.code, target) for row in rows for target in TARGETS]
    cells = []
    for element, target in sorted(draw(st.sets(st.sampled_from(keys), max_size=8)), key=keys.index):
        score = draw(st.integers(-3, 3))
        cells.append(
            CellRow(
                element,
                target,
                score,
                kind=draw(st.sampled_from(["", "DIRECT", "ENABLING"])) if score else "",
                horizon=draw(st.sampled_from(["", "LONG"])),
                confidence=draw(st.sampled_from([None, 1, 3])),
                rationale=draw(texts()),
                mitigation=draw(texts()),
                budget_share=draw(money(100)),
                evidence=tuple(sorted(draw(st.sets(st.sampled_from(refs))))) if refs else (),
                indicators=draw(st.sampled_from([(), ("I-1",), ("1.5", "I-1")])),
                original=draw(st.sampled_from(["", "✓", "=x"])),
            )
        )
    meta = Meta(
        city_geonameid=draw(st.none() | st.integers(1, 10**7)),
        city_name=draw(texts(least=1)),
        country="AR",
        title=draw(texts(least=1)),
        kind="CLIMATE",
        period_start=2020,
        period_end=2030,
        language="pt-br",
        framework="2025",
        granularity="TARGET",
        scope="ALL",
        method_note=draw(texts()),
    )
    evidence = tuple(EvidenceRow(ref, "NORM", draw(texts(least=1)), draw(texts(9))) for ref in refs)
    return Document(meta, rows, tuple(cells), evidence, **draw(of_city([row.code for row in rows])))


def read(content, name):
    reading = read_document(io.BytesIO(content), name, KNOWN)
    assert [issue for issue in reading.findings.issues if issue.level != "note"] == []
    return reading.document


@given(documents())
def test_json_comes_back_to_the_byte(document):
    content = write_json(document)
    again = read(content, "matrix.json")
    assert again == document
    assert write_json(again) == content


@given(documents())
def test_json_fits_the_schema(document):
    content = json.loads(write_json(document))
    assert list(Draft202012Validator(json_schema()).iter_errors(content)) == []


@given(documents())
def test_csv_tables_come_back_with_the_same_content(document):
    again = read(write_csv_zip(document), "matrix.zip")
    assert again == with_scale(document, again)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_workbook_comes_back_with_the_same_content(document):
    rows = [(row.code, row.title) for row in document.elements]
    content = write_xlsx(document, MatrixLayout(rows, TARGETS, {}))
    again = read(content, "matrix.xlsx")
    assert again == with_scale(document, again)


def with_scale(document, again):
    """Workbooks and CSV say their scale; JSON needs none."""
    assert again.meta.scale == "-3..3"
    meta = Meta(**{**{f: getattr(document.meta, f) for f in META_FIELDS}, "scale": "-3..3"})
    return replace(
        document, meta=meta, competences=again.competences if same_competences(document, again) else ()
    )


def same_competences(document, again):
    """A table of tiers side by side keeps no order within a target."""
    return sorted(document.competences, key=str) == sorted(replace_places(again.competences), key=str)


def replace_places(rows):
    return [replace(row, place=Place(), given=frozenset()) for row in rows]


META_FIELDS = [name for name in Meta.__slots__ if name != "scale"]


@given(documents())
def test_importing_what_is_there_changes_nothing(document):
    again = read(write_json(document), "matrix.json")
    assert plan_import(again, document).is_empty


@pytest.fixture
def full_matrix(matrix, strategy):
    axis = StrategyElementFactory(
        strategy=strategy, code="A", level="AXIS", position=3, description="a\r\nb", title="=SUM(A1)"
    )
    project = StrategyElementFactory(
        strategy=strategy, code="A.1", parent=axis, position=4, budget=Decimal("12.5"), currency="ARS"
    )
    first = strategy.elements.get(code="P1")
    cell = AlignmentCellFactory(
        matrix=matrix,
        element=first,
        target__code="8.10",
        rationale="“Sí”; no,\r\ntal vez",
        original_value="✓",
    )
    AlignmentCellFactory(matrix=matrix, element=project, target__code="8.1", score=-3, budget_share="33.3")
    AlignmentCellFactory(matrix=matrix, element=project, target__code="8.a", score=0)
    EvidenceFactory(matrix=matrix, ref="E2", url="https://example.org/x").cells.add(cell)
    EvidenceFactory(matrix=matrix, ref="E1").cells.add(cell)
    return matrix


def test_matrix_copied_by_json_is_the_same_to_the_byte(full_matrix, check, personas, strategy):
    content = canonical_json(full_matrix)
    copy = apply_import(check(content, name="m.json", strategy=strategy), by=personas["planner"]).matrix
    assert copy.pk != full_matrix.pk
    assert canonical_json(copy) == content


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_new_strategy_from_each_format_has_the_same_content(full_matrix, check, personas, kind):
    city = personas.city
    city.geonameid = 77
    city.save()
    content = canonical_json(AlignmentMatrix.objects.get(pk=full_matrix.pk))
    file = export_matrix(AlignmentMatrix.objects.get(pk=full_matrix.pk), kind)
    row = check(file.content, name=file.name, city=city)
    assert [issue for issue in row.issues if issue["level"] == "error"] == []
    copy = apply_import(row, by=personas["planner"]).matrix
    assert copy.strategy_id != full_matrix.strategy_id
    assert canonical_json(copy) == content


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_own_export_brought_back_changes_nothing(full_matrix, check, kind):
    file = export_matrix(full_matrix, kind)
    row = check(file.content, name=file.name, matrix=full_matrix)
    assert {group: rows for group, rows in row.changes.items() if rows} == {}
    assert row.state == "CHECKED"
