"""A file of any of the three formats -> document and findings. Nothing here writes or asks the database."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO, TypeVar

from django.utils.translation import gettext as _

from alignment.exchange import headers, limits
from alignment.exchange.csv_reader import read_csv, read_csv_zip
from alignment.exchange.documents import CellRow, Document, ElementRow, EvidenceRow, Meta, Row
from alignment.exchange.findings import ERROR, NOTE, FileRefused, Findings
from alignment.exchange.grids import Grid
from alignment.exchange.json_format import read_json
from alignment.exchange.known import Known
from alignment.exchange.lines import cell_rows, element_rows, evidence_rows, meta_of, read_meta
from alignment.exchange.merging import merged, without_doubles
from alignment.exchange.recognition import Table, recognised, tell_after_reading, tell_formulas
from alignment.exchange.scale import Scale
from alignment.exchange.wide import WideCells, read_wide
from alignment.exchange.xlsx_reader import read_xlsx

T = TypeVar("T", bound=Row)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Reading:
    """`covered`: elements and places of a wide matrix, where a blank says “not assessed”."""

    findings: Findings
    document: Document | None = None
    covered: WideCells = field(default_factory=WideCells)


def read_document(file: IO[bytes], name: str, known: Known) -> Reading:
    findings = Findings()
    try:
        head = file.read(64)
        size = file.seek(0, 2)
        file.seek(0)
        _check_whole(head, size)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            document, covered = _from_json(file.read(), findings), WideCells()
        else:
            document, covered = _from_grids(_grids(file, name, head), known, findings)
    except FileRefused as refusal:
        findings.extend([refusal.issue])
        return Reading(findings)
    return Reading(findings, document, covered)


def _check_whole(head: bytes, size: int) -> None:
    if size == 0:
        raise FileRefused(_("The file is empty."))
    if size > limits.FILE_BYTES:
        raise FileRefused(_("The file is larger than 5 MB."))
    if head.startswith(OLE):
        raise FileRefused(
            _("This is an old Excel file or one with a password. Save it as XLSX, unprotected.")
        )


def _grids(file: IO[bytes], name: str, head: bytes) -> list[Grid]:
    if head.startswith(b"PK"):
        return read_xlsx(file) if _is_workbook(file) else read_csv_zip(file)
    return read_csv(file, name)


def _is_workbook(file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return True  # the reader of workbooks says that it is damaged
    finally:
        file.seek(0)


def _from_json(data: bytes, findings: Findings) -> Document:
    document = read_json(data, findings)
    elements = tuple(_unique_elements(document.elements, findings))
    cells = tuple(without_doubles(document.cells, findings).values())
    evidence = tuple(_unique_evidence(document.evidence, findings))
    return replace(document, elements=elements, cells=cells, evidence=evidence)


def _from_grids(grids: list[Grid], known: Known, findings: Findings) -> tuple[Document, WideCells]:
    tables = recognised(grids, findings)
    for table in tables.values():
        tell_formulas(table, findings)
    meta = _meta(tables.get(headers.META), findings)
    scale = Scale.named(meta.scale)
    elements: tuple[ElementRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    wide = WideCells()
    if strategy := tables.get(headers.STRATEGY):
        rows = _limited(element_rows(strategy, findings), limits.ELEMENTS, strategy)
        elements = tuple(_unique_elements(rows, findings))
    if proofs := tables.get(headers.EVIDENCE):
        rows_of_proof = _limited(evidence_rows(proofs, findings), limits.EVIDENCE, proofs)
        evidence = tuple(_unique_evidence(rows_of_proof, findings))
    if listed := tables.get(headers.CELLS):
        cells = tuple(_limited(cell_rows(listed, scale, findings), limits.CELLS, listed))
    if matrix := tables.get(headers.MATRIX):
        wide = read_wide(matrix, known, scale, findings)
        _check_number(len(wide.cells), limits.CELLS, matrix)
    for table in tables.values():
        tell_after_reading(table, findings)
    cells = merged(wide, cells, findings)
    _tell_scale(scale, findings)
    return Document(meta, elements, cells, evidence), wide


def _meta(table: Table | None, findings: Findings) -> Meta:
    if table is None:
        return Meta()
    found, _places = read_meta(table, findings)
    return meta_of(found)


def _limited(rows: Iterable[T], most: int, table: Table) -> Iterator[T]:
    for number, row in enumerate(rows, start=1):
        _check_number(number, most, table)
        yield row


def _check_number(number: int, most: int, table: Table) -> None:
    if number > most:
        raise FileRefused(
            _("The table has more than %(most)s rows or values; that is the most that is read.")
            % {"most": most},
            place=table.place(0),
        )


def _unique_elements(rows: Iterable[ElementRow], findings: Findings) -> Iterator[ElementRow]:
    seen: dict[str, int] = {}
    for row in rows:
        if row.code in seen:
            text = _(
                "The code %(code)s stands in the rows %(first)s and %(second)s; each element has its own."
            )
            values = {"code": row.code, "first": seen[row.code], "second": row.place.row}
            findings.add(ERROR, "E11", text % values, row.place)
        else:
            seen[row.code] = row.place.row
            yield row


def _unique_evidence(rows: Iterable[EvidenceRow], findings: Findings) -> Iterator[EvidenceRow]:
    seen: dict[str, int] = {}
    for row in rows:
        if row.ref in seen:
            text = _("The reference %(ref)s stands in the rows %(first)s and %(second)s.")
            values = {"ref": row.ref, "first": seen[row.ref], "second": row.place.row}
            findings.add(ERROR, "E3", text % values, row.place)
        else:
            seen[row.ref] = row.place.row
            yield row


def _tell_scale(scale: Scale, findings: Findings) -> None:
    for (text, score), count in scale.read_as.items():
        if text != str(score):
            message = _("“%(text)s” was read as the score %(score)s (%(count)s times).")
            findings.add(NOTE, "SCALE", message % {"text": text, "score": score, "count": count})
