"""The grid of the matrix of 200 rows and 3,000 cells: opening it, looking for news, saving one cell."""

import itertools
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alignment.actions.edits import Edit, save_edits
from alignment.models import AlignmentMatrix
from bench.alignment_data import LARGE_TITLE

ROUNDS = 40
NEWEST = 10**9
OPEN_MS, OPEN_BYTES = 100, 150_000
SAVE_MS, SAVE_QUERIES = 15, 6


@dataclass(frozen=True)
class Line:
    name: str
    milliseconds: float
    queries: int
    size: int


def measure_grid(client: Client) -> list[str]:
    """Prints the figures; returns what is over its limit."""
    matrix = AlignmentMatrix.objects.select_related("strategy").get(strategy__title=LARGE_TITLE)
    addresses = [
        reverse("alignment:matrix_detail", args=[matrix.code]),
        reverse("alignment:matrix_data", args=[matrix.code]),
    ]
    page, data = (_line(address, lambda address=address: client.get(address)) for address in addresses)
    save = _line("one cell saved: the action", _saver(matrix))
    request = _line("one cell saved: the request", _sender(client, matrix))
    look = _line("nothing new", lambda: client.get(f"{addresses[1]}?since={NEWEST}"))
    opened = Line(
        "200 x 169 opened: page and data",
        page.milliseconds + data.milliseconds,
        page.queries + data.queries,
        page.size + data.size,
    )
    for line in (opened, save, request, look):
        print(f"{line.name:<34}{line.milliseconds:>8.1f}{'':>9}{line.queries:>9}{line.size / 1000:>9.1f}")
    tests = [
        (opened.milliseconds <= OPEN_MS, f"{opened.name}: more than {OPEN_MS} ms"),
        (opened.size <= OPEN_BYTES, f"{opened.name}: more than {OPEN_BYTES} bytes"),
        (request.milliseconds <= SAVE_MS, f"{request.name}: more than {SAVE_MS} ms"),
        (request.queries <= SAVE_QUERIES, f"{request.name}: more than {SAVE_QUERIES} queries"),
    ]
    return [text for holds, text in tests if not holds]


def _line(name: str, act: Callable[[], Any]) -> Line:
    with CaptureQueriesContext(connection) as captured:
        answer = act()
    queries = sum(not row["sql"].startswith(("BEGIN", "COMMIT")) for row in captured.captured_queries)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return Line(name, 1000 * statistics.median(times), queries, len(getattr(answer, "content", b"")))


def _scores(matrix: AlignmentMatrix, place: str) -> tuple[str, Callable[[], int]]:
    """A row whose cell of that place is assessed, and a new score at each call."""
    code = matrix.strategy.elements.filter(level="PROJECT").order_by("pk")[0].code
    for seen in (0, NEWEST):  # new, or left behind by an earlier run
        save_edits(matrix, [Edit(code, place, 0, seen=seen)], by=None)
    scores = itertools.cycle((1, 2, 3))
    return code, lambda: next(scores)


def _saver(matrix: AlignmentMatrix) -> Callable[[], Any]:
    code, score = _scores(matrix, "1.1")

    def act() -> None:
        save_edits(matrix, [Edit(code, "1.1", score(), "DIRECT", NEWEST)], by=None)

    return act


def _sender(client: Client, matrix: AlignmentMatrix) -> Callable[[], Any]:
    code, score = _scores(matrix, "1.2")
    address = reverse("alignment:cells_save", args=[matrix.code])

    def act() -> Any:
        edit = {"e": code, "p": "1.2", "s": score(), "k": "DIRECT", "r": NEWEST}
        answer = client.post(address, json.dumps({"edits": [edit]}), content_type="application/json")
        if answer.status_code != 200 or len(answer.json()["cells"]) != 1:
            raise SystemExit(f"Saving a cell answers {answer.status_code}: {answer.content[:200]!r}")
        return answer

    return act
