from typing import Any

from django.db.models import F, Func, IntegerField, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any], field: str = "pk", *, distinct: bool = False) -> Coalesce:
    """A count as a column of an outer query; the rows refer to it by OuterRef.

    A function, not an aggregate, so that the subquery gets no GROUP BY and always has one row.
    """
    template = "%(function)s(DISTINCT %(expressions)s)" if distinct else "%(function)s(%(expressions)s)"
    counted = rows.order_by().annotate(
        rows_found=Func(F(field), function="COUNT", template=template, output_field=IntegerField())
    )
    return Coalesce(Subquery(counted.values("rows_found")), 0)


def counts_of(record: Model, **counts: Any) -> dict[str, Any]:
    """Columns about one record in one query; the prefix keeps them apart from its fields."""
    prefixed = {f"count_{name}": count for name, count in counts.items()}
    row = type(record)._default_manager.filter(pk=record.pk).values(**prefixed).get()
    return {name: row[f"count_{name}"] for name in counts}
