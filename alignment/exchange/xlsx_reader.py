"""An XLSX workbook as grids. Formulas are never run: only the values that were stored with them are seen."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from alignment.exchange import limits
from alignment.exchange.archives import BROKEN, damaged, entities_refused, opened
from alignment.exchange.findings import FileRefused
from alignment.exchange.grids import Grid
from alignment.exchange.xlsx_sheets import Workbook, sheet_lines
from alignment.exchange.xlsx_text import local_name, unescaped_text

MAIN = "xl/workbook.xml"


def read_xlsx(file: IO[bytes]) -> list[Grid]:
    archive = opened(file)
    names = set(archive.namelist())
    _check_kind(names)
    main = _main_part(archive, names)
    tree = _xml(archive, main)
    targets = _relations(archive, main)
    styles = _styles(archive, targets, names)
    book = Workbook(
        strings=_strings(archive, targets, names),
        date_styles=_date_styles(styles),
        indents=_indents(styles),
        epoch=CALENDAR_MAC_1904 if _is_1904(tree) else CALENDAR_WINDOWS_1900,
    )
    grids = []
    for sheet in _all(tree, "sheet"):
        part = targets.get(_relation_id(sheet), "")
        if "worksheets/" in part and part in names:
            grid = Grid(sheet.get("name", ""), iter(()), is_hidden=sheet.get("state", "visible") != "visible")
            grid.lines = sheet_lines(archive, part, book, grid)
            grids.append(grid)
    return grids


def _check_kind(names: set[str]) -> None:
    if any("vbaproject" in name.lower() or "macrosheets/" in name.lower() for name in names):
        raise FileRefused(_("The workbook contains macros. Save it as a workbook without macros (.xlsx)."))
    if any(name.startswith("word/") for name in names):
        raise FileRefused(_("This is a text document, not a workbook."))


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    if MAIN in names:
        return MAIN
    found = [name for name in names if name.endswith("workbook.xml")]
    if not found:
        raise FileRefused(_("This is not an XLSX workbook: the file has no sheets."))
    return found[0]


def _xml(archive: zipfile.ZipFile, part: str) -> Element:
    """A small part as a tree."""
    try:
        if archive.getinfo(part).file_size > limits.TREE_BYTES:
            raise damaged()
        with archive.open(part) as stream:
            root = ElementTree.parse(stream, forbid_dtd=True).getroot()
    except DefusedXmlException as error:
        raise entities_refused() from error
    except (*BROKEN, ParseError, KeyError, ValueError) as error:
        raise damaged() from error
    if root is None:
        raise damaged()
    return root


def _all(tree: Element, name: str) -> Iterator[Element]:
    return (node for node in tree.iter() if local_name(node.tag.rpartition("}")[2]) == name)


def _relation_id(sheet: Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _relations(archive: zipfile.ZipFile, main: str) -> dict[str, str]:
    """Relation id, and type of the shared parts, -> part."""
    folder, name = posixpath.split(main)
    found: dict[str, str] = {}
    for node in _all(_xml(archive, f"{folder}/_rels/{name}.rels"), "Relationship"):
        target = node.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        found[node.get("Id", "")] = part
        found.setdefault(node.get("Type", "").rpartition("/")[2], part)
    return found


def _is_1904(tree: Element) -> bool:
    return any(node.get("date1904") in {"1", "true"} for node in _all(tree, "workbookPr"))


def _strings(archive: zipfile.ZipFile, targets: dict[str, str], names: set[str]) -> list[str]:
    part = targets.get("sharedStrings", "")
    if part not in names:
        return []
    found = []
    try:
        with archive.open(part) as stream:
            for _event, node in ElementTree.iterparse(stream, forbid_dtd=True):
                if node.tag.rpartition("}")[2] == "si":
                    found.append(_shared_text(node))
                    node.clear()
    except DefusedXmlException as error:
        raise entities_refused() from error
    except (*BROKEN, ParseError, ValueError) as error:
        raise damaged() from error
    return found


def _shared_text(item: Element) -> str:
    """The text with all its runs, without the readings (phonetic runs) of East Asian text."""
    texts: list[str] = []
    for child in item:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            texts += [node.text or "" for node in _all(child, "t")]
    return unescaped_text("".join(texts))


def _styles(archive: zipfile.ZipFile, targets: dict[str, str], names: set[str]) -> Element | None:
    part = targets.get("styles", "")
    return _xml(archive, part) if part in names else None


def _cell_styles(styles: Element | None) -> list[Element]:
    found = next(_all(styles, "cellXfs"), None) if styles is not None else None
    return list(found) if found is not None else []


def _date_styles(styles: Element | None) -> frozenset[int]:
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    for node in _all(styles, "numFmt") if styles is not None else ():
        formats[_whole(node.get("numFmtId"))] = node.get("formatCode", "")
    wanted = [formats.get(_whole(style.get("numFmtId")), "") for style in _cell_styles(styles)]
    return frozenset(number for number, code in enumerate(wanted) if code and is_date_format(code))


def _indents(styles: Element | None) -> dict[int, int]:
    found = {}
    for number, style in enumerate(_cell_styles(styles)):
        alignment = next(_all(style, "alignment"), None)
        indent = _whole(alignment.get("indent")) if alignment is not None else 0
        if indent:
            found[number] = indent
    return found


def _whole(text: Any) -> int:
    return int(text) if str(text or "").isdigit() else 0
