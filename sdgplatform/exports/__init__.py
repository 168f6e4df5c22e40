"""Tables as files: CSV and XLSX, typed, safe to open in a spreadsheet, written row by row.

Owns: the writers and the download response. Does not own: which rows (each app's `queries.py`); it
knows no model.
"""

from sdgplatform.exports.cells import escaped, unescaped
from sdgplatform.exports.tables import (
    FORMATS,
    Sheet,
    export_response,
    file_response,
    write_csv,
    write_workbook,
    write_xlsx,
)

__all__ = [
    "FORMATS",
    "Sheet",
    "escaped",
    "export_response",
    "file_response",
    "unescaped",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]
