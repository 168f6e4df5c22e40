"""Validated is frozen: whatever becomes of the strategy and the city, the figures stay what was validated."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from alignment.actions.local_framework import LocalPlaceInUse, delete_local_place, save_local_target
from alignment.actions.review import reopen_matrix, start_review, submit_matrix, validate_matrix
from alignment.actions.strategies import (
    add_element,
    change_element,
    delete_element,
    move_element,
    set_left_out_targets,
)
from alignment.actions.summaries import rebuild_summaries
from alignment.api.analysis_data import ANALYSES, analysis_data
from alignment.exchange.exporting import export_matrix
from alignment.models import (
    Actor,
    ActorRole,
    AlignmentMatrix,
    LocalIndicator,
    MatrixBasis,
    Milestone,
    PlaceSummary,
    Target,
)
from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.scope import elements_of
from alignment.reports.catalogue import all_sections
from tests.alignment.golden_matrix import make_golden_matrix
from tests.alignment.review_matrix import BECAUSE
from tests.factories.alignment import AlignmentCellFactory, AlignmentMatrixFactory
from tests.personas import Personas
from workshops.queries.report_facts import matrix_facts

pytestmark = pytest.mark.usefixtures("framework")


UNO: dict[str, Any] = {"titles": {"es": "Uno"}, "kind": "OUTCOME"}


@pytest.fixture
def validated(personas: Personas) -> AlignmentMatrix:
    """The golden example with an indicator, a voice and a local target, validated by the reviewer."""
    matrix = make_golden_matrix(state="DRAFT", checksum="", consented_by="", consented_on=None)
    strategy = matrix.strategy
    strategy.city, strategy.network = personas.city, personas.network
    strategy.save()
    matrix.strategy.city.left_out_targets.all().delete()
    left_out = {target.pk: ("NOT_APPLICABLE", "x") for target in Target.objects.filter(goal__number__lte=5)}
    set_left_out_targets(personas.city, by=personas["planner"], left_out=left_out)
    save_local_target(strategy, None, by=None, owner=personas.city, code="11.2-CBA1", **UNO)
    _surround(matrix)
    _validate(matrix, personas)
    return AlignmentMatrix.objects.with_strategy().get(pk=matrix.pk)


def _validate(matrix: AlignmentMatrix, personas: Personas) -> None:
    matrix.cells.filter(score=3).update(rationale="The plan says so in its first clause.")
    submit_matrix(matrix, by=personas["planner"], reasons=BECAUSE)
    start_review(matrix, by=personas["reviewer"])
    validate_matrix(matrix, by=personas["reviewer"])


def _surround(matrix: AlignmentMatrix) -> None:
    city = matrix.strategy.city
    indicator = LocalIndicator.objects.create(city=city, code="I1", name="Trips", source="Survey")
    Milestone.objects.create(indicator=indicator, role="BASELINE", year=2020, value=10)
    matrix.cells.get(element__code="P1", target__code="11.2").indicators.add(indicator)
    actor = Actor.objects.create(city=city, name="University", kind="ACADEMIA")
    ActorRole.objects.create(actor=actor, element=matrix.strategy.elements.get(code="P2"), role="PARTNER")


def _another_budget(matrix: AlignmentMatrix) -> None:
    element = matrix.strategy.elements.get(code="P1")
    change_element(element, by=None, title="Other", budget=5, responsible="", starts_on=date(2020, 1, 1))


def _one_below(matrix: AlignmentMatrix) -> None:
    parent = matrix.strategy.elements.get(code="P1")
    add_element(matrix.strategy, by=None, parent=parent, level="ACTION", code="P1.1", title="Below")


def _a_voice(matrix: AlignmentMatrix) -> None:
    actor = Actor.objects.create(city=matrix.strategy.city, name="Union", kind="UNION")
    ActorRole.objects.create(actor=actor, element=matrix.strategy.elements.get(code="P1"), role="PARTNER")


def _an_indicator(matrix: AlignmentMatrix) -> None:
    indicator = LocalIndicator.objects.get(city=matrix.strategy.city)
    Milestone.objects.create(indicator=indicator, role="TARGET", year=2030, value=20)
    matrix.cells.get(element__code="P3", target__code="11.2").indicators.add(indicator)


def _a_local_target(matrix: AlignmentMatrix) -> None:
    city = matrix.strategy.city
    save_local_target(matrix.strategy, None, by=None, owner=city, code="6.3-CBA1", **UNO)


def _a_group(matrix: AlignmentMatrix) -> None:
    draft = AlignmentMatrixFactory(strategy=matrix.strategy, framework_id="2025", is_group_draft=True)
    AlignmentCellFactory(
        matrix=draft, element=matrix.strategy.elements.get(code="P1"), target=Target.objects.get(code="11.2")
    )


CHANGES: dict[str, Callable[[AlignmentMatrix], Any]] = {
    "budget, title and responsible of a row": _another_budget,
    "a row more": lambda matrix: add_element(
        matrix.strategy, by=None, level="PROJECT", code="P9", title="More"
    ),
    "a row below a scored one": _one_below,
    "another order": lambda matrix: move_element(matrix.strategy.elements.get(code="P1"), by=None, up=False),
    "all targets in scope": lambda matrix: set_left_out_targets(matrix.strategy.city, by=None, left_out={}),
    "a local target more": _a_local_target,
    "a voice more": _a_voice,
    "a group of an exercise": _a_group,
    "a better indicator": _an_indicator,
    "another indicator's name": lambda matrix: LocalIndicator.objects.update(name="Rides"),
}


def _said(matrix: AlignmentMatrix) -> dict[str, Any]:
    fresh = AlignmentMatrix.objects.with_strategy().get(pk=matrix.pk)
    analysis = MatrixAnalysis(fresh)
    rebuild_summaries([fresh])
    return {
        "api": analysis_data(analysis, ANALYSES),
        "weighted": analysis_data(MatrixAnalysis(fresh, weights="budget"), ["intensity"]),
        "pages and workbook": all_sections(analysis),
        "export": export_matrix(fresh, "json").content,
        "report": matrix_facts(fresh),
        "network": list(
            PlaceSummary.objects.order_by("goal", "target").values_list("goal", "target", "best")
        ),
        "rows": [(row.code, row.title, row.budget, row.starts_on) for row in elements_of(fresh)],
    }


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_validated_matrix_says_stays(validated: AlignmentMatrix, change: str) -> None:
    before = _said(validated)
    assert before["api"]["completeness"] == {"part": 7, "whole": 3 * 123, "value": 7 / 369}
    CHANGES[change](validated)
    assert _said(validated) == before


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_change_does_change_a_draft(
    validated: AlignmentMatrix, personas: Personas, change: str
) -> None:
    reopen_matrix(validated, by=personas["coordinator"], reason="x")
    assert not MatrixBasis.objects.exists()
    before = _said(validated)
    CHANGES[change](validated)
    assert _said(validated) != before


def test_a_row_without_cells_may_go_and_stays_in_the_figures(personas: Personas) -> None:
    matrix = make_golden_matrix(state="DRAFT", checksum="", consented_by="", consented_on=None)
    extra = add_element(matrix.strategy, by=None, level="PROJECT", code="P9", title="Gone soon")
    _validate(matrix, personas)
    delete_element(extra, by=None)
    fresh = AlignmentMatrix.objects.with_strategy().get(pk=matrix.pk)
    assert MatrixAnalysis(fresh).coverage.elements == 4
    assert {row.code for row in elements_of(fresh)} == {"P1", "P2", "P3", "P9"}


def test_the_page_shows_the_rows_as_they_were(
    client: Client, validated: AlignmentMatrix, personas: Personas
) -> None:
    _another_budget(validated)
    _one_below(validated)
    client.force_login(personas["planner"])
    page = f"/alignment/matrices/{validated.code}/"
    assert [row.code for row in client.get(page).context["grid"].rows] == ["P1", "P2", "P3"]
    panel = client.get(f"{page}?cell=P1:11.2").context["panel"]
    assert (panel.element.title != "Other", panel.is_scored) == (True, True)


def test_local_places_that_count_are_renamed_only(validated: AlignmentMatrix, personas: Personas) -> None:
    target = Target.with_local.get(code="11.2-CBA1")
    with pytest.raises(LocalPlaceInUse):
        delete_local_place(target, by=None)
    with pytest.raises(LocalPlaceInUse):
        save_local_target(validated.strategy, target, by=None, owner=personas.city, code="11.2-CBA2")
    save_local_target(validated.strategy, target, by=None, owner=personas.city, titles={"es": "Otro"})
    reopen_matrix(validated, by=personas["coordinator"], reason="x")
    delete_local_place(Target.with_local.get(code="11.2-CBA1"), by=None)


def test_the_database_keeps_the_basis(validated: AlignmentMatrix) -> None:
    rows = MatrixBasis.objects.filter(matrix=validated)
    for change in (lambda: rows.update(left_out={}), rows.delete):
        with pytest.raises(IntegrityError, match="The basis of a validated matrix"), transaction.atomic():
            change()
