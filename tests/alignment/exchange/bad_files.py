# ruff: noqa: E501 (a table: one bad file in each line)
"""Spreadsheets as they come: each with what is wrong and where the person is told so."""

import datetime
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.comments import Comment

from tests.alignment.exchange.files import (
    CELLS,
    MATRIX,
    STRATEGY,
    filled,
    part_of,
    rewritten,
    saved,
    workbook,
    zipped,
    zipped_as,
)

SHEET1 = "xl/worksheets/sheet1.xml"
HEAD = ["code", "title", "T11.2", "T6.3"]
ODD_DAY = datetime.date(2026, 2, 11)


@dataclass(frozen=True)
class Bad:
    """`words` stand in the message; `place` is (sheet, row, column). On the form when there is no place."""

    name: str
    make: Callable[[], bytes]
    words: str
    rule: str = ""
    place: tuple[str, int, str] | None = None
    file: str = "matrix.xlsx"


def book(**sheets) -> Callable[[], bytes]:
    return lambda: workbook(**{"STRATEGY": STRATEGY, "MATRIX": MATRIX, **sheets})


def strategy(*rows, header=("code", "parent_code", "level", "title")) -> Callable[[], bytes]:
    return lambda: workbook(STRATEGY=[header, *rows])


def matrix(*rows, header=tuple(HEAD)) -> Callable[[], bytes]:
    return lambda: workbook(STRATEGY=STRATEGY, MATRIX=[header, *rows])


def cells(*rows, header=("element_code", "target", "score", "kind")) -> Callable[[], bytes]:
    return lambda: workbook(STRATEGY=STRATEGY, CELLS=[header, *rows])


def merged_cells() -> bytes:
    result = filled({"STRATEGY": STRATEGY, "MATRIX": MATRIX})
    result["MATRIX"].merge_cells("C2:C3")
    return saved(result)


def formula_without_value() -> bytes:
    result = filled({"STRATEGY": STRATEGY, "MATRIX": MATRIX})
    result["MATRIX"]["C2"] = "=1+1"
    return saved(result)


def error_value() -> bytes:
    result = filled({"STRATEGY": STRATEGY, "MATRIX": MATRIX})
    result["MATRIX"]["C2"] = "#REF!"
    result["MATRIX"]["C2"].data_type = "e"
    return saved(result)


def million_formatted_rows() -> bytes:
    """An empty row for each row number a sheet can have, and a value in the last one."""
    rows = "".join(f'<row r="{number}"/>' for number in range(4, 1_048_576))
    content = workbook(MATRIX=MATRIX, STRATEGY=STRATEGY)
    last = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>P9</t></is></c></row>'
    return rewritten(
        content,
        {SHEET1: part_of(content, SHEET1).replace(b"</sheetData>", f"{rows}{last}</sheetData>".encode())},
    )


def zip_bomb() -> bytes:
    content = workbook(MATRIX=MATRIX, STRATEGY=STRATEGY)
    return rewritten(content, {SHEET1: b" " * 60_000_000})


def many_parts() -> bytes:
    content = workbook(MATRIX=MATRIX)
    return rewritten(content, {f"xl/media/{number}.txt": b"x" for number in range(600)})


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{entities}]>'
    body = part_of(workbook(MATRIX=MATRIX), SHEET1).partition(b"?>")[2] or part_of(
        workbook(MATRIX=MATRIX), SHEET1
    )
    return rewritten(workbook(MATRIX=MATRIX), {SHEET1: head.encode() + body})


def external_entity() -> bytes:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return rewritten(workbook(MATRIX=MATRIX), {"xl/workbook.xml": head + b"<workbook>&e;</workbook>"})


def with_macros() -> bytes:
    return rewritten(workbook(MATRIX=MATRIX), {"xl/vbaProject.bin": b"x"})


def truncated() -> bytes:
    return workbook(MATRIX=MATRIX)[:-200]


def broken_part() -> bytes:
    return rewritten(workbook(MATRIX=MATRIX), {SHEET1: b"<worksheet><sheetData><row r='1'><c"})


def without_sheets() -> bytes:
    return rewritten(workbook(MATRIX=MATRIX), {"xl/workbook.xml": None})


def bad_string_index() -> bytes:
    content = workbook(MATRIX=MATRIX)
    return rewritten(
        content, {SHEET1: part_of(content, SHEET1).replace(b't="n"><v>0</v>', b't="s"><v>99</v>')}
    )


