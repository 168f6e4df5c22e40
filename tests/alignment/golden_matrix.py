"""The golden example in the database: goals 6, 11 and 13 in scope, three elements with budgets."""

from datetime import date

from alignment.models import AlignmentMatrix, Target, TargetRelevance
from tests.alignment.analysis.golden import ELEMENTS, GOALS, LINKS
from tests.factories.alignment import AlignmentCellFactory, AlignmentMatrixFactory, StrategyElementFactory


def make_golden_matrix(**fields: object) -> AlignmentMatrix:
    """Needs the framework. Everybody may read it unless `fields` say otherwise."""
    published = {"state": "PUBLISHED", "visibility": "PUBLIC", "checksum": "0" * 64}
    consent = {"consented_by": "Secretary of planning", "consented_on": date(2025, 3, 1)}
    given = {**published, **consent, **fields}
    matrix: AlignmentMatrix = AlignmentMatrixFactory(framework_id="2025", scope="RELEVANT", **given)
    targets = {target.code: target for target in Target.objects.select_related("goal")}
    TargetRelevance.objects.bulk_create(
        TargetRelevance(city=matrix.strategy.city, target=target, status="NOT_APPLICABLE")
        for target in targets.values()
        if target.goal.number not in GOALS
    )
    elements = {
        row.code: StrategyElementFactory(
            strategy=matrix.strategy,
            code=row.code,
            responsible="Unit",
            budget=row.budget,
            currency=row.currency,
            budget_year=row.year,
        )
        for row in ELEMENTS
    }
    for link in LINKS:
        AlignmentCellFactory(
            matrix=matrix,
            element=elements[link.element],
            target=targets[link.place],
            score=link.score,
            kind=link.kind,
        )
    return AlignmentMatrix.objects.with_strategy().get(pk=matrix.pk)
