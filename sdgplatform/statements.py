"""Statements whose SQL is built once a process: the QuerySet stays the one formula.

For what is asked on every page, where Django takes longer to build the SQL than the database to answer. What
changes from call to call is marked in the QuerySet by `Given` and `GivenIds`; everything else is fixed, so
that a day, a person or a network must never be written into it directly. A QuerySet that is certainly empty
(`none()`, `__in=[]`) is no statement.
"""

import copy
from collections.abc import Callable
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Field, QuerySet, Value, prefetch_related_objects
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import Promise


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
    """`plain`: `rows` come as the database sends them; not for JSON, nor for sums of whole numbers."""

    def __init__(self, build: Callable[[], QuerySet[Any]], *, plain: bool = False) -> None:
        self._build = build
        self._plain = plain

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """The answer in the columns of the QuerySet's `values_list`."""
        compiler, sql, _parameters = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, self._filled(given))
            found = cursor.fetchall()
        if self._plain:
            return found
        converters = compiler.get_converters([column[0] for column in compiler.select])
        return [_converted(row, converters) for row in found] if converters else found

    def objects(self, **given: Any) -> list[Any]:
        """What the QuerySet would hold: its objects with all that they bring along, or its `values`."""
        rows = self._queryset
        asked = SimpleNamespace(**rows.__dict__, db=connection.alias)
        asked.query = _Asked(rows.query, self._compiler_with(self._filled(given)))
        found = list(rows._iterable_class(asked))
        if found and rows._prefetch_related_lookups:
            prefetch_related_objects(found, *rows._prefetch_related_lookups)
        return found

    def first(self, **given: Any) -> Any:
        """The first of its objects, or None."""
        return next(iter(self.objects(**given)), None)

    def subquery(self, **given: Any) -> RawSQL:
        """For `pk__in`, when the QuerySet has one column."""
        return RawSQL(self._compiled[1], self._filled(given))  # noqa: S611 (SQL that Django built)

    def _filled(self, given: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(one.of(given) if isinstance(one, Given) else one for one in self._compiled[2])

    def _compiler_with(self, parameters: tuple[Any, ...]) -> SQLCompiler:
        compiler, sql, _parameters = self._compiled
        asking = copy.copy(compiler)
        asking.as_sql = lambda *args, **kwargs: (sql, parameters)  # type: ignore[method-assign]
        return asking

    @cached_property
    def _queryset(self) -> Any:
        return self._build()

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        """The compiler's connection is a proxy: that of whichever thread asks."""
        compiler = self._queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        if any(isinstance(one, date | Promise) for one in parameters):
            raise ValueError("A time or a translated text would stay as it is now: make it a Given.")
        return compiler, sql, tuple(parameters)


class _Asked:
    """The query as the iterables of a QuerySet read it, with the compiler that has its SQL already."""

    def __init__(self, query: Any, compiler: SQLCompiler) -> None:
        self._query = query
        self._compiler = compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    """As the QuerySet would: texts of JSON become dictionaries and the like."""
    values = list(row)
    for position, (functions, expression) in converters.items():
        for function in functions:
            values[position] = function(values[position], expression, connection)
    return tuple(values)
