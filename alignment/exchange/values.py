"""One raw value of a file -> one typed value, or Unreadable with the rule and what to do."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from alignment.exchange import limits
from alignment.exchange.choices import Words, chosen
from alignment.exchange.findings import Unreadable
from sdgplatform.exports import unescaped

ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$")
YEAR = re.compile(r"(?:1|2)\d{3}$")
NUMBER = re.compile(r"[+-]?[\d\s.,']*\d[\d\s.,']*$")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
TOO_BIG = Decimal(10) ** 16
FIRST_YEAR, LAST_YEAR = 1990, 2100
EPOCH = date(1899, 12, 30).toordinal()
DAYS_SINCE_1899 = range(
    date(FIRST_YEAR, 1, 1).toordinal() - EPOCH, date(LAST_YEAR, 12, 31).toordinal() - EPOCH + 1
)
check_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value of a spreadsheet, such as #REF!"""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value that the spreadsheet stored for it (None: nothing stored)."""

    value: Any


class IndentedText(str):
    """Text of a cell whose format indents it."""

    __slots__ = ("indent",)
    indent: int

    def __new__(cls, text: str, indent: int) -> "IndentedText":
        new = super().__new__(cls, text)
        new.indent = indent
        return new


def indent_of(raw: Any) -> int:
    """Signs of white space before the text, with the indent of the cell's format as four of them."""
    if not isinstance(raw, str):
        return 0
    text = raw.expandtabs(4)
    own = raw.indent if isinstance(raw, IndentedText) else 0
    return len(text) - len(text.lstrip()) + 4 * own


def plain_value(raw: Any) -> Any:
    """The stored value of a formula; refuses error values and formulas without a value."""
    if isinstance(raw, Formula):
        if raw.value is None:
            raise Unreadable(
                "E12", _("There is a formula without a stored value here. Paste its result as a value.")
            )
        raw = raw.value
    if isinstance(raw, CellError):
        raise Unreadable("E12", _("The spreadsheet has the error %(error)s here.") % {"error": raw.text})
    return raw


def is_blank(raw: Any) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _number_text(value: float | Decimal) -> str:
    return str(int(value)) if value == int(value) else str(value)


def as_text(raw: Any, *, most: int = limits.TEXT) -> str:
    """Text without what cannot be shown; numbers and dates as they look."""
    raw = plain_value(raw)
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, int | float | Decimal):
        return _number_text(raw)
    if isinstance(raw, datetime | date | time):
        return raw.isoformat()[:10]
    text = unescaped(_clean(str(raw)))
    if len(text) > most:
        raise Unreadable(
            "E12",
            _("The text has %(length)s characters; at most %(most)s fit.")
            % {"length": len(text), "most": most},
        )
    return text


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = CONTROL.search(text)
    if bad:
        raise Unreadable(
            "E12",
            _("The text has a control character (U+%(code)s) that cannot be kept. Type the text again.")
            % {"code": f"{ord(bad[0]):04X}"},
        )
    return text.strip()


def as_code(raw: Any, *, most: int = 30) -> str:
    """An element's code: text; a date in its place is a code that the spreadsheet has changed."""
    raw = plain_value(raw)
    if isinstance(raw, datetime | date | time):
        raise Unreadable(
            "E1",
            _(
                "This is the date %(date)s, not a code. Spreadsheets turn codes such as 1.5 into dates:"
                " give the column the format Text and type the code again."
            )
            % {"date": raw.isoformat()[:10]},
        )
    return " ".join(as_text(raw, most=most).split())


def as_date(raw: Any, *, last_day: bool = False) -> date | None:
    """ISO dates and date cells; a year alone is its first or last day, a day count a date without format."""
    raw = plain_value(raw)
    if is_blank(raw):
        return None
    if isinstance(raw, datetime):
        return _plausible(raw.date())
    if isinstance(raw, date):
        return _plausible(raw)
    if isinstance(raw, int | float) and raw in DAYS_SINCE_1899:
        return date.fromordinal(EPOCH + int(raw))
    text = as_text(raw)
    if YEAR.match(text):
        return _plausible(date(int(text), 12, 31) if last_day else date(int(text), 1, 1))
    found = ISO_DATE.match(text)
    try:
        if found:
            return _plausible(date(*map(int, found.groups())))
    except ValueError:
        pass
    raise Unreadable("E8", _("“%(text)s” is not a date. Write it as 2026-03-31.") % {"text": text[:40]})


