import re

import pytest
from django.utils import translation

from sdgplatform.ui import charts


def test_bar_gives_its_length_as_an_attribute() -> None:
    assert charts.bar(75) == ('<svg class="bar" aria-hidden="true"><rect width="75%" height="100%"/></svg>')


@pytest.mark.parametrize(("share", "length"), [(-5, "0"), (33.333333, "33.33"), (140, "100")])
def test_bar_stays_within_its_track(share: float, length: str) -> None:
    assert f'width="{length}%"' in charts.bar(share, look="b3", size="thin")


def test_bar_has_no_decimal_comma_in_any_language() -> None:
    with translation.override("es"):
        assert 'width="66.67%"' in charts.bar(66.67)


def test_stacked_bar_puts_one_piece_after_the_other_and_draws_the_mark() -> None:
    drawn = charts.stacked_bar([charts.Segment(40, "b1"), charts.Segment(20, "b2")], size="tall", mark=50)
    assert drawn == (
        '<svg class="bar bar--tall" aria-hidden="true"><rect class="b1" width="40%" height="100%"/>'
        '<rect class="b2" x="40%" width="20%" height="100%"/>'
        '<rect class="mark" x="50%" width="2" height="100%"/></svg>'
    )


def test_goal_chart_has_seventeen_columns_and_tells_no_target_from_nothing_reached() -> None:
    drawn = charts.goal_chart({1: 57.4, 2: 0, 14: None}, label="Share <of> goals")
    assert drawn.count("<li>") == 17
    assert 'aria-label="Share &lt;of&gt; goals"' in drawn
    assert re.findall(r'class="value">([^<]+)<', drawn)[:3] == ["57", "0", "–"]
    assert '<rect y="43" width="10" height="57"/>' in drawn


def test_goal_chart_leaves_the_figures_out_when_asked() -> None:
    assert 'class="value"' not in charts.goal_chart({1: 50}, label="Goals", with_values=False)


def test_strip_says_its_figures_and_draws_a_small_share_at_all() -> None:
    drawn = charts.strip({1: 1, 3: 50, 14: None}, label="Targets reached")
    assert 'aria-label="Targets reached: goal 1: 1 %, goal 3: 50 %"' in drawn
    assert drawn.count("<rect") == 2
    assert '<g class="sdg-1"><rect x="1" y="19" width="6" height="1"/></g>' in drawn


def test_strip_without_figures_says_so() -> None:
    assert 'aria-label="Targets reached: nothing yet"' in charts.strip({}, label="Targets reached")


def test_bar_list_has_title_description_and_no_inline_style() -> None:
    drawn = charts.bar_list([("Brasil & co", 4), ("Chile", 1)], title="By country", unit="people")
    assert "<title>By country</title>" in drawn
    assert "<desc>Brasil &amp; co: 4 people; Chile: 1 people</desc>" in drawn
    assert 'width="600" height="8"' in drawn
    assert 'width="150" height="8"' in drawn
    assert "style=" not in drawn


def test_bar_list_of_nothing_draws_nothing() -> None:
    assert "<rect" not in charts.bar_list([], title="By country")
