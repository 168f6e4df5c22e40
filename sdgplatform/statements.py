"""Statements whose SQL is built once a process: the QuerySet stays the one formula.

For what is asked on every page, where Django takes longer to build the SQL than the database to answer. What
changes from call to call is marked in the QuerySet by `Given` and `GivenIds`; everything else is fixed, so
that a day, a person or a network must never be written into it directly.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Field, QuerySet, Value
from django.db.models.expressions import RawSQL


class Given(Value):
    """A value that comes with the call; without a field it is a number, such as a primary key."""

    def __init__(self, name: str, output_field: Field | None = None) -> None:
        super().__init__(None, output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def of(self, given: dict[str, Any]) -> Any:
        return given[self.name]


class GivenIds(Given):
    """Primary keys that come with the call, for `__in`; there may be none."""

    def of(self, given: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(given[self.name]) or (None,)  # psycopg writes a tuple as a list in brackets


class Statement:
    def __init__(self, build: Callable[[], QuerySet[Any]]) -> None:
        self._build = build

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """The answer in the columns of the QuerySet's `values_list`."""
        sql, _parameters, converters = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, self._filled(given))
            found = cursor.fetchall()
        return [_converted(row, converters) for row in found] if converters else found

    def subquery(self, **given: Any) -> RawSQL:
        """For `pk__in`, when the QuerySet has one column."""
        return RawSQL(self._compiled[0], self._filled(given))  # noqa: S611 (SQL that Django built)

    def _filled(self, given: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(one.of(given) if isinstance(one, Given) else one for one in self._compiled[1])

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return sql, tuple(parameters), compiler.get_converters([column[0] for column in compiler.select])


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    """As the QuerySet would: texts of JSON become dictionaries and the like."""
    values = list(row)
    for position, (functions, expression) in converters.items():
        for function in functions:
            values[position] = function(values[position], expression, connection)
    return tuple(values)
