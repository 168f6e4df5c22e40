"""Figures and times as people read them: sizes, scores, counts, dates with their zone."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

NBSP = "\u00a0"
MINUS = "\u2212"
UNITS = ("B", "kB", "MB", "GB", "TB")

Shape = Literal["date", "time", "datetime", "day", "long"]
# Django's own format names where they exist; `formats/` holds the languages' patterns.
SHAPES = {
    "date": "DATE_FORMAT",
    "time": "TIME_FORMAT",
    "datetime": "DATETIME_FORMAT",
    "day": "MONTH_DAY_FORMAT",
    "long": "LONG_DATE_FORMAT",
}


def language_tag(code: str) -> str:
    """pt-br -> pt-BR, as `lang` wants it."""
    return to_locale(code).replace("_", "-")


def number_text(value: float, decimals: int | None = None) -> str:
    """1586 -> "1 586", grouped with the language's separator and with a true minus sign."""
    if decimals is not None:
        value = round(value, decimals)  # Django would cut off what does not fit
    text = formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return text.replace("-", MINUS, 1)


def filesize_text(size: int | None) -> str:
    """2400000 -> "2.4 MB", with a no-break space."""
    if size is None:
        return ""
    amount, unit = float(size), 0
    while amount >= 999.5 and unit < len(UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    decimals = 1 if unit >= 2 and amount < 99.95 else 0
    return f"{number_text(round(amount, decimals), decimals)}{NBSP}{UNITS[unit]}"


def score_text(score: int | None) -> str:
    """+2, 0, −1; an empty text for a cell that is not assessed."""
    if score is None:
        return ""
    return f"+{score}" if score > 0 else str(score).replace("-", MINUS)


def in_zone(moment: datetime, zone: tzinfo | str | None) -> datetime:
    place = ZoneInfo(zone) if isinstance(zone, str) and zone else zone or timezone.get_current_timezone()
    return timezone.localtime(moment, place)


def offset_text(moment: datetime) -> str:
    """UTC−3, UTC+5:30, UTC."""
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{MINUS if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def moment_text(moment: datetime | date, shape: Shape = "datetime", *, with_zone: bool = False) -> str:
    shown = moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
    text = _formatted(shown, SHAPES[shape], get_language() or "")
    if with_zone and isinstance(moment, datetime):
        return _("%(time)s (%(zone)s)") % {"time": text, "zone": offset_text(moment)}
    return text


@lru_cache(maxsize=4096)
def _formatted(moment: datetime | date, shape: str, language: str) -> str:
    """Kept without its zone, since moments of two zones that are the same instant are equal."""
    text = formats.date_format(moment, shape)
    # Django writes days and months with a capital; Portuguese does not.
    return text.lower() if language == "pt-br" else text


def machine_time(moment: datetime | date, shape: Shape) -> str:
    """The value of a `datetime` attribute."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if shape in ("date", "day", "long"):
        return moment.date().isoformat()
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
