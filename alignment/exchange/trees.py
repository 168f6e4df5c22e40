"""A list of rows -> a tree of elements: level and parent from a column, the numbering or the indentation."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from alignment.exchange import choices
from alignment.exchange.column_maps import LEVEL_FIELDS, Columns, LevelSource, Sheet
from alignment.exchange.documents import ElementRow
from alignment.exchange.findings import ERROR, Findings
from alignment.exchange.known import Known
from alignment.exchange.values import indent_of
from alignment.models.strategies import LEVELS, Level, level_rank
from sdgplatform.search import fold

MAX_DEPTH = 5
DEPTHS: Mapping[int, tuple[str, ...]] = {
    1: (Level.PROJECT,),
    2: (Level.AXIS, Level.PROJECT),
    3: (Level.AXIS, Level.PROGRAMME, Level.PROJECT),
    4: (Level.AXIS, Level.OBJECTIVE, Level.PROGRAMME, Level.PROJECT),
    5: tuple(Level),
}
PART = r"(?:\d+|[ivxlc]+|[a-z])"
NUMBERED = re.compile(rf"(?:[^\W\d_]{{3,}}\.?\s+)*n?[°º]?\s*({PART}(?:[.\-]\s?{PART})*)\s*[.):\-–]?$")
IN_TITLE = re.compile(
    r"\s*(?:[^\W\d_]{3,}\s+(?=\d|[IVXLC]+\b))?"
    r"(\d+(?:\.\d+)*(?:\.[a-z](?![^\W\d_]))?|[IVXLC]+(?:\.\d+)+|[IVXLC]+(?=[.):\-–])|[a-z](?=[.)]\s))"
    r"\s*[.):\-–]*\s+(?=\S)"
)
MORE_LEVELS = {
    Level.AXIS: "strategic axis|eje estrategico|eixo estrategico|axe strategique|pillar|linea|lineamiento|1",
    Level.OBJECTIVE: "objetivo estrategico|objetivo especifico|goal|2",
    Level.PROGRAMME: "subprograma|plan|3",
    Level.PROJECT: "obra|iniciativa|4",
    Level.ACTION: "tarea|tarefa|tache|task|activity|activite|5",
}
NOT_IN_CODES = re.compile(r"[^\w.\-]+")


@dataclass
class Branch:
    """A row on its way into the tree. `said` holds what the file says of code, level and parent."""

    row: ElementRow
    indent: int
    said: Mapping[str, Any]
    number: tuple[str, ...] = ()
    rank: int = 0
    parent: "Branch | None" = None
    code: str = ""

    @property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0


def built_tree(
    branches: Sequence[Branch], columns: Columns, known: Known, findings: Findings
) -> list[ElementRow]:
    """Rows with code, level and parent; what does not fit is told at its row."""
    attach: Mapping[str, Callable[[Sequence[Branch], Findings], None]] = {
        LevelSource.COLUMN: _by_column,
        LevelSource.NUMBERING: _by_numbering,
        LevelSource.INDENT: _by_indent,
        LevelSource.SAME: _flat,
        LevelSource.COLUMNS: _flat,
    }
    attach[columns.level_from](branches, findings)
    _give_codes(branches, known)
    if "parent" in columns.fields.values() and columns.level_from != LevelSource.COLUMNS:
        _by_parent_column(branches, known, findings)
    levels = _levels(branches, columns)
    return [_finished(branch, levels, findings) for branch in branches]


def _finished(branch: Branch, levels: Sequence[str], findings: Findings) -> ElementRow:
    level = LEVELS[branch.rank] if not levels else levels[min(branch.depth, len(levels) - 1)]
    if branch.depth >= MAX_DEPTH:
        text = _("This row would stand on level %(depth)s; a strategy has at most five.")
        findings.add(ERROR, "E4", text % {"depth": branch.depth + 1}, branch.row.place)
    parent = branch.parent.code if branch.parent else str(branch.said.get("_parent", ""))
    return replace(branch.row, code=branch.code, parent=parent, level=level)


def _levels(branches: Sequence[Branch], columns: Columns) -> Sequence[str]:
    """Names of the depths; none where a column named each row's level."""
    if columns.level_from in (LevelSource.COLUMN, LevelSource.COLUMNS):
        return ()
    depths = max((branch.depth for branch in branches), default=0) + 1
    if columns.level_from == LevelSource.SAME and columns.levels and depths == 1:
        return columns.levels[-1:]
    return columns.levels if len(columns.levels) >= depths else DEPTHS[min(depths, MAX_DEPTH)]


