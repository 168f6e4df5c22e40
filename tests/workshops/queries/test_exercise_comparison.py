from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from workshops.queries.exercise_merge import ComparedCell
from workshops.queries.exercises import ElementInPlay, GroupCell, PlaceInPlay

ELEMENT = ElementInPlay(1, "P1", "Busways", "", "")
PLACE = PlaceInPlay("11", 11, "Cities", 11, "Cities", "#000000", "white")
SCORES = st.lists(st.none() | st.integers(-3, 3), min_size=1, max_size=8).filter(
    lambda scores: scores.count(None) < len(scores)
)
KINDS = st.sampled_from(["DIRECT", "INDIRECT", "ENABLING"])


def compared(scores, kinds=None, decision=None):
    kinds = kinds or ["DIRECT"] * len(scores)
    cells = [
        None if score is None else GroupCell(number, 1, "11", score, kind if score else "")
        for number, (score, kind) in enumerate(zip(scores, kinds, strict=True), start=1)
    ]
    return ComparedCell(ELEMENT, PLACE, cells, decision)


@given(SCORES)
def test_what_is_merged_by_itself_is_the_median_and_groups_lie_less_than_2_apart(scores):
    cell = compared(scores)
    said = [score for score in scores if score is not None]
    assert cell.is_flagged == (max(said) - min(said) >= 2 or median(said) % 1 != 0)
    assert cell.is_partial == (None in scores)
    assert cell.final == (None if cell.is_flagged else median(said))


@given(SCORES, st.integers(-3, 3))
def test_a_choice_of_the_room_always_counts(scores, decision):
    assert compared(scores, decision=decision).final == decision


@given(SCORES)
def test_a_proposal_is_never_a_rounded_median(scores):
    cell = compared(scores)
    assert cell.proposal is None or cell.proposal == cell.median


@given(SCORES, st.data())
def test_the_kind_is_that_of_most_groups_or_left_open(scores, data):
    kinds = [data.draw(KINDS) for _score in scores]
    cell = compared(scores, kinds)
    final = cell.final or 0
    agreeing = [kind for score, kind in zip(scores, kinds, strict=True) if score and score * final > 0]
    counts = sorted((agreeing.count(kind) for kind in set(agreeing)), reverse=True)
    if not counts or (len(counts) > 1 and counts[0] == counts[1]):
        assert cell.kind == ""
    else:
        assert agreeing.count(cell.kind) == counts[0]


def test_the_scores_of_the_groups_stay_with_the_cell():
    assert compared([3, None, -1]).original == "3 · – · -1"