def word_document() -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return zipped_as({"[Content_Types].xml": types, "word/document.xml": "<w/>"})


def old_excel() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1024 + "Workbook".encode("utf-16-le")


def locked_zip() -> bytes:
    content = bytearray(zipped(cells__csv="element_code,target,score\nP1,11.2,2\n"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    return bytes(content)


def too_large() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("cells.csv", b"x" * 5_100_000)
    return file.getvalue()


def many_elements() -> bytes:
    rows = "".join(f"P{number},PROJECT,Title\n" for number in range(2_001))
    return f"code,level,title\n{rows}".encode()


def control_character() -> bytes:
    return b"code,level,title\nP1,PROJECT,Bu\x01ses\n"


def as_json(**changes) -> bytes:
    content = {
        "format": "alignment-matrix",
        "version": 1,
        "framework": "2025",
        "elements": [{"code": "P1", "level": "PROJECT", "title": "Buses"}],
        "cells": [{"e": "P1", "t": "11.2", "s": 2}],
    }
    return json.dumps(content | changes).encode()


def commented() -> bytes:
    result = filled({"STRATEGY": STRATEGY, "MATRIX": MATRIX})
    result["MATRIX"]["C2"].comment = Comment("Why?", "Somebody")
    result["MATRIX"]["C2"] = "2?"
    return saved(result)


CSV = "cells.csv"
# fmt: off
BAD_FILES = [
    # the table and its columns
    Bad("missing column", strategy(["P1", "PROJECT"], header=("code", "level")), "“title”", "FORMAT", ("STRATEGY", 1, "")),
    Bad("wrong sheet", lambda: workbook(Sheet1=[["a", "b"], [1, 2]]), "The file has: Sheet1", "FORMAT", ("", 0, "")),
    Bad("only META", lambda: workbook(META=[["key", "value"], ["framework", "2025"]]), "None of the tables", "FORMAT", ("", 0, "")),
    Bad("no header", lambda: workbook(CELLS=[["P1", "T11.2", 2]]), "“element_code”", "FORMAT", ("CELLS", 1, "")),
    Bad("two sheets for one table", book(PLAN=STRATEGY), "both hold the table STRATEGY", "FORMAT", ("PLAN", 0, "")),
    Bad("two columns for one field", strategy(["P1", "P1", "PROJECT", "x"], header=("code", "código", "level", "title")), "all mean “code”", "FORMAT", ("STRATEGY", 1, "B")),
    Bad("merged cells", merged_cells, "C2:C3 are merged", "FORMAT", ("MATRIX", 2, "C")),
    Bad("other format version", book(META=[["key", "value"], ["format_version", 2]]), "version 2 of the format", "FORMAT", ("META", 2, "B")),
    Bad("unknown framework", book(META=[["key", "value"], ["framework", "2031"]]), "“2031” is not known", "E1", ("META", 2, "B")),
    # codes
    Bad("nothing in any sheet", lambda: workbook(Hoja1=[]), "no sheet with values", "FORMAT", ("", 0, "")),
    Bad("date for a code", strategy([ODD_DAY, None, "PROJECT", "Buses"]), "2026-02-11, not a code", "E1", ("STRATEGY", 2, "A")),
    Bad("date for a target", cells(["P1", ODD_DAY, 2, "DIRECT"]), "2026-02-11, not a code", "E1", ("CELLS", 2, "B")),
    Bad("date in a header", matrix(["P1", "x", 2], header=["code", "title", ODD_DAY]), "2026-02-11, not a code", "E1", ("MATRIX", 1, "C")),
    Bad("number that lost its zero", cells(["P1", 8.1, 2, "DIRECT"]), "8.1 or 8.10", "E1", ("CELLS", 2, "B")),
    Bad("unknown target", cells(["P1", "T13.9", 2, "DIRECT"]), "13.9 is not in this framework version", "E1", ("CELLS", 2, "B")),
    Bad("local code", cells(["P1", "10.x", 2, "DIRECT"]), "“10.x” is not the code", "E1", ("CELLS", 2, "B")),
    Bad("unknown target in a header", matrix(["P1", "x", 2], header=["code", "title", "T13.9"]), "13.9 is not in this", "E1", ("MATRIX", 1, "C")),
    Bad("local code in a header", matrix(["P1", "x", 2], header=["code", "title", "10.x"]), "“10.x” is not the code", "E1", ("MATRIX", 1, "C")),
    Bad("goal in a matrix of targets", cells(["P1", "T11.2", 2, "DIRECT"], ["P1", "G11", 2, "DIRECT"]), "11 is a goal", "E5", ("CELLS", 3, "B")),
    Bad("element that is not there", cells(["P9", "T11.2", 2, "DIRECT"]), "P9 is no element", "E4", ("CELLS", 2, "A")),
    Bad("code with blanks", strategy(["P 1", None, "PROJECT", "Buses"]), "is no code", "E11", ("STRATEGY", 2, "A")),
    Bad("no code", strategy([None, None, "PROJECT", "Buses"]), "“code” is blank", "FORMAT", ("STRATEGY", 2, "A")),
    # scores
    Bad("score 4", matrix(["P1", "Buses", 4]), "4 is outside the scale", "E2", ("MATRIX", 2, "C")),
    Bad("score 1.5", matrix(["P1", "Buses", 1.5]), "1.5 is not a whole number", "E2", ("MATRIX", 2, "C")),
    Bad("text for a score", cells(["P1", "T11.2", "lots", "DIRECT"]), "“lots” is not a score", "E2", ("CELLS", 2, "C")),
    Bad("date for a score", matrix(["P1", "Buses", ODD_DAY]), "a date, not a score", "E2", ("MATRIX", 2, "C")),
    Bad("score with a doubt", commented, "“2?” is not a score", "E2", ("MATRIX", 2, "C")),
    Bad("formula without value", formula_without_value, "formula without a stored value", "E12", ("MATRIX", 2, "C")),
    Bad("error value", error_value, "#REF!", "E12", ("MATRIX", 2, "C")),
    Bad("kind of a score of 0", cells(["P1", "T11.2", 0, "DIRECT"]), "a score of 0 has no kind", "E6", ("CELLS", 2, "D")),
    Bad("unknown kind", cells(["P1", "T11.2", 2, "perhaps"]), "“perhaps” is not known", "E6", ("CELLS", 2, "D")),
    Bad("MATRIX and CELLS disagree", book(CELLS=[CELLS[0], ["P1", "T11.2", 3, "DIRECT"]]), "CELLS says +3, MATRIX (C2) says +2", "FORMAT", ("CELLS", 2, "")),
    # doubles and the tree
    Bad("element twice", strategy(["P1", None, "PROJECT", "x"], ["P1", None, "PROJECT", "y"]), "in the rows 2 and 3", "E11", ("STRATEGY", 3, "")),
    Bad("cell twice", cells(["P1", "T11.2", 2, "DIRECT"], ["P1", "11.2", 2, "DIRECT"]), "stands twice", "E3", ("CELLS", 3, "")),
    Bad("column twice", matrix(["P1", "x", 2, 2], header=["code", "title", "T11.2", "11.2"]), "stands twice", "E3", ("MATRIX", 1, "D")),
    Bad("row twice", matrix(["P1", "x", 2], ["P1", "x", 2]), "rows 2 and 3", "E3", ("MATRIX", 3, "A")),
    Bad("level inversion", strategy(["A", None, "ACTION", "x"], ["B", "A", "AXIS", "y"]), "whose level is not higher", "E4", ("STRATEGY", 3, "C")),
    Bad("parent cycle", strategy(["A", "B", "AXIS", "x"], ["B", "A", "OBJECTIVE", "y"]), "a part of itself", "E4", ("STRATEGY", 2, "B")),
    Bad("parent that is not there", strategy(["A", "Z", "PROJECT", "x"]), "not in this strategy", "E4", ("STRATEGY", 2, "B")),
    Bad("unknown level", strategy(["A", None, "Chapter", "x"]), "“Chapter” is not known", "E4", ("STRATEGY", 2, "C")),
    # values
    Bad("budget without currency", strategy(["A", "PROJECT", "x", 5], header=["code", "level", "title", "budget"]), "three letters", "E8", ("STRATEGY", 2, "")),
    Bad("negative budget", strategy(["A", "PROJECT", "x", -5], header=["code", "level", "title", "budget"]), "not negative", "E8", ("STRATEGY", 2, "D")),
    Bad("end before start", strategy(["A", "PROJECT", "x", "2026-02-01", "2025-02-01"], header=["code", "level", "title", "start", "end"]), "ends before it starts", "E8", ("STRATEGY", 2, "E")),
    Bad("year 1492", strategy(["A", "PROJECT", "x", "1492-10-12"], header=["code", "level", "title", "start"]), "1990 and 2100", "E8", ("STRATEGY", 2, "D")),
    Bad("date as words", strategy(["A", "PROJECT", "x", "next spring"], header=["code", "level", "title", "start"]), "is not a date", "E8", ("STRATEGY", 2, "D")),
    Bad("share above 100", cells(["P1", "T11.2", 2, 140], header=["element_code", "target", "score", "budget_share"]), "between 0 and 100", "E7", ("CELLS", 2, "D")),
    Bad("huge text", strategy(["A", None, "PROJECT", "x" * 30_000]), "at most 300 fit", "E12", ("STRATEGY", 2, "D")),
    Bad("evidence that is not there", cells(["P1", "T11.2", 2, "E7"], header=["element_code", "target", "score", "evidence_ref"]), "E7 is not in the table EVIDENCE", "FORMAT", ("CELLS", 2, "D")),
    Bad("address that is none", book(EVIDENCE=[["ref", "citation", "url"], ["E1", "Plan", "javascript:alert(1)"]]), "not a web address", "FORMAT", ("EVIDENCE", 2, "C")),
    # what the city keeps
    Bad("indicator without a name", book(INDICATORS=[["code", "name"], ["I-1", None]]), "has no name", "FORMAT", ("INDICATORS", 2, "B")),
    Bad("direction that is none", book(INDICATORS=[["code", "name", "direction"], ["I-1", "x", "sideways"]]), "“sideways” is not known", "FORMAT", ("INDICATORS", 2, "C")),
    Bad("global indicator that is none", book(INDICATORS=[["code", "name", "un_indicator"], ["I-1", "x", "11.2.9"]]), "not a global indicator", "E1", ("INDICATORS", 2, "C")),
    Bad("target before the baseline", book(INDICATORS=[["code", "name", "baseline_year", "baseline", "target_year", "target"], ["I-1", "x", 2030, 1, 2025, 2]]), "not after that of the baseline", "E9", ("INDICATORS", 2, "E")),
    Bad("year without its value", book(INDICATORS=[["code", "name", "milestone_year", "milestone"], ["I-1", "x", "2025; 2027", 3]]), "a year for each value", "FORMAT", ("INDICATORS", 2, "")),
    Bad("indicator twice", book(INDICATORS=[["code", "name"], ["I-1", "x"], ["I-1", "y"]]), "I-1 stands twice", "E3", ("INDICATORS", 3, "")),
    Bad("value of no indicator", book(OBSERVATIONS=[["code", "year", "value"], ["I-9", 2020, 1]]), "I-9 is not among", "FORMAT", ("OBSERVATIONS", 2, "A")),
    Bad("value that is no number", book(OBSERVATIONS=[["code", "year", "value"], ["I-9", 2020, "n/a"]]), "“n/a” is not a number", "FORMAT", ("OBSERVATIONS", 2, "C")),
    Bad("actor without a type", book(ACTORS=[["name", "type"], ["Ana", None]]), "type of Ana is missing", "FORMAT", ("ACTORS", 2, "B")),
    Bad("influence of 7", book(ACTORS=[["name", "type", "influence"], ["Ana", "ACADEMIA", 7]]), "from 1 to 5", "FORMAT", ("ACTORS", 2, "C")),
    Bad("role of nobody", book(ACTOR_ROLES=[["name", "element_code", "role"], ["Ana", "P1", "FUNDER"]]), "Ana is not among", "FORMAT", ("ACTOR_ROLES", 2, "A")),
    Bad("role at an element and a target", book(ACTOR_ROLES=[["name", "element_code", "target", "role"], ["Ana", "P1", "T11.2", "FUNDER"]]), "and not both", "FORMAT", ("ACTOR_ROLES", 2, "B")),
    Bad("competence of 9", book(COMPETENCE=[["target", "local"], ["11.2", 9]]), "“9” is not known", "FORMAT", ("COMPETENCE", 2, "B")),
    Bad("competence for a goal", book(COMPETENCE=[["target", "local"], ["G11", 3]]), "here a target is needed", "E5", ("COMPETENCE", 2, "B")),
    Bad("indicator of a cell that is not there", cells(["P1", "T11.2", 2, "I-7"], header=["element_code", "target", "score", "indicator_codes"]), "I-7 is not among", "FORMAT", ("CELLS", 2, "D")),
    Bad("own target that is not there", cells(["P1", "T11.2-XY1", 2, "DIRECT"]), "Local goals and targets", "E1", ("CELLS", 2, "B")),
    # CSV
    Bad("wrong encoding", lambda: b"element_code,target,score,rationale\nP1,11.2,2,C\xf3rdoba \x81\n", "The content is not CSV", file=CSV),
    Bad("semicolons and a bad score", lambda: b"element_code;target;score\r\nP1;11.2;7\r\n", "7 is outside", "E2", ("cells", 2, "C"), CSV),
    Bad("byte order mark and a bad score", lambda: b"\xef\xbb\xbfelement_code,target,score\r\nP1,11.2,9\r\n", "9 is outside", "E2", ("cells", 2, "C"), CSV),
    Bad("score with decimal comma", lambda: b"element_code;target;score\nP1;11.2;1,5\n", "1,5 is not a whole number", "E2", ("cells", 2, "C"), CSV),
    Bad("unclosed quotation mark", lambda: b'element_code,target,score\nP1,11.2,"2\n' + b"x" * 200_000, "cannot be read on", "E12", ("cells", 2, ""), CSV),
    Bad("too many elements", many_elements, "more than 2000", "E12", ("strategy", 0, ""), "strategy.csv"),
    Bad("zip without tables", lambda: zipped(readme__txt="Hello"), "holds no CSV table", "E12", ("", 0, ""), "matrix.zip"),
    Bad("bad table in a zip", lambda: zipped(cells__csv="element_code,target,score\nP1,13.9,2\n"), "13.9 is not in", "E1", ("cells", 2, "B"), "matrix.zip"),
    # JSON
    Bad("JSON cut off", lambda: as_json()[:60], "ends too early or has a mistake", "FORMAT", ("", 1, "59"), "m.json"),
    Bad("other JSON", lambda: b'{"a": 1}', "not an alignment matrix", "FORMAT", ("", 0, ""), "m.json"),
    Bad("JSON with score 5", lambda: as_json(cells=[{"e": "P1", "t": "11.2", "s": 5}]), "5 is more than 3", "E2", ("cells", 1, "s"), "m.json"),
    Bad("JSON with text for a score", lambda: as_json(cells=[{"e": "P1", "t": "11.2", "s": "2"}]), "wrong type", "E2", ("cells", 1, "s"), "m.json"),
    Bad("JSON without title", lambda: as_json(elements=[{"code": "P1", "level": "PROJECT"}]), "title", "FORMAT", ("elements", 1, ""), "m.json"),
    Bad("JSON nested deep", lambda: b'{"a":' * 100_000, "cannot be read", "FORMAT", ("", 0, ""), "m.json"),
    Bad("JSON with NUL", lambda: as_json(elements=[{"code": "P1", "level": "PROJECT", "title": "a\0b"}]), "cannot be kept", "FORMAT", ("elements", 1, ""), "m.json"),
    # the file as a whole: told while reading, or at once on the form
    Bad("zip bomb", zip_bomb, "Unpacked, the file would grow", "E12", ("", 0, "")),
    Bad("too many parts", many_parts, "The file holds", "E12", ("", 0, "")),
    Bad("entity bomb", entity_bomb, "XML entities", "E12", ("", 0, "")),
    Bad("external entity", external_entity, "XML entities", "E12", ("", 0, "")),
    Bad("broken sheet", broken_part, "damaged", "E12", ("", 0, "")),
    Bad("no list of sheets", without_sheets, "no sheets", "E12", ("", 0, "")),
    Bad("text that points nowhere", bad_string_index, "damaged", "E12", ("", 0, "")),
    Bad("empty file", lambda: b"", "The file is empty"),
    Bad("too large", too_large, "At most 5", file="matrix.zip"),
    Bad("macros", with_macros, "macros"),
    Bad("macro workbook by name", lambda: workbook(MATRIX=MATRIX), "macros", file="matrix.xlsm"),
    Bad("truncated", truncated, "damaged"),
    Bad("text document named as workbook", word_document, "the content is"),
    Bad("old or protected Excel file", old_excel, "old Office file or one with a password"),
    Bad("zip with a password", locked_zip, "protected with a password", file="matrix.zip"),
    Bad("control character", control_character, "The content is not CSV", file="strategy.csv"),
    Bad("PDF named as workbook", lambda: b"%PDF-1.4\n%%EOF", "the content is"),
    Bad("page named as workbook", lambda: b"<html><table></table></html>", "the content is"),
]
