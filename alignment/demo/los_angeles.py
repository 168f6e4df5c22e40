"""Real input: the commitments that the City of Los Angeles ties to SDG targets on its public platform."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.files.base import ContentFile

from alignment.actions.imports import ImportTarget, apply_import, check_import
from alignment.actions.review import start_review, submit_matrix, validate_matrix
from alignment.actions.strategies import create_strategy
from alignment.checks.catalogue import WARNINGS
from alignment.checks.codes import normal_target
from alignment.exchange.documents import CellRow, Document, ElementRow, EvidenceRow, Meta
from alignment.exchange.json_format import write_json
from alignment.models import AlignmentMatrix, FrameworkVersion, Indicator, Strategy, Target
from alignment.models.strategies import StrategyKind
from participants.models import Account, City, Network

DATA = Path(__file__).parent.parent / "data" / "los_angeles" / "alignment.csv"
GEONAMEID = 5368361
TITLE = "Commitments of Los Angeles to the Global Goals"
PLAN, VISION_ZERO = "L.A.'s Green New Deal Sustainable City pLAn", "Vision Zero Los Angeles"
SOURCES = {PLAN: "GND", VISION_ZERO: "VZ"}
FIRST_YEAR, LAST_YEAR = 2019, 2050  # the plan is of 2019; the last year that a commitment names is 2050
SOURCE = re.compile(rf"\s*-\s*({'|'.join(re.escape(name) for name in SOURCES)})\s*")
NEXT_SENTENCE = re.compile(r"(?<=by \d{4}) (?=[A-Z])")
SCORE = 2
NOTE = (
    "Made from the public file of the city's SDG platform, where {rows} indicators carry a local commitment."
    " The file says which target a commitment belongs to, not how strongly: each link is read as a tick,"
    " score 2, direct. The platform lists what the city committed itself to; everything else is not assessed."
    " Codes of the file that the UN list of 2025 does not have: {codes}."
)
AUTHOR_NOTE = (
    "Only the links that the city itself publishes are scored; the file names neither responsible units nor"
    " other targets that a commitment may help or hinder."
)


@dataclass(frozen=True)
class Commitment:
    text: str
    source: str
    target: str
    indicators: tuple[str, ...]
    url: str


def seed_los_angeles(cast: Mapping[str, Account]) -> AlignmentMatrix:
    """The strategy with its validated matrix; made once. The planner is author, the reviewer validates."""
    city = los_angeles()
    strategy = Strategy.objects.filter(city=city, title=TITLE).first()
    if strategy is None:
        strategy = create_strategy(
            by=cast["planner"],
            city=city,
            network=_network_of(cast["reviewer"]),
            title=TITLE,
            kind=StrategyKind.OTHER,
            period_start=FIRST_YEAR,
            period_end=LAST_YEAR,
            language="en",
            url="https://plan.lamayor.org/sites/default/files/pLAn_2019_final.pdf",
        )
    matrix = strategy.matrices.first()
    return matrix or _validated_matrix(strategy, cast)


def los_angeles() -> City:
    """The catalogue of the project ends at Latin America, Spain and Portugal."""
    found, _is_new = City.objects.get_or_create(
        geonameid=GEONAMEID,
        defaults={
            "name": "Los Angeles",
            "slug": "los-angeles-california",
            "country_id": "US",
            "latitude": "34.05223",
            "longitude": "-118.24368",
            "time_zone": "America/Los_Angeles",
        },
    )
    return found


def _network_of(reviewer: Account) -> Network | None:
    return Network.objects.filter(pk__in=reviewer.networks_with_role("REVIEWER")).order_by("pk").first()


def _validated_matrix(strategy: Strategy, cast: Mapping[str, Account]) -> AlignmentMatrix:
    author, reviewer = cast["planner"], cast["reviewer"]
    file = ContentFile(write_json(commitments_document()), name="los-angeles.json")
    row = check_import(file, by=author, target=ImportTarget(strategy=strategy))
    matrix = AlignmentMatrix.objects.get(imports=apply_import(row, by=author))
    submit_matrix(matrix, by=author, reasons=dict.fromkeys(WARNINGS, AUTHOR_NOTE))
    start_review(matrix, by=reviewer)
    return validate_matrix(matrix, by=reviewer)


def commitments_document() -> Document:
    rows = _file_rows()
    commitments = list(_commitments(rows))
    framework = FrameworkVersion.objects.get(is_current=True)
    meta = Meta(
        city_geonameid=GEONAMEID,
        title=TITLE,
        framework=framework.code,
        granularity="TARGET",
        scored_level="OBJECTIVE",
        method_note=NOTE.format(
            rows=sum(bool(row["local_commitment"]) for row in rows),
            codes=", ".join(_codes_that_are_local(rows, framework)),
        ),
    )
    urls = list(dict.fromkeys(commitment.url for commitment in commitments))
    refs = {url: f"LA{number}" for number, url in enumerate(urls, start=1)}
    axes = tuple(ElementRow(code, level="AXIS", title=name) for name, code in SOURCES.items())
    elements, cells = _elements_and_cells(commitments, refs)
    names = {commitment.url: commitment.source for commitment in commitments}
    evidence = tuple(EvidenceRow(ref, "PLAN_CLAUSE", names[url], url=url) for url, ref in refs.items())
    return Document(meta, axes + elements, cells, evidence)


def _elements_and_cells(
    commitments: list[Commitment], refs: Mapping[str, str]
) -> tuple[tuple[ElementRow, ...], tuple[CellRow, ...]]:
    elements, cells = [], []
    numbers = dict.fromkeys(SOURCES.values(), 0)
    for commitment in commitments:
        axis = SOURCES[commitment.source]
        numbers[axis] += 1
        code = f"{axis}.{numbers[axis]}"
        listed = ", ".join(commitment.indicators)
        elements.append(
            ElementRow(
                code,
                parent=axis,
                level="OBJECTIVE",
                title=commitment.text,
                description=f"Indicators of the city's platform: {listed}.",
            )
        )
        cells.append(
            CellRow(
                code,
                commitment.target,
                SCORE,
                kind="DIRECT",
                rationale=commitment.text,
                evidence=(refs[commitment.url],),
                original="listed",
            )
        )
    return tuple(elements), tuple(cells)


def _file_rows() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _commitments(rows: list[dict[str, str]]) -> Iterator[Commitment]:
    """One for each sentence of each cell; the same sentence under two indicators of a target is one."""
    found: dict[tuple[str, str], Commitment] = {}
    for row in rows:
        for text, source in _sentences(row["local_commitment"]):
            target = normal_target(row["target"])
            known = found.get((text, target))
            indicators = (*known.indicators, row["indicator"]) if known else (row["indicator"],)
            commitment = Commitment(text, source, target, indicators, row["local_commitment_url"].strip())
            found[text, target] = replace(known, indicators=indicators) if known else commitment
    places = dict(Target.objects.values_list("code", "position"))
    yield from sorted(found.values(), key=lambda commitment: places[commitment.target])


def _sentences(cell: str) -> Iterator[tuple[str, str]]:
    """A cell holds sentences, each or several of them followed by the name of their document."""
    parts = SOURCE.split(cell.strip())
    for texts, source in zip(parts[::2], parts[1::2], strict=False):
        for text in NEXT_SENTENCE.split(texts.strip()):
            yield text, source


def _codes_that_are_local(rows: list[dict[str, str]], framework: FrameworkVersion) -> list[str]:
    known = set(Indicator.objects.filter(framework=framework).values_list("code", flat=True))
    return [row["indicator"] for row in rows if row["indicator"] not in known]
