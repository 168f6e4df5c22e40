"""A matrix, or the blank form of a strategy, as a file of one of the three formats."""

import json
from dataclasses import dataclass, replace

from django.utils.text import slugify

from alignment.checks.codes import place as place_order
from alignment.exchange.checking import scored_codes
from alignment.exchange.contents import matrix_document, strategy_document
from alignment.exchange.csv_writer import write_csv_zip
from alignment.exchange.documents import Document
from alignment.exchange.findings import Findings
from alignment.exchange.json_format import SCHEMA, read_json, write_json
from alignment.exchange.xlsx_writer import MatrixLayout, write_xlsx
from alignment.models import AlignmentMatrix, FrameworkVersion, Goal, MatrixSnapshot, Strategy, Target
from alignment.models.matrices import Granularity
from sdgplatform.exports import FORMATS as TABLE_FORMATS

CONTENT_TYPES = {"xlsx": TABLE_FORMATS["xlsx"], "csv": "application/zip", "json": "application/json"}
ENDINGS = {"xlsx": "xlsx", "csv": "zip", "json": "json"}


@dataclass(frozen=True)
class ExportFile:
    name: str
    content_type: str
    content: bytes


def export_matrix(matrix: AlignmentMatrix, kind: str, *, with_city: bool = False) -> ExportFile:
    """`kind` is xlsx, csv (a zip of tables) or json; KeyError for others.

    `with_city` adds all indicators, actors and competences of the city: not for everyone. A validated
    matrix goes out as it was validated, whatever became of its strategy since: the SHA-256 of its JSON is
    its checksum.
    """
    ending = ENDINGS[kind]
    name = f"{slugify(matrix.strategy.title)[:60] or 'matrix'}-{matrix.code}-v{matrix.version}.{ending}"
    document = _validated_document(matrix) or matrix_document(matrix, with_city=with_city)
    if kind == "json":
        content = write_json(document)
    elif kind == "csv":
        content = write_csv_zip(document)
    else:
        content = write_xlsx(document, _layout(document, matrix.strategy), with_city=with_city)
    return ExportFile(name, CONTENT_TYPES[kind], content)


def blank_template(strategy: Strategy, *, granularity: str = Granularity.TARGET) -> ExportFile:
    """The workbook of a strategy without any score, ready to be filled and imported."""
    framework = FrameworkVersion.objects.filter(is_current=True).values_list("code", flat=True).first() or ""
    document = strategy_document(strategy, framework)
    meta = replace(document.meta, framework=framework, granularity=granularity, scope="ALL")
    document = replace(document, meta=meta)
    name = f"{slugify(strategy.title)[:60] or 'strategy'}-template.xlsx"
    content = write_xlsx(document, _layout(document, strategy), with_city=True)
    return ExportFile(name, CONTENT_TYPES["xlsx"], content)


def _validated_document(matrix: AlignmentMatrix) -> Document | None:
    snapshot = MatrixSnapshot.objects.filter(matrix=matrix).first() if matrix.is_frozen else None
    return read_json(snapshot.content.encode(), Findings()) if snapshot else None


def _layout(document: Document, strategy: Strategy) -> MatrixLayout:
    """Every goal or target that the matrix can score; those of a validated one that are gone since too."""
    scored = scored_codes(document.elements, document.meta.scored_level)
    owner = {"city": strategy.city_id, "network": strategy.network_id}
    goals = list(Goal.with_local.of_owner(**owner).order_by("number"))
    colours = {goal.number: (goal.colour, goal.text_colour) for goal in goals}
    if document.meta.granularity == Granularity.GOAL:
        titles = {str(goal.number): goal.title for goal in goals}
    else:
        targets = Target.with_local.of_owner(**owner).in_order()
        titles = {target.code: target.title for target in targets}
    places = sorted({*titles, *(cell.target for cell in document.cells)}, key=place_order)
    rows = [(row.code, row.title) for row in document.elements if row.code in scored]
    return MatrixLayout(rows, places, colours, {code: titles.get(code, "") for code in places})


def json_schema() -> dict[str, object]:
    schema: dict[str, object] = json.loads(SCHEMA.read_text())
    return schema
