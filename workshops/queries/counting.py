from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Model, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from sdgplatform.statements import Given, Statement


def count_of(rows: QuerySet[Any], field: str = "pk", *, distinct: bool = False) -> Coalesce:
    """A count as a column of an outer query; the rows refer to it by OuterRef.

    A function, not an aggregate, so that the subquery gets no GROUP BY and always has one row.
    """
    template = "%(function)s(DISTINCT %(expressions)s)" if distinct else "%(function)s(%(expressions)s)"
    counted = Func(F(field), function="COUNT", template=template, output_field=IntegerField())
    return Coalesce(Subquery(rows.order_by().annotate(rows_found=counted).values("rows_found")), 0)


def tally(field: str = "pk", *, when: Q | None = None, distinct: bool = False) -> Func:
    """One of several counts over the same rows, for `tallies_of`."""
    template = "COUNT(DISTINCT %(expressions)s)" if distinct else "COUNT(%(expressions)s)"
    counted = F(field) if when is None else Case(When(when, then=F(field)))
    return Func(counted, template=template, output_field=IntegerField())


def tallies_of(rows: QuerySet[Any], **tallies: Func) -> Subquery:
    """Several counts over the same rows in one column: much cheaper than one subquery each."""
    return Subquery(rows.order_by().annotate(tallies=JSONObject(**tallies)).values("tallies"))


def counts_statement(model: type[Model], counts: Callable[[], Mapping[str, Any]]) -> Statement:
    """Columns about one record in one query, asked by `pk`; the prefix keeps them apart from its fields."""
    return Statement(
        lambda: model._default_manager.filter(pk=Given("pk")).values(
            **{f"count_{name}": count for name, count in counts().items()}
        )
    )


def counts_of(statement: Statement, record: Model, **given: Any) -> dict[str, Any]:
    """By the names that the statement was made with."""
    row = statement.first(pk=record.pk, **given)
    return {name.removeprefix("count_"): count for name, count in row.items()}
