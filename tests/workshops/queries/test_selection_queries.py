import pytest

from tests.factories.participants import AccountFactory
from tests.factories.workshops import ApplicationFactory, ParticipationFactory, WorkshopFactory
from workshops.actions import selection
from workshops.models import Workshop
from workshops.queries.effects import effect_of
from workshops.queries.sections import section_counts
from workshops.queries.selection import distribution, places_of, standing_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return WorkshopFactory(state="SELECTION", capacity=3)


def test_places_of_counts_walk_ins_and_never_goes_below_zero(workshop: Workshop):
    assert places_of(workshop).left == 3
    ParticipationFactory.create_batch(4, workshop=workshop)
    assert (places_of(workshop).taken, places_of(workshop).left) == (4, 0)


def test_the_standing_counts_only_this_workshop(workshop: Workshop):
    other = WorkshopFactory(state="SELECTION")
    by = AccountFactory()
    for one in (workshop, other, other):
        selection.accept_applications(one, [ApplicationFactory(workshop=one)], by=by)
    standing = standing_from(workshop, section_counts(workshop, standing=True))
    assert (standing.places.taken, standing.held) == (1, 1)


def test_distribution_leaves_the_withdrawn_out_of_the_shares_but_counts_them(workshop: Workshop):
    ApplicationFactory(workshop=workshop, gender="WOMAN")
    ApplicationFactory(workshop=workshop, gender="MAN", state="WITHDRAWN")
    ApplicationFactory(workshop=workshop, gender="MAN", state="UNCONFIRMED")
    found = distribution(workshop)
    assert [(share.key, share.received) for share in found.genders] == [("WOMAN", 1)]
    assert {state: n for state, n in found.states.items() if n} == {
        "RECEIVED": 1,
        "WITHDRAWN": 1,
        "received": 2,
    }


@pytest.mark.parametrize(
    ("number", "do", "words", "possible"),
    [
        (1, "accept", "1 application is accepted and gets a place; 2 left then.", True),
        (4, "accept", "3 places are left and 4 are chosen. Choose fewer or use the waiting list.", False),
        (2, "wait", "2 applications go to the end of the waiting list, in this order.", True),
        (1, "decline", "1 application is declined.", True),
        (1, "reopen", "Nothing changes: all of them are in this state already.", False),
    ],
)
def test_effect_of_says_what_would_happen(
    workshop: Workshop, number: int, do: str, words: str, *, possible: bool
):
    effect = effect_of(workshop, ApplicationFactory.create_batch(number, workshop=workshop), do)
    assert (effect.sentences[0], effect.is_possible) == (words, possible)


def test_effect_of_names_freed_places_and_those_that_stay(workshop: Workshop):
    first, second = ApplicationFactory.create_batch(2, workshop=workshop)
    by = AccountFactory()
    selection.accept_applications(workshop, [first], by=by)
    selection.put_on_waiting_list(workshop, [second], by=by)
    first.refresh_from_db()
    second.refresh_from_db()
    assert effect_of(workshop, [first, second], "wait").sentences == [
        "1 application goes to the end of the waiting list.",
        "1 place becomes free.",
        "1 is in this state already and stays.",
        "The mails wait under Mail until you let them go; until then the decision can be changed.",
    ]
