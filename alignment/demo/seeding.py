"""Makes sample strategies and matrices by calling the actions; running it again changes nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from alignment.actions.cells import CellChange, CellValues, save_cells
from alignment.actions.comments import add_comment
from alignment.actions.evidence import add_evidence
from alignment.actions.matrices import begin_version, create_matrix
from alignment.actions.peers import invite_peer
from alignment.actions.review import (
    publish_matrix,
    request_changes,
    start_review,
    submit_matrix,
    validate_matrix,
)
from alignment.actions.strategies import add_element, create_strategy, set_left_out_targets
from alignment.checks.catalogue import WARNINGS
from alignment.checks.codes import goal_of
from alignment.demo import samples
from alignment.models import AlignmentMatrix, FrameworkVersion, Strategy, StrategyElement, Target
from alignment.models.matrices import MatrixState
from alignment.queries.scope import matrix_scope
from participants.models import City, Network

LEVELS = ("AXIS", "OBJECTIVE", "PROGRAMME", "PROJECT")
KINDS = {"D": "DIRECT", "I": "INDIRECT", "E": "ENABLING"}
CONSENT = "Secretaría de Planeamiento (muestra)"
NOTE = "Cifras de muestra: la evidencia y los indicadores se completan en la próxima versión."


def city_named(name: str, country: str) -> City:
    return City.objects.filter(name=name, country=country).order_by("-population")[0]


def make_strategy(
    city: City, title: str, elements: Sequence[samples.Element], *, by: Any, currency: str
) -> Strategy:
    strategy = create_strategy(
        by=by,
        city=city,
        network=Network.objects.get(slug="mercociudades"),
        title=title,
        kind="GOVERNMENT",
        period_start=2016,
        period_end=2019,
        language="es",
        is_sample=True,
    )
    made: dict[str, StrategyElement] = {}
    for code, name, unit, millions in elements:
        parent = made.get(code.rpartition(".")[0]) or made.get(code[:-1])
        made[code] = add_element(
            strategy,
            by=by,
            parent=parent,
            level=_level(code, parent, unit),
            code=code,
            title=name,
            responsible=unit,
            budget=Decimal(millions) * 1_000_000 if millions else None,
            currency=currency if millions else "",
            budget_year=2017 if millions else None,
        )
    return strategy


def _level(code: str, parent: StrategyElement | None, unit: str) -> str:
    """What has a responsible unit is a project; the rest goes down one level at a time."""
    if unit:
        return "PROJECT"
    return LEVELS[LEVELS.index(parent.level) + 1] if parent else "AXIS"


def fill_matrix(
    matrix: AlignmentMatrix,
    links: Mapping[str, Sequence[samples.Link]],
    *,
    by: Any,
    blank_goals: Mapping[str, Sequence[int]] | None = None,
    texts: Mapping[tuple[str, str], tuple[str, str]] | None = None,
) -> None:
    """The links as they are; every other target in scope is assessed as "no link", but for the blanks."""
    inside = matrix_scope(matrix).inside
    for element, scored in links.items():
        known = {target: (score, kind) for target, score, kind in scored}
        blanks = set((blank_goals or {}).get(element, ()))
        changes = [
            CellChange(
                element, place, _values(*known.get(place, (0, "")), (texts or {}).get((element, place)))
            )
            for place in inside
            if place in known or goal_of(place) not in blanks
        ]
        save_cells(matrix, changes, by=by)


def _values(score: int, kind: str, texts: tuple[str, str] | None) -> CellValues:
    rationale, mitigation = texts or ("", "")
    if abs(score) == 3 and not rationale:
        rationale = samples.SAMPLE_RATIONALE
    confidence = 2 if score else None
    return CellValues(score, KINDS.get(kind, ""), "", confidence, rationale, mitigation)


def seed_cordoba(cast: Mapping[str, Any]) -> None:
    """The planner's matrix, sent back by the reviewer with an open comment."""
    planner, reviewer = cast["planner"], cast["reviewer"]
    city = city_named("Córdoba", "AR")
    if Strategy.objects.filter(city=city, is_sample=True).exists():
        return
    strategy = make_strategy(
        city, "Plan de Metas 2016–2019", samples.CORDOBA_ELEMENTS, by=planner, currency="ARS"
    )
    _leave_out(city, by=planner)
    matrix = create_matrix(
        strategy,
        by=planner,
        framework=FrameworkVersion.objects.get(code="2017"),
        scope="RELEVANT",
        method_note="Dos talleres internos con las secretarías, enero de 2018 (muestra).",
    )
    fill_matrix(
        matrix,
        samples.CORDOBA_LINKS,
        by=planner,
        blank_goals=samples.CORDOBA_BLANK_GOALS,
        texts=_cordoba_texts(),
    )
    for element, place, kind, citation, page in samples.CORDOBA_EVIDENCE:
        cell = matrix.cells.get(element__code=element, target__code=place)
        add_evidence(cell, by=planner, kind=kind, citation=citation, page=page)
    submit_matrix(matrix, by=planner, reasons=dict.fromkeys(WARNINGS, NOTE))
    start_review(matrix, by=reviewer)
    _discuss(matrix, planner, reviewer)
    request_changes(matrix, by=reviewer, reason="Falta la mitigación en B1.1.1 × 11.5; revisar A2.1.2.")
    _leave_errors(matrix, by=planner)