def _flat(branches: Sequence[Branch], findings: Findings) -> None:
    """Nothing to do: every row stands at the top, or hangs already."""


def _by_column(branches: Sequence[Branch], findings: Findings) -> None:
    above: list[Branch] = []
    for branch in branches:
        level = level_named(str(branch.said.get("level") or ""))
        if not level:
            text = _("“%(text)s” is no level. Known are: %(known)s.")
            shown = str(branch.said.get("level") or "")[:40]
            known = ", ".join(str(each.label) for each in Level)
            findings.add(ERROR, "E4", text % {"text": shown, "known": known}, branch.row.place)
            continue
        branch.rank = level_rank(level)
        _hang(branch, above, lambda one: one.rank)


def level_named(text: str) -> str:
    """`Eje`, `EJE 1`, `Programas`, `nivel 3` -> the level; empty when it is none."""
    name = re.sub(r"^(?:nivel|niveau|level)\s+", "", fold(text).strip())
    names = [name, re.sub(r"[\s.\d]+$", "", name), re.sub(r"[\s.\d]+$", "", name).removesuffix("s")]
    names += [names[1].removesuffix("es"), re.sub(r"(?:oes|aos)$", "ao", names[1])]
    for each in filter(None, names):
        found = choices.chosen(each, choices.LEVELS)
        more = next((level for level, words in MORE_LEVELS.items() if each in words.split("|")), None)
        if found or more:
            return str(found or more)
    return ""


def _by_indent(branches: Sequence[Branch], findings: Findings) -> None:
    above: list[Branch] = []
    for branch in branches:
        _hang(branch, above, lambda one: one.indent)


def _hang(branch: Branch, above: list[Branch], weight: Callable[[Branch], int]) -> None:
    """Below the last row before it that weighs less."""
    while above and weight(above[-1]) >= weight(branch):
        above.pop()
    branch.parent = above[-1] if above else None
    above.append(branch)


def _by_numbering(branches: Sequence[Branch], findings: Findings) -> None:
    seen: dict[tuple[str, ...], Branch] = {}
    last: tuple[str, ...] = ()
    for branch in branches:
        number, title = _number_and_title(branch)
        if not number:
            text = _("This row has no number from which its level could be told.")
            findings.add(ERROR, "E4", text, branch.row.place)
            continue
        if len(number) == 1 and _is_letter(number[0]) and last:
            number = (*last, *number)
        else:
            last = number
        branch.number, branch.row = number, replace(branch.row, title=title)
        prefixes = (number[:length] for length in range(len(number) - 1, 0, -1))
        branch.parent = next((seen[prefix] for prefix in prefixes if prefix in seen), None)
        seen.setdefault(number, branch)


def _is_letter(part: str) -> bool:
    return len(part) == 1 and part.isalpha() and part.islower()


def _number_and_title(branch: Branch) -> tuple[tuple[str, ...], str]:
    """From the code, else from the beginning of the title, which then loses it."""
    said, title = str(branch.said.get("code") or ""), branch.row.title
    found = NUMBERED.match(fold(said).strip()) if said else None
    if found:
        return _parts(found[1], said), title
    return ((), title) if said else number_in_title(title)


