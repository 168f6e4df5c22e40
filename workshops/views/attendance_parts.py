"""The rows of the table of attendance, written by hand: a template would take five times as long."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sdgplatform.ui.markup import fill_html
from sdgplatform.ui.statuses import marks_of
from sdgplatform.ui.templatetags.ui import status
from workshops.models import Attendance, AttendanceStatus, Session
from workshops.queries.attendance import AttendanceRow, AttendanceTable


@dataclass(frozen=True)
class RowWords:
    """What all cells share, translated once."""

    marks: dict[str, SafeString]
    not_recorded: SafeString
    other_group: SafeString
    present: str
    out_of: str
    without_application: str


def sheet_rows(table: AttendanceTable, *, edits: bool) -> SafeString:
    """With `edits` a choice in each cell, named by the codes of the person and the session."""
    words = RowWords(
        marks={value: status(mark) for value, mark in marks_of(Attendance, "status").items()},
        not_recorded=_muted(_("Not recorded")),
        other_group=_muted(_("Other group")),
        present=_("Present"),
        out_of=_("of %(n)s"),
        without_application=_("without application"),
    )
    choices = [("", _("Not recorded")), *((one.value, str(one.label)) for one in AttendanceStatus)]
    return SafeString(
        "".join(_row(row, table.sessions, words, choices if edits else ()) for row in table.rows)
    )


def _muted(text: str) -> SafeString:
    return fill_html('<span class="muted">{}</span>', text)


def _row(
    row: AttendanceRow, sessions: Sequence[Session], words: RowWords, choices: Sequence[tuple[str, str]]
) -> SafeString:
    one = row.participation
    cells = [
        _cell(session, _choice(row, session, mark, choices) if choices else _shown(mark, elsewhere, words))
        for session, mark, elsewhere in zip(sessions, row.marks, row.elsewhere, strict=True)
    ]
    return fill_html(
        '\n<tr role="row"><th role="rowheader" scope="row">{}<span class="sub">{}{}</span></th>{}'
        '<td role="cell" class="r" data-label="{}">{} {}</td></tr>',
        one.person.full_name,
        one.city.name if one.city else "",
        f" · {words.without_application}" if one.is_walk_in else "",
        SafeString("".join(cells)),
        words.present,
        row.present,
        _muted(words.out_of % {"n": row.expected}),
    )


def _cell(session: Session, content: SafeString) -> SafeString:
    return fill_html('<td role="cell" data-label="{}">{}</td>', session.title, content)


def _shown(mark: str | None, elsewhere: Session | None, words: RowWords) -> SafeString:
    if mark:
        return words.marks[mark]
    return words.other_group if elsewhere else words.not_recorded


def _choice(
    row: AttendanceRow, session: Session, mark: str | None, choices: Sequence[tuple[str, str]]
) -> SafeString:
    one = row.participation
    options = [
        fill_html(
            '<option value="{}"{}>{}</option>',
            value,
            SafeString(" selected") if value and value == mark else "",
            label,
        )
        for value, label in choices
    ]
    return fill_html(
        '<select class="form-select" name="mark-{}-{}" aria-label="{}, {}">{}</select>',
        one.code,
        session.code,
        one.person.full_name,
        session.title,
        SafeString("".join(options)),
    )
