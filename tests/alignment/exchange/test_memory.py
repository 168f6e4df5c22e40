"""A sheet is read line by line: a longer one takes longer, not more room."""

import io
import tracemalloc

from openpyxl import Workbook

from alignment.exchange.xlsx_reader import read_xlsx

SHORT, LONG = 1_000, 12_000
SPARE = 200_000  # bytes


def workbook(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("CELLS")
    for row in range(rows):
        sheet.append([row, 11.2, row % 4, "DIRECT"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def most_held(content: bytes) -> int:
    """Bytes held at once while all lines are passed over."""
    tracemalloc.start()
    try:
        (grid,) = read_xlsx(io.BytesIO(content))
        assert sum(1 for _line in grid.lines)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_twelve_times_the_rows_take_no_more_room() -> None:
    most_held(workbook(10))  # what is loaded once
    assert most_held(workbook(LONG)) < most_held(workbook(SHORT)) + SPARE
