"""Each rule breaks alone: the valid matrix has no issue, one change makes exactly one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alignment.checks.catalogue import TITLES, summed_up
from alignment.checks.cells import cell_errors
from alignment.checks.elements import element_issues
from alignment.checks.monitoring import indicator_errors
from alignment.checks.notices import matrix_notices
from alignment.checks.rows import CellRow, ElementRow, IndicatorRow, Issue, MatrixRows
from alignment.checks.warnings import matrix_warnings

TODAY = date(2018, 2, 1)
TARGETS = ("6.3", "11.1", "11.2", "11.5", "13.2")
AXIS = ElementRow("A", "Axis", "AXIS")
ONE = ElementRow("A1", "One", "PROJECT", parent="A", responsible="Unit")
TWO = ElementRow("A2", "Two", "PROJECT", parent="A", responsible="Unit")


def cell(element: str, place: str, score: Any, **values: Any) -> CellRow:
    kind = values.pop("kind", "DIRECT" if score else "")
    return CellRow(element, place, score, kind, **values)


VALID = MatrixRows(
    granularity="TARGET",
    known=frozenset({*TARGETS, "14.1"}),
    scope=frozenset(TARGETS),
    elements=[AXIS, ONE, TWO],
    scored=frozenset({"A1", "A2"}),
    cells=[
        cell("A1", "6.3", 0),
        cell("A1", "11.1", 0),
        cell("A1", "11.2", 3, rationale="It decides it all alone.", has_evidence=True, has_indicator=True),
        cell("A1", "11.5", -1, mitigation="Not there."),
        cell("A1", "13.2", 0, budget_share=Decimal(60)),
        cell("A2", "6.3", 1),
        cell("A2", "11.1", 0),
        cell("A2", "11.2", 0, budget_share=Decimal("100.01")),
        cell("A2", "11.5", 0),
        cell("A2", "13.2", 0),
    ],
    period_end=2019,
)


def issues(rows: MatrixRows) -> list[Issue]:
    errors = [*element_issues(rows.elements), *cell_errors(rows), *indicator_errors(rows.indicators)]
    return [*errors, *matrix_warnings(rows, today=TODAY), *matrix_notices(rows)]


def with_cell(index: int, **values: Any) -> MatrixRows:
    cells = list(VALID.cells)
    cells[index] = cells[index]._replace(**values)
    return replace(VALID, cells=cells)


def with_element(index: int, **values: Any) -> MatrixRows:
    elements = list(VALID.elements)
    elements[index] = replace(elements[index], **values)
    return replace(VALID, elements=elements)


def added(*cells: CellRow) -> MatrixRows:
    return replace(VALID, cells=[*VALID.cells, *cells])


def with_indicator(**values: Any) -> MatrixRows:
    row = IndicatorRow("I1", "UP", (2015, Decimal(10)), (2020, Decimal(20)), un_code="11.2.1")
    return replace(VALID, indicators=[replace(row, **values)])


def test_the_valid_matrix_has_no_issue() -> None:
    assert issues(VALID) == []
    assert issues(with_indicator()) == []


@pytest.mark.parametrize(
    ("rule", "rows", "where"),
    [
        ("E1", with_cell(0, place="13.9"), ("A1", "13.9", "target")),
        ("E2", with_cell(0, score=4), ("A1", "6.3", "score")),
        ("E2", with_cell(0, score=1.5), ("A1", "6.3", "score")),
        ("E2", with_cell(0, score=True), ("A1", "6.3", "score")),
        ("E2", with_cell(0, score="2"), ("A1", "6.3", "score")),
        ("E4", with_cell(6, element="A"), ("A", "11.1", "element")),
        ("E4", with_cell(6, element="Z"), ("Z", "11.1", "element")),
        ("E4", with_element(1, level="AXIS"), ("A1", "", "level")),
        ("E4", with_element(1, level="STORY"), ("A1", "", "level")),
        ("E4", with_element(1, parent="Z"), ("A1", "", "parent")),
        ("E4", with_element(0, parent="A"), ("A", "", "parent")),
        ("E5", with_cell(0, place="6"), ("A1", "6", "target")),
        ("E6", with_cell(5, kind=""), ("A2", "6.3", "kind")),
        ("E6", with_cell(0, kind="DIRECT"), ("A1", "6.3", "kind")),
        ("E7", with_cell(0, budget_share=Decimal("40.02")), ("A1", "", "budget_share")),
        ("E8", with_element(1, starts_on=date(2018, 1, 2), ends_on=date(2018, 1, 1)), ("A1", "", "ends_on")),
        ("E8", with_element(1, starts_on=date(1989, 1, 1)), ("A1", "", "starts_on")),
        ("E8", with_element(1, ends_on=date(2101, 1, 1)), ("A1", "", "ends_on")),
        ("E8", with_element(1, budget_year=2101), ("A1", "", "budget_year")),
        ("E8", with_element(1, budget=Decimal(-1), currency="ARS"), ("A1", "", "budget")),
        ("E8", with_element(1, budget=Decimal(1)), ("A1", "", "currency")),
        ("E8", with_element(1, budget=Decimal(1), currency="pesos"), ("A1", "", "currency")),
        ("E10", with_cell(2, rationale="Nineteen characters"), ("A1", "11.2", "rationale")),
        ("W1", with_cell(2, has_evidence=False), ("A1", "11.2", "evidence")),
        ("W2", with_cell(3, mitigation=" "), ("A1", "11.5", "mitigation")),
        ("W3", with_cell(5, score=0, kind=""), ("A2", "", "")),
        ("W5", replace(VALID, no_competence=frozenset({"11.2", "6.3"})), ("A1", "11.2", "")),
        ("W6", with_cell(2, has_indicator=False), ("A1", "11.2", "indicators")),
        ("W8", replace(VALID, not_applicable=frozenset({"11.2", "11.1"})), ("A1", "11.2", "")),
        ("W8", replace(VALID, not_applicable=frozenset({"11.5"})), ("A1", "11.5", "")),
        ("W13", with_element(1, responsible=""), ("A1", "", "responsible")),
        ("W14", replace(VALID, period_end=2017), ("", "", "")),
    ],
)
def test_one_change_makes_one_issue(rule: str, rows: MatrixRows, where: tuple[str, str, str]) -> None:
    found = [issue for issue in issues(rows) if issue.rule != "W9"]
    assert [(issue.rule, (issue.element, issue.place, issue.field)) for issue in found] == [(rule, where)]


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("E9", {"target": (2015, Decimal(20))}),
        ("E9", {"target": (2014, Decimal(20))}),
        ("W7", {"target": (2020, Decimal(9))}),
        ("W7", {"direction": "DOWN"}),
        ("W7", {"direction": "HOLD"}),
        ("W12", {"has_changed_meaning": True}),
        ("I1", {"repeats": ["1.5.1", "11.5.1"]}),
    ],
)
def test_one_fault_of_an_indicator_makes_one_issue(rule: str, values: dict[str, Any]) -> None:
    found = issues(with_indicator(**values))
    assert [(issue.rule, issue.element, issue.place, issue.indicator) for issue in found] == [
        (rule, "", "", "I1")
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"target": (2016, Decimal(10))},
        {"direction": "DOWN", "target": (2020, Decimal("9.99"))},
        {"direction": "DOWN", "target": (2020, Decimal(10))},
        {"direction": "HOLD", "target": (2020, Decimal(10))},
        {"baseline": None, "target": (2014, Decimal(1))},
        {"target": None},
        {"repeats": ["11.5.1"]},
    ],
)
def test_an_indicator_at_the_edge_is_right(values: dict[str, Any]) -> None:
    assert issues(with_indicator(**values)) == []


@pytest.mark.parametrize("partner", ["A1", "11.2"])
def test_w5_is_answered_by_a_partner_of_the_row_or_of_the_target(partner: str) -> None:
    alone = replace(VALID, no_competence=frozenset({"11.2"}), partnered=frozenset({"A2", "6.3"}))
    assert [issue.rule for issue in issues(alone)] == ["W5"]
    assert issues(replace(alone, partnered=frozenset({partner}))) == []


def test_w5_and_w6_concern_scores_from_2_on() -> None:
    cells = [*VALID.cells]
    cells[5] = cell("A2", "6.3", 1)
    weak = replace(VALID, cells=cells, no_competence=frozenset({"6.3"}))
    assert issues(weak) == []
    cells[5] = cell("A2", "6.3", 2, has_evidence=True)
    strong = replace(weak, cells=cells)
    assert [issue.rule for issue in issues(strong)] == ["W5", "W6"]


@pytest.mark.parametrize(("above", "found"), [(1, ["A1"]), (-1, []), (0, [])])
def test_w11_compares_with_the_parent(above: int, found: list[str]) -> None:
    rows = added(cell("A", "11.5", above, mitigation="There."))
    rows = replace(rows, scored=frozenset({"A", "A1", "A2"}), scope=frozenset())
    w11 = [issue for issue in matrix_warnings(rows, today=TODAY) if issue.rule == "W11"]
    assert [issue.element for issue in w11] == found
    if w11:
        assert w11[0].message == "A1 × 11.5: −1, while A above it has +1"


def test_i2_counts_helping_links_of_means_and_i3_what_nobody_decided() -> None:
    rows = replace(VALID, means=frozenset({"6.3", "11.1"}), suggested={"A1": 2, "A2": 0})
    found = [(issue.rule, issue.element, issue.place, issue.rows) for issue in issues(rows)]
    assert found == [("I2", "", "6.3", ["A2"]), ("I3", "A1", "", ())]
    assert all(issue.severity == "I" for issue in issues(rows))


def test_e3_names_both_rows_of_a_pair() -> None:
    found = issues(added(cell("A2", "13.2", 0)))
    assert [(issue.rule, issue.element, issue.place) for issue in found] == [("E3", "A2", "13.2")] * 2


def test_e4_finds_circles() -> None:
    circle = [replace(AXIS, parent="A1"), replace(ONE, parent="A")]
    found = element_issues(circle)
    assert [(issue.rule, issue.element, issue.field) for issue in found] == [
        ("E4", "A", "parent"),
        ("E4", "A1", "parent"),
    ]


def test_e5_goal_matrix_takes_no_targets() -> None:
    rows = replace(
        VALID,
        granularity="GOAL",
        known=frozenset({"6"}),
        scope=frozenset({"6"}),
        cells=[cell("A1", "6.3", 1)],
    )
    assert [issue.rule for issue in cell_errors(rows)] == ["E5"]


@pytest.mark.parametrize("code", ["", "A 1", "A/1", "A:1", "-1", "x" * 31, "a?b"])
def test_e11_refuses_what_is_no_code(code: str) -> None:
    assert [issue.rule for issue in element_issues([replace(ONE, code=code, parent="")])] == ["E11"]


@pytest.mark.parametrize("code", ["A1.1", "OE-2", "Año1", "1", "1.a"])
def test_e11_accepts_the_usual_codes(code: str) -> None:
    assert element_issues([replace(ONE, code=code, parent="")]) == []


def test_e11_counts_repeats() -> None:
    found = element_issues([AXIS, ONE, replace(TWO, code="A1")])
    assert [issue.rule for issue in found] == ["E11", "E11"]


def test_w4_and_w10_of_rows_that_claim_everything() -> None:
    cells = [cell("A1", place, 1) for place in TARGETS]
    found = matrix_warnings(replace(VALID, cells=cells), today=TODAY)
    assert [(issue.rule, issue.element) for issue in found if issue.element] == [
        ("W3", "A2"),
        ("W4", "A1"),
        ("W10", "A1"),
    ]


def test_w9_counts_only_what_is_in_scope() -> None:
    """7 of 10 cells are assessed; one outside of the scope does not help."""
    cells = [*VALID.cells[3:], cell("A1", "14.1", 0)]
    found = [
        issue for issue in matrix_warnings(replace(VALID, cells=cells), today=TODAY) if issue.rule == "W9"
    ]
    assert [(issue.message, issue.note) for issue in found] == [
        ("70.0 % of the cells are assessed; 80 % are expected", "7 of 10 cells")
    ]


def test_many_findings_of_a_rule_are_summed_up_in_one() -> None:
    cells = [cell(f"P{number}", "11.2", 2, has_indicator=True) for number in range(6)]
    rows = replace(VALID, cells=cells, scored=frozenset(), elements=[])
    found = summed_up(matrix_warnings(rows, today=TODAY))
    assert [(issue.rule, issue.message, issue.note, len(issue.rows)) for issue in found] == [
        ("W1", "6 scores of ±2 or ±3 have no evidence", "P0, P1, P2, P3 and 2 more rows", 6)
    ]


def test_what_has_no_sentence_for_many_stays_as_it_is() -> None:
    found = matrix_warnings(with_cell(3, mitigation=""), today=TODAY)
    assert summed_up(found) == found
    assert [issue.rule for issue in found] == ["W2"]


def test_every_rule_has_a_name() -> None:
    assert {f"E{n}" for n in range(1, 12)} | {f"W{n}" for n in range(1, 15)} | {"I1", "I2", "I3"} == set(
        TITLES
    )
