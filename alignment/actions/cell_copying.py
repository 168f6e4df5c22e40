"""Many cells at once: PostgreSQL's COPY takes tens of thousands of rows where INSERT would take seconds."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from alignment.models import AlignmentCell

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
TEMPORARY = "alignment_cells_to_change"
Values = Mapping[str, Any]  # by the column names of AlignmentCell


def insert_cells(rows: Iterable[Values]) -> None:
    """New cells; what a row does not say has its default. The constraints hold as always."""
    fields = [field for field in AlignmentCell._meta.concrete_fields if not field.primary_key]
    defaults = {field.column: field.get_default() for field in fields} | {"updated_at": timezone.now()}
    columns = list(defaults)
    _copy(AlignmentCell._meta.db_table, columns, ({**defaults, **row} for row in rows))


def update_cells(rows: Iterable[Values], columns: Sequence[str]) -> None:
    """Sets `columns` of the cells whose key is in the row's `id`."""
    table = AlignmentCell._meta.db_table
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        made = f"CREATE TEMPORARY TABLE {TEMPORARY} AS SELECT id, {names} FROM {table} WITH NO DATA"  # noqa: S608 (names of columns)
        cursor.execute(made)
        _copy(TEMPORARY, ["id", *columns], rows)
        sets = ", ".join(f"{name} = new.{name}" for name in columns)
        set_all = f"UPDATE {table} SET {sets} FROM {TEMPORARY} new WHERE {table}.id = new.id"  # noqa: S608 (names of columns)
        cursor.execute(set_all)
        cursor.execute(f"DROP TABLE {TEMPORARY}")


def _copy(table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
    text = io.StringIO()
    for row in rows:
        text.write("\t".join([_written(row[column]) for column in columns]) + "\n")
    text.seek(0)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)


def _written(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.translate(ESCAPES) if value else ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
