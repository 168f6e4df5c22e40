"""The columns of a spreadsheet that is not one of ours: the person says what each means."""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alignment.actions.import_examination import remembered_columns
from alignment.actions.imports import ImportWishes, recheck_import, remember_columns
from alignment.exchange.column_maps import FIRST_ROWS, Columns, Sheet, best_sheet, columns_from_json
from alignment.exchange.findings import FileRefused
from alignment.exchange.grids import column_letter
from alignment.exchange.reading import grids_of
from alignment.forms.columns import ColumnsForm, shown_value
from alignment.forms.faults import take_faults
from alignment.models import MatrixImport
from alignment.models.exchange import ImportState
from alignment.views.imports import import_crumbs
from sdgplatform.access import require

ROWS_SHOWN = 8
COLUMNS_SHOWN = 30


@require("alignment.apply_import", load=MatrixImport, by="code")
def import_columns(request: HttpRequest, row: MatrixImport) -> HttpResponse:
    """`?sheet=` and `?header=` show another sheet or take another row as the headers."""
    file = _file(row)
    try:
        names, sheet = _sheet(request, row, file)
    except FileRefused:
        sheet = None
    if sheet is None or row.state == ImportState.APPLIED or row.matrix_id:
        return redirect("alignment:import_detail", code=row.code)
    earlier = _earlier(row) or remembered_columns(file, row.upload.original_name, by=request.user)
    form = ColumnsForm(request.POST or None, sheet=sheet, earlier=earlier, is_new=row.strategy_id is None)
    if request.method == "POST" and form.is_valid() and _reread(row, form, by=request.user):
        return redirect("alignment:import_detail", code=row.code)
    context = {
        "row": row,
        "form": form,
        "sheet": sheet,
        "sheets": names,
        "heads": [column_letter(column) for column in sheet.columns[:COLUMNS_SHOWN]],
        "lines": _lines(sheet),
        "crumbs": import_crumbs(row),
        "cancel_url": reverse("alignment:import_detail", args=[row.code]),
        "section": "matrices",
    }
    status = 422 if form.is_bound else 200
    return render(request, "alignment/import_columns.html", context, status=status)


def _file(row: MatrixImport) -> io.BytesIO:
    with row.upload.file.open("rb") as stored:
        return io.BytesIO(stored.read())


def _sheet(request: HttpRequest, row: MatrixImport, file: io.BytesIO) -> tuple[list[str], Sheet | None]:
    """Names of all sheets, and the one that is looked at."""
    said = _earlier(row)
    wanted = request.GET.get("sheet", said.sheet if said else "")
    header = request.GET.get("header", "")
    header_row = int(header) if header.isdecimal() and len(header) < 7 else said.header_row if said else 0
    grids = grids_of(file, row.upload.original_name)
    return [grid.sheet for grid in grids], best_sheet(grids, wanted, header_row)


def _earlier(row: MatrixImport) -> Columns | None:
    return columns_from_json(row.columns) if row.columns else None


def _reread(row: MatrixImport, form: ColumnsForm, *, by: Any) -> bool:
    columns = form.columns
    try:
        recheck_import(row, by=by, wishes=ImportWishes(row.mode, row.scale, columns.as_json()))
    except ValidationError as error:
        take_faults(form, error)
        return False
    remember_columns(columns, form.sheet.fingerprint, by=by)
    return True


def _lines(sheet: Sheet) -> list[tuple[int, bool, list[str]]]:
    """Number, whether it is the header, and values of the first lines."""
    columns = sheet.columns[:COLUMNS_SHOWN]
    before = [line for line in sheet.lines[:FIRST_ROWS] if line[0] <= sheet.header_row][-3:]
    shown = [*before, *sheet.rows[:ROWS_SHOWN]]
    return [
        (number, number == sheet.header_row, [shown_value(values.get(column))[:80] for column in columns])
        for number, values in shown
    ]
