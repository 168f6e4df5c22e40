"""Several writes in one statement: one way to the database and back where a saving would take five.

Each write is what Django would send, as one part of a `WITH`. The database does all of them from what was
there before, so that no part sees what another writes: write a row in one part only. Signals are not sent.
"""

from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql import DeleteQuery, InsertQuery, UpdateQuery


class Writes:
    """Collect `insert`, `update` and `delete`, then `run` them once."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._parameters: list[Any] = []
        self._written: dict[str, Model] = {}

    def insert(self, row: Model) -> RawSQL:
        """The key that the row will have, as text, to be a value of a row inserted later."""
        query = InsertQuery(type(row))
        query.insert_values([one for one in row._meta.concrete_fields if not one.primary_key], [row])
        ((sql, parameters),) = query.get_compiler(connection=connection).as_sql()
        name = self._add(sql, parameters, row)
        return RawSQL(f"(SELECT key::text FROM {name})", ())  # noqa: S608, S611 (a name of ours)

    def update(self, row: Model, fields: Iterable[str]) -> None:
        query: Any = type(row)._base_manager.filter(pk=row.pk).query.chain(UpdateQuery)
        named: list[Any] = [row._meta.get_field(name) for name in fields]
        query.add_update_fields([(one, None, one.pre_save(row, add=False)) for one in named])
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        self._add(sql, parameters, row)

    def delete(self, rows: QuerySet[Any]) -> None:
        """Without what refers to them: delete that as well."""
        query: Any = rows.order_by().query.chain(DeleteQuery)
        self._add(*query.get_compiler(connection=connection).as_sql())

    def run(self) -> None:
        """Inserted rows have their key afterwards. Raises DatabaseError when a row to be updated is gone."""
        keys = ", ".join(f"(SELECT key FROM {name})" for name in self._written) or "1"  # noqa: S608 (names of ours)
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(self._parts)} SELECT {keys}", self._parameters)
            found = cursor.fetchone()
        for row, key in zip(self._written.values(), found, strict=False):
            if key is None:
                raise DatabaseError(f"There is no {row._meta.label_lower} {row.pk} any more.")
            row.pk, row._state.adding, row._state.db = key, False, connection.alias

    def _add(self, sql: str, parameters: Iterable[Any], row: Model | None = None) -> str:
        name = f"part_{len(self._parts)}"
        returning = f" RETURNING {connection.ops.quote_name(row._meta.pk.column)} AS key" if row else ""
        self._parts.append(f"{name} AS ({sql}{returning})")
        self._parameters += parameters
        if row is not None:
            self._written[name] = row
        return name
