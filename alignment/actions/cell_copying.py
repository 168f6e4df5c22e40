"""Many cells at once: PostgreSQL's COPY takes tens of thousands of rows where INSERT would take seconds."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import connection
from django.utils import timezone

from alignment.models import AlignmentCell

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
TEMPORARY = "alignment_cells_to_change"
Values = Mapping[str, Any]  # by the column names of AlignmentCell


def insert_cells(rows: Iterable[Values], same: Values) -> None:
    """New cells that all have what `same` says; what neither says has its default. The constraints hold."""
    fields = [field for field in AlignmentCell._meta.concrete_fields if not field.primary_key]
    defaults = {field.column: field.get_default() for field in fields} | {"updated_at": timezone.now()}
    _copy(AlignmentCell._meta.db_table, rows, {**defaults, **same})


def update_cells(rows: Sequence[Values], same: Values) -> None:
    """Sets what the rows say, and what `same` says of all, on the cells with the key in the row's `id`."""
    table = AlignmentCell._meta.db_table
    columns = [name for name in {**rows[0], **same} if name != "id"]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        made = f"CREATE TEMPORARY TABLE {TEMPORARY} AS SELECT id, {names} FROM {table} WITH NO DATA"  # noqa: S608 (names of columns)
        cursor.execute(made)
        _copy(TEMPORARY, rows, same)
        sets = ", ".join(f"{name} = new.{name}" for name in columns)
        set_all = f"UPDATE {table} SET {sets} FROM {TEMPORARY} new WHERE {table}.id = new.id"  # noqa: S608 (names of columns)
        cursor.execute(set_all)
        cursor.execute(f"DROP TABLE {TEMPORARY}")


def _copy(table: str, rows: Iterable[Values], same: Values) -> None:
    """The columns of the first row are those of all; the rest of each line is written once."""
    lines = iter(rows)
    first = next(lines, None)
    if first is None:
        return
    varying = list(first)
    rest = {name: _written(value) for name, value in same.items() if name not in first}
    end = "".join(f"\t{text}" for text in rest.values()) + "\n"
    text = io.StringIO()
    text.writelines(
        "\t".join([_written(row[name]) for name in varying]) + end for row in chain([first], lines)
    )
    text.seek(0)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} ({', '.join([*varying, *rest])}) FROM STDIN", text)


def _written(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.translate(ESCAPES) if value else ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
