"""Formula 13: money by target, split so that it adds up, and touched, which does not.

Only leaves carry money; one table for each currency and year. Sums are exact: nothing is rounded before
the last step, and what is rounded then still adds up to the cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from alignment.analysis.inputs import HELPS, Element, Link, Table

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Money:
    split: Decimal
    touched: Decimal


@dataclass(frozen=True)
class BudgetTable:
    """Σ split + untagged = total. `elements` are the scored ones with money of this currency and year."""

    currency: str
    year: int | None
    total: Decimal
    untagged: Decimal
    places: Mapping[str, Money]
    goals: Mapping[int, Money]
    elements: Mapping[str, Decimal]
    over_assigned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Budgets:
    """`without_money`: scored elements without an amount; `not_counted`: amounts above the leaves, and
    leaves that belong to no scored element."""

    tables: tuple[BudgetTable, ...]
    without_money: tuple[str, ...]
    not_counted: tuple[str, ...]


def budgets_of(table: Table, *, theta: int = HELPS) -> Budgets:
    amounts, used = _amounts(table)
    given = {element.code for element in table.elements if element.budget}
    with_money = {code for elements in amounts.values() for code in elements}
    keys = sorted(amounts, key=lambda key: (key[0], key[1] or 0))
    return Budgets(
        tables=tuple(_table(table, key, amounts[key], theta) for key in keys),
        without_money=tuple(code for code in table.scored if code not in with_money),
        not_counted=tuple(element.code for element in table.elements if element.code in given - used),
    )


Key = tuple[str, int | None]


def _amounts(table: Table) -> tuple[dict[Key, dict[str, Decimal]], set[str]]:
    """By currency and year: scored element → the money of the leaves below it. Also which leaves counted."""
    by_code = {element.code: element for element in table.elements}
    inner = {element.parent for element in table.elements}
    found: dict[Key, dict[str, Decimal]] = {}
    used = set()
    for leaf in table.elements:
        if leaf.code in inner or not leaf.budget:
            continue
        scored = _scored_at_or_above(leaf, by_code)
        if scored:
            rows = found.setdefault((leaf.currency, leaf.year), {})
            rows[scored] = rows.get(scored, Decimal()) + leaf.budget
            used.add(leaf.code)
    return found, used


def _scored_at_or_above(leaf: Element, by_code: Mapping[str, Element]) -> str:
    seen: set[str] = set()
    row: Element | None = leaf
    while row is not None and row.code not in seen:
        if row.is_scored:
            return row.code
        seen.add(row.code)
        row = by_code.get(row.parent)
    return ""


def _table(table: Table, key: Key, amounts: Mapping[str, Decimal], theta: int) -> BudgetTable:
    split: dict[str, Fraction] = {}
    touched: dict[str, Decimal] = {}
    of_goals: dict[int, Decimal] = {}
    over = []
    for element, money in amounts.items():
        links = table.of[element]
        shares = split_shares(links)
        if sum(link.budget_share or 0 for link in links) > 100:
            over.append(element)
        for place, share in shares.items():
            split[place] = split.get(place, Fraction()) + Fraction(money) * share
        reached = [link.place for link in links if link.score >= theta]
        for place in reached:
            touched[place] = touched.get(place, Decimal()) + money
        for goal in {table.goal_at[place] for place in reached}:
            of_goals[goal] = of_goals.get(goal, Decimal()) + money
    total = sum(amounts.values(), Decimal())
    codes = [place.code for place in table.inside if place.code in split or place.code in touched]
    rest = Fraction(total) - sum(split.values(), Fraction())
    *rounded, untagged = to_cents([*(split.get(code, Fraction()) for code in codes), rest])
    places = {
        code: Money(value, touched.get(code, Decimal())) for code, value in zip(codes, rounded, strict=True)
    }
    assert abs(sum(rounded, untagged) - total) <= CENT  # noqa: S101 (the specification asks for it)
    return BudgetTable(
        currency=key[0],
        year=key[1],
        total=total,
        untagged=untagged,
        places=places,
        goals=_goals(table, places, of_goals),
        elements=amounts,
        over_assigned=tuple(over),
    )


def _goals(table: Table, places: Mapping[str, Money], touched: Mapping[int, Decimal]) -> dict[int, Money]:
    """An element counts once for each goal that it touches, however many targets of it."""
    split: dict[int, Decimal] = {}
    for code, money in places.items():
        goal = table.goal_at[code]
        split[goal] = split.get(goal, Decimal()) + money.split
    return {goal: Money(split[goal], touched.get(goal, Decimal())) for goal in sorted(split)}


def split_shares(links: Sequence[Link]) -> dict[str, Fraction]:
    """s: the shares that the author gave to helping links, or else in proportion to their scores.

    Where shares were given, the rest stays untagged. More than the whole, an error that keeps from
    submitting, is scaled down to the whole.
    """
    helping = [link for link in links if link.score > 0]
    if any(link.budget_share is not None for link in links):
        given = {link.place: Fraction(link.budget_share or 0) / 100 for link in helping if link.budget_share}
        whole = max(Fraction(1), sum(given.values(), Fraction()))
        return {place: share / whole for place, share in given.items()}
    total = sum(link.score for link in helping)
    return {link.place: Fraction(link.score, total) for link in helping}


def to_cents(values: Iterable[Fraction]) -> list[Decimal]:
    """Rounded to cents so that the sum of the rounded is the rounded sum: the largest rests round up."""
    cents = [value * 100 for value in values]
    floors = [value.numerator // value.denominator for value in cents]
    missing = round(sum(cents, Fraction())) - sum(floors)
    by_rest = sorted(range(len(cents)), key=lambda at: (floors[at] - cents[at], at))
    for at in by_rest[:missing]:
        floors[at] += 1
    return [Decimal(number).scaleb(-2) for number in floors]


def budget_weights(budget: BudgetTable) -> dict[str, float]:
    """w by budget share, for formula 3."""
    if not budget.total:
        return {}
    return {code: float(money / budget.total) for code, money in budget.elements.items()}
