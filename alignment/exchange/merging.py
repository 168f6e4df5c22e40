"""One list of cells from MATRIX and CELLS. Where both are there CELLS has the details; conflicts are told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.exchange.documents import CellRow, Document
from alignment.exchange.findings import ERROR, WARNING, Findings
from alignment.exchange.wide import WideCells
from sdgplatform.ui.texts import score_text


def without_doubles(cells: Sequence[CellRow], findings: Findings) -> dict[tuple[str, str], CellRow]:
    found: dict[tuple[str, str], CellRow] = {}
    for cell in cells:
        first = found.setdefault(cell.key, cell)
        if first is not cell:
            text = _("%(element)s × %(target)s stands twice: in the rows %(first)s and %(second)s.")
            rows = {"first": first.place.row, "second": cell.place.row}
            findings.add(ERROR, "E3", text % (_words(cell) | rows), cell.place)
    return found


# Part of a document -> what makes a row itself, the rule and the sentence when it stands twice.
TWICE = gettext_lazy("%(key)s stands twice: in the rows %(first)s and %(second)s.")
UNIQUE: Mapping[str, tuple[Callable[[Any], Any], str, Any]] = {
    "elements": (
        attrgetter("code"),
        "E11",
        gettext_lazy(
            "The code %(key)s stands in the rows %(first)s and %(second)s; each element has its own."
        ),
    ),
    "evidence": (
        attrgetter("ref"),
        "E3",
        gettext_lazy("The reference %(key)s stands in the rows %(first)s and %(second)s."),
    ),
    "local": (attrgetter("code"), "E3", TWICE),
    "indicators": (attrgetter("code"), "E3", TWICE),
    "observations": (attrgetter("key"), "E3", TWICE),
    "actors": (attrgetter("name"), "E3", TWICE),
    "roles": (attrgetter("key"), "E3", TWICE),
    "competences": (attrgetter("key"), "E3", TWICE),
}


def unique_rows(document: Document, findings: Findings) -> dict[str, Any]:
    """Each list without the rows that repeat another; they are told."""
    return {part: tuple(_unique(getattr(document, part), part, findings)) for part in UNIQUE}


def _unique(rows: Sequence[Any], part: str, findings: Findings) -> Iterator[Any]:
    key_of, rule, text = UNIQUE[part]
    seen: dict[Any, int] = {}
    for row in rows:
        key = key_of(row)
        if key in seen:
            shown = key if isinstance(key, str) else " × ".join(str(each) for each in key if each != "")
            values = {"key": shown, "first": seen[key], "second": row.place.row}
            findings.add(ERROR, rule, text % values, row.place)
        else:
            seen[key] = row.place.row
            yield row


def merged(wide: WideCells, long: Sequence[CellRow], findings: Findings) -> tuple[CellRow, ...]:
    listed = without_doubles(long, findings)
    if not listed:
        return wide.cells
    matrix = {cell.key: cell for cell in wide.cells}
    for key, cell in listed.items():
        covered = cell.element in wide.elements and cell.target in wide.places
        if key in matrix:
            _tell_conflict(matrix[key], cell, findings)
        elif covered and cell.score is not None:
            text = _("%(element)s × %(target)s: %(score)s stands only in CELLS, not in MATRIX. It is taken.")
            findings.add(WARNING, "FORMAT", text % _words(cell), cell.place)
    only_wide = [cell for key, cell in matrix.items() if key not in listed]
    for cell in only_wide:
        text = _("%(element)s × %(target)s: %(score)s stands only in MATRIX, not in CELLS. It is taken.")
        findings.add(WARNING, "FORMAT", text % _words(cell), cell.place)
    return (*listed.values(), *only_wide)


def _tell_conflict(wide: CellRow, long: CellRow, findings: Findings) -> None:
    if wide.score == long.score:
        return
    text = _(
        "%(element)s × %(target)s: CELLS says %(score)s, MATRIX (%(column)s%(row)s) says %(other)s."
        " Make both the same."
    )
    words = _words(long) | {
        "other": _score(wide.score),
        "column": wide.place.column,
        "row": wide.place.row,
    }
    findings.add(ERROR, "FORMAT", text % words, long.place)


def _words(cell: CellRow) -> dict[str, object]:
    return {"element": cell.element, "target": cell.target, "score": _score(cell.score)}


def _score(score: int | None) -> str:
    return _("not assessed") if score is None else score_text(score)
