"""Matrices for the benchmarks: a thousand cities of one network with a million cells, and one matrix of 200
rows by 169 targets with 3,000 cells. The cells are written by the database itself."""

from collections.abc import Sequence

from django.db import connection, transaction

from alignment.actions.summaries import rebuild_summaries
from alignment.models import AlignmentMatrix, FrameworkVersion, Strategy, StrategyElement
from participants.models import Account, City, Network, RoleAssignment

CITIES, ROWS, CELLS = 1_000, 6, 1_000
LARGE_ROWS, LARGE_CELLS = 200, 3_000
NETWORK_SLUG, LARGE_TITLE = "bench", "Plan of 200 rows"
# Scores come from a hash of row and target, so that every run has the same ones; most are 0.
CELLS_SQL = """
INSERT INTO alignment_alignmentcell (matrix_id, element_id, target_id, score, kind, horizon, rationale,
    mitigation, provenance, original_value, revision, updated_at)
SELECT matrix_id, element_id, target_id, score, CASE WHEN score = 0 THEN '' ELSE 'DIRECT' END, '', '', '',
    'MANUAL', '', 0, now()
FROM (
    SELECT matrix.id AS matrix_id, element.id AS element_id, target.id AS target_id,
        (ARRAY[3, 2, 1, -1, 0, 0, 0, 0, 0, 0])[1 + abs(hashtext(element.id || '-' || target.id)) %% 10]
            AS score,
        row_number() OVER (PARTITION BY matrix.id ORDER BY hashtext(target.id || '-' || element.id)) AS number
    FROM alignment_alignmentmatrix matrix
    JOIN alignment_strategyelement element
        ON element.strategy_id = matrix.strategy_id AND element.level = 'PROJECT'
    CROSS JOIN alignment_target target
    WHERE matrix.id = ANY(%s) AND target.city_id IS NULL AND target.network_id IS NULL
) place WHERE number <= %s
"""


@transaction.atomic
def make_matrices() -> None:
    """Once: what is there already stays."""
    if Network.objects.filter(slug=NETWORK_SLUG).exists():
        return
    network = Network.objects.create(slug=NETWORK_SLUG, name="Bench", search_text="bench")
    author = Account.objects.select_related("person").get(email="coordinator@example.org")
    RoleAssignment.objects.create(
        person=author.person, network=network, role="VIEWER", starts_on="2020-01-01"
    )
    FrameworkVersion.objects.get_or_create(code="2025")
    cities = list(City.objects.order_by("pk")[:CITIES])
    many = _matrices([_strategy(city, network, f"Plan of {city.name}") for city in cities], ROWS)
    _fill(many, CELLS)
    rows = AlignmentMatrix.objects.filter(pk__in=[row.pk for row in many])
    rows.update(state="VALIDATED", checksum="0" * 64)
    rebuild_summaries(rows.with_strategy())
    large = _matrices([_strategy(cities[0], None, LARGE_TITLE, author)], LARGE_ROWS, created_by=author)
    _fill(large, LARGE_CELLS)


def _strategy(city: City, network: Network | None, title: str, author: Account | None = None) -> Strategy:
    return Strategy(
        city=city,
        network=network,
        title=title,
        period_start=2020,
        period_end=2030,
        created_by=author,
        search_text=title.lower(),
    )


def _matrices(strategies: Sequence[Strategy], rows: int, **fields: object) -> list[AlignmentMatrix]:
    """With an axis for every ten rows, and money for each row."""
    made = Strategy.objects.bulk_create(strategies)
    axes = StrategyElement.objects.bulk_create(
        StrategyElement(
            strategy=strategy, level="AXIS", code=f"A{number}", title=f"Axis {number}", position=number
        )
        for strategy in made
        for number in range((rows + 9) // 10)
    )
    per_strategy = len(axes) // len(made)
    StrategyElement.objects.bulk_create(
        StrategyElement(
            strategy=strategy,
            parent=axes[at * per_strategy + number // 10],
            level="PROJECT",
            code=f"P{number}",
            title=f"Project {number}",
            responsible="Unit",
            budget=1000 + number,
            currency="ARS",
            budget_year=2025,
            position=1000 + number,
        )
        for at, strategy in enumerate(made)
        for number in range(rows)
    )
    values = {"framework_id": "2025", "scored_level": "PROJECT", **fields}
    return AlignmentMatrix.objects.bulk_create(
        AlignmentMatrix(strategy=strategy, **values) for strategy in made
    )


def _fill(matrices: Sequence[AlignmentMatrix], cells: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CELLS_SQL, [[matrix.pk for matrix in matrices], cells])
