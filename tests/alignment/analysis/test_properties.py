"""What holds for every matrix: ranges, sums, and what must not change a figure."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis.agreement import agreement_of, weighted_kappa
from alignment.analysis.balance import balance_of, evenness
from alignment.analysis.breadth import breadths_of, outlier_threshold, quantile
from alignment.analysis.budget import budgets_of, split_shares, to_cents
from alignment.analysis.change import changes_between, counts_of, goal_changes, total_change
from alignment.analysis.conflict import conflicts_of
from alignment.analysis.coverage import coverage_of
from alignment.analysis.gaps import gap_scores
from alignment.analysis.inputs import Element, Indicator, Link, Share, Table, Voices
from alignment.analysis.intensity import intensities_of
from alignment.analysis.readiness import Readiness, readiness_of
from alignment.analysis.roll_up import Rolled, by_goal, roll_up
from alignment.analysis.similarity import similarities_of, similarity
from alignment.analysis.voices import missing_voices
from tests.alignment.analysis.golden import CODES, ELEMENTS, LINKS, PLACES, golden_table

NAMES = ["P1", "P2", "P3", "P4"]
KINDS = ["DIRECT", "INDIRECT", "ENABLING"]


def _link(element: str, place: str, score: int, kind: str) -> Link:
    return Link(element, place, score, kind if score else "")


link_rows = st.builds(
    _link,
    st.sampled_from([*NAMES, "other"]),
    st.sampled_from([*CODES, "1.1"]),
    st.integers(-3, 3),
    st.sampled_from(KINDS),
)
links = st.lists(link_rows, unique_by=lambda link: (link.element, link.place), max_size=40)
money = st.none() | st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


def table_of(rows: Sequence[Link], **changed: object) -> Table:
    return replace(Table([Element(name) for name in NAMES], PLACES, rows), **changed)  # type: ignore[arg-type]


@given(links)
def test_ranges_and_sums(rows: list[Link]) -> None:
    table = table_of(rows)
    coverage, found = coverage_of(table), intensities_of(table)
    for goal in coverage.goals:
        assert 0 <= goal.strong <= goal.covered <= goal.targets
        assert goal.direct <= goal.covered
        assert goal.outcomes.part <= goal.covered
    assert sum(coverage.class_counts.values()) == coverage.targets == 23
    assert sum(goal.assessed for goal in coverage.goals) == coverage.assessed <= coverage.possible
    assert all(0 <= (value or 0) <= 1 for value in found.goals.values())
    if any(found.goals.values()):
        assert sum(share or 0 for share in found.shares.values()) == pytest.approx(1)
        assert 0 <= (evenness(found) or 0) <= 1
    else:
        assert set(found.shares.values()) == {None}
        assert evenness(found) is None
    assert all(0 <= score <= 1 for score in gap_scores(table).values())
    assert all(0 <= row.ratio <= 1 for row in conflicts_of(table).places)


@given(links, st.randoms())
def test_the_order_of_the_cells_says_nothing(rows: list[Link], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = table_of(rows), table_of(shuffled)
    assert replace(coverage_of(one), hindering=()) == replace(coverage_of(other), hindering=())
    assert intensities_of(one) == intensities_of(other)
    assert similarities_of(one) == similarities_of(other)
    assert breadths_of(one) == breadths_of(other)


@given(links)
def test_a_cell_of_zero_changes_completeness_only(rows: list[Link]) -> None:
    free = [(e, p) for e in NAMES for p in CODES if (e, p) not in {(row.element, row.place) for row in rows}]
    more = [*rows, Link(*free[0], 0)]
    one, other = table_of(rows), table_of(more)
    assert other.completeness.part == one.completeness.part + 1
    assert intensities_of(one) == intensities_of(other)
    assert coverage_of(one).covered == coverage_of(other).covered
    assert similarities_of(one) == similarities_of(other)
    assert conflicts_of(one).places == conflicts_of(other).places


@given(links)
def test_equal_weights_are_the_default(rows: list[Link]) -> None:
    given_weights = intensities_of(table_of(rows, weights=dict.fromkeys(NAMES, 0.25))).goals
    for goal, value in intensities_of(table_of(rows)).goals.items():
        assert given_weights[goal] == pytest.approx(value)


@given(links)
def test_pairs_are_those_of_the_formula(rows: list[Link]) -> None:
    table = table_of(rows)
    found = {(pair.first, pair.second): pair for pair in similarities_of(table).pairs}
    for index, first in enumerate(NAMES):
        for second in NAMES[index + 1 :]:
            value = similarity(table, first, second)
            if (first, second) in found:
                pair = found[first, second]
                assert value == pytest.approx(pair.value)
                assert -1.000001 <= pair.value <= 1.000001
                assert pair.common >= 1
            else:
                assert not value


@given(links, st.lists(money, min_size=4, max_size=4), st.data())
def test_money_adds_up_to_the_cent(
    rows: list[Link], amounts: list[Decimal | None], data: st.DataObject
) -> None:
    shared = [
        replace(row, budget_share=data.draw(st.none() | st.decimals(0, 60, places=2, allow_nan=False)))
        for row in rows
    ]
    years = data.draw(st.lists(st.sampled_from([2024, 2025]), min_size=4, max_size=4))
    elements = [
        Element(name, budget=amount, currency="ARS", year=year)
        for name, amount, year in zip(NAMES, amounts, years, strict=True)
    ]
    budgets = budgets_of(Table(elements, PLACES, shared))
    assert sum(table.total for table in budgets.tables) == sum(amount or 0 for amount in amounts)
    for table in budgets.tables:
        assert sum(row.split for row in table.places.values()) + table.untagged == table.total
        assert sum(row.split for row in table.goals.values()) + table.untagged == table.total
        assert table.untagged >= 0
        assert all(row.split >= 0 for row in table.places.values())
        assert all(0 <= row.touched <= table.total for row in table.places.values())
        for goal, row in table.goals.items():
            assert row.touched >= max(
                value.touched for code, value in table.places.items() if int(code.split(".")[0]) == goal
            )


def test_money_of_two_currencies_is_never_added() -> None:
    elements = [replace(ELEMENTS[0], currency="USD"), *ELEMENTS[1:], Element("P4")]
    budgets = budgets_of(Table(elements, PLACES, LINKS))
    assert [(table.currency, table.total) for table in budgets.tables] == [("ARS", 400), ("USD", 600)]
    assert budgets.without_money == ("P4",)


def test_only_leaves_carry_money() -> None:
    elements = [
        Element("A", is_scored=False, budget=Decimal(900), currency="ARS"),
        Element("P1", "A", budget=Decimal(999), currency="ARS"),
        Element("P1.1", "P1", is_scored=False, budget=Decimal(70), currency="ARS"),
        Element("P1.2", "P1", is_scored=False, budget=Decimal(30), currency="ARS"),
        Element("L", is_scored=False, budget=Decimal(5), currency="ARS"),
    ]
    budgets = budgets_of(Table(elements, PLACES, [Link("P1", "11.2", 2, "DIRECT")]))
    (table,) = budgets.tables
    assert (table.total, table.places["11.2"].split) == (100, 100)
    assert budgets.not_counted == ("A", "P1", "L")


def test_shares_that_were_given_leave_the_rest_untagged() -> None:
    rows = [
        Link("P1", "11.2", 3, "DIRECT", Decimal(40)),
        Link("P1", "13.2", 1, "DIRECT"),
        Link("P1", "6.3", -1),
    ]
    assert split_shares(rows) == {"11.2": Fraction(2, 5)}
    over = [Link("P1", "11.2", 3, "DIRECT", Decimal(90)), Link("P1", "13.2", 1, "DIRECT", Decimal(60))]
    assert sum(split_shares(over).values()) == 1
    elements = [Element("P1", budget=Decimal(100), currency="ARS")]
    (table,) = budgets_of(Table(elements, PLACES, over)).tables
    assert (table.untagged, table.over_assigned) == (0, ("P1",))


@given(st.lists(st.fractions(0, 1000), max_size=20))
def test_cents_of_parts_are_those_of_the_sum(values: list[Fraction]) -> None:
    rounded = to_cents(values)
    assert sum(rounded) * 100 == round(sum(values) * 100)
    assert all(
        abs(Fraction(one) - other) < Fraction(1, 100) for one, other in zip(rounded, values, strict=True)
    )


def test_untagged_is_what_serves_nothing() -> None:
    elements = [
        Element("P1", budget=Decimal(100), currency="ARS"),
        Element("P2", budget=Decimal(7), currency="ARS"),
    ]
    (table,) = budgets_of(Table(elements, PLACES, [Link("P1", "11.2", 1), Link("P2", "11.2", -2)])).tables
    assert (table.untagged, table.places["11.2"].split, table.places["11.2"].touched) == (7, 100, 100)


@given(links)
def test_roll_up_keeps_the_highest_help_and_harm(rows: list[Link]) -> None:
    parents = {"P1": "A1", "P2": "A1", "P3": "A", "P4": ""}
    elements = [Element("A", is_scored=False), Element("A1", "A", is_scored=False)]
    table = Table([*elements, *(Element(name, parents[name]) for name in NAMES)], PLACES, rows)
    below = {"A": ("P1", "P2", "P3"), "A1": ("P1", "P2")}
    found = roll_up(table)
    for parent, names in below.items():
        for code in CODES:
            scores = [row.score for row in rows if row.element in names and row.place == code]
            expected = Rolled(max(0, *scores, 0), max(0, -min(scores))) if scores else None
            assert found.get(parent, {}).get(code) == expected
    goals = by_goal(found.get("A", {}), table.goal_at)
    assert all(goals[table.goal_at[code]].helps >= value.helps for code, value in found.get("A", {}).items())


def test_nothing_is_not_zero() -> None:
    empty = Table([], [], [])
    assert empty.completeness.value is None
    assert (coverage_of(empty).share, coverage_of(empty).completeness, coverage_of(empty).intensity) == (
        None,
    ) * 3
    assert balance_of(empty, {1: "PEOPLE"}).groups[0].value is None
    assert balance_of(empty, {}).evenness is None
    assert (breadths_of(empty).threshold, breadths_of(empty).density.value) == (None, None)
    assert budgets_of(empty).tables == ()
    assert (missing_voices(empty), readiness_of(empty)) == (None, None)
    blank = table_of([])
    assert intensities_of(blank).goals == {6: 0.0, 11: 0.0, 13: 0.0}
    assert balance_of(blank, {}).evenness is None
    assert similarity(blank, "P1", "P2") is None
    assert similarities_of(blank).undefined == ("P1", "P2", "P3", "P4")
    assert agreement_of([]).kappa is None


def test_an_element_is_wide_above_a_quarter_and_its_peers() -> None:
    assert quantile([1, 2, 3, 4], 0.25) == 1.75
    assert outlier_threshold([0.0, 0.0, 0.0, 0.9]) == pytest.approx(0.5625)
    assert outlier_threshold([0.1]) == 0.25
    rows = [Link("P1", code, 1, "DIRECT") for code in CODES[:20]]
    breadths = breadths_of(table_of(rows))
    assert [row.element for row in breadths.outliers] == ["P1"]
    assert [row.element for row in breadths.orphans] == ["P2", "P3", "P4"]


def test_left_out_places_keep_their_reason() -> None:
    places = [replace(PLACES[0], left_out="na"), replace(PLACES[1], left_out="national"), *PLACES[2:]]
    found = coverage_of(Table(ELEMENTS, places, LINKS))
    assert (found.targets, found.classes["6.1"], found.classes["6.2"]) == (21, "na", "national")
    assert list(found.classes) == CODES


def test_a_target_without_indicator_is_unmonitored() -> None:
    rows = [replace(LINKS[0], indicators=("I1",)), *LINKS[1:]]
    table = Table(ELEMENTS, PLACES, rows, indicators={"I1": Indicator("I1")})
    classes = coverage_of(table).classes
    assert (classes["11.2"], classes["13.2"], classes["11.6"]) == ("covered", "unmonitored", "weak")


def test_readiness_takes_the_indicator_that_is_furthest() -> None:
    indicators = {
        "I1": Indicator("I1", has_baseline=True, relation="same"),
        "I2": Indicator("I2", has_baseline=True, has_target=True, has_source=True, relation="local"),
        "I3": Indicator("I3", relation="proxy"),
    }
    rows = [
        replace(LINKS[0], indicators=("I1", "I2")),
        replace(LINKS[1], indicators=("I3", "gone")),
        *LINKS[2:],
    ]
    found = readiness_of(Table(ELEMENTS, PLACES, rows, indicators=indicators))
    assert found is not None
    assert found.places == (
        Readiness("6.3", "", (False,) * 5),
        Readiness("11.2", "I2", (True, True, False, True, True)),
        Readiness("11.6", "", (False,) * 5),
        Readiness("13.2", "I3", (True, False, False, False, False)),
    )
    assert [row.value for row in found.places] == [0, 0.8, 0, 0.2]
    assert found.mean == pytest.approx(0.25)
    assert found.comparable == Share(1, 3)


def test_voices_come_with_the_element_or_the_target() -> None:
    voices = Voices(elements=frozenset({"P3"}), places=frozenset({"6.3"}))
    found = missing_voices(replace(golden_table(), voices=voices))
    assert found is not None
    assert found.missing == ("11.6", "13.2")
    assert found.share == Share(2, 4)


pairs = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=30)


@given(pairs)
def test_kappa_is_symmetric_and_at_most_one(rows: list[tuple[int, int]]) -> None:
    found = weighted_kappa(rows)
    assert found == pytest.approx(weighted_kappa([(two, one) for one, two in rows]))
    assert found is None or -1.000001 <= found <= 1.000001
    same = weighted_kappa([(one, one) for one, _two in rows])
    assert same in (None, 1.0)


def test_kappa_by_hand() -> None:
    """Two cells seen alike and one two steps apart: 1 − (4/3) / ((…)/9)."""
    rows = [(3, 3), (0, 0), (2, 0)]
    by_chance = sum((i - j) ** 2 for i, _ in rows for _, j in rows) / 9
    assert weighted_kappa(rows) == pytest.approx(1 - (4 / 3) / by_chance)


def test_groups_talk_where_they_are_two_apart() -> None:
    one = {("P1", "11.2"): 3, ("P1", "13.2"): 1, ("P2", "6.3"): 2}
    two = {("P1", "11.2"): 1, ("P1", "13.2"): 1}
    three = {("P1", "11.2"): 2, ("P1", "13.2"): 2, ("P3", "6.3"): 2}
    found = agreement_of([one, two, three])
    assert [(cell.place, cell.median, cell.range) for cell in found.cells] == [("11.2", 2, 2), ("13.2", 1, 1)]
    assert [cell.place for cell in found.to_discuss] == ["11.2"]
    assert found.kappa is None
    assert agreement_of([one, one]).kappa == 1


@given(links, links)
def test_every_change_has_one_kind(before: list[Link], after: list[Link]) -> None:
    changes = changes_between(before, after)
    counts = counts_of(changes)
    assert sum(counts.values()) == len(changes)
    assert changes_between(before, before) == ()
    back = counts_of(changes_between(after, before))
    assert (back["added"], back["raised"], back["flipped"]) == (
        counts["removed"],
        counts["lowered"],
        counts["flipped"],
    )
    assert len(after) - len(before) == counts["added"] - counts["removed"]


def test_kinds_of_change() -> None:
    before = [
        Link("P1", "1.1", 1),
        Link("P1", "1.2", 2),
        Link("P1", "1.3", -1),
        Link("P1", "1.4", 0),
        Link("P2", "1.1", 1),
    ]
    after = [
        Link("P1", "1.1", 3),
        Link("P1", "1.2", 0),
        Link("P1", "1.3", 2),
        Link("P1", "1.5", 0),
        Link("P2", "1.1", 1),
    ]
    found = {(row.place, row.kind) for row in changes_between(before, after)}
    assert found == {
        ("1.1", "raised"),
        ("1.2", "lowered"),
        ("1.3", "flipped"),
        ("1.5", "added"),
        ("1.4", "removed"),
    }


def test_coverage_and_intensity_of_each_goal_then_and_now() -> None:
    """The golden example goes on: 11.6 is lost, 11.3 is won, 13.2 only hinders, goal 6 leaves the scope."""
    before = golden_table()
    kept = [link for link in before.links if link.place not in ("11.6", "13.2")]
    links = [*kept, Link("P2", "11.3", 2), Link("P1", "13.2", -1)]
    now = Table(before.elements, [place for place in before.places if place.goal != 6], links)
    six, eleven, thirteen = goal_changes(before, now)
    assert (six.number, six.before, six.now) == (6, Share(1, 8), Share(0, 0))
    assert (six.coverage, six.intensity, six.lost) == (None, None, 0)
    assert (eleven.before, eleven.now) == (Share(2, 10), Share(2, 10))
    assert (eleven.kept, eleven.gained, eleven.lost) == (1, 1, 1)
    assert (eleven.coverage, round(eleven.intensity or 0, 6)) == (0.0, round((6 - 5) / 90, 6))
    assert (thirteen.coverage, thirteen.lost) == (-0.2, 1)
    assert round(thirteen.intensity or 0, 6) == -round(2 / 45, 6)
    total = total_change(before, now)
    assert (total.before, total.now, total.kept) == (Share(4, 23), Share(2, 15), 1)
    assert total.coverage == pytest.approx(2 / 15 - 4 / 23)
    assert total_change(before, before).coverage == 0