def _cordoba_texts() -> dict[tuple[str, str], tuple[str, str]]:
    keys = {*samples.CORDOBA_RATIONALES, *samples.CORDOBA_MITIGATIONS}
    return {
        key: (samples.CORDOBA_RATIONALES.get(key, ""), samples.CORDOBA_MITIGATIONS.get(key, ""))
        for key in keys
    }


def _leave_out(city: City, *, by: Any) -> None:
    """Goal 14 does not apply to a city without a coast; others only the nation can move."""
    left_out: dict[int, tuple[str, str]] = {}
    for target in Target.objects.all():
        if target.goal_id == 14 or target.code == "11.c":
            left_out[target.pk] = ("NOT_APPLICABLE", "Ciudad mediterránea" if target.goal_id == 14 else "")
        elif target.code in samples.CORDOBA_NATIONAL:
            left_out[target.pk] = ("NATIONAL_ONLY", "Competencia nacional o provincial")
    set_left_out_targets(city, by=by, left_out=left_out)


def _discuss(matrix: AlignmentMatrix, planner: Any, reviewer: Any) -> None:
    cell = matrix.cells.select_related("element").get(element__code="B1.1.1", target__code="11.5")
    where: dict[str, Any] = {"element": cell.element, "target_id": cell.target_id}
    question = (
        "De acuerdo con el signo. ¿Qué medida acompaña? "
        "La ordenanza de retiro de costas podría ser la mitigación."
    )
    add_comment(matrix, by=reviewer, text=question, **where)
    add_comment(matrix, by=planner, text="Consulto con Hábitat y lo agrego esta semana.", **where)


def _leave_errors(matrix: AlignmentMatrix, *, by: Any) -> None:
    """Two cells in the middle of an edit, as after changes were requested."""
    without_kind = CellValues(-2, "", "", 2, "", samples.CORDOBA_MITIGATIONS["A2.1.2", "3.9"])
    without_rationale = CellValues(3, "DIRECT", "", 2)
    save_cells(
        matrix,
        [CellChange("A2.1.2", "3.9", without_kind), CellChange("B2.1.2", "5.2", without_rationale)],
        by=by,
    )


def seed_others(cast: Mapping[str, Any]) -> None:
    """Five more cities of the network: published, validated, submitted; enough for figures in common."""
    author, reviewer = cast["coordinator"], cast["reviewer"]
    rows = (
        (samples.ROSARIO, "AR", "ARS", MatrixState.PUBLISHED),
        (samples.MONTEVIDEO, "UY", "UYU", MatrixState.VALIDATED),
        (samples.SANTA_FE, "AR", "ARS", MatrixState.VALIDATED),
        (samples.VALPARAISO, "CL", "CLP", MatrixState.VALIDATED),
        (samples.PENALOLEN, "CL", "CLP", MatrixState.SUBMITTED),
    )
    for (name, title, elements, links), country, currency, state in rows:
        city = city_named(name, country)
        if Strategy.objects.filter(city=city, is_sample=True).exists():
            continue
        strategy = make_strategy(city, title, elements, by=author, currency=currency)
        framework = FrameworkVersion.objects.get(code="2017")
        matrix = create_matrix(strategy, by=author, framework=framework)
        fill_matrix(
            matrix, links, by=author, texts={("1.2.2", "15.1"): ("", "Franja sin iluminación nocturna.")}
        )
        _bring_to(matrix, state, author=author, reviewer=reviewer)


def _bring_to(matrix: AlignmentMatrix, state: str, *, author: Any, reviewer: Any) -> None:
    submit_matrix(matrix, by=author, reasons=dict.fromkeys(WARNINGS, NOTE))
    if state == MatrixState.SUBMITTED:
        return
    start_review(matrix, by=reviewer)
    validate_matrix(matrix, by=reviewer)
    if state == MatrixState.PUBLISHED:
        published = publish_matrix(matrix, by=author, visibility="PUBLIC", consented_by=CONSENT)
        _review_next_version(published, author=author, reviewer=reviewer)


def _review_next_version(matrix: AlignmentMatrix, *, author: Any, reviewer: Any) -> None:
    """Version 2 with other scores, in review, with comments; the planners of Córdoba read along."""
    new = begin_version(matrix, by=author)
    save_cells(new, [CellChange(*place, values) for place, values in samples.ROSARIO_NEXT.items()], by=author)
    invite_peer(new, by=author, city=city_named("Córdoba", "AR"))
    submit_matrix(new, by=author, note=samples.ROSARIO_NOTE, reasons=dict.fromkeys(WARNINGS, NOTE))
    start_review(new, by=reviewer)
    for element, target, text in samples.ROSARIO_COMMENTS:
        cell = new.cells.select_related("element").get(element__code=element, target__code=target)
        add_comment(new, by=reviewer, text=text, element=cell.element, target_id=cell.target_id)
    add_comment(new, by=reviewer, text=samples.ROSARIO_GENERAL)
