"""The JSON form: stable order of keys and rows, so that export, import, export gives the same bytes."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, cast

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaError

from alignment.checks.codes import normal_goal, normal_target
from alignment.exchange import limits
from alignment.exchange.city_lines import BIGGEST, LANGUAGES, as_un_indicator, dimensions_text, plain_decimal
from alignment.exchange.contents import matrix_document
from alignment.exchange.documents import (
    ActorRow,
    CellRow,
    CompetenceRow,
    Document,
    ElementRow,
    EvidenceRow,
    IndicatorRow,
    LocalRow,
    Meta,
    ObservationRow,
    RoleRow,
    Row,
    content_names,
)
from alignment.exchange.findings import ERROR, NOTE, FileRefused, Findings, Place, Unreadable
from alignment.exchange.values import as_url
from alignment.models import AlignmentMatrix

FORMAT, VERSION = "alignment-matrix", 1
SCHEMA = Path(__file__).with_name("schema.json")

CITY = {"geonameid": "city_geonameid", "name": "city_name", "country": "country"}
DOCUMENT = ("title", "kind", "period_start", "period_end", "language", "adoption", "url", "responsible_unit")
MATRIX = ("granularity", "scored_level", "scope", "method_note")
SHORT: Mapping[type[Row], Mapping[str, str]] = {
    ElementRow: {"starts_on": "start", "ends_on": "end"},
    CellRow: {"element": "e", "target": "t", "score": "s"},
    IndicatorRow: {"aim": "target"},
    ObservationRow: {"indicator": "code", "dimensions": "dims"},
    ActorRow: {"tier": "level", "stance": "position"},
    RoleRow: {"actor": "name", "element": "e", "target": "t"},
    CompetenceRow: {"target": "t", "tier": "level"},
}
LISTS: Mapping[str, type[Row]] = {
    "local": LocalRow,
    "elements": ElementRow,
    "cells": CellRow,
    "evidence": EvidenceRow,
    "indicators": IndicatorRow,
    "observations": ObservationRow,
    "actors": ActorRow,
    "roles": RoleRow,
    "competences": CompetenceRow,
}
SHOWN_EMPTY = {"elements", "cells", "evidence"}
KNOWN = {"format", "version", "framework", "city", "document", "matrix", *LISTS}
CELL_KEYS = {"e", "t", "s"}
MONEY = {"budget", "budget_share"}
CELL_TEXTS = {"kind": {"DIRECT", "INDIRECT", "ENABLING"}, "horizon": {"SHORT", "MEDIUM", "LONG"}}


def canonical_json(matrix: AlignmentMatrix) -> bytes:
    """The matrix with its strategy as bytes that are the same whenever the content is.

    Of what the city keeps about itself only the indicators that cells name: actors are not for everyone.
    """
    return write_json(matrix_document(matrix))


def write_json(document: Document) -> bytes:
    meta = document.meta
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "framework": meta.framework,
        "city": _filled({key: getattr(meta, name) for key, name in CITY.items()}),
        "document": _filled({name: getattr(meta, name) for name in DOCUMENT}),
        "matrix": _filled({name: getattr(meta, name) for name in MATRIX}),
    }
    lines = [f"{_dump(key)}:{_dump(value)}" for key, value in head.items()]
    for key in LISTS:
        rows = getattr(document, key)
        if rows or key in SHOWN_EMPTY:
            text = ",\n".join(_dump(_as_object(row)) for row in rows)
            lines.append(f"{_dump(key)}:[\n{text}\n]" if rows else f"{_dump(key)}:[]")
    return ("{" + ",\n".join(lines) + "}\n").encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _dump(value: Any) -> str:
    return _encode(value)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", ())}


def _keys_of(row_class: type[Row]) -> tuple[tuple[str, str], ...]:
    """Field and key of each value, in their order."""
    short = SHORT.get(row_class, {})
    return tuple((name, short.get(name, name)) for name in content_names(row_class))


KEYS = {row_class: _keys_of(row_class) for row_class in LISTS.values()}


def _as_object(row: Row) -> dict[str, Any]:
    row_class = type(row)
    found: dict[str, Any] = {}
    for name, key in KEYS[row_class]:
        value = getattr(row, name)
        if value is None or value == "" or value == ():
            if row_class is CellRow and key in CELL_KEYS:
                found[key] = value
        else:
            is_plain = type(value) in (str, int) and name != "dimensions"
            found[key] = value if is_plain else _plain(name, value)
    return found


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}" if name in MONEY else f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if name == "titles":
        return dict(value)
    if name == "dimensions":
        return json.loads(value)
    return [_plain(name, each) for each in value] if isinstance(value, tuple) else value


def read_json(data: bytes, findings: Findings) -> Document:
    content = _loaded(data)
    _check_head(content)
    for problem in _problems(content):
        findings.add(ERROR, _rule(problem), _message(problem), _place(problem.absolute_path))
    for key in sorted(set(content) - KNOWN):
        findings.add(
            NOTE, "FORMAT", _("The part “%(key)s” is not read.") % {"key": key[:40]}, Place(key[:40])
        )
    if findings.has_errors:
        return Document()
    rows = {key: tuple(_rows(content.get(key, ()), key, findings)) for key in LISTS}
    return Document(meta=_meta(content, findings), **rows)  # type: ignore[arg-type]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _loaded(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise FileRefused(_("The text is not in UTF-8.")) from error
    except json.JSONDecodeError as error:
        place = Place("", error.lineno, str(error.colno))
        raise FileRefused(
            _("The JSON ends too early or has a mistake here."), place=place, rule="FORMAT"
        ) from error
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise FileRefused(_("The JSON cannot be read."), rule="FORMAT") from error
    if not isinstance(content, dict):
        raise FileRefused(_("The JSON is not an alignment matrix."), rule="FORMAT")
    return content


def _check_head(content: Mapping[str, Any]) -> None:
    if content.get("format") != FORMAT:
        raise FileRefused(_("The JSON is not an alignment matrix: “format” is missing."), rule="FORMAT")
    if content.get("version") != VERSION:
        raise FileRefused(
            _("This is version %(version)s of the format; version 1 is read here.")
            % {"version": str(content.get("version"))[:20]},
            rule="FORMAT",
        )
    for key, most in limits.ROWS.items():
        rows = content.get(key)
        if isinstance(rows, list) and len(rows) > most:
            text = _("“%(key)s” has %(count)s rows; at most %(most)s are read.")
            raise FileRefused(text % {"key": key, "count": len(rows), "most": most})


@cache
def _validators() -> tuple[Any, Any]:
    """For everything but the cells, and for one cell."""
    schema = json.loads(SCHEMA.read_text())
    return Draft202012Validator(schema), Draft202012Validator(
        {"$defs": schema["$defs"], "$ref": "#/$defs/cell"}
    )


def _problems(content: Mapping[str, Any]) -> Iterator[SchemaError]:
    whole, cell_validator = _validators()
    cells = content.get("cells")
    yield from whole.iter_errors({**content, "cells": []} if isinstance(cells, list) else content)
    for number, cell in enumerate(cells if isinstance(cells, list) else ()):
        if not _is_plain_cell(cell):
            for problem in cell_validator.iter_errors(cell):
                problem.path.extendleft([number, "cells"])
                yield problem


def _is_plain_cell(cell: Any) -> bool:
    """A quick yes for the usual cell, since a schema takes its time over 33,800 of them."""
    if not isinstance(cell, dict) or not set(cell) <= {"e", "t", "s", "kind", "horizon"}:
        return False
    element, target, score = cell.get("e"), cell.get("t"), cell.get("s")
    return (
        isinstance(element, str)
        and 0 < len(element) <= 30
        and isinstance(target, str)
        and 0 < len(target) <= 30
        and type(score) is int
        and -3 <= score <= 3
        and all(cell[key] in values for key, values in CELL_TEXTS.items() if key in cell)
    )


def _place(path: Iterable[Any]) -> Place:
    parts = list(path)
    sheet = str(parts[0]) if parts else ""
    row = parts[1] + 1 if len(parts) > 1 and isinstance(parts[1], int) else 0
    rest = parts[2:] if row else parts[1:]
    return Place(sheet, row, ".".join(str(part) for part in rest))


def _rule(problem: SchemaError) -> str:
    return "E2" if list(problem.absolute_path)[-1:] == ["s"] else "FORMAT"


def _message(problem: SchemaError) -> str:
    kind, wanted = str(problem.validator), cast(Any, problem.validator_value)
    value = str(problem.instance)[:40]
    texts = {
        "required": _("Something needed is missing here: %(wanted)s."),
        "enum": _("“%(value)s” is not known here. Known are: %(wanted)s."),
        "const": _("“%(value)s” is not %(wanted)s."),
        "maxLength": _("The text is too long; at most %(wanted)s characters fit."),
        "minLength": _("The text is blank."),
        "minimum": _("%(value)s is less than %(wanted)s."),
        "maximum": _("%(value)s is more than %(wanted)s."),
        "pattern": _("“%(value)s” does not have the form that is needed here."),
        "type": _("“%(value)s” is of the wrong type; needed is: %(wanted)s."),
    }
    text = texts.get(kind, _("“%(value)s” cannot be read here."))
    if kind == "required" and isinstance(problem.instance, dict):
        wanted = [name for name in wanted if name not in problem.instance]
    shown = ", ".join(str(each) for each in wanted) if isinstance(wanted, list) else str(wanted)[:60]
    return str(text % {"value": value, "wanted": shown})


def _meta(content: Mapping[str, Any], findings: Findings) -> Meta:
    city, document, matrix = (content.get(key, {}) for key in ("city", "document", "matrix"))
    found: dict[str, Any] = {"framework": content["framework"]}
    found |= {name: city[key] for key, name in CITY.items() if key in city}
    found |= {name: document[name] for name in DOCUMENT if name in document}
    found |= {name: matrix[name] for name in MATRIX if name in matrix}
    for name, value in found.items():
        try:
            found[name] = _typed(name, value)
        except (ValueError, Unreadable) as problem:
            findings.add(ERROR, "FORMAT", str(problem), Place(name))
    return Meta(**found, given=frozenset(found))


def _rows(objects: Iterable[Mapping[str, Any]], part: str, findings: Findings) -> Iterator[Row]:
    row_class = LISTS[part]
    keys = KEYS[row_class]
    given = frozenset(name for name, _key in keys)
    for number, item in enumerate(objects, start=1):
        try:
            found = {name: _typed(name, item[key]) for name, key in keys if key in item}
        except (ValueError, InvalidOperation, Unreadable) as problem:
            rule = problem.rule if isinstance(problem, Unreadable) else "FORMAT"
            findings.add(ERROR, rule, str(problem), Place(part, number))
            continue
        yield row_class(**found, place=Place(part, number), given=given)


def _typed(name: str, value: Any) -> Any:
    reader = READERS.get(name)
    if reader and not (name == "aim" and isinstance(value, str)):
        return reader(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return tuple(_text(each) for each in value)
    return int(value) if isinstance(value, Decimal) else value


def _text(value: str) -> str:
    """JSON can hold what a database cannot."""
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError(_("The text has a character that cannot be kept."))
    value = value.replace("\r\n", "\n")
    if len(value) > limits.TEXT:
        raise ValueError(_("The text is longer than %(most)s characters.") % {"most": limits.TEXT})
    return value


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a date.") % {"text": value[:20]}) from None


def _money(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not 0 <= number < Decimal(10) ** 16:
        raise ValueError(_("%(number)s is out of range.") % {"number": str(value)[:20]})
    return number.quantize(Decimal("0.01"))


def _number(value: Any) -> Decimal:
    number = Decimal(str(value))
    if abs(number) >= BIGGEST:
        raise ValueError(_("%(number)s is out of range.") % {"number": str(value)[:20]})
    return plain_decimal(number)


def _pair(value: list[Any]) -> tuple[int, Decimal]:
    return int(value[0]), _number(value[1])


def _target(text: str) -> str:
    found = normal_target(text) or normal_goal(text)
    if not found:
        message = _("“%(text)s” is not the code of a goal or target.") % {"text": text[:40]}
        raise Unreadable("E1", message)
    return found


READERS: Mapping[str, Callable[[Any], Any]] = {
    "starts_on": _day,
    "ends_on": _day,
    "checked_on": _day,
    "budget": _money,
    "budget_share": _money,
    "value": _number,
    "url": lambda value: as_url(_text(value)),
    "target": _target,
    "un_indicator": as_un_indicator,
    "baseline": _pair,
    "aim": _pair,
    "milestones": lambda value: tuple(sorted(_pair(each) for each in value)),
    "titles": lambda value: tuple((code, _text(value[code])) for code in LANGUAGES if value.get(code)),
    "dimensions": dimensions_text,
}
