from collections.abc import Sequence
from dataclasses import dataclass

from sdgplatform.ui.parts import Mark
from sdgplatform.ui.statuses import mark_of
from workshops.models import Attendance, Participation, Session
from workshops.queries.attendance import AttendanceTable


@dataclass(frozen=True)
class SheetCell:
    session: Session
    attendance: Attendance | None

    @property
    def mark(self) -> Mark | None:
        return mark_of(self.attendance, "status") if self.attendance else None


@dataclass(frozen=True)
class SheetRow:
    participation: Participation
    cells: Sequence[SheetCell]
    present: int


def sheet_rows(table: AttendanceTable) -> list[SheetRow]:
    return [
        SheetRow(
            row.participation,
            [SheetCell(session, mark) for session, mark in zip(table.sessions, row.marks, strict=True)],
            row.present,
        )
        for row in table.rows
    ]