def _plausible(day: date) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise Unreadable("E8", _("Years lie between 1990 and 2100."))


def as_number(raw: Any) -> Decimal | None:
    """Numbers with decimal point or comma: 1234.5, 1.234,5 and 1 234,5 are the same."""
    raw = plain_value(raw)
    if is_blank(raw):
        return None
    if isinstance(raw, bool | date | time):
        raise _not_a_number(raw)
    try:
        number = Decimal(_with_point(raw) if isinstance(raw, str) else str(raw))
    except InvalidOperation:
        raise _not_a_number(raw) from None
    if not number.is_finite() or abs(number) >= TOO_BIG:
        raise _not_a_number(raw)
    return number


def _not_a_number(raw: Any) -> Unreadable:
    return Unreadable("FORMAT", _("“%(text)s” is not a number.") % {"text": str(raw)[:40]})


def _with_point(text: str) -> str:
    text = unescaped(text.strip()).replace("−", "-").replace("\u00a0", " ").replace("\u202f", " ")
    if not NUMBER.match(text):
        raise _not_a_number(text)
    text = text.replace(" ", "").replace("'", "")
    comma, point = text.rfind(","), text.rfind(".")
    if comma > point:
        return text.replace(".", "").replace(",", ".") if text.count(",") == 1 else text.replace(",", "")
    return text.replace(",", "") if text.count(".") <= 1 else text.replace(",", "").replace(".", "")


def as_money(raw: Any) -> Decimal | None:
    try:
        number = as_number(raw)
    except Unreadable as problem:
        raise Unreadable("E8" if problem.rule == "FORMAT" else problem.rule, problem.message) from problem
    if number is None:
        return None
    if number < 0:
        raise Unreadable("E8", _("A budget is not negative."))
    return number.quantize(Decimal("0.01"))


def as_share(raw: Any) -> Decimal | None:
    """Per cent, 0 to 100; `25 %` too."""
    raw = plain_value(raw)
    number = as_number(raw.strip().rstrip("%") if isinstance(raw, str) else raw)
    if number is None:
        return None
    if not 0 <= number <= 100:
        raise Unreadable("E7", _("A share of the budget lies between 0 and 100 %."))
    return number.quantize(Decimal("0.01"))


def as_year(raw: Any) -> int | None:
    raw = plain_value(raw)
    if isinstance(raw, datetime | date):
        return _plausible(raw if not isinstance(raw, datetime) else raw.date()).year
    text = as_text(raw)
    if not text:
        return None
    if not text.isdigit() or not FIRST_YEAR <= int(text[:9]) <= LAST_YEAR:
        raise Unreadable("E8", _("“%(text)s” is not a year between 1990 and 2100.") % {"text": text[:40]})
    return int(text)


def as_choice(raw: Any, words: Words, *, rule: str = "FORMAT") -> str:
    text = as_text(raw)
    if not text:
        return ""
    found = chosen(text, words)
    if found is None:
        raise Unreadable(
            rule,
            _("“%(text)s” is not known here. Known are: %(known)s.")
            % {"text": text[:40], "known": ", ".join(str(value) for value in words)},
        )
    return found


def as_currency(raw: Any) -> str:
    text = as_text(raw).upper()
    if text and not re.fullmatch(r"[A-Z]{3}", text):
        raise Unreadable(
            "E8", _("“%(text)s” is not a currency of three letters, such as ARS.") % {"text": text[:40]}
        )
    return text


def as_url(raw: Any) -> str:
    text = as_text(raw, most=500)
    if text:
        try:
            check_url(text)
        except ValidationError:
            raise Unreadable("FORMAT", _("“%(text)s” is not a web address.") % {"text": text[:60]}) from None
    return text
