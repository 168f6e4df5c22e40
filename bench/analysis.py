"""All analyses of the matrix of 200 rows and 3,000 cells, and the figures of a network of 1,000 cities."""

import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alignment.models import AlignmentMatrix
from bench.alignment_data import LARGE_TITLE, NETWORK_SLUG

WARM_UP, ROUNDS = 3, 15
ANALYSES_MS, NETWORK_MS = 200, 300


@dataclass(frozen=True)
class Request:
    name: str
    address: str
    most_milliseconds: int


def measure_analysis(client: Client) -> list[str]:
    """Prints the figures; returns what is over its limit."""
    matrix = AlignmentMatrix.objects.get(strategy__title=LARGE_TITLE)
    network = reverse("alignment:network_alignment", args=[NETWORK_SLUG])
    requests = [
        Request(
            "all analyses of 200 x 169, API",
            reverse("api-matrix-analysis", args=[matrix.code]),
            ANALYSES_MS,
        ),
        Request("first page of them", reverse("alignment:matrix_analysis", args=[matrix.code]), ANALYSES_MS),
        Request(
            "rows and overlaps",
            reverse("alignment:matrix_analysis_part", args=[matrix.code, "rows"]),
            ANALYSES_MS,
        ),
        Request("network of 1,000 matrices", network, NETWORK_MS),
    ]
    return [text for request in requests if (text := _measure(client, request))]


def _measure(client: Client, request: Request) -> str:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(request.address)
    queries = sum(not row["sql"].startswith(("BEGIN", "COMMIT")) for row in captured.captured_queries)
    if response.status_code != 200:
        raise SystemExit(f"{request.address} answers {response.status_code}.")
    times = []
    for _ in range(WARM_UP + ROUNDS):
        start = time.perf_counter()
        client.get(request.address)
        times.append(time.perf_counter() - start)
    milliseconds = 1000 * statistics.median(times[WARM_UP:])
    size = len(response.content) / 1000
    print(f"{request.name:<34}{milliseconds:>8.1f}{'':>9}{queries:>9}{size:>9.1f}")
    if milliseconds <= request.most_milliseconds:
        return ""
    return f"{request.name}: {milliseconds:.0f} ms, at most {request.most_milliseconds}"
