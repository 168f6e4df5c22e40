"""Validated matrices of several cities of one network, with a small scope so that they can be complete."""

import random
from collections.abc import Sequence
from typing import Any

from alignment.actions.summaries import refresh_summary
from alignment.models import AlignmentCell, AlignmentMatrix, Target, TargetRelevance
from participants.models import City
from tests.factories.alignment import AlignmentMatrixFactory, StrategyElementFactory, StrategyFactory
from tests.factories.participants import CityFactory

SCOPE = ("6.3", "11.2", "11.6", "13.2", "16.7", "17.17")


def limit_scope(city: City, codes: Sequence[str]) -> None:
    TargetRelevance.objects.bulk_create(
        TargetRelevance(city=city, target=target, status="NOT_APPLICABLE")
        for target in Target.objects.exclude(code__in=codes)
    )


def validated(city: City, network: Any, scores: dict[tuple[str, str], int], **fields: Any) -> AlignmentMatrix:
    """Scores by element and place; the matrix is as it was after its validation."""
    strategy = StrategyFactory(city=city, network=network)
    given = {"framework_id": "2025", "scope": "RELEVANT", **fields}
    state = given.pop("state", "VALIDATED")
    matrix = AlignmentMatrixFactory(strategy=strategy, **given)
    elements = {
        code: StrategyElementFactory(strategy=strategy, code=code)
        for code in dict.fromkeys(element for element, _place in scores)
    }
    targets = {target.code: target for target in Target.objects.select_related("goal")}
    goals = {target.goal.number: target.goal for target in targets.values()}
    AlignmentCell.objects.bulk_create(
        AlignmentCell(
            matrix=matrix,
            element=elements[element],
            target=targets.get(place),
            goal=None if place in targets else goals[int(place)],
            score=score,
            kind="DIRECT" if score else "",
        )
        for (element, place), score in scores.items()
    )
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(state=state, checksum="0" * 64)
    matrix = AlignmentMatrix.objects.with_strategy().get(pk=matrix.pk)
    refresh_summary(matrix)
    return matrix


def make_random_network(seed: int, network: Any) -> list[AlignmentMatrix]:
    """Seven cities, one of them with two matrices; goals and targets, other scopes, some incomplete."""
    chance = random.Random(seed)
    made = []
    for number in range(7):
        city = CityFactory(name=f"City {number}")
        scope = chance.sample(SCOPE, chance.randint(3, len(SCOPE)))
        limit_scope(city, scope)
        for _matrix in range(2 if number == 0 else 1):
            granularity = chance.choice(("TARGET", "TARGET", "GOAL"))
            places = scope if granularity == "TARGET" else sorted({code.split(".")[0] for code in scope})
            cells = [(element, place) for element in ("P1", "P2") for place in places]
            kept = chance.sample(cells, len(cells) if chance.random() < 0.8 else len(cells) // 2)
            scores = {cell: chance.choice((-2, -1, 0, 0, 1, 2, 3)) for cell in sorted(kept)}
            made.append(validated(city, network, scores, granularity=granularity))
    return made
