"""The single changes of an import, cut into pages by the database: there may be forty thousand."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from alignment.exchange.changes import GROUPS
from alignment.models import MatrixImport

TABLE = MatrixImport._meta.db_table


def change_counts(row: MatrixImport) -> Mapping[str, int]:
    """Changes of each group that has any, in the order of the groups."""
    counts = ", ".join(f"jsonb_array_length(COALESCE(changes->'{name}', '[]'))" for name in GROUPS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts} FROM {TABLE} WHERE id = %s", [row.pk])  # noqa: S608 (our own names)
        found = cursor.fetchone()
    return {name: count for name, count in zip(GROUPS, found, strict=True) if count}


def change_slice(row: MatrixImport, group: str, start: int, stop: int) -> list[dict[str, Any]]:
    """Changes `start` to before `stop` of a group, whose name must be one of ours."""
    if group not in {*GROUPS, "tree"} or stop <= start:
        return []
    path = f"$.{group}[{int(start)} to {int(stop) - 1}]"
    return _found(row, path)


def _found(row: MatrixImport, path: str) -> list[dict[str, Any]]:
    sql = f"SELECT jsonb_path_query_array(changes, %s::jsonpath) FROM {TABLE} WHERE id = %s"  # noqa: S608 (our own name)
    with connection.cursor() as cursor:
        cursor.execute(sql, [path, row.pk])
        (text,) = cursor.fetchone()
    return _loaded(text)


def _loaded(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(value) if isinstance(value, str) else value
    return found


class Changes:
    """A group as a sequence that a paginator can cut."""

    def __init__(self, row: MatrixImport, group: str, count: int) -> None:
        self.row, self.group, self._count = row, group, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        return change_slice(self.row, self.group, part.start or 0, min(part.stop, self._count))