def number_in_title(title: str) -> tuple[tuple[str, ...], str]:
    """`1.2 Arbolado` -> 1, 2 and the rest."""
    found = IN_TITLE.match(title)
    return (_parts(found[1], found[1]), title[found.end() :].strip()) if found else ((), title)


def _parts(number: str, written: str) -> tuple[str, ...]:
    """`01.02` -> 1, 2; Roman numbers keep their capitals."""
    parts = [part.strip().lstrip("0") or "0" for part in re.split(r"[.\-]", number)]
    is_roman = re.search(r"[IVXLC]", written) is not None
    return tuple(part.upper() if is_roman and re.fullmatch("[ivxlc]+", part) else part for part in parts)


def _give_codes(branches: Sequence[Branch], known: Known) -> None:
    """Its own, its number, that of the element with this title at this place, or the next that is free."""
    for branch in branches:
        branch.code = ".".join(branch.number) or clean_code(str(branch.said.get("code") or ""))
    given = {branch.code for branch in branches if branch.code}
    taken = given | known.elements
    for branch in branches:
        if branch.code:
            continue
        above = branch.parent.code if branch.parent else ""
        same = known.titles.get((above, fold(branch.row.title)), "")
        branch.code = same if same and same not in given else next(_free(above, taken))
        given.add(branch.code)
        taken.add(branch.code)


def _free(above: str, taken: set[str]) -> Iterator[str]:
    for number in range(1, 100_000):
        code = f"{above}.{number}" if above else str(number)
        if code not in taken:
            yield code[-30:]


def clean_code(text: str) -> str:
    """`1.2.` -> `1.2`, `P 3/b` -> `P-3-b`: what an element's code may be made of."""
    return NOT_IN_CODES.sub("-", text.strip()).strip("-._")[:30]


def _by_parent_column(branches: Sequence[Branch], known: Known, findings: Findings) -> None:
    by_code = {branch.code: branch for branch in branches}
    for branch in branches:
        said = clean_code(str(branch.said.get("parent") or ""))
        if not said:
            continue
        found = by_code.get(said)
        if found is None and said not in known.elements:
            text = _("The element %(code)s, named as parent, is not in this strategy.")
            findings.add(ERROR, "E4", text % {"code": said}, branch.row.place)
        elif found is None:
            branch.parent, branch.said = None, {**branch.said, "_parent": said}
        elif found is branch or _is_above(branch, found):
            text = _("%(code)s would be a part of itself.") % {"code": branch.code}
            findings.add(ERROR, "E4", text, branch.row.place)
        else:
            branch.parent = found


def _is_above(branch: Branch, other: Branch) -> bool:
    above: Branch | None = other
    while above:
        if above is branch:
            return True
        above = above.parent
    return False


def guessed_source(sheet: Sheet, fields: Mapping[int, str]) -> str:
    """Where the levels of a sheet most likely come from."""
    if any(name in LEVEL_FIELDS for name in fields.values()):
        return str(LevelSource.COLUMNS)
    if "level" in fields.values():
        return str(LevelSource.COLUMN)
    by_field = {name: column for column, name in fields.items()}
    rows = [values for _number, values in sheet.rows[:200]]
    codes = [str(row[by_field["code"]]) for row in rows if by_field.get("code") in row]
    numbers = [found[1] for found in (NUMBERED.match(fold(code).strip()) for code in codes) if found]
    if len(numbers) * 5 >= len(rows) * 4 and len({number.count(".") for number in numbers}) > 1:
        return str(LevelSource.NUMBERING)
    titles = [row[by_field["title"]] for row in rows if by_field.get("title") in row]
    texts = [title for title in titles if isinstance(title, str)]
    if sum(bool(IN_TITLE.match(text)) for text in texts) * 5 >= max(len(texts), 1) * 4:
        return str(LevelSource.NUMBERING)
    if len({indent_of(text) for text in texts}) > 1:
        return str(LevelSource.INDENT)
    return str(LevelSource.SAME)
