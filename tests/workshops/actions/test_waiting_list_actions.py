from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.participants import AccountFactory
from tests.factories.workshops import ApplicationFactory, WorkshopFactory
from workshops.actions import selection, waiting_list
from workshops.actions.applications import withdraw_application
from workshops.models import Workshop


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_moved_puts_one_at_its_place_and_keeps_the_order_of_the_rest(line: list[int], data: Any):
    item = data.draw(st.sampled_from(line))
    place = data.draw(st.integers(min_value=-3, max_value=len(line) + 3))
    result = waiting_list.moved(line, item, place)
    assert result.index(item) + 1 == min(max(place, 1), len(line))
    assert [one for one in result if one != item] == [one for one in line if one != item]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "decline", "reopen", "withdraw", "move", "accept"]),
        st.integers(min_value=0, max_value=4),
        st.integers(min_value=-1, max_value=7),
    ),
    max_size=12,
)


class TestWaitingList(TestCase):
    """Hypothesis runs each example in its own transaction only inside its own TestCase."""

    @given(STEPS)
    def test_places_are_one_to_n_without_gaps_after_any_steps(self, steps: list[tuple[str, int, int]]):
        by, workshop = AccountFactory(), WorkshopFactory(state="SELECTION", capacity=2)
        line = ApplicationFactory.create_batch(5, workshop=workshop)
        for step, who, place in steps:
            try:
                take(workshop, step, line[who], place=place, by=by)
            except selection.ActionRefused:
                continue
            finally:
                places = list(workshop.applications.waiting().values_list("waiting_position", flat=True))
                assert places == list(range(1, len(places) + 1))


def take(workshop: Workshop, step: str, application: Any, *, place: int, by: Any) -> None:
    decisions = {
        "wait": selection.put_on_waiting_list,
        "decline": selection.decline_applications,
        "reopen": selection.reopen_applications,
        "accept": selection.accept_applications,
    }
    if step in decisions:
        decisions[step](workshop, [application], by=by)
    elif step == "move":
        waiting_list.move_on_waiting_list(application, place, by=by)
    else:
        withdraw_application(application, by=by)


@pytest.mark.django_db
def test_move_on_waiting_list_says_from_where_to_where():
    by, workshop = AccountFactory(), WorkshopFactory(state="SELECTION")
    line = ApplicationFactory.create_batch(3, workshop=workshop)
    selection.put_on_waiting_list(workshop, line, by=by)
    assert waiting_list.move_on_waiting_list(line[2], 1, by=by).waiting_position == 1
    assert [one.pk for one in workshop.applications.waiting()] == [line[2].pk, line[0].pk, line[1].pk]


@pytest.mark.django_db
def test_move_on_waiting_list_refuses_who_is_not_on_it():
    application = ApplicationFactory(workshop__state="SELECTION")
    with pytest.raises(waiting_list.NotOnWaitingList):
        waiting_list.move_on_waiting_list(application, 1, by=AccountFactory())
