"""Figures of the analyses as SVG files that stand alone: title, figures as text, colours as attributes.

The same drawing goes to the download, into the PNG and into reports; its table twin is the section.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import typst
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.sections import Bar, Column, Ref, Section
from alignment.reports.texts import cell_text
from alignment.reports.words import CLASSES
from sdgplatform.ui.charts import Segment

WIDTH, MARGIN, LINE, TOP = 960, 24, 28, 76
LABELS, BAR, BAR_HEIGHT = 400, 340, 14
LONGEST_LABEL = 56
INK, MUTED, TRACK, PAPER = "#0c2a33", "#4f656c", "#e7eded", "#ffffff"
FILLS = {"": "#0a6b66", "b1": "#0a6b66", "b2": "#72bbb2", "b3": "#e39a5b"}
# Class of a target -> fill, border, colour of its text.
LOOKS = {
    "covered": ("#0a6b66", "#0a6b66", "#ffffff"),
    "unmonitored": ("#72bbb2", "#72bbb2", "#04211f"),
    "unowned": ("#72bbb2", "#72bbb2", "#04211f"),
    "weak": ("#cfe7e3", "#cfe7e3", "#0c3b39"),
    "indirect": (PAPER, "#72bbb2", "#1f3840"),
    "gap": (PAPER, "#d7b59f", "#9a4510"),
    "open": (PAPER, "#768b91", "#4f656c"),
    "na": ("#f5f8f8", "#f5f8f8", "#4f656c"),
}
BOX, BOX_HEIGHT, PER_LINE, LONGEST_CODE = 58, 24, 15, 6
KEYS_PER_LINE, KEY_WIDTH = 4, 228
PNG_TEMPLATE = Path(__file__).with_name("figure.typ")
PIXELS_PER_INCH = 144
joined = partial(format_html_join, "", "{}")


class Tile(Protocol):
    """How the square of a goal looks."""

    @property
    def colour(self) -> str: ...
    @property
    def text_colour(self) -> str: ...


def figure_svg(analysis: MatrixAnalysis, section: Section, source: str) -> str:
    """`source` says of what and of when the figures are. KeyError where there is no figure."""
    if section.key == "targets":
        return _grid(analysis, section, source)
    if not has_figure(section):
        raise KeyError(section.key)
    return bars_svg(analysis.goals, section, source)


def has_figure(section: Section) -> bool:
    return bool(section.rows) and (section.key == "targets" or section.bar_at is not None)


def figure_png(svg: str) -> bytes:
    """The same picture as pixels."""
    png = typst.compile(PNG_TEMPLATE.read_bytes(), format="png", ppi=PIXELS_PER_INCH, sys_inputs={"svg": svg})
    return bytes(png[0] if isinstance(png, list) else png)


def _sheet(title: str, source: str, said: str, body: SafeString, height: int) -> str:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        'height="{height}" role="img" font-family="Roboto, Helvetica, Arial, sans-serif" font-size="14" '
        'fill="{ink}"><title>{title}</title><desc>{said}</desc><rect width="{width}" height="{height}" '
        'fill="{paper}"/><text x="{margin}" y="34" font-size="20" font-weight="700">{title}</text><text '
        'x="{margin}" y="56" font-size="13" fill="{muted}">{source}</text>{body}</svg>',
        width=WIDTH,
        height=height,
        ink=INK,
        muted=MUTED,
        paper=PAPER,
        margin=MARGIN,
        title=title,
        source=source,
        said=said,
        body=body,
    )


def bars_svg(goals: Mapping[int, Tile], section: Section, source: str) -> str:
    """The bars of a section with its figures; `goals` give their colours."""
    at = section.bar_at or 0
    label, figure = section.columns[0], section.columns[at + 1]
    lines = [
        (row[0], row[at], cell_text(label, row[0]), _figure_text(figure, row[at], row[at + 1]))
        for row in section.rows
    ]
    top = TOP + (LINE if section.legend else 0)
    body = joined(
        (_bar_line(goals, (name, bar, figure_text), top + index * LINE),)
        for index, (name, bar, _label, figure_text) in enumerate(lines)
    )
    foot = top + len(lines) * LINE + 8
    axis = format_html(
        '<text x="{}" y="{}" font-size="12" fill="{}">{}</text>',
        MARGIN + LABELS,
        foot + 12,
        MUTED,
        section.axis,
    )
    said = "; ".join(f"{text}: {value}" for _name, _bar, text, value in lines)
    return _sheet(section.title, source, said, _legend(section) + body + axis, foot + 32)


def _figure_text(column: Column, bar: Bar | str | None, value: object) -> str:
    """Where words stand for the bar they say it all."""
    return cell_text(column, value) if isinstance(bar, Bar) else ""


def _legend(section: Section) -> SafeString:
    """Its keys one after the other, as wide as their words."""
    pieces, left = [], MARGIN
    for look, words in section.legend:
        fill = FILLS[look] if look else TRACK
        pieces.append((left, TOP - 4, fill, left + 24, TOP + 7, MUTED, words))
        left += 48 + 7 * len(str(words))
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="18" height="12" fill="{}"/><text x="{}" y="{}" font-size="13" '
        'fill="{}">{}</text>',
        pieces,
    )


def _bar_line(goals: Mapping[int, Tile], line: tuple[object, Bar | str | None, str], top: int) -> SafeString:
    name, bar, figure = line
    tile, left = _tile(goals, name, top)
    words = name.title if isinstance(name, Ref) else str(name)
    middle = top + LINE // 2
    return format_html(
        '{tile}<text x="{left}" y="{base}">{words}</text>{bar}<text x="{right}" y="{base}" text-anchor="end">'
        "{figure}</text>",
        tile=tile,
        left=left,
        base=middle + 5,
        words=words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1]}…",
        bar=_bar(bar, middle - BAR_HEIGHT // 2),
        right=WIDTH - MARGIN,
        figure=figure,
    )


def _tile(goals: Mapping[int, Tile], name: object, top: int) -> tuple[SafeString, int]:
    """The square of a goal or target, and where its title begins."""
    number = name.code.partition(".")[0] if isinstance(name, Ref) else ""
    goal = goals.get(int(number)) if number.isdecimal() else None
    if goal is None or not isinstance(name, Ref):
        return SafeString(""), MARGIN
    width = 24 if len(name.code) < 3 else 46
    tile = format_html(
        '<rect x="{}" y="{}" width="{}" height="22" rx="3" fill="{}"/><text x="{}" y="{}" font-size="12" '
        'font-weight="700" text-anchor="middle" fill="{}">{}</text>',
        *(MARGIN, top + 3, width, goal.colour, MARGIN + width / 2, top + 18, goal.text_colour, name.code),
    )
    return tile, MARGIN + width + 10


def _bar(bar: Bar | str | None, top: int) -> SafeString:
    start = MARGIN + LABELS
    if not isinstance(bar, Bar):
        return format_html('<text x="{}" y="{}" fill="{}">{}</text>', start, top + 12, MUTED, bar or "")
    track = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>', start, top, BAR, BAR_HEIGHT, TRACK
    )
    pieces = joined((piece,) for piece in _pieces(bar.segments, start, top))
    mark = SafeString("")
    if bar.mark is not None:
        at = start + BAR * min(bar.mark, 100) / 100
        mark = format_html(
            '<rect x="{}" y="{}" width="2" height="{}" fill="{}"/>', f"{at:.5g}", top - 3, BAR_HEIGHT + 6, INK
        )
    return track + pieces + mark


def _pieces(segments: Sequence[Segment], start: float, top: int) -> list[SafeString]:
    drawn = []
    for segment in segments:
        width = BAR * max(0.0, min(100.0, segment.share)) / 100
        drawn.append(
            format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
                *(f"{start:.5g}", top, f"{width:.5g}", BAR_HEIGHT, FILLS[segment.look]),
            )
        )
        start += width
    return drawn


def _grid(analysis: MatrixAnalysis, section: Section, source: str) -> str:
    """One line of boxes per goal, two where a goal has many targets; letters as in the key."""
    classes = analysis.coverage.classes
    of_goals: dict[int, list[str]] = {}
    for code in classes:
        of_goals.setdefault(int(code.partition(".")[0]), []).append(code)
    key, top = _grid_key(analysis), TOP + 3 * LINE
    boxes = []
    for goal, codes in of_goals.items():
        tile, _left = _tile(analysis.goals, Ref(str(goal), ""), top)
        boxes.append(tile)
        at = 0
        for code in codes:
            wide = 2 if len(code) > LONGEST_CODE else 1
            if at % PER_LINE + wide > PER_LINE:
                at += PER_LINE - at % PER_LINE
            left = MARGIN + 36 + (at % PER_LINE) * BOX
            boxes.append(_box(code, classes[code], (left, top + at // PER_LINE * LINE), wide * BOX - 4))
            at += wide
        top += LINE * (1 + (at - 1) // PER_LINE)
    said = "; ".join(f"{code}: {CLASSES[name][2]}" for code, name in classes.items())
    return _sheet(section.title, source, said, key + joined((box,) for box in boxes), top + 16)


def _box(code: str, name: str, place: tuple[int, int], width: int) -> SafeString:
    left, top = place
    look, letter, _words = CLASSES[name]
    fill, line, text = LOOKS[look]
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{}" stroke="{}"/><text x="{}" y="{}" '
        'font-size="11" fill="{}">{}</text><text x="{}" y="{}" font-size="11" font-weight="700" '
        'text-anchor="end" fill="{}">{}</text>',
        *(left + 0.5, top + 2.5, width, BOX_HEIGHT - 2, fill, line),
        *(left + 5, top + 17, text, code, left + width - 5, top + 17, text, letter),
    )


def _grid_key(analysis: MatrixAnalysis) -> SafeString:
    """Letters, words and counts, on three lines at most."""
    counts = analysis.coverage.class_counts
    present = [(name, *CLASSES[name]) for name in CLASSES if name in counts]
    pieces = []
    for index, (name, look, letter, words) in enumerate(present):
        left, top = MARGIN + (index % KEYS_PER_LINE) * KEY_WIDTH, TOP - 6 + (index // KEYS_PER_LINE) * 24
        fill, line, text = LOOKS[look]
        count = counts[name]  # type: ignore[index]
        pieces.append(
            (left, top, fill, line, left + 9, top + 14, text, letter, left + 24, top + 14, words, count)
        )
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="18" height="18" rx="3" fill="{}" stroke="{}"/><text x="{}" y="{}" '
        'font-size="11" font-weight="700" text-anchor="middle" fill="{}">{}</text><text x="{}" y="{}" '
        'font-size="12">{} {}</text>',
        pieces,
    )
