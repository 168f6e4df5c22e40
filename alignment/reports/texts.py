"""One value of a section as text: for the page, and beside the bars of a figure."""

from decimal import Decimal
from math import floor
from typing import Any

from django.utils.translation import gettext as _

from alignment.analysis.inputs import Share
from alignment.reports.sections import Column, Ref
from alignment.reports.words import NO_DATA
from sdgplatform.ui.texts import NBSP, number_text, score_text

ROUNDED_FROM = 100_000


def cell_text(column: Column, value: Any) -> str:
    """Undefined figures say so; a blank text stays blank."""
    if isinstance(value, Ref):
        return f"{value.code} {value.title}".strip()
    if isinstance(value, Share):
        return share_text(value)
    if value is None:
        return str(NO_DATA) if column.kind in ("number", "ratio", "share") else "–"
    if column.kind == "score":
        return score_text(value)
    if column.kind == "ratio":
        return percent_text(100 * value)
    if isinstance(value, Decimal):
        return money_text(value)
    if isinstance(value, int | float):
        return number_text(value, column.digits)
    return str(value)


def share_text(share: Share) -> str:
    """“2 of 10, 20 %”: a percentage never stands without its denominator."""
    if share.percent is None:
        return str(NO_DATA)
    return f"{part_text(share)}, {percent_text(share.percent)}"


def part_text(share: Share) -> str:
    return _("%(part)s of %(whole)s") % {"part": number_text(share.part), "whole": number_text(share.whole)}


def percent_text(percent: float) -> str:
    """Whole per cent, but for what would round to 0."""
    if 0 < percent < 1:
        return f"{number_text(percent, 1)}{NBSP}%"
    return f"{number_text(floor(percent + 0.5))}{NBSP}%"


def money_text(money: Decimal) -> str:
    """Cents only where they can matter; the files have them all."""
    is_whole = money == money.to_integral_value() or abs(money) >= ROUNDED_FROM
    return number_text(money, 0 if is_whole else 2)  # type: ignore[arg-type]
