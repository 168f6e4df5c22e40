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
    elsewhere: Session | None

    @property
    def mark(self) -> Mark | None:
        return mark_of(self.attendance, "status") if self.attendance else None


@dataclass(frozen=True)
class SheetRow:
    participation: Participation
    cells: Sequence[SheetCell]
    present: int
    expected: int


def sheet_rows(table: AttendanceTable) -> list[SheetRow]:
    return [
        SheetRow(
            row.participation,
            [SheetCell(*cell) for cell in zip(table.sessions, row.marks, row.elsewhere, strict=True)],
            row.present,
            row.expected,
        )
        for row in table.rows
    ]
