"""Lines of the tables about the city -> rows: its own goals and targets, indicators, actors, competences."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from alignment.checks.codes import normal_indicator
from alignment.exchange import choices, values
from alignment.exchange.documents import (
    ActorRow,
    CompetenceRow,
    IndicatorRow,
    LocalRow,
    ObservationRow,
    RoleRow,
    YearValue,
)
from alignment.exchange.findings import ERROR, Findings, Unreadable
from alignment.exchange.grids import Line
from alignment.exchange.lines import Parser, as_place, needs, parsed, short_text
from alignment.exchange.recognition import Table
from alignment.models.actors import Tier

choice = values.as_choice
TIERS = tuple(Tier)
LANGUAGES = ("es", "pt-br", "en", "fr")
BIGGEST = Decimal(10) ** 14


def as_value(raw: Any) -> Decimal | None:
    number = values.as_number(raw)
    if number is not None and abs(number) >= BIGGEST:
        raise Unreadable("FORMAT", _("The number has too many digits."))
    return None if number is None else plain_decimal(number)


def plain_decimal(number: Decimal) -> Decimal:
    """Six places at most, without zeros at the end: 1.50 and 1.5 are the same text."""
    number = round(number, 6)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def as_rating(raw: Any, *, least: int, most: int) -> int | None:
    number = values.as_number(raw)
    if number is None:
        return None
    if number != int(number) or not least <= number <= most:
        text = _("%(number)s is not a whole number from %(least)s to %(most)s.")
        raise Unreadable("FORMAT", text % {"number": str(number)[:20], "least": least, "most": most})
    return int(number)


def as_degree(raw: Any) -> int | None:
    text = choice(raw, choices.DEGREES)
    return int(text) if text else None


def as_un_indicator(raw: Any) -> str:
    """`C 11.2.1`, `2017/3.b.3`: the second names its framework version."""
    version, slash, code = values.as_code(raw, most=60).rpartition("/")
    found = normal_indicator(code)
    if code and not found:
        text = _("“%(text)s” is not the code of a global indicator, such as 11.2.1.")
        raise Unreadable("E1", text % {"text": code[:40]})
    return f"{version.strip()[:4]}/{found}" if slash and found else found


def as_dimensions(raw: Any) -> str:
    """`sex=women; age=0-14` or a JSON object -> JSON with sorted keys; blank for all."""
    text = values.as_text(raw)
    if not text:
        return ""
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            raise Unreadable("FORMAT", _("This is not a JSON object.")) from None
    else:
        pairs = (part.partition("=") for part in text.split(";") if part.strip())
        found = {name.strip(): value.strip() for name, _sign, value in pairs}
    return dimensions_text(found)


def dimensions_text(found: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in found.items() if value not in ("", None)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def as_years(raw: Any) -> tuple[int, ...]:
    parts = _parts(raw)
    years = [values.as_year(part) for part in parts]
    return tuple(year for year in years if year is not None)


def as_values(raw: Any) -> tuple[Decimal, ...]:
    numbers = [as_value(part) for part in _parts(raw)]
    return tuple(number for number in numbers if number is not None)


def _parts(raw: Any) -> list[Any]:
    raw = values.plain_value(raw)
    return raw.split(";") if isinstance(raw, str) else [raw]


INDICATOR_PARSERS: Mapping[str, Parser] = {
    "code": values.as_code,
    "name": partial(values.as_text, most=300),
    "unit": partial(values.as_text, most=60),
    "direction": partial(choice, words=choices.DIRECTIONS),
    "un_indicator": as_un_indicator,
    "relation": partial(choice, words=choices.RELATIONS),
    "kind": partial(choice, words=choices.INDICATOR_KINDS),
    "source": partial(values.as_text, most=300),
    "periodicity": partial(values.as_text, most=60),
    "responsible": short_text,
    "disaggregation": short_text,
    "method": partial(values.as_text, most=4000),
    "baseline_year": as_years,
    "baseline": as_values,
    "milestone_year": as_years,
    "milestone": as_values,
    "target_year": as_years,
    "target": as_values,
}
PAIRS = {
    "baseline": ("baseline_year", "baseline"),
    "milestones": ("milestone_year", "milestone"),
    "aim": ("target_year", "target"),
}
OBSERVATION_PARSERS: Mapping[str, Parser] = {
    "indicator": values.as_code,
    "year": values.as_year,
    "value": as_value,
    "dimensions": as_dimensions,
    "status": partial(choice, words=choices.OBSERVATION_STATUSES),
    "url": values.as_url,
}
ACTOR_PARSERS: Mapping[str, Parser] = {
    "name": lambda raw: " ".join(values.as_text(raw, most=200).split()),
    "kind": partial(choice, words=choices.ACTOR_KINDS),
    "tier": partial(choice, words=choices.TIERS),
    "influence": partial(as_rating, least=1, most=5),
    "interest": partial(as_rating, least=1, most=5),
    "stance": partial(as_rating, least=-2, most=2),
}
ROLE_PARSERS: Mapping[str, Parser] = {
    "actor": ACTOR_PARSERS["name"],
    "place": values.as_code,
    "element": values.as_code,
    "target": as_place,
    "role": partial(choice, words=choices.ROLES),
}
COMPETENCE_PARSERS: Mapping[str, Parser] = {
    "target": as_place,
    **dict.fromkeys(TIERS, as_degree),
    "legal_basis": partial(values.as_text, most=300),
    "checked_on": values.as_date,
}
LOCAL_PARSERS: Mapping[str, Parser] = {
    "code": as_place,
    "parent": as_place,
    **{f"title_{language}": partial(values.as_text, most=160) for language in LANGUAGES},
    "due_year": values.as_year,
    "aim": partial(values.as_text, most=120),
}


def _lines(
    table: Table, parsers: Mapping[str, Parser], needed: tuple[str, ...], findings: Findings
) -> Iterator[tuple[Line, dict[str, Any]]]:
    """Lines that could be read whole; the others are told."""
    for line in table.lines:
        found, is_whole = parsed(table, line, parsers, findings)
        if needs(table, line[0], found, needed, findings) and is_whole:
            yield line, found


def local_rows(table: Table, findings: Findings) -> Iterator[LocalRow]:
    for (number, _raw), found in _lines(table, LOCAL_PARSERS, ("code",), findings):
        titles = [(language, found.pop(f"title_{language}", "")) for language in LANGUAGES]
        place = table.place(number)
        yield LocalRow(**found, titles=tuple(pair for pair in titles if pair[1]), place=place)


def indicator_rows(table: Table, findings: Findings) -> Iterator[IndicatorRow]:
    given = (table.given & {*INDICATOR_PARSERS}) - {name for pair in PAIRS.values() for name in pair}
    given |= {name for name, pair in PAIRS.items() if set(pair) <= table.given}
    for (number, _raw), found in _lines(table, INDICATOR_PARSERS, ("code",), findings):
        try:
            pairs = {name: _pairs(found, *columns) for name, columns in PAIRS.items()}
        except Unreadable as problem:
            findings.add(ERROR, problem.rule, problem.message, table.place(number, "baseline_year"))
            continue
        for column in (name for pair in PAIRS.values() for name in pair):
            found.pop(column, None)
        found["baseline"] = next(iter(pairs["baseline"]), None)
        found["milestones"] = tuple(sorted(pairs["milestones"]))
        found["aim"] = next(iter(pairs["aim"]), None)
        yield IndicatorRow(**found, place=table.place(number), given=frozenset(given))


def _pairs(found: Mapping[str, Any], year: str, value: str) -> list[YearValue]:
    years, numbers = found.get(year, ()), found.get(value, ())
    if len(years) != len(numbers):
        text = _("“%(year)s” and “%(value)s” go together: a year for each value.")
        raise Unreadable("FORMAT", text % {"year": year, "value": value})
    if len(years) > 1 and year != "milestone_year":
        raise Unreadable("FORMAT", _("“%(year)s” holds one year.") % {"year": year})
    return list(zip(years, numbers, strict=True))


def observation_rows(table: Table, findings: Findings) -> Iterator[ObservationRow]:
    """Also the tables of Open SDG: named after their indicator, each further column a dimension."""
    own = values.as_code(_indicator_of(table.grid.sheet)) if "indicator" not in table.columns else ""
    dimensions = {column: values.as_text(name) for column, name in table.others.items()}
    given = (table.given & {*OBSERVATION_PARSERS}) | {"dimensions"}
    for (number, raw), found in _lines(table, OBSERVATION_PARSERS, ("indicator", "year"), findings):
        if found["value"] is None:
            continue
        found.setdefault("indicator", own)
        if "dimensions" not in found:
            more = {name: values.as_text(raw.get(column)) for column, name in dimensions.items()}
            found["dimensions"] = dimensions_text(more)
        yield ObservationRow(**found, place=table.place(number), given=frozenset(given))


def _indicator_of(sheet: str) -> str:
    """`indicator_11-2-1` is how Open SDG names the table of 11.2.1."""
    name = sheet.removeprefix("indicator_")
    return normal_indicator(name) or name


def actor_rows(table: Table, findings: Findings) -> Iterator[ActorRow]:
    given = frozenset(table.given & {*ACTOR_PARSERS})
    for (number, _raw), found in _lines(table, ACTOR_PARSERS, ("name",), findings):
        yield ActorRow(**found, place=table.place(number), given=given)


def role_rows(table: Table, findings: Findings) -> Iterator[RoleRow]:
    """`place` is one column for both, where a code that has a prefix or a point of a target is a target."""
    for (number, _raw), found in _lines(table, ROLE_PARSERS, ("actor", "role"), findings):
        place = found.pop("place", "")
        if place:
            is_target = place[:1].upper() == "T" and bool(as_place_or_blank(place))
            found["target" if is_target else "element"] = as_place_or_blank(place) if is_target else place
        if bool(found.get("element")) == bool(found.get("target")):
            text = _("Give an element or a target, and not both.")
            findings.add(ERROR, "FORMAT", text, table.place(number, "element"))
        else:
            yield RoleRow(**found, place=table.place(number))


def as_place_or_blank(text: str) -> str:
    try:
        return as_place(text)
    except Unreadable:
        return ""


def competence_rows(table: Table, findings: Findings) -> Iterator[CompetenceRow]:
    given = frozenset({"degree", *(table.given & {"legal_basis", "checked_on"})})
    for (number, _raw), found in _lines(table, COMPETENCE_PARSERS, ("target",), findings):
        more = {name: found[name] for name in ("legal_basis", "checked_on") if name in found}
        for tier in TIERS:
            if found.get(tier) is not None:
                place = table.place(number, tier)
                yield CompetenceRow(found["target"], tier, found[tier], **more, place=place, given=given)
