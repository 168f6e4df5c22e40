"""A full matrix of 200 rows and 169 targets, 33,800 scores, out and in again in the three formats."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import connection, transaction

from alignment.actions.imports import ImportTarget, apply_import, check_import
from alignment.actions.strategies import create_strategy
from alignment.exchange.contents import strategy_document
from alignment.exchange.documents import CellRow, Document
from alignment.exchange.exporting import export_matrix
from alignment.exchange.json_format import write_json
from alignment.models import AlignmentMatrix, FrameworkVersion, Strategy, StrategyElement, Target
from participants.models import Account, City

ROWS = 200
MOST_SECONDS = 3.0
KINDS = ("xlsx", "csv", "json")
T = TypeVar("T")


@transaction.atomic
def measure_exchange() -> list[str]:
    """Prints the seconds of each step; returns what is over its limit. Leaves nothing behind."""
    by = Account.objects.filter(is_superuser=True).order_by("pk")[0]
    strategy = _strategy(by)
    content = {"json": write_json(_document(strategy))}
    slow: list[str] = []
    for kind in ("json", "xlsx", "csv"):
        name = f"matrix.{'zip' if kind == 'csv' else kind}"
        matrix = _bring(content[kind], name, strategy, by, slow)
        if kind == "json":
            for other in KINDS:
                content[other] = _timed(f"export of 33,800 cells, {other}", _export(matrix, other), slow)
    transaction.set_rollback(True)
    return slow


def _strategy(by: Any) -> Strategy:
    city = City.objects.order_by("pk")[0]
    title = {"title": "Bench", "period_start": 2020, "period_end": 2030}
    strategy = create_strategy(by=by, city=city, network=None, **title)
    StrategyElement.objects.bulk_create(
        StrategyElement(
            strategy=strategy, code=f"P{row}", title=f"Project {row}", level="PROJECT", position=row
        )
        for row in range(1, ROWS + 1)
    )
    return strategy


def _document(strategy: Strategy) -> Document:
    framework = FrameworkVersion.objects.get(is_current=True).code
    base = strategy_document(strategy, framework)
    chance = random.Random(1)
    places = list(Target.objects.in_order().values_list("code", flat=True))
    scores = (
        (row.code, place, chance.choice((0, 0, 0, 1, 1, 2, 2, -1)))
        for row in base.elements
        for place in places
    )
    cells = tuple(CellRow(*key, score, kind="DIRECT" if score else "") for *key, score in scores)
    return replace(base, meta=replace(base.meta, framework=framework, granularity="TARGET"), cells=cells)


def _bring(content: bytes, name: str, strategy: Strategy, by: Any, slow: list[str]) -> AlignmentMatrix:
    file, target = ContentFile(content, name=name), ImportTarget(strategy=strategy)
    kind = name.rpartition(".")[2]
    row = _timed(f"check of 33,800 cells, {kind}", lambda: check_import(file, by=by, target=target), slow)

    def apply() -> AlignmentMatrix:
        matrix = AlignmentMatrix.objects.get(imports=apply_import(row, by=by))
        with connection.cursor() as cursor:  # as at the end of a transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return matrix

    return _timed(f"import of 33,800 cells, {kind}", apply, slow)


def _export(matrix: AlignmentMatrix, kind: str) -> Callable[[], bytes]:
    return lambda: export_matrix(AlignmentMatrix.objects.get(pk=matrix.pk), kind, with_city=True).content


def _timed(name: str, step: Callable[[], T], slow: list[str]) -> T:
    start = time.perf_counter()
    result = step()
    seconds = time.perf_counter() - start
    print(f"{name:<34}{1000 * seconds:>8.0f}")
    if seconds > MOST_SECONDS:
        slow.append(f"{name} takes {seconds:.1f} s, more than {MOST_SECONDS} s.")
    return result
