import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sdgplatform.exports.cells import plain, written

Rows = Iterable[Sequence[Any]]

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BYTE_ORDER_MARK = "\ufeff"
NARROWEST, WIDEST = 10, 60
LONGEST_TITLE = 31


def export_response(rows: Rows, *, header: Sequence[Any], filename: str, format: str) -> HttpResponseBase:
    """A download of exactly these rows; an unknown format answers 400."""
    if format not in FORMATS:
        raise BadRequest(_("Unknown format. Choose csv or xlsx."))
    name = f"{PurePath(filename).stem}.{format}"
    if format == "csv":
        response = StreamingHttpResponse(write_csv(rows, header=header), content_type=FORMATS["csv"])
        disposition = content_disposition_header(as_attachment=True, filename=name)
        response.headers["Content-Disposition"] = disposition or "attachment"
        return response
    file = write_xlsx(rows, header=header, title=PurePath(filename).stem)
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS["xlsx"])


def file_response(content: bytes, *, filename: str, content_type: str) -> HttpResponse:
    """A download of a file that is made already."""
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def write_csv(rows: Rows, *, header: Sequence[Any]) -> Iterator[bytes]:
    """UTF-8 with byte order mark, comma, CRLF: what spreadsheets of all four languages open."""
    line = io.StringIO()
    writer = csv.writer(line)
    line.write(BYTE_ORDER_MARK)
    for row in _with_header(header, rows):
        writer.writerow([written(value) for value in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _with_header(header: Sequence[Any], rows: Rows) -> Iterator[Sequence[Any]]:
    yield header
    yield from rows


@dataclass(frozen=True)
class Sheet:
    title: str
    header: Sequence[Any]
    rows: Rows


def write_xlsx(rows: Rows, *, header: Sequence[Any], title: str = "") -> io.BytesIO:
    """A workbook of one sheet with typed cells and a frozen header; rows wait on disk, not in memory."""
    return write_workbook([Sheet(title, header, rows)])


def write_workbook(sheets: Iterable[Sheet]) -> io.BytesIO:
    """The same with several sheets; titles are cut to what a spreadsheet takes, each used once."""
    workbook = Workbook(write_only=True)
    used: set[str] = set()
    for part in sheets:
        _add_sheet(workbook, part, _free_title(part.title, used))
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def _add_sheet(workbook: Workbook, part: Sheet, title: str) -> None:
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, word in enumerate(part.header, start=1):
        width = min(max(len(str(word)) + 4, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_bold(sheet, plain(word)) for word in part.header])
    for row in part.rows:
        sheet.append([plain(value) for value in row])


def _free_title(title: str, used: set[str]) -> str:
    """Spreadsheets do not tell capitals apart in the names of sheets."""
    wanted = found = _sheet_title(title)
    number = 1
    while found.lower() in used:
        number += 1
        found = f"{wanted[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
    used.add(found.lower())
    return found


def _bold(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.font = Font(bold=True)
    return cell


def _sheet_title(title: str) -> str:
    kept = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title).strip()
    return kept[:LONGEST_TITLE].strip() or "1"
