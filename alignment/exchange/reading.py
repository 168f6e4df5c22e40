"""A file of any of the three formats -> document and findings. Nothing here writes or asks the database."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import IO, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.exchange import headers, limits
from alignment.exchange.csv_reader import read_csv, read_csv_zip
from alignment.exchange.documents import CellRow, Document, ElementRow, EvidenceRow, Meta, Row
from alignment.exchange.findings import ERROR, NOTE, FileRefused, Findings, Place
from alignment.exchange.grids import Grid, column_letter
from alignment.exchange.json_format import read_json
from alignment.exchange.known import Known
from alignment.exchange.lines import cell_rows, element_rows, evidence_rows, meta_of, read_meta
from alignment.exchange.merging import merged, without_doubles
from alignment.exchange.recognition import Table, recognised, tell_after_reading, tell_formulas
from alignment.exchange.scale import Scale
from alignment.exchange.wide import WideCells, read_wide
from alignment.exchange.xlsx_reader import read_xlsx

T = TypeVar("T", bound=Row)
PARTS = {headers.STRATEGY: "elements", headers.CELLS: "cells", headers.EVIDENCE: "evidence"}
JSON_KEYS = {
    "elements": {
        "starts_on": "start",
        "ends_on": "end",
        **{name: name for name in ("code", "parent", "level")},
    },
    "cells": {"element": "e", "target": "t", "score": "s", **{name: name for name in ("kind", "rationale")}},
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Reading:
    """`covered`: elements and places of a wide matrix, where a blank says “not assessed”.

    `columns` and `meta_places` say where the fields stand in the file, for messages of later checks.
    """

    findings: Findings
    document: Document = field(default_factory=Document)
    covered: WideCells = field(default_factory=WideCells)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    meta_places: Mapping[str, Place] = field(default_factory=dict)


def read_document(file: IO[bytes], name: str, known: Known) -> Reading:
    findings = Findings()
    try:
        head = file.read(64)
        size = file.seek(0, 2)
        file.seek(0)
        _check_whole(head, size)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return Reading(findings, _from_json(file.read(), findings), columns=JSON_KEYS)
        return _from_grids(_grids(file, name, head), known, findings)
    except FileRefused as refusal:
        findings.extend([refusal.issue])
        return Reading(findings)


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


def _from_grids(grids: list[Grid], known: Known, findings: Findings) -> Reading:
    tables = recognised(grids, findings)
    for table in tables.values():
        tell_formulas(table, findings)
    said, meta_places = _meta(tables, findings)
    scale = Scale.named(said.scale)
    elements, evidence = _elements(tables, findings), _evidence(tables, findings)
    cells, wide = _cells(tables, known, scale, findings)
    for table in tables.values():
        tell_after_reading(table, findings)
    document = Document(said, elements, merged(wide, cells, findings), evidence)
    _tell_scale(scale, findings)
    columns = {PARTS[name]: _letters(table) for name, table in tables.items() if name in PARTS}
    return Reading(findings, document, wide, columns, meta_places)


def _letters(table: Table) -> dict[str, str]:
    return {name: column_letter(column) for name, column in table.columns.items()}


def _meta(tables: Mapping[str, Table], findings: Findings) -> tuple[Meta, Mapping[str, Place]]:
    table = tables.get(headers.META)
    if table is None:
        return Meta(), {}
    found, places = read_meta(table, findings)
    return meta_of(found), {**places, "": Place(table.grid.sheet)}


def _elements(tables: Mapping[str, Table], findings: Findings) -> tuple[ElementRow, ...]:
    table = tables.get(headers.STRATEGY)
    if table is None:
        return ()
    return tuple(_unique_elements(_limited(element_rows(table, findings), limits.ELEMENTS, table), findings))


def _evidence(tables: Mapping[str, Table], findings: Findings) -> tuple[EvidenceRow, ...]:
    table = tables.get(headers.EVIDENCE)
    if table is None:
        return ()
    return tuple(_unique_evidence(_limited(evidence_rows(table, findings), limits.EVIDENCE, table), findings))


def _cells(
    tables: Mapping[str, Table], known: Known, scale: Scale, findings: Findings
) -> tuple[tuple[CellRow, ...], WideCells]:
    listed, matrix = tables.get(headers.CELLS), tables.get(headers.MATRIX)
    cells: tuple[CellRow, ...] = ()
    wide = WideCells()
    if listed:
        cells = tuple(_limited(cell_rows(listed, scale, findings), limits.CELLS, listed))
    if matrix:
        wide = read_wide(matrix, known, scale, findings)
        _check_number(len(wide.cells), limits.CELLS, matrix)
    return cells, wide


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
            message = ngettext(
                "“%(text)s” was read as the score %(score)s, once.",
                "“%(text)s” was read as the score %(score)s, %(count)s times.",
                count,
            )
            findings.add(NOTE, "SCALE", message % {"text": text, "score": score, "count": count})
