"""Measures the pages one after another, each beside the floor, and says which are over a limit."""

import gc
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from bench.alignment_data import make_matrices  # noqa: E402
from bench.analysis import measure_analysis  # noqa: E402
from bench.bare import DEFAULT_MIDDLEWARE  # noqa: E402
from bench.exchange import measure_exchange  # noqa: E402
from bench.grid import measure_grid  # noqa: E402
from bench.pages import PAGES, BenchPage  # noqa: E402
from participants.models import Account, Person  # noqa: E402
from workshops.models import Workshop  # noqa: E402

WARM_UP, ROUNDS, PER_ROUND = 5, 6, 8
MOST_TIMES_FLOOR = 3.0
MOST_QUERIES = 15
MOST_BYTES = 60_000
LARGE_WORKSHOPS, LARGE_PEOPLE = 2_000, 50_000


@dataclass(frozen=True)
class Figures:
    milliseconds: float
    queries: int
    size: int


def run() -> int:
    """Prints a table; 1 when a page is over a limit of docs/benchmarks.md."""
    _prepare()
    floor_client, client = _client(), _client()
    print(f"{'page':<34}{'ms':>8}{'x floor':>9}{'queries':>9}{'kB HTML':>9}")
    failed = []
    floor = _measure(floor_client, "/bare/", bare=True)
    _print("bare Django page", floor, floor)
    for page in PAGES:
        address = page.address()
        figures, beside = _measure_beside(client, address, floor_client)
        _print(page.name, figures, beside)
        failed += _over_limits(page, figures, beside)
    failed += measure_analysis(client)
    failed += measure_grid(client)
    failed += measure_exchange()
    for line in failed:
        print(line)
    return 1 if failed else 0


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Workshop.objects.count() < LARGE_WORKSHOPS or Person.objects.count() < LARGE_PEOPLE:
        for command in ("load_sdg_framework", "load_cities"):
            call_command(command, verbosity=0)
        call_command("seed_demo", size="large", verbosity=0)
    make_matrices()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _client() -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(
        Account.objects.get(email="coordinator@example.org"), backend=settings.AUTHENTICATION_BACKENDS[1]
    )
    return client


@contextmanager
def _stack(*, bare: bool) -> Iterator[None]:
    if not bare:
        yield
        return
    with override_settings(MIDDLEWARE=DEFAULT_MIDDLEWARE, ROOT_URLCONF="bench.bare"):
        yield


def _measure(client: Client, address: str, *, bare: bool = False) -> Figures:
    with _stack(bare=bare):
        client.handler.load_middleware()
        times, queries, size = _times(client, address)
    return Figures(1000 * statistics.median(times), queries, size)


def _times(client: Client, address: str) -> tuple[list[float], int, int]:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    queries = len(captured)  # the next request empties the log
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}.")
    for _ in range(WARM_UP):
        client.get(address)
    gc.collect()
    times = []
    for _ in range(PER_ROUND):
        start = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - start)
    return times, queries, len(response.content)


def _measure_beside(client: Client, address: str, floor_client: Client) -> tuple[Figures, Figures]:
    """Page and floor in turn, so that a busy moment of the machine hits both; the middle of the rounds."""
    rounds = [(_measure(client, address), _measure(floor_client, "/bare/", bare=True)) for _ in range(ROUNDS)]
    rounds.sort(key=lambda pair: pair[0].milliseconds / pair[1].milliseconds)
    return rounds[len(rounds) // 2]


def _print(name: str, figures: Figures, floor: Figures) -> None:
    ratio = figures.milliseconds / floor.milliseconds
    size = figures.size / 1000
    print(f"{name:<34}{figures.milliseconds:>8.1f}{ratio:>9.2f}{figures.queries:>9}{size:>9.1f}")


def _over_limits(page: BenchPage, figures: Figures, floor: Figures) -> list[str]:
    limits = {
        "times the floor": (figures.milliseconds / floor.milliseconds, MOST_TIMES_FLOOR),
        "queries": (figures.queries, MOST_QUERIES),
        "bytes of HTML": (figures.size, MOST_BYTES),
    }
    return [
        f"{page.name}: {value:.1f} {what}, at most {limit}"
        for what, (value, limit) in limits.items()
        if value > limit
    ]
