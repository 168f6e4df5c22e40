"""A file of any of the three formats -> document and findings. Nothing here writes or asks the database."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import IO, Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.exchange import headers, limits
from alignment.exchange.city_lines import (
    actor_rows,
    competence_rows,
    indicator_rows,
    local_rows,
    observation_rows,
    role_rows,
)
from alignment.exchange.column_maps import Columns
from alignment.exchange.csv_reader import read_csv, read_csv_zip
from alignment.exchange.documents import CellRow, Document, Meta, NamedActor, Row
from alignment.exchange.findings import NOTE, FileRefused, Findings, Place
from alignment.exchange.grids import Grid, column_letter
from alignment.exchange.json_format import read_json
from alignment.exchange.known import Known
from alignment.exchange.lines import cell_rows, element_rows, evidence_rows, meta_of, read_meta
from alignment.exchange.mapped import read_mapped
from alignment.exchange.merging import merged, unique_rows, without_doubles
from alignment.exchange.recognition import (
    Table,
    TablesMissing,
    recognised,
    tell_after_reading,
    tell_formulas,
)
from alignment.exchange.scale import Meaning, Scale
from alignment.exchange.wide import WideCells, read_wide
from alignment.exchange.xlsx_reader import read_xlsx

T = TypeVar("T", bound=Row)
PARTS = {
    headers.STRATEGY: "elements",
    headers.CELLS: "cells",
    headers.EVIDENCE: "evidence",
    headers.INDICATORS: "indicators",
    headers.OBSERVATIONS: "observations",
    headers.ACTORS: "actors",
    headers.ACTOR_ROLES: "roles",
    headers.COMPETENCE: "competences",
}
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
class Wishes:
    """How the person wants the file to be read: own signs of scores, own names of columns."""

    scale: Mapping[str, Meaning] = field(default_factory=dict)
    columns: Columns | None = None
    is_fraction: bool = False


@dataclass(frozen=True)
class Reading:
    """`covered`: elements and places of a wide matrix, where a blank says “not assessed”.

    `columns` and `meta_places` say where the fields stand in the file, for messages of later checks.
    `sheets` are the grids where no table was recognised, for the person to say what their columns mean.
    """

    findings: Findings
    document: Document = field(default_factory=lambda: Document(has_cells=False))
    covered: WideCells = field(default_factory=WideCells)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    meta_places: Mapping[str, Place] = field(default_factory=dict)
    signs: Sequence[Mapping[str, Any]] = ()
    is_unrecognised: bool = False


NO_WISHES = Wishes()


def read_document(file: IO[bytes], name: str, known: Known, wishes: Wishes = NO_WISHES) -> Reading:
    findings = Findings()
    try:
        head = file.read(64)
        size = file.seek(0, 2)
        file.seek(0)
        _check_whole(head, size)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return Reading(findings, _from_json(file.read(), findings), columns=JSON_KEYS)
        if wishes.columns:
            document, letters = read_mapped(
                _told_grids(file, name, findings), wishes.columns, known, findings
            )
            return Reading(findings, document, columns={"elements": letters})
        return _from_grids(_told_grids(file, name, findings), known, wishes, findings)
    except ScaleIsFraction:
        file.seek(0)
        return read_document(file, name, known, replace(wishes, is_fraction=True))
    except TablesMissing as refusal:
        if not findings.has_errors:  # such as a column that STRATEGY needs
            findings.extend([refusal.issue])
        return Reading(findings, is_unrecognised=refusal.has_values)
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


def grids_of(file: IO[bytes], name: str) -> list[Grid]:
    file.seek(0)
    head = file.read(64)
    file.seek(0)
    if head.startswith(b"PK"):
        return read_xlsx(file) if _is_workbook(file) else read_csv_zip(file)
    return read_csv(io.BytesIO(file.read()), name)  # what decodes it closes it


def _told_grids(file: IO[bytes], name: str, findings: Findings) -> list[Grid]:
    grids = grids_of(file, name)
    for grid in grids:
        if grid.is_legacy_text:
            text = _("The text is not in UTF-8; it was read as Windows-1252. Look at its accents.")
            findings.add(NOTE, "FORMAT", text, Place(grid.sheet))
    return grids


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
    cells = tuple(without_doubles(document.cells, findings).values())
    return replace(document, cells=cells, **unique_rows(document, findings))


def _from_grids(grids: list[Grid], known: Known, wishes: Wishes, findings: Findings) -> Reading:
    tables = recognised(grids, findings)
    for table in _each(tables):
        tell_formulas(table, findings)
    said, meta_places = _meta(tables, findings)
    scale = Scale.named("0-1" if wishes.is_fraction else said.scale, wishes.scale)
    lists: dict[str, Any] = {
        part: _rows(tables, name, reader, findings) for name, (part, reader) in READERS.items()
    }
    cells, named, wide = _cells(tables, known, scale, findings)
    if scale.looks_fractional and not said.scale:
        raise ScaleIsFraction
    for table in _each(tables):
        tell_after_reading(table, findings)
    has_cells = bool({headers.CELLS, headers.MATRIX} & set(tables))
    document = Document(said, cells=merged(wide, cells, findings), named_actors=named, has_cells=has_cells)
    document = replace(document, **lists)
    document = replace(document, **unique_rows(document, findings))
    _tell_scale(scale, findings)
    # Where several tables hold a part, one field stands in other columns in each.
    columns = {
        PARTS[name]: _letters(table) for name, table in tables.items() if name in PARTS and not table.beside
    }
    return Reading(findings, document, wide, columns, meta_places, scale.as_json())


class ScaleIsFraction(Exception):
    """Known at the end of the reading: 0.5 was there and no number above 1, so that 1 is full."""


def _each(tables: Mapping[str, Table]) -> list[Table]:
    return [each for table in tables.values() for each in (table, *table.beside)]


def _letters(table: Table) -> dict[str, str]:
    return {name: column_letter(column) for name, column in table.columns.items()}


def _meta(tables: Mapping[str, Table], findings: Findings) -> tuple[Meta, Mapping[str, Place]]:
    table = tables.get(headers.META)
    if table is None:
        return Meta(), {}
    found, places = read_meta(table, findings)
    return meta_of(found), {**places, "": Place(table.grid.sheet)}


READERS: Mapping[str, tuple[str, Callable[[Table, Findings], Iterator[Any]]]] = {
    headers.LOCAL: ("local", local_rows),
    headers.STRATEGY: ("elements", element_rows),
    headers.EVIDENCE: ("evidence", evidence_rows),
    headers.INDICATORS: ("indicators", indicator_rows),
    headers.OBSERVATIONS: ("observations", observation_rows),
    headers.ACTORS: ("actors", actor_rows),
    headers.ACTOR_ROLES: ("roles", role_rows),
    headers.COMPETENCE: ("competences", competence_rows),
}


def _rows(tables: Mapping[str, Table], name: str, reader: Any, findings: Findings) -> tuple[Any, ...]:
    table = tables.get(name)
    if table is None:
        return ()
    rows = chain.from_iterable(reader(each, findings) for each in (table, *table.beside))
    return tuple(_limited(rows, limits.ROWS[READERS[name][0]], table))


def _cells(
    tables: Mapping[str, Table], known: Known, scale: Scale, findings: Findings
) -> tuple[tuple[CellRow, ...], tuple[NamedActor, ...], WideCells]:
    listed, matrix = tables.get(headers.CELLS), tables.get(headers.MATRIX)
    cells: tuple[CellRow, ...] = ()
    named: list[NamedActor] = []
    wide = WideCells()
    if listed:
        cells = tuple(_limited(cell_rows(listed, scale, named, findings), limits.CELLS, listed))
    if matrix:
        wide = read_wide(matrix, known, scale, findings)
    return cells, tuple(named), wide


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


def _tell_scale(scale: Scale, findings: Findings) -> None:
    for sign in scale.signs.values():
        score, _kind, original = sign.read
        if original and not sign.problem:
            message = ngettext(
                "“%(text)s” was read as the score %(score)s, once.",
                "“%(text)s” was read as the score %(score)s, %(count)s times.",
                sign.count,
            )
            if score is None:
                message = ngettext(
                    "“%(text)s” was read as not assessed, once.",
                    "“%(text)s” was read as not assessed, %(count)s times.",
                    sign.count,
                )
            findings.add(NOTE, "SCALE", message % {"text": sign.text, "score": score, "count": sign.count})
