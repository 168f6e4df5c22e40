"""Lines of the recognised tables -> rows of the document. A line with a fault is told and left out."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from django.utils.translation import gettext as _

from alignment.checks.codes import normal_goal, normal_target
from alignment.exchange import choices, values
from alignment.exchange.documents import CellRow, ElementRow, EvidenceRow, Meta, NamedActor
from alignment.exchange.findings import ERROR, NOTE, Findings, Unreadable
from alignment.exchange.grids import Line
from alignment.exchange.headers import meta_key
from alignment.exchange.recognition import Table, display_name
from alignment.exchange.scale import Scale

Parser = Callable[[Any], Any]

short_text = partial(values.as_text, most=200)
choice = values.as_choice

ELEMENT_PARSERS: Mapping[str, Parser] = {
    "code": values.as_code,
    "parent": values.as_code,
    "level": partial(choice, words=choices.LEVELS, rule="E4"),
    "title": partial(values.as_text, most=300),
    "description": values.as_text,
    "need": values.as_text,
    "responsible": short_text,
    "starts_on": values.as_date,
    "ends_on": partial(values.as_date, last_day=True),
    "status": partial(choice, words=choices.STATUSES),
    "budget": values.as_money,
    "currency": values.as_currency,
    "budget_year": values.as_year,
}
EVIDENCE_PARSERS: Mapping[str, Parser] = {
    "ref": values.as_code,
    "kind": partial(choice, words=choices.EVIDENCE_KINDS),
    "citation": partial(values.as_text, most=500),
    "page": partial(values.as_text, most=30),
    "url": values.as_url,
}
META_PARSERS: Mapping[str, Parser] = {
    "city_name": short_text,
    "country": partial(values.as_text, most=60),
    "title": partial(values.as_text, most=250),
    "kind": partial(choice, words=choices.DOCUMENT_KINDS),
    "period_start": values.as_year,
    "period_end": values.as_year,
    "language": partial(choice, words=choices.LANGUAGES),
    "adoption": partial(values.as_text, most=250),
    "url": values.as_url,
    "responsible_unit": short_text,
    "framework": partial(values.as_text, most=20),
    "granularity": partial(choice, words=choices.GRANULARITIES),
    "scored_level": partial(choice, words=choices.LEVELS),
    "scope": partial(choice, words=choices.SCOPES),
    "method_note": values.as_text,
    "scale": partial(values.as_text, most=60),
}


def as_place(raw: Any) -> str:
    """The code of a goal or target; a number that lost its last zero and a date are told."""
    raw = values.plain_value(raw)
    text = values.as_code(raw, most=60)
    if isinstance(raw, float) and text in {"8.1", "16.1", "17.1"}:
        raise Unreadable(
            "E1",
            _(
                "The number %(code)s may be the target %(code)s or %(code)s0. Write it as text: T%(code)s or"
                " T%(code)s0."
            )
            % {"code": text},
        )
    found = normal_target(text) or normal_goal(text)
    if text and not found:
        raise Unreadable("E1", _("“%(text)s” is not the code of a goal or target.") % {"text": text[:40]})
    return found


def as_confidence(raw: Any) -> int | None:
    text = choice(raw, choices.CONFIDENCES)
    return int(text) if text else None


def as_references(raw: Any) -> tuple[str, ...]:
    """`E1; E2`, in their order, each once."""
    text = values.as_text(raw)
    parts = [" ".join(part.split()) for part in text.replace(";", ",").replace("\n", ",").split(",")]
    return tuple(dict.fromkeys(part for part in parts if part))


def as_names(raw: Any) -> tuple[str, ...]:
    """`Universidad; Cámara de Comercio`; commas belong to the names."""
    parts = (" ".join(part.split()) for part in values.as_text(raw).replace("\n", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def remembering(parser: Parser) -> Parser:
    """For columns where few values stand in many rows. What cannot be read is read again."""
    return lru_cache(maxsize=4096, typed=True)(parser)


CELL_PARSERS: Mapping[str, Parser] = {
    "element": remembering(values.as_code),
    "target": remembering(as_place),
    "kind": remembering(partial(choice, words=choices.KINDS, rule="E6")),
    "horizon": remembering(partial(choice, words=choices.HORIZONS)),
    "confidence": remembering(as_confidence),
    "rationale": partial(values.as_text, most=4000),
    "mitigation": partial(values.as_text, most=4000),
    "budget_share": remembering(values.as_share),
    "evidence": remembering(as_references),
    "indicators": remembering(as_references),
    "actors": remembering(as_names),
    "original": remembering(partial(values.as_text, most=60)),
}


def parsed(
    table: Table, line: Line, parsers: Mapping[str, Parser], findings: Findings
) -> tuple[dict[str, Any], bool]:
    """Values by field, and whether all of them could be read."""
    number, raw = line
    found: dict[str, Any] = {}
    is_whole = True
    for name, column in table.columns.items():
        parser = parsers.get(name)
        if parser is None:
            continue
        try:
            found[name] = parser(raw.get(column))
        except Unreadable as problem:
            is_whole = False
            findings.add(ERROR, problem.rule, problem.message, table.place(number, name))
    return found, is_whole


def needs(
    table: Table, number: int, found: dict[str, Any], names: tuple[str, ...], findings: Findings
) -> bool:
    """Tells needed values that are blank (and not already told as unreadable)."""
    missing = [name for name in names if name in found and found[name] in ("", None)]
    for name in missing:
        text = _("“%(column)s” is blank in this row.") % {"column": display_name(table.name, name)}
        findings.add(ERROR, "FORMAT", text, table.place(number, name))
    return not missing


def element_rows(table: Table, findings: Findings) -> Iterator[ElementRow]:
    for number, raw in table.lines:
        if not any(column in raw for column in table.columns.values()):
            continue
        found, _is_whole = parsed(table, (number, raw), ELEMENT_PARSERS, findings)
        needs(table, number, found, ("code", "level", "title"), findings)
        if found.get("code"):
            place, given = table.place(number), table.given & set(ELEMENT_PARSERS)
            yield ElementRow(**found, place=place, given=frozenset(given))


def evidence_rows(table: Table, findings: Findings) -> Iterator[EvidenceRow]:
    for number, raw in table.lines:
        found, _is_whole = parsed(table, (number, raw), EVIDENCE_PARSERS, findings)
        if needs(table, number, found, ("ref", "citation"), findings) and found.get("ref"):
            yield EvidenceRow(**found, place=table.place(number), given=table.given)


def cell_rows(table: Table, scale: Scale, named: list[NamedActor], findings: Findings) -> Iterator[CellRow]:
    """One row per line; a blank score clears the cell. A word such as “indirect” tells the kind too.

    The actors that the lines name are put into `named`.
    """
    given = (table.given & {*CELL_PARSERS, "score"}) - {"actors"}
    for number, raw in table.lines:
        found, is_whole = parsed(table, (number, raw), CELL_PARSERS, findings)
        has_keys = needs(table, number, found, ("element", "target"), findings)
        try:
            score, kind, original = scale.read(raw.get(table.columns["score"]))
        except Unreadable as problem:
            findings.add(ERROR, problem.rule, problem.message, table.place(number, "score"))
            continue
        if not (is_whole and has_keys):
            continue
        for name in found.pop("actors", ()):
            place = table.place(number, "actors")
            named.append(NamedActor(name, found["element"], found["target"], place))
        told: set[str] = set()
        if kind and not found.get("kind"):
            found["kind"] = kind
            told = {"kind"}
        if original and not found.get("original"):
            found["original"] = original
            told = {*told, "original"}
        yield CellRow(**found, score=score, place=table.place(number), given=frozenset(given | told))


def read_meta(table: Table, findings: Findings) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values by field and their places."""
    found: dict[str, Any] = {}
    places: dict[str, Any] = {}
    key_column, value_column = table.columns["key"], table.columns["value"]
    for number, raw in table.lines:
        place = table.grid.place(number, value_column)
        try:
            text = values.as_text(raw.get(key_column))
            name = meta_key(text)
            if name:
                found[name], places[name] = _meta_value(name, raw.get(value_column)), place
            elif text:
                findings.add(NOTE, "FORMAT", _("“%(key)s” is not known here.") % {"key": text[:60]}, place)
        except Unreadable as problem:
            findings.add(ERROR, problem.rule, problem.message, place)
    return found, places


def _meta_value(name: str, raw: Any) -> Any:
    if name == "city_geonameid":
        number = values.as_number(raw)
        if number is not None and (number != int(number) or not 0 < number < 2**31):
            raise Unreadable("FORMAT", _("The GeoNames number of the city is a whole number."))
        return int(number) if number is not None else None
    if name == "format_version":
        return _format_version(raw)
    parser = META_PARSERS.get(name)
    return parser(raw) if parser else values.as_text(raw)


def _format_version(raw: Any) -> str:
    text = values.as_text(raw)
    if text not in {"", "1", "1.0"}:
        message = _("This is version %(version)s of the format; version 1 is read here.")
        raise Unreadable("FORMAT", message % {"version": text[:20]})
    return text


def meta_of(found: dict[str, Any]) -> Meta:
    names = set(META_PARSERS) | {"city_geonameid"}
    kept = {name: value for name, value in found.items() if name in names}
    return Meta(**kept, given=frozenset(kept))
