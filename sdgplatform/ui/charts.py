"""Charts as SVG text: lengths are attributes, colours are classes, so no inline style is needed.

Every chart that stands alone has a title and says its figures in a description; one that repeats
figures printed beside it is hidden from screen readers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sdgplatform.ui.texts import number_text

GOALS = range(1, 18)
STRIP_STEP, STRIP_BAR, STRIP_HEIGHT = 8, 6, 20
LIST_WIDTH, LIST_LINE = 600, 28


@dataclass(frozen=True)
class Segment:
    """A piece of a bar: its share of the whole in per cent and its look (`b1`, `b2`, `b3`, `mark`)."""

    share: float
    look: str = ""


def _length(value: float) -> str:
    """Never localized: a decimal comma would break the attribute."""
    return f"{max(0.0, min(100.0, value)):.4g}"


@lru_cache(maxsize=500)
def bar(share: float, *, look: str = "", size: str = "") -> SafeString:
    """One share of 100, beside its figure as text."""
    return stacked_bar([Segment(share, look)], size=size)


def stacked_bar(segments: Sequence[Segment], *, size: str = "", mark: float | None = None) -> SafeString:
    """Shares one after the other; `mark` draws a thin line, for example at a mean. `size`: thin, tall."""
    pieces, start = [], 0.0
    for segment in segments:
        look = format_html(' class="{}"', segment.look) if segment.look else ""
        at = format_html(' x="{}%"', _length(start)) if start else ""
        pieces.append((look, at, _length(segment.share)))
        start += segment.share
    rects = format_html_join("", '<rect{}{} width="{}%" height="100%"/>', pieces)
    line = (
        format_html('<rect class="mark" x="{}%" width="2" height="100%"/>', _length(mark))
        if mark is not None
        else ""
    )
    css = format_html("bar bar--{}", size) if size else "bar"
    return format_html('<svg class="{}" aria-hidden="true">{}{}</svg>', css, rects, line)


def goal_chart(shares: Mapping[int, float | None], *, label: str, with_values: bool = True) -> SafeString:
    """Seventeen columns over their tiles, the height is the share in per cent. None: no target in scope."""
    columns = _joined(_goal_column(goal, shares.get(goal), with_values) for goal in GOALS)
    return format_html('<ol class="goal-chart" aria-label="{}">{}</ol>', label, columns)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _goal_column(goal: int, share: float | None, with_value: bool) -> SafeString:
    height = round(share or 0)
    figure = "–" if share is None else height
    value = format_html('<span class="value">{}</span>', figure) if with_value else ""
    return format_html(
        '<li>{value}<svg class="sdg-{goal}" viewBox="0 0 10 100" preserveAspectRatio="none" '
        'aria-hidden="true"><rect y="{top}" width="10" height="{height}"/></svg>'
        '<span class="sdg-tile sdg-{goal}">'
        '<span class="visually-hidden">{words} </span>{goal}</span></li>',
        value=value,
        goal=goal,
        top=100 - height,
        height=height,
        words=_("no target in scope, goal") if share is None else _("per cent for goal"),
    )


def strip(shares: Mapping[int, float | None], *, label: str) -> SafeString:
    """The small form of the goal chart, for a row of a list. Its figures are in its description."""
    said = ", ".join(
        _("goal %(goal)d: %(share)d %%") % {"goal": goal, "share": round(shares[goal] or 0)}
        for goal in GOALS
        if shares.get(goal)
    )
    said = said or _("nothing yet")
    bars = _joined(_strip_bar(goal, shares[goal] or 0) for goal in GOALS if shares.get(goal))
    return format_html(
        '<svg class="strip" role="img" viewBox="0 0 {} {}" preserveAspectRatio="none" '
        'aria-label="{}">{}</svg>',
        STRIP_STEP * len(GOALS),
        STRIP_HEIGHT,
        f"{label}: {said}",
        bars,
    )


def _strip_bar(goal: int, share: float) -> SafeString:
    height = max(1, round(share * STRIP_HEIGHT / 100))
    return format_html(
        '<g class="sdg-{}"><rect x="{}" y="{}" width="{}" height="{}"/></g>',
        goal,
        (goal - 1) * STRIP_STEP + 1,
        STRIP_HEIGHT - height,
        STRIP_BAR,
        height,
    )


def bar_list(rows: Sequence[tuple[str, float]], *, title: str, unit: str = "") -> SafeString:
    """A chart that stands alone, without a table beside it: horizontal bars with names and figures.

    The longest bar fills the width. For print and for documents.
    """
    longest = max((value for _name, value in rows), default=0) or 1
    said = "; ".join(f"{name}: {number_text(value)} {unit}".strip() for name, value in rows)
    lines = _joined(_bar_line(at, name, value, longest) for at, (name, value) in enumerate(rows))
    return format_html(
        '<svg class="bar-list" role="img" viewBox="0 0 {} {}" aria-label="{}"><title>{}</title>'
        "<desc>{}</desc>{}</svg>",
        LIST_WIDTH,
        LIST_LINE * len(rows),
        f"{title}. {said}",
        title,
        said,
        lines,
    )


def _bar_line(at: int, name: str, value: float, longest: float) -> SafeString:
    return format_html(
        '<text x="0" y="{text}">{name}</text><text x="{end}" y="{text}" class="end">{value}</text>'
        '<rect x="0" y="{top}" width="{width}" height="8"/>',
        text=at * LIST_LINE + 12,
        top=at * LIST_LINE + 16,
        end=LIST_WIDTH,
        name=name,
        value=number_text(value),
        width=f"{LIST_WIDTH * value / longest:.4g}",
    )
