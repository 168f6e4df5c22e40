"""One value on its way into a cell of a file, and a text on its way back."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

STARTS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
WAS_ESCAPED = re.compile(r"'+[=+\-@\t\r\n]")

Plain = str | int | float | Decimal | bool | date | datetime | time | None


def escaped(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it; `unescaped` takes it away."""
    return f"'{text}" if STARTS_LIKE_A_FORMULA.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if WAS_ESCAPED.match(text) else text


def plain(value: Any) -> Plain:
    """Numbers and dates as they are (in the current time zone), the rest as safe text."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, date | time):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        value = ", ".join(str(part) for part in value)
    return escaped(ILLEGAL_CHARACTERS_RE.sub("", str(value)))


def written(value: Any) -> str:
    """The same as text for CSV: ISO dates, decimal points, 1 and 0 for yes and no."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)
