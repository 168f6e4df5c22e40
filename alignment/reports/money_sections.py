"""What money goes where: split, which adds up, and touched, which does not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from alignment.analysis.budget import BudgetTable, Money
from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.links import Links
from alignment.reports.sections import Bar, Column, Section
from sdgplatform.ui.charts import Segment


def money_sections(analysis: MatrixAnalysis) -> list[Section]:
    """Two for each currency and year: by goal and by target."""
    tables = analysis.budgets.tables
    if not tables:
        return [_nothing()]
    return [
        section
        for table in tables
        for section in (_by_goal(analysis, table), _by_place(analysis, table))
        if section is not None
    ]


def _definition() -> str:
    return _(
        "Split: the money of each row, divided among its targets by the shares that its author gave, or else "
        "in proportion to the helping scores; what is left is untagged. Split and untagged add up to the "
        "total. Touched: the whole money of every row with +1 or more; a row counts in full each time, so "
        "these amounts must not be added up. Only the lowest elements of the plan carry money. Each currency "
        "and year has a table of its own."
    )


def _nothing() -> Section:
    return Section(
        key="budget",
        title=_("Money by goal"),
        lead=_(
            "No row in scope has a budget yet. Give the lowest elements of the plan an amount, currency and "
            "year."
        ),
        definition=_definition(),
        columns=[Column(_("Goal"), "place"), Column(_("Split"), "money"), Column(_("Touched"), "money")],
        rows=[],
    )


def _named(table: BudgetTable) -> str:
    return f"{table.currency} {table.year}" if table.year else table.currency


def _key(prefix: str, table: BudgetTable) -> str:
    return f"{prefix}-{_named(table)}".lower().replace(" ", "-")


def _by_goal(analysis: MatrixAnalysis, table: BudgetTable) -> Section:
    links = Links(analysis)
    rows = [_row(links.goal(goal), money, table) for goal, money in table.goals.items()]
    return Section(
        key=_key("budget", table),
        title=_("Money by goal, %(money)s") % {"money": _named(table)},
        lead=_(
            "Two ways to count. Split adds up to the total; touched does not, and the two are never added "
            "together."
        ),
        definition=_definition(),
        columns=_columns(_("Goal")),
        rows=[*rows, _untagged(table)],
        foot=[_("Total"), None, table.total, 1.0, _("not added up")],
        note=_note(analysis, table),
        axis=_("Split, in per cent of the total"),
    )


def _by_place(analysis: MatrixAnalysis, table: BudgetTable) -> Section | None:
    if analysis.matrix.granularity == "GOAL":
        return None
    links = Links(analysis)
    places: Mapping[str, Money] = table.places
    rows = [_row(links.place(code), money, table) for code, money in places.items()]
    return Section(
        key=_key("budget-targets", table),
        title=_("Money by target, %(money)s") % {"money": _named(table)},
        lead=_("The same, target by target."),
        definition=_definition(),
        columns=_columns(_("Target")),
        rows=[*rows, _untagged(table)],
        foot=[_("Total"), None, table.total, 1.0, _("not added up")],
        shown=200,
        axis=_("Split, in per cent of the total"),
    )


def _columns(first: str) -> list[Column]:
    return [
        Column(first, "place"),
        Column(_("Split"), "bar"),
        Column(_("Split"), "money"),
        Column(_("Share of the total"), "ratio"),
        Column(_("Touched"), "money"),
    ]


def _row(ref: Any, money: Money, table: BudgetTable) -> list[Any]:
    return [ref, _bar(money.split, table.total), money.split, _part(money.split, table.total), money.touched]


def _untagged(table: BudgetTable) -> list[Any]:
    money = table.untagged
    return [_("Untagged"), _bar(money, table.total), money, _part(money, table.total), None]


def _bar(money: Decimal, total: Decimal) -> Bar:
    return Bar((Segment(100 * (_part(money, total) or 0), ""),))


def _part(money: Decimal, total: Decimal) -> float | None:
    return float(money / total) if total else None


def _note(analysis: MatrixAnalysis, table: BudgetTable) -> str:
    budgets = analysis.budgets
    notes = [
        _("%(with)d of %(all)d rows have money of this currency and year.")
        % {"with": len(table.elements), "all": len(analysis.table.scored)}
    ]
    if budgets.without_money:
        notes.append(_("Without an amount: %(rows)s.") % {"rows": _listed(budgets.without_money)})
    if budgets.not_counted:
        notes.append(
            _("Not counted, because they are not the lowest or belong to no scored row: %(rows)s.")
            % {"rows": _listed(budgets.not_counted)}
        )
    if table.over_assigned:
        notes.append(
            _("Shares above 100 %%, scaled down here: %(rows)s.") % {"rows": _listed(table.over_assigned)}
        )
    return " ".join(notes)


def _listed(codes: tuple[str, ...], most: int = 10) -> str:
    more = f" +{len(codes) - most}" if len(codes) > most else ""
    return ", ".join(codes[:most]) + more
