"""What the columns of a foreign spreadsheet mean: guessed, said by the person, remembered by their names."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.exchange import headers
from alignment.exchange.grids import Grid, Line, column_letter, filled_lines
from alignment.exchange.values import as_text
from alignment.models.strategies import LEVELS, Level, level_rank

FIELDS = tuple(headers.COLUMNS[headers.STRATEGY])
LEVEL_FIELDS: Mapping[str, str] = {level.lower(): level for level in Level.values}
# Headers of columns that hold one level each.
LEVEL_HEADERS: Mapping[str, str] = {
    "axis": "ejes?|eixos?|axes?|axis|pilar(?:es)?|pillars?|piliers?|lineas?|dimension(?:es)?",
    "objective": "objetivos?|objectifs?|objectives?|goals?",
    "programme": "programas?|programmes?|programs?",
    "project": "proyectos?|projetos?|projets?|projects?|iniciativas?|initiatives?",
    "action": "accion(?:es)?|acao|acoes|actions?|medidas?|mesures?|measures?|actividad(?:es)?|tareas?",
}
HEADER_OF_LEVEL = r"(?:%s)(?: (?:estrategic|strategi|especific|specifi)\w*)?(?: del plan)?"
FIRST_ROWS = 40  # looked at to find the header, and shown
HEADER_SEARCHED = 15
LETTERS = re.compile(r"[A-Z]{1,3}$")
MORE_WORDS: Mapping[str, str] = {  # that stand within longer headers
    "title": "nombre|denominacion|titulo|titre|intitule|name|nome|iniciativa|iniciative|initiative|proyecto|"
    "projeto|projet|project|accion|acao|action|medida|mesure|measure|linea|actividad|atividade",
    "code": "codigo|code|numero|nro|num|item|ref",
    "level": "nivel|niveau|level|tipo de elemento|jerarquia|hierarquia|hierarchie",
    "description": "descripcion|descricao|description|detalle|detalhe|alcance|objeto|resum",
    "need": "necesidad|necessidade|besoin|need|problem|diagnostic",
    "responsible": "responsa|secretaria|area|unidad|unite|service|department|dependencia|ejecutor|"
    "executor|owner|lead|organismo",
    "starts_on": "inicio|start|debut|comienzo|desde|from",
    "ends_on": "fin|termino|end|hasta|ate|conclus|echeance|deadline|plazo|prazo",
    "status": "estado|status|situacion|situacao|statut|avance|etat",
    "budget": "presupuesto|orcamento|budget|monto|importe|costo|custo|cout|cost|inversion|investimento|valor",
    "currency": "moneda|moeda|devise|currency|monnaie",
    "budget_year": "ano presupuest|ano do orcamento|annee du budget|budget year",
    "parent": "pertenece|depende de|superior|padre|pai|parent|rattache",
}


class LevelSource(models.TextChoices):
    COLUMN = "COLUMN", gettext_lazy("A column names it: axis, programme, project …")
    NUMBERING = "NUMBERING", gettext_lazy("The numbering: 1, 1.1, 1.1.1, 1.a or I.2")
    INDENT = "INDENT", gettext_lazy("How far the title is indented")
    SAME = "SAME", gettext_lazy("All rows have the same level")
    COLUMNS = "COLUMNS", gettext_lazy("Each level has a column of its own: axis | objective | programme …")


class DateOrder(models.TextChoices):
    DMY = "DMY", gettext_lazy("Day, month, year: 31/12/2030")
    MDY = "MDY", gettext_lazy("Month, day, year: 12/31/2030")


@dataclass(frozen=True)
class Columns:
    """`fields`: column (its letter or its header) -> field. `levels` from the top; empty: after the depth.

    `document` says what a sheet does not: title and years of a new strategy.
    """

    fields: Mapping[str, str]
    sheet: str = ""
    header_row: int = 0
    level_from: str = LevelSource.COLUMN
    levels: tuple[str, ...] = ()
    currency: str = ""
    dates: str = DateOrder.DMY
    document: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "fields": dict(self.fields),
            "sheet": self.sheet,
            "header_row": self.header_row,
            "level_from": str(self.level_from),
            "levels": list(self.levels),
            "currency": self.currency,
            "dates": str(self.dates),
            "document": dict(self.document),
        }


def columns_from_json(said: Any) -> Columns:
    """Raises ValueError with what is wrong. `{"Nombre": "title"}` alone is enough."""
    if not isinstance(said, dict):
        raise ValueError(_("A mapping of columns is a list of columns, each with its field."))
    if "fields" not in said:
        said = {"fields": said}
    fields = said["fields"]
    if not isinstance(fields, dict) or not fields:
        raise ValueError(_("A mapping of columns is a list of columns, each with its field."))
    unknown = [str(name) for name in fields.values() if name not in FIELDS and name not in LEVEL_FIELDS]
    if unknown:
        text = _("“%(name)s” is no field of an element. Known are: %(known)s.")
        raise ValueError(text % {"name": unknown[0][:40], "known": ", ".join(FIELDS)})
    doubled = [name for name in fields.values() if list(fields.values()).count(name) > 1]
    if doubled:
        raise ValueError(_("Two columns are both “%(name)s”. Choose one.") % {"name": doubled[0]})
    _refuse_levels(fields.values(), said.get("level_from"))
    return Columns(**_rest(said), fields={str(key): name for key, name in fields.items()})


def _refuse_levels(names: Collection[str], source: Any) -> None:
    """Titles stand in one column, or in one for each level."""
    levels = [name for name in LEVEL_FIELDS if name in names]
    if source == LevelSource.COLUMNS and not levels:
        raise ValueError(_("Say which columns are the levels."))
    if levels and source not in (None, "", LevelSource.COLUMNS):
        raise ValueError(_("Some columns are levels: then the level of an element comes from its column."))
    if not levels and "title" not in names:
        raise ValueError(_("Say which column is the title."))
    if "title" in names and levels and not leaf_level(names):
        raise ValueError(_("Two columns are both “%(name)s”. Choose one.") % {"name": levels[-1]})


def leaf_level(names: Iterable[str]) -> str:
    """Of the elements in the column of the title, below those of the levels; empty when nothing is below."""
    lowest = max((level_rank(level) for name, level in LEVEL_FIELDS.items() if name in set(names)), default=0)
    below = LEVELS[lowest + 1 :]
    return str(Level.PROJECT if Level.PROJECT in below else next(iter(below), ""))


def _guessed_source(names: Collection[str]) -> str:
    if any(name in LEVEL_FIELDS for name in names):
        return "COLUMNS"
    return "COLUMN" if "level" in names else "SAME"


def _rest(said: Mapping[str, Any]) -> dict[str, Any]:
    source = said.get("level_from") or _guessed_source(said["fields"].values())
    levels = said.get("levels") or ()
    dates, header_row = said.get("dates") or DateOrder.DMY, said.get("header_row") or 0
    if source not in LevelSource or dates not in DateOrder:
        raise ValueError(_("“%(name)s” is not known here.") % {"name": f"{source}, {dates}"[:40]})
    if not isinstance(levels, list | tuple) or not set(levels) <= set(Level):
        raise ValueError(_("The levels are: %(known)s.") % {"known": ", ".join(Level)})
    if source == LevelSource.COLUMN and "level" not in said["fields"].values():
        raise ValueError(_("Say which column is the level, or where else it comes from."))
    if type(header_row) is not int or not 0 <= header_row <= 1_000_000:
        raise ValueError(_("The row of the headers is a whole number."))
    document = said.get("document") or {}
    return {
        "sheet": str(said.get("sheet") or "")[:200],
        "header_row": header_row,
        "level_from": str(source),
        "levels": tuple(levels),
        "currency": str(said.get("currency") or "").upper()[:3],
        "dates": str(dates),
        "document": dict(document) if isinstance(document, dict) else {},
    }


@dataclass(frozen=True)
class Sheet:
    """A grid read to its end: `head` is the line of the headers, None when there is none."""

    name: str
    lines: tuple[Line, ...]
    header_row: int
    head: Mapping[int, Any]

    @property
    def rows(self) -> list[Line]:
        return [line for line in self.lines if line[0] > self.header_row]

    @property
    def columns(self) -> list[int]:
        return sorted({column for _number, values in self.lines[:FIRST_ROWS] for column in values})

    def named(self, column: int) -> str:
        return _shown(self.head.get(column))

    @property
    def fingerprint(self) -> str:
        """The same for every sheet with these headers in these columns."""
        names = [
            f"{column_letter(each)}={headers.fold_header(self.named(each))}" for each in sorted(self.head)
        ]
        return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _shown(value: Any) -> str:
    return as_text(value) if isinstance(value, str | int | float) else ""


def read_sheet(grid: Grid, *, header_row: int = 0, most: int = 10_000) -> Sheet:
    """Reads at most `most` lines; the header is the given row, or the best of the first ones."""
    lines = []
    for line in filled_lines(grid.lines):
        lines.append(line)
        if len(lines) >= most:
            break
    row = header_row or _header_row(lines)
    head = next((values for number, values in lines if number == row), {})
    return Sheet(grid.sheet, tuple(lines), row, head)


def _header_row(lines: Sequence[Line]) -> int:
    """The line with most names that are known, else the first that is about as wide as the widest."""
    if not lines:
        return 0
    searched = lines[:HEADER_SEARCHED]
    best = max(searched, key=lambda line: len(guessed_fields(line[1])))
    if len(guessed_fields(best[1])) >= 2:
        return best[0]
    widest = max(len(values) for _number, values in lines[:FIRST_ROWS])
    return next(number for number, values in lines if len(values) * 3 >= widest * 2)


def guessed_fields(head: Mapping[int, Any]) -> dict[int, str]:
    """Column -> field, each field once: levels, exact names, then names within longer ones."""
    texts = {column: headers.fold_header(value) for column, value in head.items() if isinstance(value, str)}
    found = _level_columns(texts)
    for column, text in texts.items():
        if column in found:
            continue
        name = headers.column_named(headers.STRATEGY, text)
        if name and name not in found.values():
            found[column] = name
    for name, words in MORE_WORDS.items():
        if name in found.values():
            continue
        pattern = re.compile(rf"\b(?:{words})")
        free = (column for column, text in texts.items() if column not in found and len(text) <= 80)
        fitting = next((column for column in free if pattern.search(texts[column])), None)
        if fitting is not None:
            found[fitting] = name
    return found


def _level_columns(texts: Mapping[int, str]) -> dict[int, str]:
    """Two or more names of levels, from the left to the right as they lie one below the other."""
    found: dict[int, str] = {}
    for column, text in sorted(texts.items()):
        for name, words in LEVEL_HEADERS.items():
            if re.fullmatch(HEADER_OF_LEVEL % words, text):
                found[column] = name
    ranks = [level_rank(LEVEL_FIELDS[name]) for name in found.values()]
    return found if len(found) > 1 and ranks == sorted(set(ranks)) else {}


def best_sheet(grids: Sequence[Grid], wanted: str = "", header_row: int = 0) -> Sheet | None:
    """The one of that name, else the one whose header says most and that has most rows."""
    named = [grid for grid in grids if grid.sheet == wanted]
    sheets = [read_sheet(grid, header_row=header_row) for grid in named or grids]
    filled = [sheet for sheet in sheets if sheet.lines]
    return max(filled, key=lambda sheet: (len(guessed_fields(sheet.head)), len(sheet.lines)), default=None)


def resolved(columns: Columns, sheet: Sheet) -> dict[str, int]:
    """Field -> column. A column is said by its letter or by its header."""
    by_header = {headers.fold_header(sheet.named(column)): column for column in reversed(sheet.columns)}
    by_letter = {column_letter(column): column for column in sheet.columns}
    found = {}
    for said, name in columns.fields.items():
        column = by_header.get(headers.fold_header(said))
        if column is None and LETTERS.match(said):
            column = by_letter.get(said)
        if column is not None:
            found[name] = column
    return found
