from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from sdgplatform.ui.statuses import marks_of
from sdgplatform.ui.templatetags.ui import status
from workshops.models import Attendance, Participation, Session
from workshops.queries.attendance import AttendanceTable


@dataclass(frozen=True)
class SheetCell:
    session: Session
    attendance: Attendance | None
    elsewhere: Session | None
    mark: SafeString


@dataclass(frozen=True)
class SheetRow:
    participation: Participation
    cells: Sequence[SheetCell]
    present: int
    expected: int


def sheet_rows(table: AttendanceTable) -> list[SheetRow]:
    marks = {value: status(mark) for value, mark in marks_of(Attendance, "status").items()}
    return [
        SheetRow(
            row.participation,
            [
                SheetCell(session, mark, elsewhere, marks[mark.status] if mark else SafeString())
                for session, mark, elsewhere in zip(table.sessions, row.marks, row.elsewhere, strict=True)
            ],
            row.present,
            row.expected,
        )
        for row in table.rows
    ]
