"""Codes of goals, targets and indicators in the spellings that people and spreadsheets use."""

import re
from decimal import Decimal
from typing import Any

from sdgplatform.search import fold

WORDS = (
    "target|targets|goal|goals|indicator|sdg|sdgs|ods|odd|meta|metas|objetivo|objetivos|objectif|objectifs|cible|"
    "cibles|indicador|indicateur|no|n|num|g|t|i"
)
PREFIX = re.compile(rf"^(?:(?:{WORDS})(?=[\W\d_]|$)[\s.:_º°#-]*)+")
SEPARATORS = re.compile(r"\s*[.,\-‐‑–—_/·]\s*|\s+")
# 1 to 17 are universal; cities and networks number their own goals from 18 on.
GOAL = re.compile(r"^[1-9]\d?$")
TARGET = re.compile(r"^[1-9]\d?\.(?:[1-9]|[1-9]\d|[a-d])$")
LOCAL = re.compile(r"^0?([1-9]\d?)[.,](0?[1-9]|[1-9]\d|[a-d])-([a-z][a-z0-9]{0,7})$")
INDICATOR = re.compile(r"^(?:[1-9]|1[0-7])\.(?:[1-9]|1\d|[a-d])\.[1-9]$")
MAX_LENGTH = 60


def _parts(value: Any) -> list[str]:
    """`"Meta 01-A"` -> `["1", "a"]`; empty when it is not of this form."""
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)[: MAX_LENGTH + 1]
    if len(text) > MAX_LENGTH:
        return []
    text = PREFIX.sub("", fold(text).strip(" .:;()[]'\"`#"))
    text = re.sub(r"^(\d+)([a-d])$", r"\1.\2", text)
    parts = SEPARATORS.split(text.strip(" .-"))
    return [part.lstrip("0") or part for part in parts]


def _local(value: Any) -> str:
    """`"Meta 11.2-cba1"` -> `"11.2-CBA1"`: a target that a city made its own; empty for other forms."""
    if not isinstance(value, str) or len(value) > MAX_LENGTH:
        return ""
    found = LOCAL.match(PREFIX.sub("", fold(value).strip(" .:;()[]'\"`#")))
    return f"{found[1]}.{found[2].lstrip('0')}-{found[3].upper()}" if found else ""


def _matching(value: Any, form: re.Pattern[str]) -> str:
    if isinstance(value, Decimal):
        value = str(value)
    code = ".".join(_parts(value))
    return code if form.match(code) else ""


def normal_goal(value: Any) -> str:
    """`"ODS 11"`, `"G11"`, `11.0` -> `"11"`; empty when it is no goal."""
    return _matching(value, GOAL)


def normal_target(value: Any) -> str:
    """`"1-a"`, `"01.0A"`, `"Meta 1.a"`, `"T8.10"`, `11.2` -> `"1.a"`, ...; empty when it has no such form.

    A number cannot tell 8.1 from 8.10: spreadsheets keep both as 8.1. Texts keep the difference.
    The code must still be looked up in the list: 13.9 has the form and is no target.
    """
    return _matching(value, TARGET) or _local(value)


def normal_indicator(value: Any) -> str:
    return _matching(value, INDICATOR)


def normal_code(value: Any) -> str:
    """A goal, target or indicator code, whichever it is; empty when none."""
    return normal_indicator(value) or normal_target(value) or normal_goal(value)


def goal_of(code: str) -> int:
    return int(code.partition(".")[0])


def place(code: str) -> tuple[int, int, int, str]:
    """Sorts codes of goals and targets as the framework does: 8.2 < 8.2-LP1 < 8.10 < 8.a."""
    goal, _dot, rest = code.partition(".")
    part, _hyphen, own = rest.partition("-")
    if not part:
        return int(goal), 0, 0, own
    return (int(goal), 1, int(part), own) if part.isdigit() else (int(goal), 2, ord(part[0]), own)
